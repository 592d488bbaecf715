"""The lists of this room as tables."""

from __future__ import annotations

import django_tables2 as tables

from cases.models import Activity, Case, Lead
from ui.tables import Table
from ui.templatetags.ui import exact_date


class Day(tables.Column):
    """A day as people write it."""

    def render(self, value: object) -> str:
        """“Nov 24, 2026”."""
        return exact_date(value)


class CaseTable(Table):
    """Cases, newest first."""

    noun = ("case", "cases")
    caption = "Cases"
    htmx_target = "results"
    number = tables.Column(linkify=True)
    form = tables.Column(verbose_name="Type")
    place = tables.Column(order_by=("state", "county", "city"), verbose_name="Place")
    status = tables.Column()
    opened_on = Day(verbose_name="Opened")
    law_lead = tables.Column(verbose_name="Law lead", order_by=("law_lead__name",))
    next_step_on = Day(verbose_name="Next step by")

    class Meta(Table.Meta):
        model = Case
        fields = ("number", "form", "place", "status", "opened_on", "law_lead", "next_step_on")


class LeadTable(Table):
    """Leads, newest first."""

    noun = ("lead", "leads")
    caption = "Leads"
    htmx_target = "results"
    received_on = Day(verbose_name="Came in", linkify=True)
    source = tables.Column(verbose_name="How")
    form = tables.Column(verbose_name="Type")
    place = tables.Column(order_by=("state", "county", "city"))
    disposition = tables.Column(verbose_name="What became of it")
    owner = tables.Column(verbose_name="Taken by", order_by=("owner__name",))

    class Meta(Table.Meta):
        model = Lead
        fields = ("received_on", "source", "form", "place", "disposition", "owner")


class ActivityTable(Table):
    """Activities, newest first."""

    noun = ("activity", "activities")
    caption = "Activities"
    htmx_target = "results"
    title = tables.Column(linkify=True)
    kind = tables.Column()
    held_on = Day(verbose_name="Held")
    owner = tables.Column(verbose_name="Agency", order_by=("owner__name",))
    award = tables.Column(verbose_name="Counts for", default="No award", order_by=("award__number",))

    class Meta(Table.Meta):
        model = Activity
        fields = ("title", "kind", "held_on", "owner", "award")

    def render_title(self, record: Activity, value: str) -> str:
        """A struck one says so."""
        return f"{value} (struck out)" if record.struck_at else value

    def render_award(self, value: object) -> str:
        """The award's number."""
        return value.number
