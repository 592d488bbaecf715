"""A person's day: what needs both sides at once."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"
