"""Agencies: opened by a site administrator, kept up to date by their own."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from access.views import DetailPage, ListPage, Page
from agencies.models import Agency, Invitation, TaskForce
from agencies.vocabulary import Role, Sector
from office.asking import ask
from office.filters import AgencyFilter
from office.forms import AgencyFacts, FirstAdministrator, OpenAgency, OpenTaskForce
from office.services import agencies, people
from office.tables import AgencyTable
from office.views.bases import Sheet
from office.views.people import InvitePerson


def opened() -> set[int]:
    """Agencies that let their own people in by now; asked as a site administrator."""
    [(ids,)] = ask("agencies_with_members")
    return set(ids)


class Agencies(ListPage):
    """Every agency, and whether it has an administrator of its own by now."""

    roles = (Role.SITE_ADMIN,)
    filters = AgencyFilter
    template = "office/agencies.html"
    fragment = "office/_agency_table.html"

    def table(self, *args: Any, **kwargs: Any) -> AgencyTable:
        """The table, which knows whose administrators have arrived."""
        made = AgencyTable(*args, **kwargs)
        made.opened = opened()
        return made

    def rows(self) -> QuerySet:
        return Agency.objects.all()

    def context(self) -> dict[str, Any]:
        return {"task_forces": TaskForce.objects.prefetch_related("participations__agency")}


class OpenOne(Sheet):
    """Opens an agency."""

    roles = (Role.SITE_ADMIN,)
    form = OpenAgency
    title = "Open an agency"
    submit = "Open agency"
    saved = "The agency is open. Invite its first administrator next."
    back = "office:agencies"

    def save(self, form: OpenAgency) -> Agency:
        return agencies.open_agency(by=self.hat, **form.facts)

    def done(self, record: Agency | None) -> str:
        return reverse("office:agency_detail", args=[record.pk]) if record else super().done(record)


class AgencyDetail(DetailPage):
    """One agency, as who opened it sees it: its door, never its rooms."""

    roles = (Role.SITE_ADMIN,)
    template = "office/agency_detail.html"

    def rows(self) -> QuerySet:
        return Agency.objects.all()

    def context(self, record: Agency) -> dict[str, Any]:
        mine = Invitation.objects.filter(agency=record, made_by_id=self.hat.person_id)
        return {
            "crumbs": [("Agencies", reverse("office:agencies"))],
            "facts": facts_of(record),
            "has_people": record.pk in opened(),
            "invitations": [each for each in mine if each.is_open],
        }


class InviteFirst(InvitePerson):
    """Invites an agency's first administrator; from then on the site administrator lets nobody in."""

    roles = (Role.SITE_ADMIN,)
    form = FirstAdministrator
    title = "Invite the first administrator"
    intro = "Once they have come in, only they let people in to this agency, and you no longer can."

    def rows(self) -> QuerySet:
        return Agency.objects.filter(signs_in=True).exclude(pk__in=opened())

    def save(self, form: FirstAdministrator) -> Invitation:
        seat = {"roles": [Role.AGENCY_ADMIN.value], "task_forces": [], "agency_id": self.record.pk}
        invitation, self.secret = people.invite(by=self.hat, pk=self.made_as, **form.facts, **seat)
        return invitation

    def done(self, record: Any) -> str:
        return reverse("office:agency_detail", args=[self.record.pk])


class OpenForce(Sheet):
    """Opens a task force with its founding agencies."""

    roles = (Role.SITE_ADMIN,)
    form = OpenTaskForce
    title = "Open a task force"
    intro = "Each founding agency's administrator has to accept, and each lead to agree with the other."
    submit = "Open task force"
    saved = "The task force is open. Its agencies accept next."
    back = "office:agencies"

    def save(self, form: OpenTaskForce) -> TaskForce:
        return agencies.open_task_force(by=self.hat, **form.facts)


class OwnAgency(Page):
    """The acting agency, for its administrator."""

    roles = (Role.AGENCY_ADMIN,)
    template = "office/agency.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render({"agency": self.hat.agency, "facts": facts_of(self.hat.agency)})


class ChangeAgency(Sheet):
    """Name, telephone, place, and who sees a client."""

    roles = (Role.AGENCY_ADMIN,)
    form = AgencyFacts
    title = "Change the agency"
    saved = "Saved."
    back = "office:agency"

    def rows(self) -> QuerySet:
        self.kwargs["pk"] = self.hat.agency_id
        return Agency.objects.all()

    def save(self, form: AgencyFacts) -> Agency:
        return agencies.change_agency(by=self.hat, agency=self.record, **form.facts)


def facts_of(agency: Agency) -> list[tuple[str, str]]:
    """An agency as label and value."""
    place = ", ".join(part for part in (agency.city, agency.county, agency.state) if part)
    facts = [
        ("Sector", agency.get_sector_display()),
        ("Level", agency.get_level_display()),
        ("Place", place),
        ("On-call telephone", agency.on_call_phone),
        ("Signs in here", "Yes" if agency.signs_in else "No, its totals arrive by form"),
    ]
    if agency.sector == Sector.LAW_ENFORCEMENT:
        facts.append(("ORI", agency.ori))
    if agency.sector == Sector.VICTIM_SERVICES:
        sight = "Only assigned advocates and supervisors" if agency.assigned_only else "Every advocate of the agency"
        facts.append(("Who sees a client", sight))
    return facts
