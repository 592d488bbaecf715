"""The shared shell: no fact about a survivor."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
