"""How the provider's room is walled: own agency alone, the assigned where the agency says so, named people.

Every row about a client carries the client and `named_only`, so that a note of a closed client is as
closed as the client (`victims/functions/sight.py`).
"""

from __future__ import annotations

from access.policies import Bar, Protection
from agencies.policies import under_an_award
from agencies.vocabulary import Role
from audit.watching import opened_outside
from cases.policies import barred
from victims.functions import releasing, rotating, sight
from victims.functions.sight import SERVING


def bars(column: str = "client_id") -> tuple[Bar, ...]:
    """What must hold besides working there: assigned where the agency says so, named where closed."""
    mine = "IN (SELECT unnest((SELECT wall.{}())::uuid[]))"
    return (
        Bar("assigned", f"NOT (SELECT wall.only_assigned()) OR {column} {mine.format('my_clients')}"),
        Bar("named", f"NOT named_only OR {column} {mine.format('my_named_clients')}"),
    )


def about_a_client(model: str, kind: str, **more: object) -> Protection:
    """The protection of a record about one client; `more` as in `Protection`."""
    parents = (("client_id", "victims.Client"), *more.pop("parents", ()))
    return Protection(f"victims.{model}", kind, parents=parents, bars=(*bars(), *more.pop("bars", ())), **more)


def maybe_about_a_client(model: str, **more: object) -> Protection:
    """The protection of a record that may be about no client; `more` as in `Protection`."""
    either = tuple(Bar(bar.name, f"client_id IS NULL OR ({bar.using})") for bar in bars())
    parents = (("client_id", "victims.Client"), *more.pop("parents", ()))
    either += more.pop("bars", ())
    return Protection(f"victims.{model}", "provider_work", parents=parents, bars=either, **more)


def columns(named: str) -> tuple[str, ...]:
    """Column names from a line of them."""
    return tuple(named.split())


# What sections B, C and D of measures.csv count by; nothing of it names anybody.
DEMOGRAPHICS = columns(
    "status opened_on standing form gender race age_known grown citizenship_group citizenships language interpreter "
    "special_groups tribal victimizations labor_indicators sex_indicators exploitations industries settings "
    "traffickers controls referral_source police_choice arrested made_at"
)

CASE = (("case_id", "cases.Case"),)
PAPERS = (("referral_id", "referrals.Referral"), ("paper_id", "referrals.ReferralPaper"))

