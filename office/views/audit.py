"""What was done, for the auditor: who, what, when; never the content."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from access.views import ListPage
from agencies.models import Person
from agencies.vocabulary import Role
from audit.entries import record
from audit.models import Entry
from office.filters import AuditFilter
from office.sealing import health
from office.tables import AuditTable

LATELY = dt.timedelta(days=31)


class Audit(ListPage):
    """Entries about the agency's records and its people's sign-ins. Reading them is one more entry."""

    roles = (Role.AUDITOR,)
    table = AuditTable
    filters = AuditFilter
    template = "office/audit.html"
    fragment = "office/_audit_table.html"

    def rows(self) -> QuerySet:
        names = Person.objects.filter(pk=OuterRef("person_id")).values("name")[:1]
        ours = Q(owner_id=self.hat.agency_id) | Q(kind="sign-in")
        entries = Entry.objects.filter(ours).annotate(who=Subquery(names))
        return entries if self.dates_chosen else entries.filter(at__gte=timezone.now() - LATELY)

    @property
    def dates_chosen(self) -> bool:
        """Whether the auditor asked for certain days; else the last month is shown, however long the trail is."""
        return bool(self.request.GET.get("at_after") or self.request.GET.get("at_before"))

    def context(self) -> dict[str, Any]:
        return {"health": health()}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record(by=self.hat, verb="read", of="audit", detail={"filters": sorted(request.GET)})
        return super().get(request, *args, **kwargs)
