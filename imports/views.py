"""Bringing a spreadsheet in: choose, match, try, bring in."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from access.models import Job
from access.requests import Request
from access.views import ActionPage, DetailPage, FormPage, ListPage, Page
from access.wall import LAW_ROLES, SERVICE_ROLES
from agencies.vocabulary import Role
from imports import services
from imports.forms import MatchForm, ReceiveForm
from imports.models import Import
from imports.tables import ImportTable
from imports.targets import TARGETS, open_to
from imports.templates_out import csv_template, xlsx_template

ROLES = (*LAW_ROLES, *SERVICE_ROLES, Role.COORDINATOR)


class ImportList(ListPage):
    """Sheets brought in before, and templates to download."""

    roles = ROLES
    table = ImportTable
    template = "imports/import_list.html"
    fragment = "components/table.html"

    def rows(self) -> models.QuerySet:
        return Import.objects.select_related("made_by")

    def context(self) -> dict[str, Any]:
        return {"targets": open_to(self.hat)}

    def empty(self) -> dict[str, str]:
        return {
            "title": "No sheet brought in yet",
            "text": "Bring in the spreadsheet you keep today. It is tried first and changes nothing until you say so.",
            "action_url": reverse("imports:receive"),
            "action_label": "Bring in a spreadsheet",
            "icon_name": "file_upload",
        }


class ImportReceive(FormPage):
    """Choose what the rows are, and the file."""

    roles = ROLES
    form = ReceiveForm
    title = "Bring in a spreadsheet"
    submit = "Next: match columns"

    def initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("target")
        return {"target": asked} if asked else {}

    def save(self, form: ReceiveForm) -> Import:
        facts = form.facts
        return services.receive(by=self.hat, target=facts["target"], content=facts["file"].read())

    def done(self, record: Import) -> str:
        return reverse("imports:match", args=[record.pk])

    def cancel(self) -> str:
        return reverse("imports:list")


class ImportMatch(FormPage):
    """Say what each heading means; what was said before is filled in."""

    roles = ROLES
    form = MatchForm
    title = "Match columns"
    intro = "For each heading of your file, choose what it means here. It is remembered for the next time."
    submit = "Next: try it"

    def rows(self) -> models.QuerySet:
        return Import.objects.exclude(state__in=("done", "dropped"))

    def save(self, form: MatchForm) -> Import:
        brought = services.match(by=self.hat, brought=self.record, columns=form.columns, expected=form.expected)
        services.start(by=self.hat, brought=brought, for_good=False)
        return brought


class ImportDetail(DetailPage):
    """What would be made, each bad row with its reason, and the button that brings it in."""

    roles = ROLES
    template = "imports/import_detail.html"

    def rows(self) -> models.QuerySet:
        return Import.objects.defer("content")

    def context(self, record: Import) -> dict[str, Any]:
        job = latest_job(record)
        return {"target": TARGETS[record.target], "job": job, "running": job is not None and not job.is_over}


class ImportProgress(Page):
    """How far the job is, for htmx; the whole page once it is over."""

    roles = ROLES

    def get(self, request: Request, pk: Any) -> HttpResponse:
        brought = self.one(Import.objects.defer("content"), pk=pk)
        asked = latest_job(brought)
        if asked is None or asked.is_over:
            if request.htmx:
                return HttpResponse(headers={"HX-Redirect": brought.get_absolute_url()})
            return redirect(brought.get_absolute_url())
        url = reverse("imports:progress", args=[brought.pk])
        return self.render({"job": asked, "url": url}, template="components/progress.html")


def latest_job(brought: Import) -> Job | None:
    """The newest job about this sheet that the person asked for."""
    return Job.objects.filter(task="imports.run", arguments__brought=str(brought.pk)).first()


class ImportStart(ActionPage):
    """Try the sheet again, or bring it in for good."""

    roles = ROLES
    harmless = True
    title = "Bring the sheet in"
    asks = "Every row becomes a record, or none does. Go on?"
    submit = "Bring it in"
    for_good = True

    def rows(self) -> models.QuerySet:
        return Import.objects.defer("content")

    def act(self) -> Any:
        return services.start(by=self.hat, brought=self.record, for_good=self.for_good)


class ImportDrop(ActionPage):
    """Give the sheet up."""

    roles = ROLES
    title = "Give this sheet up"
    asks = "The file is destroyed here. Nothing is made from it."
    submit = "Give it up"
    saved = "The sheet was given up. Nothing was made."

    def rows(self) -> models.QuerySet:
        return Import.objects.all()

    def act(self) -> Any:
        return services.drop(by=self.hat, brought=self.record)

    def done(self, made: Any) -> str:
        return reverse("imports:list")


class ImportTemplate(Page):
    """An empty sheet of a target to fill in, as CSV or XLSX."""

    roles = ROLES

    def get(self, request: HttpRequest, name: str, ending: str) -> HttpResponse:
        target = next((each for each in open_to(self.hat) if each.name == name), None)
        if target is None or ending not in ("csv", "xlsx"):
            raise Http404
        return csv_template(target) if ending == "csv" else xlsx_template(target)
