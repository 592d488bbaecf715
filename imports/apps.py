"""Spreadsheets that an agency brings in."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ImportsConfig(AppConfig):
    name = "imports"

    def ready(self) -> None:
        """Each room above says in its `imports.py` what it can be given."""
        autodiscover_modules("imports")
