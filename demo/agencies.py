"""The agencies of the demonstration, the two task forces, memoranda and awards. None of them exists."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.utils import timezone

from agencies.models import Agency, Award, AwardAgency, Memorandum, Participation, TaskForce
from agencies.vocabulary import Level, Sector, Side
from demo.stage import OWNER, Stage

POLICE, PROSECUTION, SERVICES = Sector.LAW_ENFORCEMENT, Sector.PROSECUTION, Sector.VICTIM_SERVICES
NAME, OTHER_NAME = "Larkspur County Task Force (fictional)", "Lakeside Task Force (fictional)"
STATE = "OH"


@dataclass(frozen=True)
class Office:
    """An agency as the story knows it; `lead` is of which side, `force` of which task force."""

    name: str
    sector: Sector
    level: Level
    city: str = ""
    force: str = "riverbend"
    lead: str = ""
    ori: str = ""
    signs_in: bool = True


OFFICES = {
    "sheriff": Office("Larkspur County Sheriff", POLICE, Level.COUNTY, "Larkspur", lead="law", ori="OH0000001"),
    "quillmere": Office("Quillmere City Police", POLICE, Level.LOCAL, "Quillmere", ori="OH0000002"),
    "brackenford": Office("Brackenford Police", POLICE, Level.LOCAL, "Brackenford", ori="OH0000003"),
    "otterby": Office("Otterby Police", POLICE, Level.LOCAL, "Otterby", ori="OH0000004"),
    "bureau": Office("State Bureau of Inquiry", POLICE, Level.STATE, "Quillmere", ori="OH0000005"),
    "federal": Office("Federal Labor Inspectors", POLICE, Level.FEDERAL, "Quillmere", signs_in=False),
    "attorney": Office("Larkspur District Attorney", PROSECUTION, Level.COUNTY, "Larkspur"),
    "federal_attorney": Office("Federal Prosecutor, Fern District", PROSECUTION, Level.FEDERAL, "Quillmere"),
    "lantern": Office("Lantern House", SERVICES, Level.NONE, "Larkspur", lead="services"),
    "legal_aid": Office("Larkspur Legal Aid", SERVICES, Level.NONE, "Larkspur"),
    "youth": Office("Second Street Youth Center", SERVICES, Level.NONE, "Quillmere"),
    "office": Office("Larkspur Task Force Office", Sector.COORDINATION, Level.COUNTY, "Larkspur"),
    "operator": Office("Demonstration Systems", Sector.COORDINATION, Level.STATE, force=""),
    "lake_police": Office("Lakeside Police", POLICE, Level.LOCAL, "Lakeside", "lakeside", "law", "OH0000009"),
    "lake_shelter": Office("Lakeside Shelter", SERVICES, Level.NONE, "Lakeside", "lakeside", "services"),
    "lake_office": Office("Lakeside Task Force Office", Sector.COORDINATION, Level.COUNTY, "Lakeside", "lakeside"),
}

POLICE_KEYS = ("sheriff", "quillmere", "brackenford", "otterby", "bureau")
PROVIDER_KEYS = ("lantern", "legal_aid", "youth")
CITIES = {"Larkspur": 35, "Quillmere": 40, "Brackenford": 14, "Otterby": 8, "": 3}

# award: (holder, side, program, agencies under it and their part)
AWARDS = {
    "law": (
        ("15POVC-00-EX-00001", "sheriff", Side.LAW, "ECM task force: law enforcement"),
        {
            **dict.fromkeys(("quillmere", "brackenford", "otterby", "attorney", "federal"), "subrecipient"),
            **dict.fromkeys(("lantern", "office"), "partner"),
        },
    ),
    "services": (
        ("15POVC-00-EX-00002", "lantern", Side.SERVICES, "ECM task force: victim services"),
        {"legal_aid": "subrecipient", "youth": "subrecipient", "sheriff": "partner"},
    ),
}


def gather(stage: Stage) -> None:
    """Open the task forces and their agencies."""
    stage.riverbend = TaskForce.objects.using(OWNER).create(name=NAME, state=STATE)
    stage.lakeside = TaskForce.objects.using(OWNER).create(name=OTHER_NAME, state=STATE)
    for number, (key, office) in enumerate(OFFICES.items(), 1):
        stage.agencies[key] = _opened(key, office, number)
        if office.force:
            _joined(stage, key, office)
    _memoranda(stage)
    _awards(stage)


def _opened(key: str, office: Office, number: int) -> Agency:
    return Agency.objects.using(OWNER).create(
        name=office.name,
        sector=office.sector,
        level=office.level,
        ori=office.ori,
        city=office.city,
        county="Lakeside" if office.force == "lakeside" else "Larkspur",
        state=STATE,
        on_call_phone=f"555-01{number:02d}",
        signs_in=office.signs_in,
        is_operator=key == "operator",
        group=Group.objects.using(OWNER).create(name=f"demonstration {key}"),
    )


def _joined(stage: Stage, key: str, office: Office) -> None:
    then = timezone.make_aware(dt.datetime.combine(stage.began, dt.time(9)))
    stage.put(
        Participation(
            task_force=getattr(stage, office.force),
            agency=stage.agencies[key],
            lead=office.lead,
            coordinates=office.sector == Sector.COORDINATION,
            from_on=stage.began,
            accepted_at=then,
            law_agreed_at=then,
            services_agreed_at=then,
        )
    )


def _memoranda(stage: Stage) -> None:
    """One an agency, of two years; that of the state bureau is about to end."""
    for key, office in OFFICES.items():
        if office.force == "riverbend":
            until = stage.ago(-21) if key == "bureau" else stage.ago(-stage.rng.randint(150, 400))
            stage.put(
                Memorandum(
                    task_force=stage.riverbend,
                    agency=stage.agencies[key],
                    title="Memorandum of understanding",
                    signed_on=until - dt.timedelta(days=737),
                    from_on=until - dt.timedelta(days=730),
                    until_on=until,
                )
            )


def _awards(stage: Stage) -> None:
    """Two awards of three years, one a side, from the October two years and more ago."""
    starts_on = dt.date(stage.began.year - (stage.began.month < 10), 10, 1)
    for key, ((number, holder, side, program), parts) in AWARDS.items():
        stage.awards[key] = award = Award.objects.using(OWNER).create(
            number=number,
            program=program,
            task_force=stage.riverbend,
            agency=stage.agencies[holder],
            side=side,
            starts_on=starts_on,
            ends_on=dt.date(starts_on.year + 3, 9, 30),
        )
        for agency, part in parts.items():
            stage.put(AwardAgency(award=award, agency=stage.agencies[agency], part=part, from_on=starts_on))
