"""Alerts: something unusual that one of the agency's people did, as a count; nobody was stopped."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from access.views import ListPage
from agencies.models import Person
from agencies.vocabulary import Role
from audit.models import Alert
from office.forms import WatchForm
from office.services import alerts
from office.tables import AlertTable
from office.views.bases import Button, Sheet

SUPERVISORS = (Role.LE_SUPERVISOR, Role.ADVOCATE_SUPERVISOR)


class Alerts(ListPage):
    """The agency's alerts, newest first."""

    roles = (*SUPERVISORS, Role.AUDITOR)
    table = AlertTable
    template = "office/alerts.html"
    fragment = "office/_alert_table.html"

    def rows(self) -> QuerySet:
        names = Person.objects.filter(pk=OuterRef("person_id")).values("name")[:1]
        return Alert.objects.annotate(who=Subquery(names))

    def context(self) -> dict[str, Any]:
        return {"watch": alerts.watch_of(self.hat), "supervises": self.hat.has(*SUPERVISORS)}


class SetWatch(Sheet):
    """From when on there is an alert."""

    roles = SUPERVISORS
    form = WatchForm
    title = "When to be told"
    intro = "An alert never stops anybody. It says who, which day and how many, never which records."
    saved = "Saved."
    back = "office:alerts"

    def bind(self, data: Any = None, files: Any = None) -> Any:
        return self.form(data, files, hat=self.hat, record=alerts.watch_of(self.hat))

    def save(self, form: Any) -> Any:
        return alerts.set_watch(by=self.hat, **form.facts)


class Settle(Button):
    """Seen to: it goes from the home page and stays in the list."""

    roles = SUPERVISORS
    harmless = True
    title = "Seen to"
    asks = "Say that you have looked into it? It stays in the list, with your name."
    submit = "Yes, it is seen to"
    back = "office:alerts"

    def rows(self) -> QuerySet:
        return Alert.objects.filter(seen_at=None)

    def act(self) -> Alert:
        return alerts.settle(by=self.hat, alert=self.record)
