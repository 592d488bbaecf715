"""The office's lists."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_tables2 as tables
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from agencies.models import Agency, Award, Membership
from agencies.vocabulary import Role
from audit.models import Alert, Entry
from ui.tables import Table

DAY = "M j, Y"


def day(value: dt.date | None) -> str:
    """A day as people write it here: Nov 24, 2026."""
    return date_format(value, DAY) if value else ""


def role_labels(roles: list[str]) -> str:
    """Roles in words."""
    return ", ".join(Role(role).label for role in roles)


def seat_state(membership: Membership) -> str:
    """Whether it is open, in words."""
    if membership.ended_at or (membership.until_on and membership.until_on < timezone.localdate()):
        return "Ended"
    return "Open" if membership.is_live() else "Begins later"


class PeopleTable(Table):
    """Members of agencies."""

    noun = ("person", "people")
    caption = "People"
    htmx_target = "results"
    person = tables.Column(order_by=("person__name",), verbose_name="Name")
    title = tables.Column(accessor="person__title", orderable=False, verbose_name="Job title")
    agency = tables.Column(order_by=("agency__name", "person__name"))
    roles = tables.Column(orderable=False)
    from_on = tables.DateColumn(verbose_name="Since", format=DAY)
    state = tables.Column(empty_values=(), orderable=False, verbose_name="Membership")

    class Meta(Table.Meta):
        order_by = "person"

    def render_roles(self, value: list[str]) -> str:
        return role_labels(value)

    def render_state(self, record: Membership) -> str:
        return seat_state(record)


class OwnPeopleTable(PeopleTable):
    """Members of one's own agency, each with its page."""

    agency = None
    person = tables.Column(
        order_by=("person__name",),
        verbose_name="Name",
        linkify=lambda record: reverse("office:seat", args=[record.pk]),
    )


class AgencyTable(Table):
    """Agencies, for who opens them."""

    noun = ("agency", "agencies")
    caption = "Agencies"
    htmx_target = "results"
    empty = {
        "title": "No agencies yet",
        "text": "Open one, then invite its first administrator. From then on its people are its own affair.",
        "icon_name": "account_balance",
    }
    name = tables.Column(linkify=lambda record: reverse("office:agency_detail", args=[record.pk]))
    sector = tables.Column()
    level = tables.Column()
    state = tables.Column(verbose_name="State")
    people = tables.Column(empty_values=(), orderable=False, verbose_name="Administrator")

    class Meta(Table.Meta):
        order_by = "name"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opened: set[int] = set()

    def render_people(self, record: Agency) -> str:
        if not record.signs_in:
            return "Never signs in"
        return "Has one of its own" if record.pk in self.opened else "Not yet"


class AwardTable(Table):
    """Awards of a task force."""

    noun = ("award", "awards")
    caption = "Awards"
    number = tables.Column(linkify=lambda record: reverse("office:award", args=[record.pk]))
    program = tables.Column()
    agency = tables.Column(verbose_name="Recipient", order_by=("agency__name",))
    side = tables.Column()
    starts_on = tables.DateColumn(verbose_name="First day", format=DAY)
    ends_on = tables.DateColumn(verbose_name="Last day", format=DAY)

    class Meta(Table.Meta):
        model = Award
        fields = ("number", "program", "agency", "side", "starts_on", "ends_on")
        order_by = "-starts_on"


class AuditTable(Table):
    """Who did what to which record, and when; never what is in it."""

    noun = ("entry", "entries")
    caption = "What was done"
    htmx_target = "results"
    empty = {
        "title": "Nothing was done yet",
        "text": "Whenever somebody reads, changes or signs in, a line appears here.",
        "icon_name": "history",
    }
    at = tables.DateTimeColumn(verbose_name="When", format=f"{DAY}, g:i:s A")
    who = tables.Column(verbose_name="Who", order_by=("person_id",), default="Nobody signed in")
    verb = tables.Column(verbose_name="Did")
    kind = tables.Column(verbose_name="To a")
    object_id = tables.Column(verbose_name="Record", orderable=False, default="")
    outcome = tables.Column()

    class Meta(Table.Meta):
        model = Entry
        fields = ("at", "who", "verb", "kind", "object_id", "outcome")
        order_by = "-at"

    def render_kind(self, value: str) -> str:
        return kind_label(value)

    def render_object_id(self, value: str) -> str:
        return value[:8]


class AlertTable(Table):
    """Who did something unusual, on which day, how many."""

    noun = ("alert", "alerts")
    caption = "Alerts"
    htmx_target = "results"
    empty = {
        "title": "Nothing unusual",
        "text": "When one person opens more records in a day than you set, exports at night, or was let back in "
        "with a new password, it is told here.",
        "icon_name": "notifications_none",
    }
    on = tables.DateColumn(verbose_name="Day", format=DAY)
    who = tables.Column(order_by=("person_id",), verbose_name="Who")
    what = tables.Column(verbose_name="What", orderable=False)
    count = tables.Column(verbose_name="How many")
    seen_at = tables.Column(verbose_name="Seen to", empty_values=(), orderable=False)

    class Meta(Table.Meta):
        model = Alert
        fields = ("on", "who", "what", "count", "seen_at")
        order_by = "-on"

    def render_seen_at(self, value: dt.datetime | None, record: Alert) -> str:
        if value:
            return date_format(timezone.localtime(value), DAY)
        if not self.request.hat.has(Role.LE_SUPERVISOR, Role.ADVOCATE_SUPERVISOR):
            return "Not yet"
        address = reverse("office:alert_settle", args=[record.pk])
        said = f"{record.who}, {date_format(record.on, DAY)}"
        return format_html(
            '<a class="usa-link" href="{}">Seen to<span class="usa-sr-only">: {}</span></a>', address, said
        )


def kind_label(kind: str) -> str:
    """ "cases.case" in words."""
    if "." not in kind:
        return kind
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return kind
