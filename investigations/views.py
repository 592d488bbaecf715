"""Pages of investigations: the list, one of them, and what its summary tells."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from access.views import DetailPage, FormPage, ListPage
from access.wall import LAW_ROLES
from agencies.vocabulary import Kind
from audit.entries import record
from cases.models import Case
from investigations import services
from investigations.charging import Reach, reach
from investigations.filters import InvestigationFilter
from investigations.forms import AssessmentForm, CaseChoiceForm, InvestigationForm, StatusForm
from investigations.models import FormAssessment, Investigation, Part, Strikable
from investigations.sections import sections, unexplained
from investigations.sharing import leads
from investigations.tables import HEADS, InvestigationTable, sheet_rows
from ui.sheets import as_csv, as_xlsx, download
from ui.templatetags.ui import exact_date

DAYS_TO_KNOW_THE_FORM = 60


class InvestigationList(ListPage):
    """Investigations of the own agency, and those that others share."""

    roles = LAW_ROLES
    table = InvestigationTable
    filters = InvestigationFilter
    template = "investigations/investigation_list.html"
    fragment = "investigations/_investigation_table.html"

    def rows(self) -> QuerySet[Investigation]:
        return Investigation.objects.select_related("lead", "owner")

    def empty(self) -> dict[str, str]:
        return {
            "title": "No investigations yet",
            "text": "An investigation is your agency's own. It may belong to a case of the task force or not, and "
            "nobody outside your agency sees it unless you share it.",
            "action_url": reverse("investigations:new"),
            "action_label": "Open an investigation",
            "icon_name": "search",
        }

    def context(self) -> dict[str, Any]:
        return {"new_url": reverse("investigations:new")}


class InvestigationSheet(InvestigationList):
    """The investigations that the list shows, as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _, rows = self.filtered()
        shown = sheet_rows(self.table(rows, request=request).data.data)
        record(by=self.hat, verb="exported", of="investigations.investigation", detail={"rows": len(shown)})
        if kwargs["kind"] == "csv":
            return download(as_csv(HEADS, shown), "investigations.csv")
        return download(as_xlsx([("Investigations", HEADS, shown)]), "investigations.xlsx")


class InvestigationDetail(DetailPage):
    """One investigation, as far as it is its reader's."""

    roles = LAW_ROLES
    template = "investigations/investigation_detail.html"

    def rows(self) -> QuerySet[Investigation]:
        return Investigation.objects.select_related("lead", "owner", "case")

    def context(self, record: Investigation) -> dict[str, Any]:
        seen = reach(self.hat, record)
        return {
            "reach": seen,
            "facts": facts(record, seen),
            "sections": sections(record, seen, leads(self.hat, record)),
            "unexplained": unexplained(record) if seen.keeps_charges else [],
            "is_leader": leads(self.hat, record),
            "form_is_late": seen.is_ours and is_late(record),
            "crumbs": [("Investigations", reverse("investigations:list"))],
        }


def is_late(investigation: Investigation) -> bool:
    """Whether the form of trafficking is still undetermined after 60 days (field.md 1.1)."""
    waited = timezone.localdate() - investigation.opened_on
    undetermined = investigation.form == Kind.UNDETERMINED and not investigation.is_closed
    return undetermined and waited > dt.timedelta(days=DAYS_TO_KNOW_THE_FORM)


def facts(investigation: Investigation, seen: Reach) -> list[tuple[str, Any]]:
    """The summary as label and value."""
    presented = f"{exact_date(investigation.presented_on)}, {investigation.get_presented_level_display()}"
    nibrs = [
        f"{code} on {exact_date(on)}"
        for code, on in (("64A", investigation.nibrs_64a_on), ("64B", investigation.nibrs_64b_on))
        if on
    ]
    found = investigation.get_finding_display()
    closed = f"{exact_date(investigation.closed_on)}, {investigation.get_closure_display()}"
    labels = dict(Investigation._meta.get_field("joint").base_field.choices)
    return [
        ("Agency", investigation.owner),
        ("Lead", investigation.lead),
        ("Form of trafficking", investigation.get_form_display()),
        ("Trafficking?", f"{found}, {exact_date(investigation.found_on)}" if investigation.found_on else found),
        ("How it came to notice", investigation.get_source_display()),
        ("Opened", exact_date(investigation.opened_on)),
        *([("Closed", closed)] if investigation.is_closed else []),
        *([("Case", case_of(investigation))] if seen.is_ours else []),
        ("Worked jointly with", ", ".join(labels[code] for code in investigation.joint)),
        ("Presented to a prosecutor", presented if investigation.presented_on else ""),
        ("NIBRS", ", ".join(nibrs)),
    ]


