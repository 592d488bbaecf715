"""Pages of cases and leads; the case page itself stands above both sides, in `desk/`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from access.errors import Refused
from access.views import ActionPage, DetailPage, FormPage, ListPage
from access.wall import LAW_ROLES, SERVICE_ROLES
from agencies.models import Agency, TaskForce
from agencies.vocabulary import Role
from audit.entries import record
from cases import services
from cases.filters import CaseFilter, LeadFilter
from cases.forms import (
    BringInForm,
    CaseForm,
    DisposeForm,
    LeadForm,
    RedactForm,
    StandingForm,
    StatusForm,
    case_form,
)
from cases.models import Case, CaseAgency, Lead
from cases.sheets import CASE_HEADS, case_rows
from cases.tables import CaseTable, LeadTable
from cases.vocabulary import Disposition, Status
from ui.sheets import as_csv, as_xlsx, download
from ui.templatetags.ui import exact_date

READERS = (Role.COORDINATOR, *LAW_ROLES, *SERVICE_ROLES)


def task_force_of(hat: Any) -> TaskForce:
    """The task force that this hat logs for; raises Refused for a hat of none."""
    if hat.task_force is None:
        raise Refused("Your agency is in no task force today. Ask your administrator to check your membership.")
    return hat.task_force


class CaseList(ListPage):
    """Cases that the reader may see."""

    roles = READERS
    table = CaseTable
    filters = CaseFilter
    template = "cases/case_list.html"
    fragment = "cases/_case_table.html"

    def rows(self) -> QuerySet[Case]:
        return Case.objects.for_page().defer("search")

    def empty(self) -> dict[str, str]:
        return {
            "title": "No cases yet",
            "text": "A case is what the task force works on together. It can begin with a tip, an operation or a "
            "workplace inspection, and needs no victim and no suspect.",
            "action_url": reverse("cases:log"),
            "action_label": "Log a case",
            "icon_name": "folder",
        }

    def context(self) -> dict[str, Any]:
        return {"facets": self.facets(), "log_url": reverse("cases:log")}

    def facets(self) -> list[tuple[str, str, int]]:
        """(status, words, how many) with every other filter in place."""
        asked = self.request.GET.copy()
        asked.pop("status", None)
        rows = CaseFilter(asked, queryset=Case.objects.order_by(), request=self.request).qs
        counts = dict(rows.values_list("status").annotate(Count("pk")))
        every = ("", "All", sum(counts.values()))
        return [every, *((code, words, counts.get(code, 0)) for code, words in Status.choices)]


class CaseSheet(CaseList):
    """The cases that the list shows, as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _, rows = self.filtered()
        shown = case_rows(self.table(rows, request=request).data.data)
        record(by=self.hat, verb="exported", of="cases.case", detail={"rows": len(shown), "as": kwargs["kind"]})
        if kwargs["kind"] == "csv":
            return download(as_csv(CASE_HEADS, shown), "cases.csv")
        return download(as_xlsx([("Cases", CASE_HEADS, shown)]), "cases.xlsx")


class CaseLog(FormPage):
    """A new case, in under a minute."""

    roles = READERS
    makes = Case
    template = "cases/case_form.html"
    title = "Log a case"
    submit = "Log case"
    saved = "The case is logged."

    def bind(self, data: Any = None, files: Any = None) -> CaseForm:
        return case_form(self.hat)(data, files, hat=self.hat, initial=self.initial())

    def initial(self) -> dict[str, Any]:
        """The place and lead that are usual; never the type."""
        leads = Agency.objects.of(self.hat.task_force_ids)
        force = self.hat.task_force
        own = self.hat.agency_id if self.hat.has(*LAW_ROLES) else None
        usual = leads.filter(participations__lead="law").values_list("pk", flat=True).first()
        return {"state": force.state if force else "", "law_lead": own or usual}

    def cancel(self) -> str:
        return reverse("cases:list")

    def save(self, form: Any) -> Case:
        return services.log_case(by=self.hat, task_force=task_force_of(self.hat), pk=self.made_as, **form.facts)


class CasePageOf(FormPage):
    """A form about one case that the reader may see."""

    roles = READERS

    def rows(self) -> QuerySet[Case]:
        return Case.objects.for_page()

    def done(self, record: Any) -> str:
        return self.record.get_absolute_url()


class CaseChange(CasePageOf):
    """What is written on a case."""

    form = CaseForm
    template = "cases/case_form.html"
    title = "Change case"
    saved = "The case is changed."

    def save(self, form: Any) -> Case:
        return services.change_case(by=self.hat, case=self.record, expected=form.expected, **form.facts)


class CaseStatus(CasePageOf):
    """Close, rest or reopen a case."""

    form = StatusForm
    title = "Case status"
    saved = "The status is changed."

    def save(self, form: Any) -> Case:
        return services.set_status(by=self.hat, case=self.record, expected=form.expected, **form.facts)


class CaseStandingSay(CasePageOf):
    """What this side's lead shows the others."""

    form = StandingForm
    title = "What the others see"
    intro = "Everyone in the case sees this one line from your side."
    saved = "The others see it now."

    def save(self, form: Any) -> Any:
        return services.say_standing(by=self.hat, case=self.record, standing=form.facts["standing"])


class CaseBringIn(CasePageOf):
    """Another agency of the law or government side takes part."""

    roles = (Role.COORDINATOR, *LAW_ROLES)
    form = BringInForm
    title = "Bring in an agency"
    intro = "It sees the case from now on. It sees no agency's own records because of it."
    submit = "Bring in"
    saved = "The agency takes part now."

    def save(self, form: Any) -> Any:
        return services.bring_in(by=self.hat, case=self.record, agency=form.facts["agency"])


