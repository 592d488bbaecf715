"""Charges, dispositions and sentences (section G): defendants are counted, charges apart (rule 14).

A charge belongs to the agency that keeps it: the prosecutor's office where it was given charges, the
police otherwise; so none is counted twice.
"""

from __future__ import annotations

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat

from agencies.vocabulary import Kind
from investigations.models import (
    Arrest,
    Charge,
    ChargingDecision,
    Disposition,
    Investigation,
    SurvivorArrest,
)
from investigations.vocabulary import CONVICTIONS, TRAFFICKING
from reports.measures import BANDS, Cells, Counts, Scope, banded, tally, total
from reports.measures.investigations import form_held

MONTHS = (("months.1_12", 12), ("months.13_60", 60), ("months.61_120", 120))


def presented(scope: Scope) -> Cells:
    """G-01. Investigations presented to a prosecutor, by court."""
    rows = scope.rows(Investigation).filter(presented_on__range=scope.days)
    return {"total": rows.count(), **tally(rows, "presented_level")}


def decisions(scope: Scope) -> Cells:
    """G-02. Charging decisions; a defendant has one."""
    return tally(scope.rows(ChargingDecision).filter(on__range=scope.days), "decision")


def filed(scope: Scope) -> QuerySet:
    """Charges filed in the period."""
    return scope.rows(Charge).filter(struck_at=None, filed_on__range=scope.days)


def defendants(rows: QuerySet) -> int:
    """How many different defendants the rows are about."""
    return rows.aggregate(n=Count("suspect_id", distinct=True))["n"]


def charged(scope: Scope) -> Cells:
    """G-03. Rules 14 and 15: defendants; one moved from state to federal is one defendant in two courts.

    33 % of the sex trafficking cases prosecuted carried trafficking charges (Urban Institute).
    """
    rows = filed(scope)
    under = rows.filter(statute__kind__in=TRAFFICKING)
    return {
        "total": defendants(rows),
        "trafficking": defendants(under),
        "other": defendants(rows) - defendants(under),
        **tally(rows, "level", prefix="court.", unit="suspect_id"),
        **tally(under, "statute__kind", prefix="form.", unit="suspect_id"),
    }


def charges(scope: Scope) -> Cells:
    """G-04. Counts charged, by group and class of the statute."""
    rows = filed(scope)

    def counts(column: str, prefix: str) -> Counts:
        summed = rows.values(column).annotate(n=Sum("counts"))
        return {f"{prefix}{row[column]}": row["n"] for row in summed}

    return {
        "total": total(rows, "counts"),
        **counts("statute__group", "group."),
        **counts("statute__kind", "class."),
    }


def why_no_trafficking_charge(scope: Scope) -> Cells:
    """G-05. Why a lesser charge was chosen: to spare the survivor's testimony, evidence, plea."""
    rows = scope.rows(ChargingDecision).filter(on__range=scope.days).exclude(why_no_trafficking="")
    return tally(rows, "why_no_trafficking")


def disposed(scope: Scope) -> QuerySet:
    """Charges that ended in the period."""
    return scope.rows(Disposition).filter(charge__struck_at=None, on__range=scope.days)


def dispositions(scope: Scope) -> Cells:
    """G-06. Defendants; one with several charges may have several outcomes."""
    ended = scope.rows(Disposition).filter(charge=OuterRef("pk"), on__lte=scope.last)
    open_charges = scope.rows(Charge).filter(~Exists(ended), struck_at=None, filed_on__lte=scope.last)
    return {**tally(disposed(scope), "outcome", unit="suspect_id"), "pending": defendants(open_charges)}


def convicted(scope: Scope) -> QuerySet:
    """Charges that ended in a conviction in the period."""
    return disposed(scope).filter(outcome__in=CONVICTIONS)


def convictions(scope: Scope) -> Cells:
    """G-07. Defendants, by the statute that they were convicted under."""
    rows = convicted(scope)
    under = rows.filter(conviction_statute__kind__in=TRAFFICKING)
    return {
        "total": defendants(rows),
        "trafficking": defendants(under),
        "other": defendants(rows) - defendants(under),
        **tally(rows, "level", prefix="court.", unit="suspect_id"),
        **tally(under, "conviction_statute__kind", prefix="form.", unit="suspect_id"),
    }


def sentences(scope: Scope) -> Cells:
    """G-08. Defendants by their longest term, in bands, since a median can't be added across agencies."""
    people = convicted(scope).values("suspect_id").annotate(months=Max("custody_months"))
    band = Case(
        When(months=None, then=Value("months.unknown")),
        When(months=0, then=Value("months.0")),
        *(When(months__lte=top, then=Value(name)) for name, top in MONTHS),
        default=Value("months.121_up"),
        output_field=CharField(),
    )
    rows = people.annotate(band=band).values_list("band")
    bands: Counts = {}
    for (name,) in rows.iterator():
        bands[name] = bands.get(name, 0) + 1
    return {
        "defendants": sum(bands.values()),
        **bands,
        "probation": defendants(convicted(scope).filter(probation_months__gt=0)),
        "registration": defendants(convicted(scope).filter(registration="yes")),
    }


def restitution(scope: Scope) -> Cells:
    """G-09. Dollars ordered and collected under dispositions of the period."""
    rows = disposed(scope)
    return {
        "ordered": total(rows, "restitution_ordered"),
        "collected": total(rows, "restitution_collected"),
    }


def vacated(scope: Scope) -> Cells:
    """G-12. Records of survivors that the task force helped to vacate or seal."""
    rows = scope.rows(SurvivorArrest).filter(struck_at=None, vacatur_on__range=scope.days).exclude(vacatur="not_asked")
    return tally(rows, "vacatur")


def stages(scope: Scope) -> Cells:
    """G-13. Days by stage, in bands; a stage counts where one agency keeps both of its ends.

    By the form that the agency's investigation holds at the period's end (rule 10): an office that was
    given charges of another agency's investigation has no form of its own for it.
    """
    made = scope.rows(Arrest).filter(struck_at=None)
    first = made.filter(suspect=OuterRef("suspect")).values("suspect").annotate(day=Min("on"))
    arrests = made.filter(on__range=scope.days)
    after_arrest = filed(scope).annotate(day=Subquery(first.values("day"))).filter(day__isnull=False)
    return {
        **by_form(scope, arrests, banded(F("investigation__opened_on"), F("on"), BANDS), "arrest."),
        **by_form(scope, after_arrest, banded(F("day"), F("filed_on"), BANDS), "charge."),
        **by_form(scope, disposed(scope), banded(F("charge__filed_on"), F("on"), BANDS), "disposition."),
    }


def by_form(scope: Scope, rows: QuerySet, band: Case, prefix: str) -> Counts:
    """How many rows of investigations lie in each band, and in each band for each form."""
    own = scope.rows(Investigation).filter(pk=OuterRef("investigation")).values(held=form_held(scope))
    form = Coalesce(Subquery(own[:1], output_field=CharField()), Value(Kind.UNDETERMINED))
    return tally(rows, band, prefix=prefix) | tally(rows, Concat(band, Value("."), form), prefix=prefix)
