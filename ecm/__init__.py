"""The front door: settings, addresses, middleware and the worker."""

from ecm.celery import app as celery_app

__all__ = ["celery_app"]
