"""What a law-enforcement agency works."""

from django.apps import AppConfig


class InvestigationsConfig(AppConfig):
    name = "investigations"
