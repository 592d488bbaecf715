"""What courts and offices outside demanded of the demonstration's providers, and what was done about it."""

from __future__ import annotations

from typing import Any

from demo.clients import Folder
from demo.stage import Stage
from victims.models import Demand

LONG_HERE = 60  # days that a client has been there before anything of this came

SURVIVOR = {
    "told": "yes",
    "attempts": "Told them in the office, with their interpreter.",
    "protection": "Asked that the papers be sealed, and went through the safety plan again.",
}
# (days ago that it came, days ago that it was answered, facts; `answer_in` days it must be answered)
DEMANDS: tuple[tuple[int, int, dict[str, Any]], ...] = (
    (
        12,
        9,
        {
            "basis": "subpoena",
            "to_whom": "Counsel for the defendant",
            "asked": "Every record about our client, notes too.",
            "answer_in": 5,
            "stage": "contested",
            "law": "Subpoena of the county court, served at the front desk",
            "grounds": "Our counsel, at the legal clinic",
        },
    ),
    (
        40,
        31,
        {
            "basis": "court_order",
            "to_whom": "The county court",
            "asked": "The dates of the stays.",
            "stage": "given",
            "given": "First and last day of each stay, in a sealed envelope. No notes.",
            "law": "Order of the county court, signed by the judge",
            "grounds": "Our counsel, at the legal clinic",
        },
    ),
    (
        25,
        25,
        {
            "basis": "mandated_report",
            "to_whom": "County children services, hotline",
            "stage": "given",
            "given": "That a child in the household is left alone at night, and where.",
            "law": "The state's duty to report neglect of a child",
            "grounds": "The night desk took it and gave a number",
        },
    ),
)


def come(stage: Stage, folders: list[Folder]) -> None:
    """One of each, for clients of the advocate whose account the demonstration prints."""
    ana = stage.hats["advocate"]
    settled = [
        each
        for each in folders
        if each.advocate == ana and each.last_on is None and (stage.today - each.first_on).days > LONG_HERE
    ]
    for folder, (came, answered, facts) in zip(settled, DEMANDS, strict=False):
        facts = dict(facts)
        due = facts.pop("answer_in", None)
        stage.make(
            Demand,
            ana,
            stage.ago(answered),
            client=folder.client,
            on=stage.ago(came),
            stage_on=stage.ago(answered),
            answer_by=due and stage.ago(-due),
            **SURVIVOR,
            **facts,
        )
