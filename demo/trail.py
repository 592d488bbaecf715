"""The audit of the demonstration: an entry for each thing done, so that an auditor has something to read."""

from __future__ import annotations

from access.hats import COORDINATOR, MEMBER, Hat
from agencies.vocabulary import Sector
from audit.entries import entry
from cases.models import Case, Lead
from demo.agencies import OFFICES
from demo.stage import Stage
from investigations.models import Charge, Investigation
from referrals.models import Disclosure, Referral
from victims.models import Client, Demand, Release

VERBS = {
    Case: "opened",
    Lead: "took",
    Investigation: "opened",
    Charge: "added",
    Client: "opened",
    Release: "signed",
    Disclosure: "disclosed",
    Referral: "referred",
    Demand: "recorded a demand",
}


def leave(stage: Stage) -> None:
    """Entries for what is about to be written, each at the moment when it was done."""
    offices = [stage.agencies[key].pk for key, office in OFFICES.items() if office.sector == Sector.COORDINATION]
    for model, verb in VERBS.items():
        for row in stage.rows[model]:
            part = COORDINATOR if row.owner_id in offices else MEMBER
            made = entry(by=Hat(row.made_by_id, row.owner_id, part), verb=verb, of=row)
            made.id, made.at = stage.uuid(), row.made_at
            stage.put(made)
