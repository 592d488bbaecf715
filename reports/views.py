"""Pages of this room: own numbers, what an award still lacks, reports, their trend and their exports."""

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
from reports import catalogue, contributions, credit, gaps, overview, periods, runs, spreadsheets, tables, versions
from reports.charts import Trend
from reports.equations import misses
from reports.exports import as_csv, as_pdf, as_xlsx, printed, said_by
from reports.forms import ConfirmForm, EnterForm, TrendForm, UploadForm
from reports.models import Contribution, Measure, Period, Report, SharedTotals
from reports.tables import Column, Family
from reports.vocabulary import MENDERS, READERS, VOUCHERS, Source, Span

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    "xlsx": (as_xlsx.make, XLSX),
    "pdf": (as_pdf.make, "application/pdf"),
    "csv": (as_csv.make, "text/csv; charset=utf-8"),
}
HOME = ("Reports", "reports:list")


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """(label, address) of the pages above."""
    return [(HOME[0], reverse(HOME[1])), *more]


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """A download."""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def chosen(request: HttpRequest, families: list[Family]) -> Family | None:
    """The family of measures that the address names, or the first."""
    wanted = request.GET.get("family")
    return next((family for family in families if family.letter == wanted), families[0] if families else None)


class ReportHome(Page):
    """Own numbers, awards filed, totals shared."""

    roles = READERS
    template = "reports/home.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        totals = SharedTotals.objects.select_related("award__agency", "period")
        keeps = self.hat.has(Role.GRANT_MANAGER, Role.AGENCY_ADMIN)
        return self.render({"overviews": overview.of(self.hat), "totals": totals, "keeps_awards": keeps})


class AwardPeriods(Page):
    """Every period of an award that has begun."""

    roles = VOUCHERS
    template = "reports/award.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        award = self.one(Award.objects.select_related("agency", "task_force"), pk=pk)
        if award not in overview.awards(self.hat):
            raise Http404
        ahead = Period.objects.filter(award=award).exclude(pk__in=Period.objects.begun()).reverse()
        return self.render({"overview": overview.of_award(award, self.hat), "ahead": ahead, "crumbs": crumbs()})


class LayOut(ActionPage):
    """Make the periods of an award."""

    roles = (Role.GRANT_MANAGER,)
    harmless = True
    title = "Make the periods"
    asks = "Periods follow from the award's dates and calendar. Those that exist stay as they are."
    submit = "Make the periods"
    saved = "The periods are there."

    def rows(self) -> QuerySet:
        return Award.objects.filter(agency_id=self.hat.agency_id)

    def act(self) -> list[Period]:
        return periods.lay_out(by=self.hat, award=self.record)

    def done(self, made: Any) -> str:
        return reverse("reports:award", args=[self.record.pk])


class PeriodPage(Page):
    """One period: the agency's own numbers, and for whoever files it, everybody's state."""

    roles = VOUCHERS
    template = "reports/period.html"

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        period = self.one(Period.objects.select_related("award__agency"), pk=pk)
        if not contributions.works_under(self.hat.agency_id, period.award):
            raise Http404
        files = overview.files(self.hat, period.award)
        counted = Contribution.objects.filter(period=period, agency_id=self.hat.agency_id).order_by("-number")
        own = counted.first()
        return self.render(
            {
                "period": period,
                "files": files,
                "own": own,
                "stands": own and not own.is_confirmed and counted.confirmed().first(),
                "states": self.states(period) if files else [],
                "reports": Report.objects.filter(period=period),
                "crumbs": crumbs((period.award.number, reverse("reports:award", args=[period.award_id]))),
            }
        )

    def states(self, period: Period) -> list[tuple[Agency, Contribution | None]]:
        """Each agency of the award with its confirmed numbers."""
        found = runs.confirmed(period)
        return [(agency, found.get(agency.pk)) for agency in runs.expected(period)]


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


class GapRecords(Page):
    """The records that lack one answer, for the supervisor who can mend them."""

    roles = MENDERS
    template = "reports/gap.html"

    def get(self, request: HttpRequest, pk: Any, key: str) -> HttpResponse:
        found = self.one(Contribution.objects.for_page(), pk=pk, agency_id=self.hat.agency_id)
        gap = gaps.BY_KEY.get(key)
        if gap not in gaps.of(found.award, found.agency):
            raise Http404
        return self.render(
            {
                "gap": gap,
                "records": gap.records(credit.scope_of(found.agency, found.period)),
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


class CatalogueList(Page):
    """Every measure, and which of them the records can answer."""

    roles = READERS
    template = "reports/catalogue.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        listed = catalogue.current()
        return self.render(
            {"catalogue": listed, "families": catalogue.families(listed.measures.all()), "crumbs": crumbs()}
        )
