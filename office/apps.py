"""Who is who, as pages: people, agencies, task forces, audit."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "office"
