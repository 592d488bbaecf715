"""An agency's own numbers: counted, typed or uploaded, looked over, confirmed."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from access.models import Job
from access.requests import Request
from access.views import ActionPage, FormPage, Page
from agencies.models import Agency, Award
from agencies.vocabulary import Role
from audit.entries import record
from reports import catalogue, contributions, credit, gaps, runs, spreadsheets, tables
from reports.equations import misses
from reports.forms import ConfirmForm, EnterForm, UploadForm
from reports.models import Contribution, Measure, Period
from reports.tables import Column
from reports.views.bases import XLSX, attachment, chosen, crumbs
from reports.vocabulary import MENDERS, VOUCHERS, Source


class Count(ActionPage):
    """Ask for a count of the agency's own rows."""

    roles = VOUCHERS
    harmless = True
    title = "Count our numbers"
    asks = (
        "Your agency's own records are counted in the background. Nobody else sees the numbers until you confirm them."
    )
    submit = "Count"

    def rows(self) -> QuerySet:
        return Period.objects.select_related("award__agency")

    def act(self) -> Job:
        return contributions.ask_for_count(by=self.hat, period=self.record)

    def done(self, made: Job | None) -> str:
        return reverse("reports:counting", args=[self.record.pk, made.pk]) if made else self.record.get_absolute_url()


class Counting(Page):
    """How far a count is; safe to leave."""

    roles = VOUCHERS
    template = "reports/counting.html"

    def get(self, request: Request, pk: Any, job: Any) -> HttpResponse:
        period = self.one(Period.objects.select_related("award"), pk=pk)
        asked = self.one(Job.objects.filter(task=contributions.COUNT), pk=job)
        made = Contribution.objects.filter(job=asked.pk, agency_id=self.hat.agency_id).first()
        context = {
            "period": period,
            "job": asked,
            "url": request.path,
            "done_url": made and made.get_absolute_url(),
            "done_label": "Look at the numbers",
            "crumbs": crumbs((str(period), period.get_absolute_url())),
        }
        fragment = "components/progress.html" if request.htmx else self.template
        return self.render(context, template=fragment)


class ContributionDetail(Page):
    """One agency's numbers: its own, or another's of the award once it confirmed them."""

    roles = VOUCHERS
    template = "reports/contribution.html"

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        found = self.one(Contribution.objects.for_page(), pk=pk)
        record(by=self.hat, verb="read", of=found)
        measures = list(found.catalogue.measures.all())
        columns = [Column(found.agency.name, found.numbers)]
        families = tables.laid_out(measures, columns)
        own = found.agency_id == self.hat.agency_id
        return self.render(
            {
                "record": found,
                "own": own,
                "columns": columns,
                "families": families,
                "family": chosen(request, families),
                "misses": misses(measures, found.numbers),
                "before": credit.sentence(found.agency, found.period) if own else "",
                "not_collected": tables.not_collected(self.measures(found)),
                "gaps": [(gaps.BY_KEY[key], count) for key, count in found.gaps.items() if key in gaps.BY_KEY],
                "mends": own and self.hat.has(*MENDERS),
                "crumbs": crumbs((str(found.period), found.period.get_absolute_url())),
            }
        )

    def measures(self, found: Contribution) -> list[Measure]:
        """What the agency contributes to this period."""
        award = Award.objects.get(pk=found.award_id)
        return catalogue.measures_for(found.catalogue, award, found.agency, found.period.span)


MOST_GAPS = 200  # records on one page: who mends these finds the rest there


class GapRecords(Page):
    """The records that lack one answer, for the supervisor who can mend them."""

    roles = MENDERS
    template = "reports/gap.html"

    def get(self, request: HttpRequest, pk: Any, key: str) -> HttpResponse:
        found = self.one(Contribution.objects.for_page(), pk=pk, agency_id=self.hat.agency_id)
        gap = gaps.BY_KEY.get(key)
        if gap not in gaps.of(found.award, found.agency):
            raise Http404
        records = gap.records(credit.scope_of(found.agency, found.period), most=MOST_GAPS + 1)
        return self.render(
            {
                "gap": gap,
                "records": records[:MOST_GAPS],
                "has_more": len(records) > MOST_GAPS,
                "record": found,
                "crumbs": crumbs((str(found), found.get_absolute_url())),
            }
        )


class Confirm(FormPage):
    """Freeze the agency's own numbers."""

    roles = VOUCHERS
    form = ConfirmForm
    template = "reports/confirm.html"
    title = "Confirm our numbers"
    submit = "Confirm"
    saved = "Confirmed. The grant manager of the award can see these numbers now."

    def rows(self) -> QuerySet:
        return Contribution.objects.filter(agency_id=self.hat.agency_id).for_page()

    def save(self, form: ConfirmForm) -> Contribution:
        return contributions.confirm(by=self.hat, contribution=self.record, expected=form.expected)

    def context(self) -> dict[str, Any]:
        measures = self.record.catalogue.measures.all()
        return {"misses": misses(measures, self.record.numbers), "crumbs": crumbs()}


class Entering(FormPage):
    """Numbers of an agency that never signs in, or as they were filed earlier."""

    roles = (Role.GRANT_MANAGER,)
    saved = "Entered. These numbers stand in a column of their own."
    agency: Agency

    def rows(self) -> QuerySet:
        return Period.objects.filter(award__agency_id=self.hat.agency_id).select_related("award__agency")

    def bind(self, data: Any = None, files: Any = None) -> Any:
        self.agency = self.one(Agency.objects.all(), pk=self.kwargs["agency"])
        if self.agency not in runs.expected(self.record):
            raise Http404
        return self.form(data, files, hat=self.hat, record=self.record, agency=self.agency)

    @property
    def source(self) -> str:
        """As filed for the award's own agency, entered for another."""
        return Source.FILED if self.agency.pk == self.hat.agency_id else Source.ENTERED

    def context(self) -> dict[str, Any]:
        return {"agency": self.agency, "period": self.record, "source": self.source, "crumbs": crumbs()}


class Enter(Entering):
    """By form."""

    form = EnterForm
    template = "reports/enter.html"
    title = "Enter numbers"

    def save(self, form: EnterForm) -> Contribution:
        return contributions.enter(
            by=self.hat,
            period=self.record,
            agency=self.agency,
            source=self.source,
            numbers=form.numbers,
            vouched_by=form.cleaned_data["vouched_by"],
        )


class Upload(Entering):
    """By the spreadsheet made for it."""

    form = UploadForm
    template = "reports/upload.html"
    title = "Bring in a spreadsheet"
    submit = "Bring it in"

    def save(self, form: UploadForm) -> Contribution:
        numbers, vouched_by = form.cleaned_data["sheet"]
        return contributions.enter(
            by=self.hat,
            period=self.record,
            agency=self.agency,
            source=self.source,
            numbers=numbers,
            vouched_by=vouched_by,
        )


class Template(Page):
    """The empty spreadsheet for an agency and period."""

    roles = (Role.GRANT_MANAGER,)

    def get(self, request: HttpRequest, pk: Any, agency: int) -> HttpResponse:
        period = self.one(Period.objects.select_related("award__agency"), pk=pk, award__agency_id=self.hat.agency_id)
        wanted = self.one(Agency.objects.all(), pk=agency)
        if wanted not in runs.expected(period):
            raise Http404
        return attachment(spreadsheets.template(period, wanted), f"numbers-{period.ends_on}.xlsx", XLSX)
