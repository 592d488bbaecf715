"""The reports' pages that are looked at (tests/every_page.py)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from access.context import acting
from access.hats import MEMBER
from access.models import Job
from reports import contributions, runs
from reports.vocabulary import Source
from tests.cast import OWNER, Cast
from tests.reports.world import Police, half, quarter


def made(cast: Cast) -> dict[str, Any]:
    """A law-enforcement award with three quarters as filed, and a last one that is counted, confirmed and filed."""
    filed(cast)
    period, by = quarter(cast.law_award), cast.le_grant_manager
    for hat in (cast.other_detective, cast.le_supervisor):
        with acting(hat):
            own = contributions.count(by=hat, period=period)
            contributions.confirm(by=hat, contribution=own)
    with acting(cast.le_supervisor):
        spare = contributions.count(by=cast.le_supervisor, period=half(cast.law_award))
    with acting(by):
        report = runs.run(by=by, period=period)
        totals = runs.share_totals(by=by, report=report)
    asked = {"owner": cast.sheriff, "person_id": cast.le_supervisor.person_id, "part": MEMBER}
    job = Job.objects.using(OWNER).create(task=contributions.COUNT, state=Job.State.RUNNING, progress=40, **asked)
    return {
        "award": cast.law_award,
        "period": period,
        "agency": cast.federal,
        "spare": spare,
        "report": report,
        "totals": totals,
        "job": job,
    }


def filed(cast: Cast) -> None:
    """Fourteen investigations of the sheriff's and one of the police's, after three quarters that were filed."""
    police = Police(cast)
    for place in range(14):
        form = "labor" if place % 3 else "sex"
        one = police.investigation(dt.date(2025, 10, 1) + dt.timedelta(days=place), form, source="sting")
        police.victim(one, dt.date(2025, 10, 20), form=form)
        police.arrest(police.suspect(one, dt.date(2025, 10, 9)), dt.date(2025, 10, 9))
    Police(cast, cast.other_detective).investigation(dt.date(2025, 11, 1), "undetermined")
    by = cast.le_grant_manager
    with acting(by):
        for month, count in ((1, 4), (4, 9), (7, 7)):
            period = quarter(cast.law_award, 2025, month)
            contributions.enter(
                by=by,
                period=period,
                agency=cast.sheriff,
                source=Source.FILED,
                numbers={"F-01": {"total": count, "sex": count - 2, "labor": 2}},
                vouched_by="PMT printout",
            )
            runs.run(by=by, period=period)


PAGES = {
    "le_supervisor": [
        "reports:list",
        "reports:count period",
        "reports:counting period job",
        "reports:contribution spare",
        "reports:confirm spare",
        "reports:gap spare investigations.form",
    ],
    "le_grant_manager": [
        "reports:list",
        "reports:award award",
        "reports:lay_out award",
        "reports:catalogue",
        "reports:period period",
        "reports:run period",
        "reports:upload period agency",
        "reports:enter period agency",
        "reports:report report",
        "reports:report report ?family=G",
        "reports:share report",
        "reports:trend award ?measure=F-01",
        "reports:trend award ?measure=G-01",
    ],
    "coordinator": ["reports:list", "reports:totals totals"],
}
