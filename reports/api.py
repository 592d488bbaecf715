"""Periods, contributions, reports and shared totals through the API."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from access.answers import Cursor
from access.api import Making, Records, Shown
from agencies.vocabulary import Role
from reports import runs
from reports.forms import RunForm
from reports.models import Contribution, Period, Report, SharedTotals
from reports.vocabulary import READERS, VOUCHERS


class PeriodSerializer(Shown):
    """A span of an award that is reported for."""

    class Meta:
        model = Period
        fields = ("id", "award", "span", "starts_on", "ends_on", "due_on")
        read_only_fields = fields


class ByDate(Cursor):
    """Pages of periods, the newest first; they have no maker and no time of making."""

    ordering = ("-ends_on", "id")


class PeriodRecords(Records):
    """Periods of the awards that the acting agency has to do with."""

    roles = VOUCHERS
    serializer_class = PeriodSerializer
    pagination_class = ByDate
    filterset_fields = ("award", "span")

    def get_queryset(self) -> QuerySet:
        return Period.objects.all()


class ContributionSerializer(Shown):
    """One agency's numbers for one award and period."""

    class Meta:
        model = Contribution
        fields = (
            "id",
            "award",
            "period",
            "agency",
            "catalogue",
            "number",
            "source",
            "state",
            "numbers",
            "gaps",
            "vouched_by",
            "confirmed_by",
            "confirmed_at",
            "version",
        )
        read_only_fields = fields


class ContributionRecords(Records):
    """The agency's own, and those that were confirmed for an award that it files."""

    roles = VOUCHERS
    serializer_class = ContributionSerializer
    filterset_fields = ("award", "period", "agency", "state")

    def get_queryset(self) -> QuerySet:
        return Contribution.objects.all()


class ReportSerializer(Shown):
    """The confirmed contributions of a period, added up."""

    class Meta:
        model = Report
        fields = ("id", "award", "period", "catalogue", "number", "columns", "totals", "missing", "made_at")
        read_only_fields = fields


class ReportRecords(Making):
    """Reports of the awards that the acting agency files; making one makes the next version of its period's."""

    roles = (Role.GRANT_MANAGER,)
    serializer_class = ReportSerializer
    filterset_fields = ("award", "period")
    make_form = RunForm

    def get_queryset(self) -> QuerySet:
        return Report.objects.all()

    def make(self, form: Any) -> Report:
        return runs.run(by=self.hat, period=form.cleaned_data["period"], pk=self.made_as)


class SharedTotalsSerializer(Shown):
    """Totals with null where a small count was left out."""

    class Meta:
        model = SharedTotals
        fields = ("id", "award", "period", "catalogue", "totals", "made_at")
        read_only_fields = fields


class SharedTotalsRecords(Records):
    """Totals that were shared with the task force."""

    roles = READERS
    serializer_class = SharedTotalsSerializer
    filterset_fields = ("award", "period")

    def get_queryset(self) -> QuerySet:
        return SharedTotals.objects.all()


routes: list[tuple[str, Any]] = [
    ("periods", PeriodRecords),
    ("contributions", ContributionRecords),
    ("reports", ReportRecords),
    ("shared-totals", SharedTotalsRecords),
]
