"""The people of an agency, for its administrator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from access.views import DetailPage, ListPage
from agencies.models import Invitation, Membership, Recovery, TaskForce
from agencies.vocabulary import Role
from office.filters import PeopleFilter
from office.forms import ChangeSeat, Invite
from office.links import link
from office.services import people
from office.tables import OwnPeopleTable, PeopleTable, day, role_labels, seat_state
from office.views.bases import Button, Sheet


def own_members(page: Any) -> QuerySet:
    """Everybody who works or worked for the acting agency."""
    return Membership.objects.filter(agency_id=page.hat.agency_id).select_related("person", "agency")


def waiting_recoveries() -> QuerySet:
    """People who can't sign in and whose request has not run out."""
    return Recovery.objects.filter(approved_at=None, ends_at__gt=timezone.now())


class People(ListPage):
    """Who works here; for the coordinator, who works where."""

    roles = (Role.AGENCY_ADMIN, Role.COORDINATOR)
    filters = PeopleFilter
    template = "office/people.html"
    fragment = "office/_people_table.html"

    @property
    def table(self) -> type[PeopleTable]:
        """An administrator's has links, a coordinator's the agency."""
        return OwnPeopleTable if self.hat.has(Role.AGENCY_ADMIN) else PeopleTable

    def rows(self) -> QuerySet:
        if self.hat.has(Role.AGENCY_ADMIN):
            return own_members(self)
        return Membership.objects.filter(ended_at=None).select_related("person", "agency")

    def context(self) -> dict[str, Any]:
        if not self.hat.has(Role.AGENCY_ADMIN):
            return {}
        return {
            "invitations": [each for each in Invitation.objects.filter(agency_id=self.hat.agency_id) if each.is_open],
            "recoveries": waiting_recoveries().select_related("person"),
            "invite_url": reverse("office:invite"),
        }


class InvitePerson(Sheet):
    """Offers a seat; the link is shown this once and goes out by e-mail."""

    roles = (Role.AGENCY_ADMIN,)
    form, makes = Invite, Invitation
    title = "Invite somebody"
    intro = "They get a link that works once, for 7 days, and set their own password and second step."
    submit = "Make the link"

    secret = ""
    back = "office:people"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().post(request, *args, **kwargs)
        if self.secret:
            return self.once(self.secret)
        if answer.status_code == 302:
            messages.info(request, "This invitation was made already. Its link is on its way by e-mail.")
        return answer

    def once(self, secret: str) -> HttpResponse:
        """The link, shown this once."""
        context = {"address": link("office:join", secret), "back_url": self.done(None)}
        return self.render(context, template="office/invited.html")

    def save(self, form: Invite) -> Invitation:
        invitation, self.secret = people.invite(by=self.hat, pk=self.made_as, **form.facts)
        return invitation


class Withdraw(Button):
    """Ends an invitation that nobody took."""

    roles = (Role.AGENCY_ADMIN, Role.SITE_ADMIN)
    title = "Withdraw the invitation"
    asks = "Its link stops working at once."
    submit = "Withdraw"
    saved = "The invitation is withdrawn."

    def rows(self) -> QuerySet:
        return Invitation.objects.filter(taken_at=None)

    def act(self) -> None:
        people.withdraw(by=self.hat, invitation=self.record)

    def done(self, made: Any) -> str:
        return reverse("office:people" if self.hat.has(Role.AGENCY_ADMIN) else "office:agencies")


class SeatDetail(DetailPage):
    """One person's seat at the agency."""

    roles = (Role.AGENCY_ADMIN,)
    template = "office/seat.html"

    def rows(self) -> QuerySet:
        return own_members(self)

    def context(self, record: Membership) -> dict[str, Any]:
        names = TaskForce.objects.filter(pk__in=record.task_forces).values_list("name", flat=True)
        state = seat_state(record)
        return {
            "crumbs": [("People", reverse("office:people"))],
            "state": state,
            "is_over": state == "Ended",
            "facts": [
                ("Job title", record.person.title),
                ("Roles", role_labels(record.roles)),
                ("Task forces", ", ".join(names)),
                ("Since", day(record.from_on)),
                ("Last day", day(record.until_on) or "Open"),
            ],
        }


class SeatChange(Sheet):
    """Other roles, other task forces, a last day."""

    roles = (Role.AGENCY_ADMIN,)
    form = ChangeSeat
    title = "Change roles"
    saved = "The change holds from now on."

    def rows(self) -> QuerySet:
        return own_members(self).filter(ended_at=None)

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.record, name) for name in ("roles", "task_forces", "until_on")}

    def save(self, form: ChangeSeat) -> Membership:
        return people.change_seat(by=self.hat, membership=self.record, **form.facts)

    def done(self, record: Membership | None) -> str:
        return reverse("office:seat", args=[self.record.pk])


class SeatEnd(Button):
    """Ends a membership at once."""

    roles = (Role.AGENCY_ADMIN,)
    title = "End this membership"
    asks = (
        "The person is signed out everywhere and sees nothing of this agency from this moment on. "
        "What they wrote stays."
    )
    submit = "End it now"
    saved = "The membership has ended."

    def rows(self) -> QuerySet:
        return own_members(self).filter(ended_at=None)

    def act(self) -> None:
        people.end_membership(by=self.hat, membership=self.record)

    def done(self, made: Any) -> str:
        return reverse("office:seat", args=[self.record.pk])


class RecoveryApprove(Button):
    """The second person's yes to somebody who wants back in."""

    roles = (Role.AGENCY_ADMIN,)
    title = "Let this person back in"
    asks = (
        "Speak to them first, by a telephone number that you know. With your approval the link in their own mailbox "
        "lets them set a new password and a new second step."
    )
    submit = "I spoke to them. Approve"
    saved = "Approved. The link in their mailbox works now."

    def rows(self) -> QuerySet:
        return waiting_recoveries()

    def act(self) -> None:
        people.approve_recovery(by=self.hat, recovery=self.record)

    def done(self, made: Any) -> str:
        return reverse("office:people")
