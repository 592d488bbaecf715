"""The lists of this room as tables, and the rows of the list as a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_tables2 as tables
from django.utils import timezone

from investigations.models import Investigation, Operation, OperationNotice, Statute
from investigations.vocabulary import Ready
from ui.tables import Table
from ui.templatetags.ui import exact_date

HEADS = (
    *("Number", "Agency", "Form", "Status", "Trafficking", "Came in", "Lead", "Opened", "Closed", "Why closed"),
    *("Joint with", "Presented on", "Presented at", "Sealed"),
)


def sheet_rows(investigations: Iterable[Investigation]) -> list[tuple[Any, ...]]:
    """The list's rows as a file holds them."""
    return [
        (
            *(row.number, str(row.owner), row.get_form_display(), row.get_status_display()),
            *(row.get_finding_display(), row.get_source_display(), str(row.lead), row.opened_on, row.closed_on),
            *(row.get_closure_display(), ", ".join(row.joint), row.presented_on, row.get_presented_level_display()),
            row.sealed,
        )
        for row in investigations
    ]


class Day(tables.Column):
    """A day as people write it."""

    def render(self, value: Any) -> str:
        """“Nov 24, 2026”."""
        return exact_date(value)


class InvestigationTable(Table):
    """Investigations, newest first."""

    noun = ("investigation", "investigations")
    caption = "Investigations"
    htmx_target = "results"
    number = tables.Column(linkify=True)
    form = tables.Column(verbose_name="Form")
    lead = tables.Column(order_by=("lead__name",))
    owner = tables.Column(verbose_name="Agency", order_by=("owner__name",))
    opened_on = Day(verbose_name="Opened")

    class Meta(Table.Meta):
        model = Investigation
        fields = ("number", "form", "status", "finding", "lead", "owner", "opened_on")

    def render_number(self, record: Investigation, value: str) -> str:
        """A sealed one says so to those who see it."""
        return f"{value} (sealed)" if record.sealed else value


class OperationTable(Table):
    """Operations, next first."""

    noun = ("operation", "operations")
    caption = "Operations"
    htmx_target = "results"
    name = tables.Column(linkify=True)
    planned_on = Day(verbose_name="Planned for")
    held_on = Day(verbose_name="Held", default="Not yet")
    provider_told = tables.Column(verbose_name="Provider told")
    provider_standby = tables.Column(verbose_name="On standby")

    class Meta(Table.Meta):
        model = Operation
        fields = ("name", "kind", "focus", "planned_on", "held_on", "provider_told", "provider_standby")


class NoticeTable(Table):
    """Heads-ups, newest first."""

    noun = ("heads-up", "heads-ups")
    caption = "Heads-ups"
    when = tables.Column(verbose_name="When", orderable=False, linkify=True)
    said = tables.Column(verbose_name="Answer", orderable=False, empty_values=())
    people = tables.Column(verbose_name="People expected")
    owner = tables.Column(verbose_name="From", order_by=("owner__name",))
    recipient = tables.Column(verbose_name="To", order_by=("recipient__name",))
    ends_on = Day(verbose_name="Shown until")

    class Meta(Table.Meta):
        model = OperationNotice
        fields = ("when", "people", "languages", "minors", "owner", "recipient", "ends_on", "said")

    def render_said(self, value: str | None, record: OperationNotice) -> str:
        if value:
            return Ready(value).label
        return "Not answered yet" if record.ends_on >= timezone.localdate() else "Not answered"


class StatuteTable(Table):
    """Statutes with their class."""

    noun = ("statute", "statutes")
    caption = "Statutes"
    htmx_target = "results"
    kind = tables.Column(verbose_name="Class")
    is_active = tables.BooleanColumn(verbose_name="In use", yesno="Yes,No")

    class Meta(Table.Meta):
        model = Statute
        fields = ("citation", "title", "level", "kind", "group", "is_active")
