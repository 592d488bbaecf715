"""`manage.py load_catalogue`: a new version of the measures when the spreadsheets changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from reports import catalogue


class Command(BaseCommand):
    help = "Load the catalogue of measures; makes a new version only when something changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--measures", type=Path, default=catalogue.HERE / "catalogue.csv")
        parser.add_argument("--cells", type=Path, default=catalogue.HERE / "cells.csv")

    def handle(self, *args: Any, measures: Path, cells: Path, **options: Any) -> None:
        loaded, is_new = catalogue.load(measures, cells)
        said = f"loaded version {loaded.version}" if is_new else f"version {loaded.version} stands; nothing changed"
        self.stdout.write(f"{said}, {loaded.measures.using('owner').count()} measures")
