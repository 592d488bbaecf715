"""The law room's pages that are looked at (tests/every_page.py)."""

from __future__ import annotations

from typing import Any

from investigations import models
from tests.cast import Cast
from tests.investigations import rows


def made(cast: Cast) -> dict[str, Any]:
    """An investigation with one of everything, one that is sealed, an operation and a heads-up."""
    suspect = rows.a_suspect(cast)
    one = suspect.investigation
    victim = rows.a_victim(cast, one)
    about = {"investigation": one}
    return {
        "one": one,
        "suspect": suspect,
        "victim": victim,
        "charge": rows.a_charge(cast, suspect),
        "statute": rows.a_statute(cast),
        "survivors": rows.a_survivor_arrest(cast, victim, reason="safety"),
        "arrest": rows.an_arrest(cast, suspect),
        "hearing": rows.a_hearing(cast, suspect),
        "note": rows.write(models.Note, cast.detective, text="Spoke to the bank.\nCall again Friday.", **about),
        "task": rows.write(models.Task, cast.detective, title="Ask the bank for records", **about),
        "agency_grant": rows.an_agency_grant(cast, one),
        "person_grant": rows.a_person_grant(cast, one, to=cast.other_detective),
        "sealed": rows.an_investigation(cast, sealed=True, number="S-26-0500"),
        "operation": rows.ROWS["investigations.Operation"](cast),
        "heads_up": rows.a_notice(cast, to=cast.harbor),
    }


PAGES = {
    "detective": [
        "investigations:list",
        "investigations:new",
        "investigations:detail one",
        "investigations:change one",
        "investigations:status one",
        "investigations:assess one",
        "investigations:case one",
        "investigations:victim_new one",
        "investigations:victim_change victim",
        "investigations:hang victim",
        "investigations:refer victim",
        "investigations:suspect_new one",
        "investigations:suspect_change suspect",
        "investigations:decide suspect",
        "investigations:arrest_new one",
        "investigations:arrest_change arrest",
        "investigations:arrest_strike arrest",
        "investigations:survivor_arrest_new one",
        "investigations:survivor_arrest_change survivors",
        "investigations:survivor_arrest_strike survivors",
        "investigations:charge_new one",
        "investigations:charge_change charge",
        "investigations:charge_strike charge",
        "investigations:dispose charge",
        "investigations:note_new one",
        "investigations:note_redact note",
        "investigations:task_new one",
        "investigations:task_done task",
        "investigations:hearing_new one",
        "investigations:hearing_change hearing",
        "investigations:hearing_cancel hearing",
        "investigations:share_agency one",
        "investigations:share_person one",
        "investigations:end_agency agency_grant",
        "investigations:end_person person_grant",
        "investigations:seal one",
        "investigations:detail sealed",
        "investigations:unseal sealed",
        "investigations:share_person sealed",
        "investigations:reassign one",
        "investigations:hand_over one",
        "investigations:operations",
        "investigations:operation_new",
        "investigations:operation operation",
        "investigations:operation_change operation",
        "investigations:notices",
        "investigations:notice_new",
        "investigations:statutes",
    ],
    "advocate": ["investigations:notices", "investigations:notice heads_up", "investigations:notice_answer heads_up"],
    "le_supervisor": [
        "investigations:caseload",
        "investigations:statute_new",
        "investigations:statute_change statute",
    ],
    "lake_detective": ["investigations:list", "investigations:operations", "investigations:notices"],
}
