"""The desk's pages that are looked at (tests/every_page.py): home for every role, and a case from both sides."""

from __future__ import annotations

from typing import Any

from tests.cases.looked_at import a_busy_case
from tests.cases.rows import a_lead, an_activity
from tests.cast import Cast
from tests.investigations.rows import an_investigation
from tests.referrals.rows import a_disclosure, a_paper, a_request
from tests.victims.rows import a_client


def made(cast: Cast) -> dict[str, Any]:
    """Something on everybody's desk."""
    case, _ = a_busy_case(cast)
    for each in (a_request, a_paper, a_disclosure, a_lead, an_activity):
        each(cast)
    return {"case": case, "investigation": an_investigation(cast, case=case), "client": a_client(cast)}


PAGES = {
    "coordinator": ["desk:home", "desk:inbox", "desk:calendar", "desk:case case", "desk:who_sees cases.case case"],
    "detective": [
        "desk:home",
        "desk:inbox",
        "desk:calendar",
        "desk:case case",
        "desk:who_sees investigations.investigation investigation",
    ],
    "advocate": ["desk:home", "desk:inbox", "desk:case case"],
    "advocate_supervisor": ["desk:home", "desk:who_sees victims.client client"],
    "le_supervisor": ["desk:home"],
    "prosecutor": ["desk:home"],
    "victim_specialist": ["desk:home"],
    "grant_manager": ["desk:home"],
    "services_admin": ["desk:home"],
    "services_auditor": ["desk:home"],
    "site_admin": ["desk:home"],
    "lake_advocate": ["desk:home", "desk:inbox", "desk:calendar"],
}
