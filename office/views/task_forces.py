"""A task force: who takes part, under which memoranda, by which rules."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from access.hats import Hat
from access.views import Page
from agencies.models import Agency, Memorandum, Participation, TaskForce
from agencies.vocabulary import Role, Side
from office.forms import InviteAgency, MemorandumForm, TaskForceSettings
from office.services import agencies
from office.views.bases import Button, Sheet

WHO = (Role.COORDINATOR, Role.AGENCY_ADMIN, Role.GRANT_MANAGER)


def open_participations() -> QuerySet:
    """Invited or taking part, not ended."""
    return Participation.objects.open().select_related("agency", "task_force")


def my_lead(hat: Any, task_force_id: int) -> str:
    """The side that the acting agency leads here, or nothing."""
    led = open_participations().filter(task_force_id=task_force_id, agency_id=hat.agency_id).exclude(lead="")
    return led.values_list("lead", flat=True).first() or ""


class TaskForces(Page):
    """The task force of this hat; with what waits for this agency's yes."""

    roles = WHO
    template = "office/task_force.html"

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        rows = list(open_participations())
        force = self._shown(rows, pk)
        inside = [row for row in rows if force and row.task_force_id == force.pk]
        mine = self.hat.agency_id if self.hat.has(Role.AGENCY_ADMIN) else 0  # nobody else answers for the agency
        return self.render(
            {
                "task_force": force,
                "others": self._others(rows, force),
                "participations": [(row, state_of(row), may_lead(row, inside, self.hat)) for row in inside],
                "waiting": open_participations().invitations_of(mine),
                "to_agree": open_participations().waiting_for_the_lead(mine),
                "is_coordinator": self.hat.is_coordinator,
                "memoranda": Memorandum.objects.filter(task_force=force).select_related("agency"),
                "today": timezone.localdate(),
                "settings_rows": settings_of(force) if force else [],
            }
        )

    def _shown(self, rows: list[Participation], pk: int | None) -> TaskForce | None:
        """The one asked for, else the hat's first, else the first that this agency is invited to."""
        if pk is None:
            return self.hat.task_force or next((row.task_force for row in self._mine(rows)), None)
        found = next((row.task_force for row in rows if row.task_force_id == pk), None)
        if found is None:
            raise Http404
        return found

    def _others(self, rows: list[Participation], force: TaskForce | None) -> list[TaskForce]:
        return list(dict.fromkeys(row.task_force for row in rows if row.task_force != force))

    def _mine(self, rows: list[Participation]) -> list[Participation]:
        return [row for row in rows if row.agency_id == self.hat.agency_id]


def state_of(participation: Participation) -> tuple[str, str]:
    """(words, tone) of how far an agency has come."""
    if participation.is_agreed:
        return ("Takes part", "good")
    if participation.accepted_at is None:
        return ("Invited", "info")
    missing = [
        side
        for side, at in (
            ("law-enforcement", participation.law_agreed_at),
            ("victim-service", participation.services_agreed_at),
        )
        if at is None
    ]
    return (f"Accepted, waits for the {' and the '.join(missing)} lead", "warn")


def may_lead(participation: Participation, others: list[Participation], hat: Hat) -> bool:
    """Whether this hat may make the agency its side's lead: the present lead may, the coordinator where none is."""
    side = participation.agency.side
    if participation.lead or not participation.is_agreed or side == Side.SHARED:
        return False
    lead = next((row for row in others if row.lead == side), None)
    return hat.is_coordinator if lead is None else lead.agency_id == hat.agency_id and hat.has(Role.AGENCY_ADMIN)


def settings_of(force: TaskForce) -> list[tuple[str, Any]]:
    """The task force's rules as label and value."""
    return [
        ("State", force.state),
        ("Case numbers look like", example_of(force)),
        ("Days until a referral closes", force.referral_days),
        ("Days a release runs unless set", force.release_days),
        ("Days a release may run", force.release_days_at_most),
        ("Memorandum in force required", "Yes" if force.requires_memorandum else "No"),
        ("May give in imminent danger", "Yes" if force.allows_imminent_danger else "No"),
    ]


def example_of(force: TaskForce) -> str:
    """A made-up number of the task force's pattern."""
    parts = {"{year}": str(timezone.localdate().year), "{state}": force.state, "{random}": "7KQ2M"}
    number = force.number_pattern
    for part, shown in parts.items():
        number = number.replace(part, shown)
    return number


