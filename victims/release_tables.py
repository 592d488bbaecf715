"""The list of releases."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables

from ui.tables import Table
from ui.templatetags.ui import sentence_date, status_tag
from victims.models import Release


def address(record: Release) -> str:
    """The page of a release."""
    return record.get_absolute_url()


class ReleaseTable(Table):
    """Releases by client, recipient and end."""

    noun = ("release", "releases")
    caption = "Releases of information"
    htmx_target = "results"

    client = tables.Column(verbose_name="Client", accessor="client__code_name", linkify=address)
    recipient = tables.Column(verbose_name="To", accessor="recipient__name")
    ends_on = tables.Column(verbose_name="Ends")
    state = tables.Column(verbose_name="State", orderable=False, empty_values=())

    class Meta(Table.Meta):
        pass

    def render_recipient(self, record: Release) -> str:
        person = record.recipient_person
        return f"{record.recipient.name}, {person.name}" if person else record.recipient.name

    def render_ends_on(self, value: Any) -> str:
        return sentence_date(value)

    def render_state(self, record: Release) -> str:
        return status_tag(record.state, record.tone)
