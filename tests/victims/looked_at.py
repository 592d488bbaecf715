"""The provider's pages that are looked at (tests/every_page.py)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from access.context import acting
from agencies.models import Person, TaskForce
from referrals.models import Disclosure
from tests.cases.rows import a_case
from tests.cast import OWNER, Cast
from tests.referrals.rows import a_message, a_paper
from tests.victims.rows import a_client, a_demand, a_link, a_release, signed, someone_turned_away
from victims import models, services
from victims.bases import BASES, DEMANDS
from victims.services import SECTIONS
from victims.services import release as releasing


def made(cast: Cast) -> dict[str, Any]:
    """A client with one of everything, one who left and one who is closed; releases as they go; what was received."""
    TaskForce.objects.using(OWNER).update(allows_imminent_danger=True)
    client = a_full_client(cast)
    link, paper = a_link(cast), a_paper(cast)
    return {
        "client": client,
        **rows_of(client),
        "gone": a_client_who_left(cast),
        "closed": a_closed_client(cast),
        "nobody_known": someone_turned_away(cast),
        "draft": a_draft(cast),
        "later": a_release(cast, covers="later"),
        "given": link.release_id,
        "link": link,
        "demand": a_demand(cast, client=client),
        "paper": paper,
        "referral": paper.referral,
        "message": a_message(cast),
        "copy": a_copy_for_another_provider(cast),
    }


def a_full_client(cast: Cast) -> models.Client:
    """A client with a note, a need, a task, a court date, a child, an arrest, a case and a service."""
    client, by, case = a_client(cast), cast.advocate, a_case(cast)
    with acting(by):
        services.set_identity(by=by, client=client, safe_contact="Text only, after 6 pm", remarks="Afraid of dogs")
        services.write_note(by=by, client=client, text="She is looking for work.", privileged=True)
        services.note_need(by=by, client=client, category="dental")
        services.add_task(by=by, client=client, text="Call the clinic", due_on=timezone.localdate())
        services.add_hearing(by=by, client=client, kind="trial", on=timezone.localdate() + dt.timedelta(days=4))
        services.add_family_member(by=by, client=client, relation="child", name="Tito")
        services.add_arrest(by=by, client=client, time="before", outcome="open")
        services.bookmark(by=by, client=client, case=case)
        row = {"client": client, "category": "food", "award": cast.services_award, "note": "Groceries"}
        services.enter_services(by=by, rows=[row])
    return client


def rows_of(client: models.Client) -> dict[str, Any]:
    """What hangs on a full client, by the name of its kind."""
    kinds = (
        *(models.Note, models.Need, models.Task, models.Hearing, models.FamilyMember, models.Arrest),
        *(models.CaseBookmark, models.ServiceEntry, models.Enrollment),
    )
    found = {kind._meta.model_name: kind.objects.using(OWNER).get(client=client) for kind in kinds}
    return found | {"grant": models.ClientPersonGrant.objects.using(OWNER).get(content_object=client)}


def a_client_who_left(cast: Cast) -> models.Client:
    """Somebody whose goals were met today."""
    client = a_client(cast)
    with acting(cast.advocate):
        services.exit_client(by=cast.advocate, client=client, on=timezone.localdate(), reason="goals_met")
    return client


def a_closed_client(cast: Cast) -> models.Client:
    """A client whom only her advocate and the supervisor see."""
    client, named = a_client(cast), (cast.advocate, cast.advocate_supervisor)
    with acting(cast.advocate):
        people = list(Person.objects.filter(pk__in=[hat.person_id for hat in named]))
        services.close_to_named(by=cast.advocate, client=client, people=people, reason="Works here herself")
    return client


def a_draft(cast: Cast) -> models.Release:
    """A release that nobody has signed."""
    client, by = a_client(cast), cast.advocate
    with acting(by):
        said = "So that they reach me."
        return releasing.draw_up(by=by, client=client, recipient=cast.sheriff, person=None, purpose=said)


def a_copy_for_another_provider(cast: Cast) -> Disclosure:
    """What Harbor House sends along as it refers its client to the other provider."""
    client, by = a_client(cast), cast.advocate
    with acting(by):
        release = signed(client, by, cast.legal_aid, texts={"called": "Rosa", "safe_contact": "Text 555-0177"})
        sent = releasing.refer(by=by, release=release, digest=releasing.copy_of(release).digest, urgency="day")
    return Disclosure.objects.using(OWNER).get(referral=sent)


PAGES = {
    "advocate_supervisor": [
        "victims:list",
        "victims:new",
        "victims:caseload",
        "victims:quick",
        "victims:tasks",
        "victims:task_new",
        "victims:task_done task",
        "victims:hearing_new",
        "victims:cancel_hearing hearing",
        "victims:turned_away",
        "victims:turned_away_new",
        "victims:turned_away_change nobody_known",
        "victims:strike_turned_away nobody_known",
        "victims:detail client",
        *(f"victims:intake client {section}" for section in SECTIONS),
        "victims:services client",
        "victims:quick_for client",
        "victims:strike_service serviceentry",
        "victims:note client",
        "victims:strike_note note",
        "victims:need client",
        "victims:settle_need need",
        "victims:task client",
        "victims:hearing client",
        "victims:arrest client",
        "victims:change_arrest arrest",
        "victims:family client",
        "victims:change_family familymember",
        "victims:first_service enrollment",
        "victims:bookmark client",
        "victims:drop_bookmark casebookmark",
        "victims:assign client",
        "victims:end_grant grant",
        "victims:exit client",
        "victims:close client",
        "victims:open_all closed",
        "victims:detail gone",
        "victims:reenter gone",
        "victims:forget gone",
        "victims:releases",
        "victims:release_new client",
        "victims:release draft",
        "victims:release_address draft",
        "victims:release_contents draft",
        "victims:release_sign draft",
        "victims:release later",
        "victims:release_print later",
        "victims:release_renew later",
        "victims:release_revoke later",
        "victims:release_give later",
        "victims:release_refer later",
        "victims:release_later later",
        "victims:release given",
        "victims:copy_close link",
        "victims:ledger client",
        "victims:told client ?in=es",
        *(f"victims:demand_new client {basis}" for basis in DEMANDS),
        "victims:demand demand",
        "victims:demand_strike demand",
        "victims:by_law client",
        *(f"victims:give_by_law client {basis}" for basis in BASES),
        "victims:referral_work referral",
        "victims:referral_step referral",
        "victims:paper_open paper",
        "victims:paper_match paper",
        "victims:paper_step paper",
        "victims:message_work message",
        "victims:message_step message",
    ],
    "other_advocate": ["victims:copy_open copy", "victims:copy_match copy"],
    "lake_advocate": ["victims:list", "victims:tasks", "victims:turned_away", "victims:releases"],
}
