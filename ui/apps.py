"""The app that knows how a page looks."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Looks only: no models, nothing about a case or a person."""

    name = "ui"
    verbose_name = "How pages look"
