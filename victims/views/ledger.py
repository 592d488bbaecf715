"""A survivor's ledger: what left the agency, what was demanded from outside, and the same for the survivor."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from access.views import ActionPage, DetailPage, FormPage, Page
from access.wall import SERVICE_ROLES
from audit.entries import record as note
from ui.sheets import download
from victims import ledger, telling, told_pdf
from victims.bases import DEMANDS, LegalBasis
from victims.forms.demand import AnswerForm, DemandForm
from victims.models import Client, Demand, Release
from victims.services import demands
from victims.views.release import OnABasis


class Ledger(DetailPage):
    """Everything that left the agency about one client: releases, copies, readings, in plain words."""

    roles = SERVICE_ROLES
    template = "victims/release_ledger.html"

    def rows(self) -> models.QuerySet:
        return Client.objects.with_names()

    def context(self, record: Client) -> dict[str, Any]:
        return {
            "releases": Release.objects.filter(client=record).for_page(),
            "given": ledger.of_client(record),
            "demands": ledger.demands_of(record),
            "crumbs": [("Clients", reverse("victims:list")), ("Client", record.get_absolute_url())],
        }


class ForSurvivor:
    """The ledger in the language that the survivor reads, or the one that was chosen."""

    roles = SERVICE_ROLES
    request: HttpRequest

    def rows(self) -> models.QuerySet:
        return Client.objects.with_names().select_related("owner")

    def story(self, client: Client) -> telling.Story:
        """The whole ledger in words."""
        code = self.request.GET.get("in", telling.SPOKEN.get(client.language, "en"))
        return telling.story(client, code if code in telling.LANGUAGES else "en")


class LedgerTold(ForSurvivor, DetailPage):
    """The same for the survivor, to read out or print."""

    template = "victims/release_told.html"

    def context(self, record: Client) -> dict[str, Any]:
        return {
            "story": self.story(record),
            "languages": [(code, say.name) for code, say in telling.LANGUAGES.items()],
            "crumbs": [("Clients", reverse("victims:list")), ("Client", record.get_absolute_url())],
        }


class LedgerFile(ForSurvivor, Page):
    """The same as a tagged PDF, to take along."""

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        client = self.one(self.rows(), pk=pk)
        story = self.story(client)
        note(by=self.hat, verb="exported", of=client, detail={"format": "pdf", "language": story.code})
        return download(told_pdf.make(story), f"page-{timezone.localdate()}.pdf")


class DemandNew(OnABasis):
    """Record what somebody outside demanded or was told, because of the basis in the address."""

    form, makes = DemandForm, Demand
    does = "Record what happened outside"
    submit = "Record it"
    saved = "Recorded in the ledger."

    def bases(self) -> list[LegalBasis]:
        return demands.demands_for(self.hat)

    def save(self, form: DemandForm) -> Demand:
        return demands.record_demand(
            by=self.hat, client=self.record, basis=self.basis.code, pk=self.made_as, **form.facts
        )

    def cancel(self) -> str:
        return reverse("victims:ledger", args=[self.record.pk])


class AboutDemand:
    """What the pages about one demand have in common."""

    roles = SERVICE_ROLES

    def rows(self) -> models.QuerySet:
        return Demand.objects.for_page()


class DemandAnswer(AboutDemand, FormPage):
    """What was done about a demand."""

    form = AnswerForm
    template = "victims/release_form.html"
    title, submit, saved = "What was done about it", "Save", "Saved in the ledger."

    def initial(self) -> dict[str, Any]:
        return {field: getattr(self.record, field) for field in ("answer_by", "told", "attempts", "protection")}

    def bind(self, data: Any = None, files: Any = None) -> AnswerForm:
        form = super().bind(data, files)
        form.about(DEMANDS[self.record.basis])
        return form

    def save(self, form: AnswerForm) -> Demand:
        return demands.answer_demand(by=self.hat, demand=self.record, expected=form.expected, **form.facts)

    def context(self) -> dict[str, Any]:
        return {"client": self.record.client}


class DemandStrike(AboutDemand, ActionPage):
    """Destroy the words of an entry that was made by mistake."""

    title = "Strike this entry out?"
    asks = (
        "Use it for what was typed by mistake. Every word of the entry is destroyed, in its history too. "
        "That there was an entry, and who struck it out, stays in the survivor's ledger."
    )
    submit = "Strike it out"
    saved = "Struck out."

    def act(self) -> None:
        demands.strike_demand(by=self.hat, demand=self.record)
