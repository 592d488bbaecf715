"""Awards and their periods, and what is counted at all."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from access.views import ActionPage, Page
from agencies.models import Agency, Award
from agencies.vocabulary import Role
from reports import catalogue, contributions, overview, periods, runs
from reports.models import Contribution, Period, Report, SharedTotals
from reports.views.bases import crumbs
from reports.vocabulary import READERS, VOUCHERS


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


class CatalogueList(Page):
    """Every measure, and which of them the records can answer."""

    roles = READERS
    template = "reports/catalogue.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        listed = catalogue.current()
        return self.render(
            {"catalogue": listed, "families": catalogue.families(listed.measures.all()), "crumbs": crumbs()}
        )
