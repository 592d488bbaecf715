"""Awards, with the agencies that work under them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from access.views import DetailPage, ListPage
from agencies.models import Award, AwardAgency
from agencies.vocabulary import Role
from office.forms import AwardForm, PartnerForm
from office.services import awards
from office.tables import AwardTable, day
from office.views.bases import Sheet

READERS = (Role.GRANT_MANAGER, Role.AGENCY_ADMIN, Role.COORDINATOR)
WRITERS = (Role.GRANT_MANAGER, Role.AGENCY_ADMIN)


class Awards(ListPage):
    """The task force's awards."""

    roles = READERS
    table = AwardTable
    template = "office/awards.html"
    fragment = "office/_award_table.html"

    def rows(self) -> QuerySet:
        return Award.objects.select_related("agency")

    def empty(self) -> dict[str, str]:
        said = {
            "title": "No awards yet",
            "text": "Each side's grant is an award. Trainings, services and reports are counted under one.",
            "icon_name": "attach_money",
        }
        return said | self.add if self.may_add else said

    @property
    def may_add(self) -> bool:
        """Whether the reader's agency may hold awards here."""
        return self.hat.has(*WRITERS) and bool(self.hat.task_force_ids)

    @property
    def add(self) -> dict[str, str]:
        """The button."""
        return {"action_url": reverse("office:award_add"), "action_label": "Add an award"}


class AwardDetail(DetailPage):
    """One award and its partners."""

    roles = READERS
    template = "office/award.html"

    def rows(self) -> QuerySet:
        return Award.objects.select_related("agency", "task_force", "follows")

    def context(self, record: Award) -> dict[str, Any]:
        return {
            "crumbs": [("Awards", reverse("office:awards"))],
            "partners": record.partners.select_related("agency"),
            "is_ours": record.agency_id == self.hat.agency_id and self.hat.has(*WRITERS),
            "facts": [
                ("Program", record.program),
                ("Funder", record.funder),
                ("Recipient", record.agency),
                ("Side", record.get_side_display()),
                ("Task force", record.task_force),
                ("First day", day(record.starts_on)),
                ("Last day", day(record.ends_on)),
                ("Reported", record.get_cadence_display()),
                *([("Continues the counts of", record.follows)] if record.follows else []),
            ],
        }


class AwardSheet(Sheet):
    """A form about an award of the acting agency."""

    roles = WRITERS
    form = AwardForm
    back = "office:awards"

    def done(self, record: Award | None) -> str:
        return reverse("office:award", args=[record.pk]) if record else super().done(record)


class AwardAdd(AwardSheet):
    """Puts an award on record."""

    title = "Add an award"
    saved = "The award is on record."

    def save(self, form: AwardForm) -> Award:
        return awards.add_award(by=self.hat, **form.facts)


class AwardChange(AwardSheet):
    """Mends an award."""

    title = "Change the award"
    saved = "Saved."

    def rows(self) -> QuerySet:
        return Award.objects.filter(agency_id=self.hat.agency_id)

    def save(self, form: AwardForm) -> Award:
        return awards.change_award(by=self.hat, award=self.record, **form.facts)


class PartnerAdd(Sheet):
    """An agency works under the award from now on."""

    roles = WRITERS
    form = PartnerForm
    title = "Add a partner"
    intro = "An agency of the other side may be a partner: it then counts trainings, meetings and outreach only."

    def rows(self) -> QuerySet:
        return Award.objects.filter(agency_id=self.hat.agency_id)

    def bind(self, data: Any = None, files: Any = None) -> PartnerForm:
        return PartnerForm(data, files, hat=self.hat, award=self.record)

    def save(self, form: PartnerForm) -> AwardAgency:
        return awards.add_partner(by=self.hat, award=self.record, **form.facts)

    def done(self, record: Any) -> str:
        return reverse("office:award", args=[self.record.pk])


class PartnerChange(Sheet):
    """Other dates, or another part."""

    roles = WRITERS
    form = PartnerForm
    title = "Change the partner"
    saved = "Saved."

    def rows(self) -> QuerySet:
        return AwardAgency.objects.filter(award__agency_id=self.hat.agency_id).select_related("award")

    def bind(self, data: Any = None, files: Any = None) -> PartnerForm:
        return PartnerForm(data, files, hat=self.hat, award=self.record.award, record=self.record)

    def save(self, form: PartnerForm) -> AwardAgency:
        return awards.change_partner(by=self.hat, partner=self.record, **form.facts)

    def done(self, record: Any) -> str:
        return reverse("office:award", args=[self.record.award_id])
