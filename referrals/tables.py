"""The lists of this room."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html

from referrals.boxes import Item
from ui.tables import Table
from ui.templatetags.ui import exact_date, sentence_date, status_tag


def address(record: Any) -> str:
    """The page of a row."""
    return record.get_absolute_url()


class BoxTable(Table):
    """Requests, referrals and messages as one list; `late` stands out."""

    noun = ("item", "items")
    htmx_target = "results"

    kind = tables.Column(verbose_name="What")
    other_name = tables.Column(verbose_name="From")
    made_at = tables.Column(verbose_name="Sent")
    due_at = tables.Column(verbose_name="Wanted by", default="")
    said = tables.Column(verbose_name="State", empty_values=())

    class Meta(Table.Meta):
        orderable = False

    def render_kind(self, record: Any) -> str:
        item = Item(*record)
        return format_html('<a class="usa-link" href="{}">{}</a>', item.url, item.kind_words)

    def render_made_at(self, value: Any) -> str:
        return exact_date(value)

    def render_due_at(self, value: Any) -> str:
        return exact_date(value)

    def render_said(self, record: Any) -> str:
        item = Item(*record)
        late = ", late" if item.is_late else ""
        return status_tag(f"{item.state}{late}", item.tone)


class OutboxTable(BoxTable):
    """The same from the sender's end."""

    other_name = tables.Column(verbose_name="To")

    class Meta(BoxTable.Meta):
        pass


class ReceivedTable(Table):
    """Copies that others gave to this reader."""

    noun = ("disclosure", "disclosures")
    caption = "Disclosures received"
    htmx_target = "results"
    empty = {
        "title": "Nothing received",
        "text": "When a survivor signs a release that names your agency or you, the provider can give you a copy "
        "of the facts that it names. It stands here until it ends or is taken back.",
        "icon_name": "mail",
    }

    owner = tables.Column(
        verbose_name="From", accessor="owner__name", linkify=lambda record: record.get_absolute_url()
    )
    made_at = tables.Column(verbose_name="Given")
    basis = tables.Column(verbose_name="Rests on")
    ends_at = tables.Column(verbose_name="Last day")

    class Meta(Table.Meta):
        pass

    def render_made_at(self, value: Any) -> str:
        return exact_date(value)

    def render_ends_at(self, record: Any) -> str:
        return sentence_date(record.last_day)
