"""Investigations, and what hangs on them, through the API: the same forms, services and wall as the pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from access.api import DATES, IS, Changing, Making, Records, Shown
from access.wall import LAW_ROLES
from investigations import services
from investigations.forms import InvestigationForm
from investigations.models import Charge, Investigation, Suspect


class InvestigationSerializer(Shown):
    """What an investigation's summary tells."""

    class Meta:
        model = Investigation
        fields = (
            *("id", "number", "owner", "lead", "case", "status", "form", "source", "finding", "found_on"),
            *("opened_on", "closed_on", "closure", "joint", "nibrs_64a_on", "nibrs_64b_on", "presented_on"),
            *("presented_level", "sealed", "version"),
        )
        read_only_fields = fields


class InvestigationRecords(Making, Changing):
    """Investigations of the own agency, and those that others share."""

    roles = LAW_ROLES
    serializer_class = InvestigationSerializer
    filterset_fields = dict.fromkeys(("status", "form", "source", "finding", "owner", "lead"), IS) | {
        "opened_on": DATES
    }
    make_form = change_form = InvestigationForm

    def get_queryset(self) -> QuerySet:
        return Investigation.objects.all()

    def make(self, form: Any) -> Investigation:
        return services.open_investigation(by=self.hat, pk=self.made_as, **form.facts)

    def change(self, form: Any, subject: Investigation) -> Investigation:
        return services.change_investigation(by=self.hat, investigation=subject, expected=form.expected, **form.facts)


class SuspectSerializer(Shown):
    """A suspect of one investigation."""

    class Meta:
        model = Suspect
        fields = (
            *("id", "investigation", "number", "name", "aliases", "records_number", "part", "roles"),
            *("age_band", "sex", "identified_on", "version"),
        )
        read_only_fields = fields


class SuspectRecords(Records):
    """Suspects that the acting person may see."""

    roles = LAW_ROLES
    serializer_class = SuspectSerializer
    filterset_fields = ("investigation", "part")

    def get_queryset(self) -> QuerySet:
        return Suspect.objects.all()


class ChargeSerializer(Shown):
    """A charge against a suspect."""

    class Meta:
        model = Charge
        fields = (
            *("id", "investigation", "owner", "suspect", "statute", "counts", "filed_on", "level", "struck_at"),
            "version",
        )
        read_only_fields = fields


class ChargeRecords(Records):
    """Charges that the acting person may see."""

    roles = LAW_ROLES
    serializer_class = ChargeSerializer
    filterset_fields = ("investigation", "suspect", "level")

    def get_queryset(self) -> QuerySet:
        return Charge.objects.all()


routes = [
    ("investigations", InvestigationRecords),
    ("suspects", SuspectRecords),
    ("charges", ChargeRecords),
]
