"""The list of sheets that were brought in."""

import django_tables2 as tables

from imports.models import Import
from imports.targets import TARGETS
from ui.tables import Table


class ImportTable(Table):
    """Sheets of the agency, newest first."""

    noun = ("sheet", "sheets")
    caption = "Sheets"
    target = tables.Column(linkify=True, verbose_name="What")
    made = tables.Column(verbose_name="Rows brought in")

    class Meta(Table.Meta):
        model = Import
        fields = ("target", "made_at", "state", "made", "made_by")

    def render_target(self, value: str) -> str:
        return TARGETS[value].label
