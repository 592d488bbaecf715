"""The front door as a Django app: it has no models, and stands guard."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class Door(AppConfig):
    name = "ecm"

    def ready(self) -> None:
        from ecm import checks

        connection_created.connect(checks.refuse_at_first_connection)