PROTECTIONS = (
    Protection("victims.Client", "client", bars=bars("id"), counter=DEMOGRAPHICS, history=True),
    Protection(
        "victims.ClientPersonGrant",
        "client_grant",
        inserts=False,
        updates=(),
        bars=bars("content_object_id"),
    ),
    about_a_client(
        "Determination",
        "client",
        updates=(),
        counter=("client_id", "on", "standing", "form", "made_at"),
        history=True,
    ),
    about_a_client(
        "Enrollment",
        "client",
        holds=under_an_award("victims_enrollment.award_id"),
        counter=columns(
            "client_id award_id opened_on first_served_on age reentry exited_on exit_reason exit_housing exit_income "
            "made_at"
        ),
        history=True,
    ),
    about_a_client("Arrest", "client", counter=("client_id", "time", "on", "outcome", "made_at"), history=True),
    about_a_client(
        "FamilyMember", "client", counter=("client_id", "relation", "number", "grown", "left_on"), history=True
    ),
    about_a_client(
        "Need",
        "client",
        counter=("client_id", "category", "on", "state", "barrier", "settled_on"),
        history=True,
    ),
    Protection(
        "victims.TurnedAway",
        "provider_work",
        holds=under_an_award("victims_turnedaway.award_id"),
        counter=("on", "people", "extent", "reason", "wanted", "award_id", "struck_at", "made_at"),
        history=True,
    ),
    about_a_client("ClientIdentity", "client_identity"),
    about_a_client("NameToken", "client_identity", updates=(), delete=True),
    Protection(
        "victims.DataKey",
        "client_identity",
        parents=(("client_id", "victims.Client"), ("agency_key_id", "access.AgencyKey")),
        bars=tuple(Bar(bar.name, f"client_id IS NULL OR ({bar.using})") for bar in bars()),
        updates=("wrapped", "destroyed_at", "version"),
    ),
    about_a_client(
        "ServiceEntry",
        "client",
        holds=under_an_award("victims_serviceentry.award_id"),
        parents=(("family_member_id", "victims.FamilyMember"),),
        counter=columns(
            "client_id family_member_id category on minutes nights dollars award_id funding delivery struck_at row "
            "made_at"
        ),
        history=True,
    ),
    about_a_client("Note", "client_note", updates=("text", "struck_at", "version"), history=True),
    about_a_client(
        "CaseBookmark",
        "provider_work",
        parents=CASE,
        bars=(barred("case_id"),),
        updates=("ended_at", "version"),
        history=True,
    ),
    maybe_about_a_client("Task", parents=CASE, bars=(barred("id", "work_barred"),), history=True),
    maybe_about_a_client("Hearing", parents=CASE, bars=(barred("id", "work_barred"),), history=True),
    about_a_client(
        "Release",
        "release",
        updates=columns(
            "recipient_person_id recipient_id purpose kinds covers starts_on ends_on explained_how language "
            "interpreter interpreter_name told_services told_defense told_risks told_revoking capacity "
            "signed_name second_name second_relation witness_name drawn second_drawn manner kept_at signed_on "
            "signed_at revoked_at revoked_by_id revoked_how version"
        ),
        counter=("client_id", "recipient_id", "kinds", "starts_on", "ends_on", "signed_on", "signed_at", "revoked_at"),
        history=True,
    ),
    about_a_client("ReleaseFact", "release", parents=(("release_id", "victims.Release"),), updates=()),
    # No parent below: the link is written before the copy, which its giver sees through the link.
    about_a_client("DisclosureLink", "release", parents=(("release_id", "victims.Release"),), updates=()),
    about_a_client(
        "Demand",
        "release",
        updates=columns(
            "stage stage_on answer_by to_whom asked given law grounds told attempts protection struck_at version"
        ),
        history=True,
    ),
    maybe_about_a_client("ReferralLink", parents=PAPERS, updates=()),
    maybe_about_a_client(
        "ReferralStep",
        parents=(*PAPERS, ("message_id", "referrals.Message")),
        updates=(),
        counter=("client_id", "referral_id", "paper_id", "message_id", "step", "on", "made_at"),
        history=True,
    ),
)


def of_a_seen_client(table: str, command: str, column: str) -> tuple[str, str, str, str, str, None, bool]:
    """At the provider a copy is seen by those who see the client whom it is about. Its reader is elsewhere."""
    using = (
        f"owner_id <> ALL ((SELECT wall.agencies_as({SERVING}))::int[])"
        f" OR {column} IN (SELECT l.disclosure_id FROM victims_disclosurelink l)"
    )
    return (table, f"bar_client_{command.lower()}", command, "ecm_app", using, None, True)


POLICIES = [
    of_a_seen_client("referrals_disclosure", "SELECT", "id"),
    of_a_seen_client("referrals_disclosure", "UPDATE", "id"),
    of_a_seen_client("referrals_reading", "SELECT", "disclosure_id"),
]

FUNCTIONS = (
    *sight.FUNCTIONS,
    *rotating.FUNCTIONS,
    *releasing.FUNCTIONS,
    releasing.WORK_BARRED,
    opened_outside(
        "clients_opened_outside",
        kind="victims.client",
        table="victims_client",
        grants="victims_clientpersongrant",
        supervisor=Role.ADVOCATE_SUPERVISOR,
    ),
)
READ_OUTSIDE = ("clients_opened_outside",)

EXECUTED_BY = [
    (
        "ecm_app",
        [
            "work_barred",
            "only_assigned",
            "my_clients",
            "my_named_clients",
            "assign_client",
            "end_client_grant",
            "hand_over_clients",
            "set_client_closed",
            "forget_copies",
        ],
    ),
    (
        "ecm_clerk",
        [
            "agencies_with_keys",
            "keys_of_agency",
            "rewrap_agency_key",
            "add_agency_key",
            "data_keys_not_under",
            "rewrap_data_key",
            "row_keys_not_under",
            "rewrap_row_key",
        ],
    ),
]
