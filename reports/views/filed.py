"""Reports: made of what was confirmed, read, downloaded, shared as totals, and their trend."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from access.views import ActionPage, Page
from agencies.models import Award
from agencies.vocabulary import Role
from audit.entries import record
from reports import catalogue, runs, tables, versions
from reports.charts import Trend
from reports.exports import as_csv, as_pdf, as_xlsx, printed, said_by
from reports.forms import TrendForm
from reports.models import Period, Report, SharedTotals
from reports.tables import Column
from reports.views.bases import XLSX, attachment, chosen, crumbs
from reports.vocabulary import READERS, Span

FORMATS = {
    "xlsx": (as_xlsx.make, XLSX),
    "pdf": (as_pdf.make, "application/pdf"),
    "csv": (as_csv.make, "text/csv; charset=utf-8"),
}


class Run(ActionPage):
    """Make the next version of a period's report."""

    roles = (Role.GRANT_MANAGER,)
    harmless = True
    title = "Make the report"
    asks = (
        "The numbers that agencies have confirmed are added up and kept. A report never changes afterwards; "
        "when another agency confirms, make a new version."
    )
    submit = "Make the report"
    saved = "The report is made."

    def rows(self) -> QuerySet:
        return Period.objects.filter(award__agency_id=self.hat.agency_id).select_related("award__agency")

    def act(self) -> Report:
        return runs.run(by=self.hat, period=self.record)

    def done(self, made: Report | None) -> str:
        return made.get_absolute_url() if made else self.record.get_absolute_url()


def readable_reports() -> QuerySet:
    """Reports with what a page shows."""
    return Report.objects.select_related("award__agency", "period", "catalogue", "made_by")


class ReportDetail(Page):
    """One column an agency, and a total."""

    roles = (Role.GRANT_MANAGER,)
    template = "reports/report.html"

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        found = self.one(readable_reports(), pk=pk)
        record(by=self.hat, verb="read", of=found)
        page = printed(found)
        return self.render(
            {
                "record": found,
                "page": page,
                "columns": page.columns,
                "families": page.families,
                "family": chosen(request, page.families),
                "sources": [(each["name"], said_by(each)) for each in found.columns],
                "shared": SharedTotals.objects.filter(period=found.period).first(),
                "difference": versions.since_before(found),
                "newer": Report.objects.filter(period=found.period, number__gt=found.number).order_by("number").last(),
                "crumbs": crumbs((str(found.period), found.period.get_absolute_url())),
            }
        )


class Export(Page):
    """A report as a file."""

    roles = (Role.GRANT_MANAGER,)

    def get(self, request: HttpRequest, pk: Any, kind: str) -> HttpResponse:
        found = self.one(readable_reports(), pk=pk)
        make, content_type = FORMATS[kind]
        page = printed(found)
        record(by=self.hat, verb="exported", of=found, detail={"as": kind})
        return attachment(make(page), f"{page.file_name}.{kind}", content_type)


class Share(ActionPage):
    """Let the task force read the totals, small counts left out; once a period."""

    roles = (Role.GRANT_MANAGER,)
    title = "Share the totals"
    asks = (
        "The task force's coordinator, supervisors, grant managers and administrators will read the totals of this "
        "version. Counts from 1 to 10, and whatever would let somebody work them out, are left out. Totals are "
        "shared once a period and stay as they are: a second version could be subtracted from the first."
    )
    submit = "Share the totals"
    saved = "The task force can read the totals now."

    def rows(self) -> QuerySet:
        return readable_reports()

    def act(self) -> SharedTotals:
        return runs.share_totals(by=self.hat, report=self.record)

    def done(self, made: SharedTotals | None) -> str:
        return (made or self.record).get_absolute_url()


class TotalsDetail(Page):
    """Totals that were shared."""

    roles = READERS
    template = "reports/totals.html"

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        found = self.one(SharedTotals.objects.select_related("award__agency", "period", "catalogue"), pk=pk)
        columns = [Column("Total", found.totals)]
        families = tables.laid_out(found.catalogue.measures.all(), columns)
        return self.render(
            {
                "record": found,
                "columns": columns,
                "families": families,
                "family": chosen(request, families),
                "crumbs": crumbs(),
            }
        )


class TrendPage(Page):
    """One measure over the reports of an award: a picture, its words and its table."""

    roles = (Role.GRANT_MANAGER,)
    template = "reports/trend.html"

    def trend(self, pk: int) -> tuple[Award, TrendForm, Trend]:
        """The award, the bound choice and what it draws."""
        award = self.one(Award.objects.filter(agency_id=self.hat.agency_id), pk=pk)
        listed = catalogue.fillable(catalogue.measures_for(catalogue.current(), award, self.hat.agency, Span.QUARTER))
        form = TrendForm({"measure": self.request.GET.get("measure") or listed[0].code}, measures=listed)
        if not form.is_valid():
            raise Http404
        measure = next(each for each in listed if each.code == form.cleaned_data["measure"])
        span = Span.QUARTER if award.cadence == Award.Cadence.QUARTER else Span.HALF
        found = Report.objects.filter(award=award, period__span=span).newest().select_related("period")
        return award, form, Trend(measure, found)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        award, form, trend = self.trend(pk)
        return self.render(
            {
                "award": award,
                "form": form,
                "trend": trend,
                "crumbs": crumbs((award.number, reverse("reports:award", args=[award.pk]))),
            }
        )


class TrendPicture(TrendPage):
    """The picture of a trend."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        *_, trend = self.trend(pk)
        return HttpResponse(trend.svg(narrow="narrow" in request.GET), content_type="image/svg+xml")
