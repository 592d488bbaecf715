"""A small world whose numbers can be counted by hand, written by the owner's alias."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from typing import Any

from access.hats import Hat
from cases.models import Activity
from investigations.models import (
    Arrest,
    Charge,
    Disposition,
    Investigation,
    Operation,
    Statute,
    SurvivorArrest,
    Suspect,
    Victim,
)
from reports.models import Period
from reports.vocabulary import Span
from tests.cast import OWNER, Cast
from victims.models import Client, Determination, Enrollment, FamilyMember, ServiceEntry

numbers = itertools.count(1)


def write(model: type, by: Hat, **fields: Any) -> Any:
    """A row of `model` of the hat's agency."""
    return model.objects.using(OWNER).create(owner_id=by.agency_id, made_by_id=by.person_id, **fields)


def quarter(award: Any, year: int = 2025, month: int = 10) -> Period:
    """The quarter of `award` that begins with that month."""
    first = dt.date(year, month, 1)
    last = dt.date(year + (month == 10), (month + 2) % 12 + 1, 1) - dt.timedelta(days=1)
    found, _ = Period.objects.using(OWNER).get_or_create(
        award=award,
        span=Span.QUARTER,
        starts_on=first,
        defaults={"ends_on": last, "due_on": last + dt.timedelta(days=30)},
    )
    return found


def half(award: Any, year: int = 2025) -> Period:
    """The second half of that year."""
    found, _ = Period.objects.using(OWNER).get_or_create(
        award=award,
        span=Span.HALF,
        starts_on=dt.date(year, 7, 1),
        defaults={"ends_on": dt.date(year, 12, 31), "due_on": dt.date(year + 1, 1, 30)},
    )
    return found


class Provider:
    """What a provider writes down."""

    def __init__(self, cast: Cast, by: Hat | None = None, award: Any = None) -> None:
        self.by, self.award = by or cast.advocate, award or cast.services_award

    def client(self, *, first: dt.date | None = None, age: int | None = None, **answers: Any) -> Client:
        """A client enrolled under the award."""
        client = write(Client, self.by, code_name=f"C-{next(numbers)}", **answers)
        write(
            Enrollment,
            self.by,
            client=client,
            award=self.award,
            opened_on=first or dt.date(2025, 10, 2),
            first_served_on=first,
            age=age,
        )
        return client

    def held(self, client: Client, on: dt.date, form: str, standing: str = "potential") -> None:
        """What the provider holds to be so from a day on."""
        write(Determination, self.by, client=client, on=on, form=form, standing=standing, basis="screening")

    def service(self, client: Client, on: dt.date, category: str = "case_management", **facts: Any) -> ServiceEntry:
        """One service."""
        return write(
            ServiceEntry,
            self.by,
            **{"client": client, "on": on, "category": category, "award": self.award, "batch": uuid.uuid4(), **facts},
        )

    def relative(self, client: Client, relation: str) -> FamilyMember:
        """A relative who is served too."""
        return write(FamilyMember, self.by, client=client, relation=relation, number=next(numbers))


class Police:
    """What a police agency writes down."""

    def __init__(self, cast: Cast, by: Hat | None = None) -> None:
        self.by, self.cast = by or cast.detective, cast

    def investigation(self, opened: dt.date, form: str = "sex", **facts: Any) -> Investigation:
        """An investigation of the agency."""
        return write(
            Investigation,
            self.by,
            **{
                "number": f"I-{next(numbers)}",
                "task_force": self.cast.riverbend,
                "lead_id": self.by.person_id,
                "form": form,
                "source": "patrol",
                "opened_on": opened,
                **facts,
            },
        )

    def suspect(self, investigation: Investigation, on: dt.date, **facts: Any) -> Suspect:
        """A suspect."""
        given = {"part": "trafficker", "age_band": "adult", "sex": "male", **facts}
        return write(Suspect, self.by, investigation=investigation, number=next(numbers), identified_on=on, **given)

    def arrest(self, suspect: Suspect, on: dt.date, **facts: Any) -> Arrest:
        """An arrest of a suspect."""
        given = {"level": "state", "group": "trafficking", "is_survivor": "no", **facts}
        return write(Arrest, self.by, investigation=suspect.investigation, suspect=suspect, on=on, **given)

    def victim(self, investigation: Investigation, on: dt.date, **facts: Any) -> Victim:
        """A victim as police know them."""
        given = {
            "standing": "potential",
            "form": "sex",
            "age_band": "adult",
            "sex": "female",
            "citizenship": "us",
            **facts,
        }
        return write(Victim, self.by, investigation=investigation, number=next(numbers), identified_on=on, **given)

    def survivor_arrest(self, victim: Victim, on: dt.date, **facts: Any) -> SurvivorArrest:
        """An arrest of a survivor."""
        given = {
            "event": "arrest",
            "reason": "testimony",
            "offense": "Loitering",
            "level": "state",
            "advocate_called": "no",
            "outcome": "dismissed",
            **facts,
        }
        return write(SurvivorArrest, self.by, investigation=victim.investigation, victim=victim, on=on, **given)

    def statute(self, citation: str, kind: str, group: str = "trafficking", level: str = "state") -> Statute:
        """A line of the table of statutes."""
        found, _ = Statute.objects.using(OWNER).get_or_create(
            task_force=self.cast.riverbend,
            citation=citation,
            defaults={"title": citation, "kind": kind, "group": group, "level": level},
        )
        return found

    def charge(self, suspect: Suspect, statute: Statute, on: dt.date, **facts: Any) -> Charge:
        """A charge that the agency keeps."""
        given = {"counts": 1, "level": "state", **facts}
        return write(
            Charge,
            self.by,
            investigation=suspect.investigation,
            investigating_id=suspect.investigation.owner_id,
            suspect=suspect,
            statute=statute,
            filed_on=on,
            **given,
        )

    def disposition(self, charge: Charge, on: dt.date, outcome: str = "plea", **facts: Any) -> Disposition:
        """How a charge ended."""
        return write(
            Disposition,
            self.by,
            investigation=charge.investigation,
            investigating_id=charge.investigating_id,
            charge=charge,
            suspect=charge.suspect,
            level=charge.level,
            on=on,
            outcome=outcome,
            **facts,
        )

    def operation(self, held: dt.date, **facts: Any) -> Operation:
        """An operation that was held."""
        given = {
            "name": "Op",
            "kind": "sting",
            "focus": "sex",
            "planned_on": held,
            "provider_told": "yes",
            "provider_standby": "no",
            **facts,
        }
        return write(Operation, self.by, held_on=held, **given)


def activity(by: Hat, cast: Cast, kind: str, held: dt.date, award: Any, **facts: Any) -> Activity:
    """A training, outreach or meeting."""
    given = {"title": "An event", "written_by_id": by.agency_id, "task_force": cast.riverbend, **facts}
    return write(Activity, by, kind=kind, held_on=held, award=award, **given)
