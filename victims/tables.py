"""Tables of this room's lists."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from ui.tables import Table
from ui.templatetags.ui import exact_date, status_tag
from victims.models import Client, ServiceEntry, TurnedAway
from victims.vocabulary import categories, words

TONES = {"open": "info", "closed": "neutral"}


class DayColumn(tables.Column):
    """A day as people write it."""

    def render(self, value: Any) -> str:
        return exact_date(value)


class ClientTable(Table):
    """The agency's clients, by code name."""

    noun = ("client", "clients")
    caption = "Clients"
    htmx_target = "results"
    code_name = tables.Column("Client", linkify=True)
    called = tables.Column("Also called", accessor="identity__called", orderable=False, default="")
    status = tables.Column()
    form = tables.Column("Form")
    advocates = tables.Column("Advocate", orderable=False, empty_values=())
    opened_on = DayColumn("Opened")

    class Meta(Table.Meta):
        model = Client
        fields = ("code_name", "called", "status", "form", "advocates", "opened_on")

    def render_status(self, record: Client) -> Any:
        tags = status_tag(record.get_status_display(), TONES[record.status])
        if record.is_minor:
            tags = format_html("{} {}", tags, status_tag("Minor", "warn"))
        if record.named_only:
            tags = format_html("{} {}", tags, status_tag("Named people only", "stop"))
        return tags

    def render_form(self, record: Client) -> str:
        return record.get_form_display()

    def render_advocates(self, record: Client) -> str:
        return ", ".join(person.name for person in record.advocates) or "Nobody"


class ServiceTable(Table):
    """Services given to one client."""

    noun = ("service", "services")
    caption = "Services"
    htmx_target = "results"
    on = DayColumn("Date")
    category = tables.Column("Service")
    family_member = tables.Column("For", default="The client")
    amount = tables.Column(orderable=False, default="")
    award = tables.Column("Award", accessor="award__number", default="No award")
    note = tables.Column(orderable=False, default="")
    strike = tables.Column("Correct", orderable=False, empty_values=())

    class Meta(Table.Meta):
        model = ServiceEntry
        fields = ("on", "category", "family_member", "amount", "award", "note", "strike")

    def render_strike(self, record: ServiceEntry) -> Any:
        if record.struck_at:
            return status_tag("Struck out", "stop")
        return format_html(
            '<a class="usa-link" href="{}">Strike out<span class="usa-sr-only"> {} of {}</span></a>',
            reverse("victims:strike_service", args=[record.pk]),
            record,
            exact_date(record.on),
        )


class TurnedAwayTable(Table):
    """People who could not be served: counts."""

    noun = ("entry", "entries")
    caption = "People turned away"
    htmx_target = "results"
    on = DayColumn("Date")
    people = tables.Column("People")
    extent = tables.Column("They")
    reason = tables.Column()
    wanted = tables.Column("Asked for", orderable=False)
    award = tables.Column("Counted under", accessor="award__number", default="No award")
    correct = tables.Column("Correct", orderable=False, empty_values=())

    class Meta(Table.Meta):
        model = TurnedAway
        fields = ("on", "people", "extent", "reason", "wanted", "award", "correct")

    def render_wanted(self, value: list[str]) -> str:
        return ", ".join(words(categories(), code) for code in value)

    def render_correct(self, record: TurnedAway) -> Any:
        if record.struck_at:
            return status_tag("Struck out", "stop")
        return format_html(
            '<a class="usa-link" href="{}">Change{said}</a> · <a class="usa-link" href="{}">Strike out{said}</a>',
            reverse("victims:turned_away_change", args=[record.pk]),
            reverse("victims:strike_turned_away", args=[record.pk]),
            said=format_html('<span class="usa-sr-only"> the entry of {}</span>', exact_date(record.on)),
        )
