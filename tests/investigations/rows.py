"""One row of each model of the law-enforcement room, written by the owner's alias, for the search for leaks."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import Permission
from django.utils import timezone

from access.hats import Hat
from investigations import models, vocabulary
from tests.cast import OWNER, Cast
from tests.referrals.rows import a_disclosure, a_referral


def write(model: type, hat: Hat, **facts: Any) -> Any:
    """A row of `model`, written by the owner as if `hat` had made it."""
    return model.objects.using(OWNER).create(owner_id=hat.agency_id, made_by_id=hat.person_id, **facts)


def an_investigation(
    cast: Cast, hat: Hat | None = None, number: str = "S-26-0417", **facts: Any
) -> models.Investigation:
    """A labor investigation of the sheriff's, led by Dan Detective, unless told otherwise."""
    hat = hat or cast.detective
    known = {"form": "labor", "source": "labor", "task_force": cast.riverbend, "lead_id": hat.person_id}
    return write(models.Investigation, hat, number=number, **(known | facts))


def _part(model: type, cast: Cast, investigation: models.Investigation | None = None, **facts: Any) -> Any:
    investigation = investigation or an_investigation(cast)
    return write(model, cast.detective, investigation=investigation, sealed=investigation.sealed, **facts)


def a_victim(cast: Cast, investigation: models.Investigation | None = None, **facts: Any) -> models.Victim:
    """A woman whom the sheriff's detective knows as Rosa Vidal."""
    known = {
        "number": 1,
        "name": "Rosa Vidal",
        "standing": "potential",
        "standing_basis": "Said her passport was kept",
        "form": "labor",
        "age_band": "adult",
        "sex": "female",
        "citizenship": "foreign",
    }
    return _part(models.Victim, cast, investigation, **(known | facts))


def a_suspect(cast: Cast, investigation: models.Investigation | None = None, **facts: Any) -> models.Suspect:
    """A recruiter whom the sheriff's detective knows as Karl Wermut."""
    known = {
        "number": 1,
        "name": "Karl Wermut",
        "records_number": "RMS-77123",
        "part": "trafficker",
        "roles": ["recruiter", "employer"],
        "age_band": "adult",
        "sex": "male",
    }
    return _part(models.Suspect, cast, investigation, **(known | facts))


def a_statute(cast: Cast, **facts: Any) -> models.Statute:
    """The forced labor statute of the Riverbend task force's state."""
    known = {
        "task_force": cast.riverbend,
        "citation": f"ORC 2905.32 {uuid.uuid4().hex[:6]}",
        "title": "Trafficking in persons",
        "level": "state",
        "kind": "labor",
        "group": "trafficking",
    }
    return models.Statute.objects.using(OWNER).create(**(known | facts))


def _kept(model: type, cast: Cast, suspect: models.Suspect, **facts: Any) -> Any:
    return _part(model, cast, suspect.investigation, suspect=suspect, investigating_id=suspect.owner_id, **facts)


def a_charge(cast: Cast, suspect: models.Suspect | None = None, **facts: Any) -> models.Charge:
    """A state charge against the suspect, kept by the sheriff."""
    known = {"statute": facts.pop("statute", None) or a_statute(cast), "level": "state"}
    return _kept(models.Charge, cast, suspect or a_suspect(cast), **(known | facts))


def a_disposition(cast: Cast) -> models.Disposition:
    """A guilty plea to the charge."""
    charge = a_charge(cast)
    return _kept(models.Disposition, cast, charge.suspect, charge=charge, outcome="plea", level="state")


def a_survivor_arrest(cast: Cast, victim: models.Victim | None = None, **facts: Any) -> models.SurvivorArrest:
    """Rosa Vidal, cited before anybody knew."""
    victim = victim or a_victim(cast)
    known = {
        "event": "citation",
        "reason": "unaware",
        "offense": "Loitering",
        "level": "state",
        "advocate_called": "no",
        "outcome": "pending",
    }
    return _part(models.SurvivorArrest, cast, victim.investigation, victim=victim, **(known | facts))


def _permission(code: str) -> Permission:
    return Permission.objects.using(OWNER).get(codename=code, content_type__app_label="investigations")


