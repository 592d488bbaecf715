"""Cases, leads and activities through the API."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from access.api import DATES, IS, Changing, Making, Records, Shown
from access.wall import LAW_ROLES, SERVICE_ROLES
from agencies.vocabulary import Role, Side
from cases import services
from cases.forms import BroughtCaseForm, CaseForm, LeadForm
from cases.models import Activity, Case, Lead
from cases.views import task_force_of

ROLES = (Role.COORDINATOR, *LAW_ROLES, *SERVICE_ROLES)


class CaseSerializer(Shown):
    """A case: the shared shell, no fact about a survivor."""

    class Meta:
        model = Case
        fields = (
            "id",
            "number",
            "form",
            "source",
            "labor_asked",
            "received_on",
            "opened_on",
            "closed_on",
            "city",
            "county",
            "state",
            "summary",
            "next_step",
            "next_step_on",
            "status",
            "outcome",
            "law_lead",
            "services_lead",
            "owner",
            "version",
        )
        read_only_fields = fields


class CaseRecords(Making, Changing):
    """Cases that the acting person may see."""

    roles = ROLES
    serializer_class = CaseSerializer
    filterset_fields = {
        "status": IS,
        "form": IS,
        "source": IS,
        "law_lead": IS,
        "opened_on": DATES,
        "received_on": DATES,
    }
    make_form = BroughtCaseForm
    change_form = CaseForm

    def get_queryset(self) -> QuerySet:
        return Case.objects.all()

    def form_to_make(self) -> Any:
        """A provider says that the survivor said yes; nobody else is asked."""
        return BroughtCaseForm if self.hat.side is Side.SERVICES else CaseForm

    def make(self, form: Any) -> Case:
        return services.log_case(by=self.hat, task_force=task_force_of(self.hat), pk=self.made_as, **form.facts)

    def change(self, form: Any, subject: Case) -> Case:
        return services.change_case(by=self.hat, case=subject, expected=form.expected, **form.facts)


class LeadSerializer(Shown):
    """A tip before it is a case."""

    class Meta:
        model = Lead
        fields = ("id", "form", "source", "received_on", "city", "county", "state", "text", "disposition", "version")
        read_only_fields = fields


class LeadRecords(Making, Changing):
    """Leads that the acting person may see."""

    roles = ROLES
    serializer_class = LeadSerializer
    filterset_fields = {"form": IS, "source": IS, "disposition": IS, "received_on": DATES}
    make_form = change_form = LeadForm

    def get_queryset(self) -> QuerySet:
        return Lead.objects.all()

    def make(self, form: Any) -> Lead:
        return services.log_lead(by=self.hat, task_force=task_force_of(self.hat), pk=self.made_as, **form.facts)

    def change(self, form: Any, subject: Lead) -> Lead:
        return services.change_lead(by=self.hat, lead=subject, expected=form.expected, **form.facts)


class ActivitySerializer(Shown):
    """A training, outreach or meeting."""

    class Meta:
        model = Activity
        exclude = ("made_by", "task_force")
        read_only_fields = [field.name for field in Activity._meta.concrete_fields]


class ActivityRecords(Records):
    """Activities of the acting person's task forces."""

    roles = (*ROLES, Role.GRANT_MANAGER)
    serializer_class = ActivitySerializer
    filterset_fields = ("kind", "award")

    def get_queryset(self) -> QuerySet:
        return Activity.objects.all()


routes = [("cases", CaseRecords), ("leads", LeadRecords), ("activities", ActivityRecords)]
