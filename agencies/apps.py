"""People, agencies, memberships, awards: who is who."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "agencies"