class Coordinated(Sheet):
    """A coordinator's form about the task force in the address."""

    roles = (Role.COORDINATOR,)

    def rows(self) -> QuerySet:
        return TaskForce.objects.filter(pk__in=self.hat.task_force_ids)

    def done(self, record: Any) -> str:
        return reverse("office:task_force_detail", args=[self.record.pk])


class ChangeTaskForce(Coordinated):
    """Its settings."""

    form = TaskForceSettings
    title = "Task force settings"
    saved = "Saved."

    def save(self, form: TaskForceSettings) -> TaskForce:
        return agencies.change_task_force(by=self.hat, task_force=self.record, **form.facts)


class InviteOne(Coordinated):
    """Invites an agency."""

    form = InviteAgency
    title = "Invite an agency"
    intro = "Its administrator accepts, then an administrator of each lead agency agrees. Until then it sees nothing."
    submit = "Invite"
    saved = "The agency is invited. It sees nothing until all three have said yes."

    def save(self, form: InviteAgency) -> Participation:
        return agencies.invite_agency(by=self.hat, task_force=self.record, **form.facts)


class AddMemorandum(Coordinated):
    """Puts a memorandum on record."""

    form = MemorandumForm
    title = "Add a memorandum"
    intro = "A memorandum of understanding never takes the place of a survivor's release."
    saved = "The memorandum is on record."

    def bind(self, data: Any = None, files: Any = None) -> MemorandumForm:
        return self.form(data, files, hat=self.hat, initial=self.initial())

    def save(self, form: MemorandumForm) -> Memorandum:
        return agencies.add_memorandum(by=self.hat, task_force=self.record, **form.facts)


class ChangeMemorandum(Sheet):
    """Mends a memorandum's dates or title."""

    roles = (Role.COORDINATOR,)
    form = MemorandumForm
    title = "Change the memorandum"
    saved = "Saved."

    def rows(self) -> QuerySet:
        return Memorandum.objects.all()

    def bind(self, data: Any = None, files: Any = None) -> MemorandumForm:
        form = super().bind(data, files)
        del form.fields["agency"]
        return form

    def save(self, form: MemorandumForm) -> Memorandum:
        return agencies.change_memorandum(by=self.hat, memorandum=self.record, **form.facts)

    def done(self, record: Any) -> str:
        return reverse("office:task_force_detail", args=[self.record.task_force_id])


class Answer(Button):
    """A yes or an end to one agency's part."""

    roles = (Role.COORDINATOR, Role.AGENCY_ADMIN)
    back = "office:task_force"

    def rows(self) -> QuerySet:
        return open_participations()


class Accept(Answer):
    """The invited agency says yes."""

    harmless = True
    title = "Accept the invitation"
    asks = "Your agency takes part once an administrator of each lead agency has agreed too."
    submit = "Accept"
    saved = "Accepted. The lead agencies agree next."

    def act(self) -> None:
        agencies.accept(by=self.hat, participation=self.record)


class Agree(Answer):
    """A lead agency says yes to another."""

    title = "Agree to this agency"
    submit = "We know this agency. Agree"
    saved = "Agreed."

    @property
    def asks(self) -> str:
        """Who it is, since a sham agency would read every case."""
        agency: Agency = self.record.agency
        return (
            f"{agency.name} ({agency.get_sector_display().lower()}) will see what the task force shares, as soon as "
            "both leads have agreed. Make sure that you know it."
        )

    def act(self) -> None:
        agencies.agree(by=self.hat, participation=self.record)


class NameLead(Answer):
    """Another agency leads its side from now on."""

    title = "Make it the lead of its side"
    submit = "Make it the lead"
    saved = "It leads its side now."

    def rows(self) -> QuerySet:
        return open_participations().agreed()

    @property
    def asks(self) -> str:
        """Which agency, what a lead does, and what becomes of the cases."""
        cases = (
            "It becomes the service lead of every case, of those logged before as well."
            if self.record.agency.side is Side.SERVICES
            else "It leads the cases that are logged from today; cases logged before keep their lead."
        )
        return (
            f"{self.record.agency.name} leads its side from now on: its administrators say who joins the task force. "
            f"{cases}"
        )

    def act(self) -> None:
        agencies.name_lead(by=self.hat, participation=self.record)


class End(Answer):
    """An agency's part ends: declined, refused or left."""

    title = "End this agency's part"
    asks = "From this moment on the agency sees nothing of the task force. What it wrote stays its own."
    submit = "End it now"
    saved = "The agency takes no part any more."

    def act(self) -> None:
        agencies.end(by=self.hat, participation=self.record)
