"""What the demonstration's prosecutors keep: decisions, charges with their statutes, dispositions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from access.hats import Hat
from agencies.vocabulary import Kind
from demo.law import Inquiry, Reach, let_in
from demo.stage import OWNER, Stage
from investigations.models import Charge, ChargingDecision, Disposition, Statute, Suspect
from investigations.vocabulary import CONVICTIONS, Sharing

# The task force's own table of state offenses: (citation, title, class, group of measure G-04).
STATE = (
    ("ORC 2905.32 (sex)", "Trafficking in persons for sex", "sex", "trafficking"),
    ("ORC 2905.32 (labor)", "Trafficking in persons for labor", "labor", "trafficking"),
    ("ORC 2907.21", "Compelling prostitution", "other", "promoting"),
    ("ORC 2907.22", "Promoting prostitution", "other", "promoting"),
    ("ORC 2907.24", "Soliciting", "other", "other"),
    ("ORC 2907.03", "Sexual battery", "other", "assault"),
    ("ORC 2905.01", "Kidnapping", "other", "kidnapping"),
    ("ORC 2913.02", "Theft of wages", "other", "wages"),
    ("ORC 2913.42", "Tampering with documents", "other", "documents"),
    ("ORC 2925.03", "Trafficking in drugs", "other", "drugs"),
)
WHY = {"spare": 26, "evidence": 30, "plea": 22, "higher_penalty": 8, "statute": 6, "preference": 8}
ENDS = {"plea": 68, "trial": 8, "dismissed": 16, "acquitted": 4, "diverted": 4}

Statutes = dict[tuple[str, str], list[Statute]]


def prosecute(stage: Stage, inquiries: list[Inquiry]) -> None:
    """Charge those that went so far; decline, return or think over some of the others."""
    statutes = _statutes(stage)
    for inquiry in inquiries:
        if inquiry.reach >= Reach.CHARGED:
            _charged(stage, inquiry, statutes)
        elif inquiry.reach == Reach.ARREST and not inquiry.investigation.sealed and stage.chance(0.6):
            _not_charged(stage, inquiry)


def _statutes(stage: Stage) -> Statutes:
    """Statutes by (court, class); those of the state are the task force's own."""
    own = [
        Statute(task_force=stage.riverbend, citation=citation, title=title, level="state", kind=kind, group=group)
        for citation, title, kind, group in STATE
    ]
    Statute.objects.using(OWNER).bulk_create(own)
    found: Statutes = {}
    for statute in [*own, *Statute.objects.using(OWNER).filter(task_force=None)]:
        found.setdefault((statute.level, statute.kind), []).append(statute)
    return found


def _office(stage: Stage, inquiry: Inquiry) -> tuple[str, Hat]:
    if inquiry.investigation.presented_level == "federal":
        return "federal_attorney", stage.hats["federal.prosecutor"]
    return "attorney", stage.hats[stage.pick({"prosecutor": 7, "attorney.admin": 3})]


def _charged(stage: Stage, inquiry: Inquiry, statutes: Statutes) -> None:
    office, by = _office(stage, inquiry)
    let_in(stage, inquiry, office, Sharing.CHARGES, "Presented for prosecution")
    for suspect in inquiry.suspects[: stage.pick({1: 6, 2: 4})]:
        trafficking = inquiry.reach == Reach.TRAFFICKING
        _decide(
            stage,
            inquiry,
            by,
            suspect,
            decision="accepted",
            why_no_trafficking="" if trafficking or stage.chance(0.06) else stage.pick(WHY),
        )
        for statute in _chosen(stage, inquiry, statutes, trafficking):
            _charge(stage, inquiry, by, suspect, statute)


def _chosen(stage: Stage, inquiry: Inquiry, statutes: Statutes, trafficking: bool) -> list[Statute]:
    level, form = inquiry.investigation.presented_level, inquiry.investigation.form
    lesser = stage.some(statutes[level, "other"], 0 if trafficking else 1, 2)
    kind = "labor" if form == Kind.LABOR else "sex"
    return [stage.rng.choice(statutes[level, kind]), *lesser] if trafficking else lesser


def _decide(stage: Stage, inquiry: Inquiry, by: Hat, suspect: Suspect, **facts: str) -> None:
    it = inquiry.investigation
    on = it.presented_on or inquiry.day(stage, 20)
    inquiry.part(
        stage,
        ChargingDecision,
        on,
        by,
        investigating_id=it.owner_id,
        suspect=suspect,
        on=on,
        level=it.presented_level or "state",
        survivor_asked=stage.pick({"yes": 6, "no": 2, "not_asked": 2}),
        **facts,
    )


def _charge(stage: Stage, inquiry: Inquiry, by: Hat, suspect: Suspect, statute: Statute) -> None:
    it = inquiry.investigation
    filed_on = stage.day(it.presented_on, it.presented_on + dt.timedelta(days=25))
    charge = inquiry.part(
        stage,
        Charge,
        filed_on,
        by,
        investigating_id=it.owner_id,
        suspect=suspect,
        statute=statute,
        counts=stage.pick({1: 7, 2: 2, 4: 1}),
        filed_on=filed_on,
        level=it.presented_level,
    )
    if (stage.today - filed_on).days > 150 and stage.chance(0.65):
        _dispose(stage, inquiry, by, charge)


def _dispose(stage: Stage, inquiry: Inquiry, by: Hat, charge: Charge) -> None:
    on = stage.day(charge.filed_on + dt.timedelta(days=120), stage.today)
    outcome = stage.pick(ENDS)
    convicted = outcome in CONVICTIONS
    sentence = {
        "conviction_statute": charge.statute,
        "custody_months": stage.rng.choice((6, 12, 18, 24, 36, 60, 84, 120)),
        "probation_months": stage.rng.choice((None, 12, 24, 60)),
        "registration": "yes" if charge.statute.kind == "sex" else "no",
        "restitution_ordered": Decimal(stage.rng.randint(0, 40) * 500),
        "restitution_collected": Decimal(stage.rng.randint(0, 3) * 250),
    }
    inquiry.part(
        stage,
        Disposition,
        on,
        by,
        investigating_id=charge.investigating_id,
        charge=charge,
        suspect=charge.suspect,
        outcome=outcome,
        on=on,
        level=charge.level,
        **(sentence if convicted else {}),
    )


def _not_charged(stage: Stage, inquiry: Inquiry) -> None:
    """Arrests that no prosecutor took up, or not yet."""
    let_in(stage, inquiry, "attorney", Sharing.CHARGES, "Presented for prosecution")
    for suspect in inquiry.suspects[:1]:
        decision = stage.pick(
            {"declined": 5, "returned": 3} if inquiry.investigation.closed_on else {"pending": 8, "returned": 2}
        )
        why = "Not enough without testimony" if decision in ("declined", "returned") else ""
        _decide(stage, inquiry, stage.hats["prosecutor"], suspect, decision=decision, why_declined=why)
