"""What one agency chose to tell another."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"
