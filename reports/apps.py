"""Each agency's own count, confirmed, then added."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
