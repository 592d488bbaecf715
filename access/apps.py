"""The wall: who may see what, compiled to the database's own policies."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "access"
