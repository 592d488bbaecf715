"""Pages of charges, decisions, dispositions and statutes; a prosecutor who was let in keeps them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from access.views import FormPage, ListPage
from access.wall import LAW_ROLES
from agencies.vocabulary import Role
from investigations import charging
from investigations.charging_forms import ChargeForm, DecisionForm, DispositionForm, StatuteForm
from investigations.filters import StatuteFilter
from investigations.models import Charge, ChargingDecision, Disposition, Investigation, Statute, Suspect
from investigations.people_views import Strike
from investigations.tables import StatuteTable
from investigations.views import PartChange, PartNew

KEEPERS = (Role.COORDINATOR, Role.LE_SUPERVISOR)


class ChargeNew(PartNew):
    """A charge, by whoever keeps the charges of this investigation."""

    makes = Charge
    form = ChargeForm
    title = "Add a charge"
    saved = "The charge is added."
    section = "charges"

    def rows(self) -> QuerySet[Investigation]:
        return Investigation.objects.all()

    def save(self, form: ChargeForm) -> Charge:
        return charging.file_charge(by=self.hat, pk=self.made_as, **form.facts)


class ChargeChange(PartChange):
    """A charge corrected by whoever keeps it."""

    model = Charge
    form = ChargeForm
    title = "Change charge"
    saved = "The charge is changed."
    section = "charges"

    def save(self, form: ChargeForm) -> Charge:
        return charging.change_charge(by=self.hat, charge=self.record, expected=form.expected, **form.facts)


class ChargeStrike(Strike):
    """A charge that was written down by mistake; its disposition goes with it."""

    model = Charge
    title = "Strike out a charge"
    section = "charges"


class Decide(FormPage):
    """What was decided about a defendant."""

    roles = LAW_ROLES
    form = DecisionForm
    title = "Charging decision"
    saved = "The decision is written down."

    def rows(self) -> QuerySet[Suspect]:
        return Suspect.objects.select_related("investigation")

    def bind(self, data: Any = None, files: Any = None) -> DecisionForm:
        held = ChargingDecision.objects.filter(suspect=self.record, owner_id=self.hat.agency_id).first()
        return DecisionForm(data, files, hat=self.hat, record=held, investigation=self.record.investigation)

    def save(self, form: DecisionForm) -> ChargingDecision:
        return charging.decide(by=self.hat, suspect=self.record, expected=form.expected, **form.facts)


class Dispose(FormPage):
    """How a charge ended."""

    roles = LAW_ROLES
    form = DispositionForm
    title = "Disposition"
    saved = "The disposition is written down."

    def rows(self) -> QuerySet[Charge]:
        mine = Charge.objects.standing().filter(owner_id=self.hat.agency_id)
        return mine.select_related("investigation", "owner")

    def bind(self, data: Any = None, files: Any = None) -> DispositionForm:
        held = Disposition.objects.filter(charge=self.record).first()
        return DispositionForm(data, files, hat=self.hat, record=held, investigation=self.record.investigation)

    def save(self, form: DispositionForm) -> Disposition:
        return charging.dispose(by=self.hat, charge=self.record, expected=form.expected, **form.facts)


class StatuteList(ListPage):
    """The federal statutes and those of the task force's state, with the class that reports count by."""

    roles = (Role.COORDINATOR, *LAW_ROLES)
    table = StatuteTable
    filters = StatuteFilter
    template = "investigations/statute_list.html"
    fragment = "investigations/_plain_table.html"

    def rows(self) -> QuerySet[Statute]:
        return Statute.objects.shown_to(self.hat.task_force_ids)

    def context(self) -> dict[str, Any]:
        keeps = self.hat.has(*KEEPERS)
        return {"new_url": reverse("investigations:statute_new") if keeps else ""}


class StatuteNew(FormPage):
    """A statute of the task force's state."""

    roles = KEEPERS
    form = StatuteForm
    title = "Add a statute"
    saved = "The statute is added."

    def cancel(self) -> str:
        return reverse("investigations:statutes")

    def save(self, form: StatuteForm) -> Statute:
        return charging.add_statute(by=self.hat, **form.facts)


class StatuteChange(FormPage):
    """A statute of the own task force's table corrected, or taken out of use."""

    roles = KEEPERS
    form = StatuteForm
    title = "Change statute"
    saved = "The statute is changed."

    def rows(self) -> QuerySet[Statute]:
        return Statute.objects.filter(task_force_id__in=self.hat.task_force_ids)

    def save(self, form: StatuteForm) -> Statute:
        return charging.change_statute(by=self.hat, statute=self.record, **form.facts)
