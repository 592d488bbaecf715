"""Who can see a record and why, for those at the agency that keeps it; and the same record as a colleague sees it."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst

from access.explaining import hats_nearby, is_closed, may_ask, parts_as, protections, sees, sights
from access.hats import hat_from
from access.views import Page
from agencies.models import Person
from agencies.vocabulary import Role
from audit.entries import record

SUPERVISORS = (Role.LE_SUPERVISOR, Role.ADVOCATE_SUPERVISOR)
MACHINERY = {"Data keys", "Name tokens"}  # what search and encryption hang on a client; nobody reads them


class WhoSees(Page):
    """Agency by agency, with its reasons; people by name at one's own. A supervisor may see it as a colleague."""

    template = "desk/who_sees.html"

    def get(self, request: HttpRequest, label: str, pk: Any) -> HttpResponse:
        found = self.found(label, pk)
        record(by=self.hat, verb="asked who sees", of=found)
        name, address = str(found._meta.verbose_name), getattr(found, "get_absolute_url", None)
        return self.render(
            {
                "record": found,
                "name": name,
                "crumbs": [(capfirst(name), address())] if address else [],
                "sights": sights(found, self.hat),
                "is_closed": is_closed(found),
                "supervises": self.hat.has(*SUPERVISORS) and found.owner_id == self.hat.agency_id,
                "colleagues": self.colleagues(),
                "as_colleague": self.as_colleague(found),
            }
        )

    def colleagues(self) -> list[tuple[str, str]]:
        """(name, hat as the address carries it) of everybody at one's own agency."""
        own = [(seat, hat) for seat, hat in hats_nearby() if hat.agency_id == self.hat.agency_id]
        return [(f"{seat.person.name}", f"{hat.person_id}:{hat.value}") for seat, hat in own]

    def found(self, label: str, pk: Any) -> Any:
        """The record, for whoever may ask; else nothing is there."""
        if label not in protections():
            raise Http404
        rows: models.QuerySet = apps.get_model(label)._default_manager.all()
        found = self.one(rows, pk=pk)
        if not may_ask(found, self.hat):
            raise Http404
        return found

    def as_colleague(self, found: Any) -> dict[str, Any] | None:
        """What of the record a colleague sees, when the supervisor chose one."""
        chosen = self.request.GET.get("as", "")
        person, _, hat = chosen.partition(":")
        if not chosen or not person.isdecimal() or not self.hat.has(*SUPERVISORS):
            return None
        other = hat_from(int(person), hat)
        who = Person.objects.filter(pk=int(person)).first()
        if other is None or who is None or other.agency_id != self.hat.agency_id:
            raise Http404
        record(by=self.hat, verb="saw it as a colleague", of=found, detail={"person": other.person_id})
        parts = [part for part in parts_as(found, other) if part.name not in MACHINERY]
        return {"who": who.name, "sees": sees(other, found), "parts": parts}
