"""Clients, services and releases of a provider."""

from django.apps import AppConfig


class VictimsConfig(AppConfig):
    name = "victims"