class CasePartEnd(ActionPage):
    """An agency's part in a case ends at once."""

    roles = (Role.COORDINATOR, *LAW_ROLES)
    title = "End an agency's part"
    asks = "The agency stops seeing this case at once. What it has read can't be taken back."
    submit = "End its part"
    saved = "The agency takes part no more."

    def rows(self) -> QuerySet[CaseAgency]:
        return CaseAgency.objects.live().select_related("case", "agency")

    def act(self) -> Any:
        services.end_part(by=self.hat, part=self.record)

    def done(self, made: Any) -> str:
        return reverse("cases:list") if self.record.agency_id == self.hat.agency_id else self.record.get_absolute_url()


class CaseRedact(CasePageOf):
    """Strike out texts of a case for good."""

    form = RedactForm
    template = "cases/redact.html"
    title = "Strike out text"
    submit = "Strike out for good"
    saved = "The text is gone, from the history and the search as well."

    def save(self, form: Any) -> Case:
        return services.redact_case(by=self.hat, case=self.record, **form.facts)

    def done(self, record: Any) -> str:
        """To the lead that it came from, whose words the summary began with, where they still stand."""
        lead = Lead.objects.filter(case=record, redacted_at=None).first()
        if lead is None:
            return super().done(record)
        messages.warning(self.request, "The lead has a text of its own. If it says the same, strike it out here too.")
        return lead.get_absolute_url()


class LeadList(ListPage):
    """Leads of the reader's agency; a coordinator's, of the task force."""

    roles = READERS
    table = LeadTable
    filters = LeadFilter
    template = "cases/lead_list.html"
    fragment = "cases/_lead_table.html"

    def rows(self) -> QuerySet[Lead]:
        return Lead.objects.select_related("owner")

    def empty(self) -> dict[str, str]:
        return {
            "title": "No leads yet",
            "text": "A lead is a tip before it is a case. Your agency and the coordinator see it; when there is "
            "something to work on, one button makes it a case.",
            "action_url": reverse("cases:lead_log"),
            "action_label": "Log a lead",
            "icon_name": "lightbulb_outline",
        }

    def context(self) -> dict[str, Any]:
        return {"log_url": reverse("cases:lead_log")}


class LeadLog(FormPage):
    """A new lead."""

    roles = READERS
    makes = Lead
    form = LeadForm
    title = "Log a lead"
    intro = "A tip, before it is a case. Name nobody."
    submit = "Log lead"
    saved = "The lead is logged."

    def initial(self) -> dict[str, Any]:
        return {"state": self.hat.task_force.state if self.hat.task_force else ""}

    def cancel(self) -> str:
        return reverse("cases:leads")

    def save(self, form: Any) -> Lead:
        return services.log_lead(by=self.hat, task_force=task_force_of(self.hat), pk=self.made_as, **form.facts)


class LeadDetail(DetailPage):
    """One lead."""

    roles = READERS
    template = "cases/lead_detail.html"

    def rows(self) -> QuerySet[Lead]:
        return Lead.objects.select_related("owner", "made_by", "case")

    def context(self, record: Lead) -> dict[str, Any]:
        return {
            "facts": lead_facts(record),
            "is_open": record.disposition != Disposition.CASE,
            "crumbs": [("Leads", reverse("cases:leads"))],
        }


def lead_facts(lead: Lead) -> list[tuple[str, Any]]:
    """A lead as label and value."""
    return [
        ("How it came in", lead.get_source_display()),
        ("Came in on", exact_date(lead.received_on)),
        ("Type", lead.get_form_display()),
        ("Place", lead.place),
        ("Taken by", f"{lead.made_by.name}, {lead.owner.name}"),
        ("What was said", lead.text),
    ]


class LeadPageOf(FormPage):
    """A form about one lead."""

    roles = READERS
    form: ClassVar[Any] = LeadForm

    def rows(self) -> QuerySet[Lead]:
        return Lead.objects.select_related("task_force")


class LeadChange(LeadPageOf):
    """What is written on a lead."""

    title = "Change lead"
    saved = "The lead is changed."

    def save(self, form: Any) -> Lead:
        return services.change_lead(by=self.hat, lead=self.record, expected=form.expected, **form.facts)


class LeadDispose(LeadPageOf):
    """What became of a lead that is no case."""

    form = DisposeForm
    title = "What became of it"
    saved = "The lead is decided."

    def save(self, form: Any) -> Lead:
        return services.dispose_lead(by=self.hat, lead=self.record, expected=form.expected, **form.facts)


class LeadOpenCase(LeadPageOf):
    """The step by which a lead becomes a case: the case log, with what the lead says filled in."""

    makes = Case
    template = "cases/case_form.html"
    title = "Open a case from this lead"
    submit = "Open case"
    saved = "The lead is a case now."

    def bind(self, data: Any = None, files: Any = None) -> CaseForm:
        lead = self.record
        said = {name: getattr(lead, name) for name in ("source", "received_on", "form", "city", "county", "state")}
        usual = CaseLog.initial(self)
        return case_form(self.hat)(data, files, hat=self.hat, initial={**usual, **said, "summary": lead.text})

    def save(self, form: Any) -> Case:
        return services.open_case_from(by=self.hat, lead=self.record, pk=self.made_as, **form.facts)


class LeadRedact(LeadPageOf):
    """Strike out texts of a lead for good."""

    form = RedactForm
    template = "cases/redact.html"
    title = "Strike out text"
    submit = "Strike out for good"
    saved = "The text is gone, from the history as well."

    def save(self, form: Any) -> Lead:
        return services.redact_lead(by=self.hat, lead=self.record, **form.facts)