def case_of(investigation: Investigation) -> str:
    """The way to the case, where the reader sees it."""
    if investigation.case_id is None:
        return "Not in a case yet"
    if investigation.case is None:
        return "A case that your agency takes no part in"
    return format_html(
        '<a class="usa-link" href="{}">{}</a>', investigation.case.get_absolute_url(), investigation.case
    )


class InvestigationNew(FormPage):
    """A new investigation of the own agency; begun on a case's page, it belongs to that case."""

    roles = LAW_ROLES
    makes = Investigation
    form = InvestigationForm
    title = "Open an investigation"
    submit = "Open it"
    saved = "The investigation is open. Nobody outside your agency sees it."

    def cancel(self) -> str:
        return reverse("investigations:list")

    @property
    def case(self) -> Case | None:
        """The case that the address names, as far as the reader sees it."""
        try:
            return Case.objects.filter(pk=self.request.GET["case"]).first()
        except (KeyError, ValidationError):
            return None

    @property
    def intro(self) -> str:
        """Which case it will belong to."""
        return f"It will belong to case {self.case}. The case shows no trace of it." if self.case else ""

    def save(self, form: InvestigationForm) -> Investigation:
        return services.open_investigation(by=self.hat, case=self.case, pk=self.made_as, **form.facts)


class OursPage(FormPage):
    """A form about one investigation of the own agency, with what it adds to it."""

    roles = LAW_ROLES
    section: ClassVar[str] = ""

    def rows(self) -> QuerySet[Investigation]:
        return Investigation.objects.filter(owner_id=self.hat.agency_id)

    def done(self, record: Any) -> str:
        return f"{self.record.get_absolute_url()}#{self.section}" if self.section else self.record.get_absolute_url()


class InvestigationChange(OursPage):
    """What the summary tells."""

    form = InvestigationForm
    title = "Change investigation"
    saved = "The investigation is changed."

    def save(self, form: InvestigationForm) -> Investigation:
        return services.change_investigation(
            by=self.hat, investigation=self.record, expected=form.expected, **form.facts
        )


class InvestigationStatus(OursPage):
    """Where it stands."""

    form = StatusForm
    title = "Change status"
    saved = "The status is changed."

    def initial(self) -> dict[str, Any]:
        return {"status": self.record.status}

    def save(self, form: StatusForm) -> Investigation:
        return services.set_status(by=self.hat, investigation=self.record, expected=form.expected, **form.facts)


class InvestigationCase(OursPage):
    """Which case of the task force it belongs to."""

    form = CaseChoiceForm
    title = "Choose the case"
    saved = "Noted here only. No case shows a trace of it."

    def save(self, form: CaseChoiceForm) -> Investigation:
        return services.bring_to_case(by=self.hat, investigation=self.record, expected=form.expected, **form.facts)


class PartNew(OursPage):
    """A form that adds a part to an investigation of the own agency."""

    def bind(self, data: Any = None, files: Any = None) -> Any:
        return self.form(data, files, hat=self.hat, investigation=self.record, initial=self.initial())


class PartChange(FormPage):
    """A form that changes a part of an investigation of the own agency, unless it was struck out."""

    roles = LAW_ROLES
    model: ClassVar[type[Part]]
    section: ClassVar[str] = ""

    def rows(self) -> QuerySet[Any]:
        found = self.model.objects.filter(owner_id=self.hat.agency_id).select_related("investigation")
        return found.filter(struck_at=None) if issubclass(self.model, Strikable) else found

    def bind(self, data: Any = None, files: Any = None) -> Any:
        return self.form(
            data,
            files,
            hat=self.hat,
            record=self.record,
            investigation=self.record.investigation,
            initial=self.initial(),
        )

    def done(self, record: Any) -> str:
        return f"{self.record.get_absolute_url()}#{self.section}"


class Assess(PartNew):
    """The form of trafficking, held anew."""

    makes = FormAssessment
    form = AssessmentForm
    title = "Assess the form of trafficking"
    intro = "The earlier assessments stay in the history."
    saved = "The assessment is written down."
    section = "history"

    def save(self, form: AssessmentForm) -> FormAssessment:
        return services.assess_form(by=self.hat, investigation=self.record, pk=self.made_as, **form.facts)
