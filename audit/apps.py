"""What was done, by whom; append-only."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "audit"
