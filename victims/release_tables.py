"""The list of releases."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from ui.tables import Table
from ui.templatetags.ui import exact_date, sentence_date, status_tag
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
    renew = tables.Column(verbose_name="Renew", orderable=False, empty_values=())

    class Meta(Table.Meta):
        pass

    def render_recipient(self, record: Release) -> str:
        person = record.recipient_person
        return f"{record.recipient.name}, {person.name}" if person else record.recipient.name

    def render_ends_on(self, value: Any, record: Release) -> str:
        return f"Taken back {exact_date(record.revoked_at)}" if record.revoked_at else sentence_date(value)

    def render_renew(self, record: Release) -> Any:
        if record.is_draft or record.is_to_come:
            return ""
        return format_html(
            '<a class="usa-link" href="{}">Renew<span class="usa-sr-only"> the release of {} to {}</span></a>',
            reverse("victims:release_renew", args=[record.pk]),
            record.client.code_name,
            record.recipient.name,
        )

    def render_state(self, record: Release) -> str:
        return status_tag(record.state, record.tone)
