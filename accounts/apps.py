"""Sign-in and credentials, behind a database login of their own."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