def an_agency_grant(
    cast: Cast, investigation: models.Investigation | None = None, kind: str = "see_summary", **facts: Any
) -> models.InvestigationAgencyGrant:
    """The federal wage office may see the summary."""
    investigation = investigation or an_investigation(cast)
    known = {"group": facts.pop("to", cast.federal).group, "reason": "Wage records", "sealed": investigation.sealed}
    return write(
        models.InvestigationAgencyGrant,
        cast.detective,
        content_object=investigation,
        permission=_permission(kind),
        **(known | facts),
    )


def a_person_grant(
    cast: Cast,
    investigation: models.Investigation | None = None,
    kind: str = "see_summary",
    to: Hat | None = None,
    **facts: Any,
) -> models.InvestigationPersonGrant:
    """Dora Detective, a colleague, is named."""
    investigation, to = investigation or an_investigation(cast), to or cast.second_detective
    known = {"user_id": to.person_id, "agency_id": to.agency_id, "reason": "Interviews"}
    known |= {"sealed": investigation.sealed}
    return write(
        models.InvestigationPersonGrant,
        cast.detective,
        content_object=investigation,
        permission=_permission(kind),
        **(known | facts),
    )


def a_hearing(cast: Cast, suspect: models.Suspect | None = None, **facts: Any) -> models.Hearing:
    """A trial, written down by the sheriff."""
    known = {"kind": "trial", "at": timezone.now(), "court": "Riverbend County"}
    return _kept(models.Hearing, cast, suspect or a_suspect(cast), **(known | facts))


def an_arrest(cast: Cast, suspect: models.Suspect | None = None, **facts: Any) -> models.Arrest:
    """The suspect, arrested by the sheriff; somebody asked whether he is a survivor."""
    suspect = suspect or a_suspect(cast)
    known = {"level": "state", "group": "trafficking", "is_survivor": vocabulary.YesNo.NO}
    return _part(models.Arrest, cast, suspect.investigation, suspect=suspect, **(known | facts))


def _operation(cast: Cast) -> models.Operation:
    facts = {"name": "Green thumb", "kind": "inspection", "focus": "labor", "planned_on": timezone.localdate()}
    return _part(models.Operation, cast, provider_told="yes", provider_standby="no", **facts)


def a_notice(cast: Cast, to: Any = None) -> models.OperationNotice:
    """A heads-up from the sheriff to Riverbend Legal Aid, unless told otherwise."""
    facts = {"when": "Late next week", "people": 6, "minors": "no", "ends_on": timezone.localdate()}
    return write(models.OperationNotice, cast.detective, recipient=to or cast.legal_aid, **facts)


def _answer(cast: Cast) -> models.NoticeAnswer:
    return write(models.NoticeAnswer, cast.other_advocate, notice=a_notice(cast), recipient=cast.sheriff, ready="yes")


ROWS = {
    "investigations.Investigation": an_investigation,
    "investigations.StatusChange": lambda cast: _part(models.StatusChange, cast, status="open", reason="Raid at dawn"),
    "investigations.FormAssessment": lambda cast: _part(models.FormAssessment, cast, form="labor", basis="Wages kept"),
    "investigations.Victim": a_victim,
    "investigations.VictimDisclosure": lambda cast: (
        (victim := a_victim(cast))
        and _part(models.VictimDisclosure, cast, victim.investigation, victim=victim, disclosure=a_disclosure(cast))
    ),
    "investigations.VictimReferral": lambda cast: (
        (victim := a_victim(cast))
        and _part(models.VictimReferral, cast, victim.investigation, victim=victim, referral=a_referral(cast))
    ),
    "investigations.Suspect": a_suspect,
    "investigations.Arrest": an_arrest,
    "investigations.SurvivorArrest": a_survivor_arrest,
    "investigations.Charge": a_charge,
    "investigations.ChargingDecision": lambda cast: _kept(
        models.ChargingDecision, cast, a_suspect(cast), decision="accepted", level="state", survivor_asked="yes"
    ),
    "investigations.Disposition": a_disposition,
    "investigations.Note": lambda cast: _part(models.Note, cast, text="Karl Wermut keeps the passports."),
    "investigations.Task": lambda cast: _part(models.Task, cast, title="Ask Wermut's bank for records"),
    "investigations.Hearing": a_hearing,
    "investigations.Operation": _operation,
    "investigations.OperationNotice": a_notice,
    "investigations.NoticeAnswer": _answer,
    "investigations.InvestigationAgencyGrant": an_agency_grant,
    "investigations.InvestigationPersonGrant": a_person_grant,
}
