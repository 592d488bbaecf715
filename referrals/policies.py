"""How the table between the sides is walled: a row is its sender's and its one addressee's, nobody else's."""

from __future__ import annotations

from access.policies import Arm, Protection
from agencies.functions import DEFINER
from cases.policies import barred

ALL_ROLES = "'{advocate,advocate_supervisor,detective,le_supervisor,prosecutor,system_victim_specialist}'::text[]"


# Requests of a case that is hidden from the reader for a conflict of interest.
BARRED = f"""
CREATE OR REPLACE FUNCTION wall.requests_barred() RETURNS uuid[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT ARRAY(SELECT r.id FROM public.referrals_servicerequest r WHERE r.case_id = ANY (wall.cases_barred()))
$$"""
FUNCTIONS = (BARRED,)
EXECUTED_BY = (("ecm_app", ["requests_barred"]),)


def neighbour(table: str) -> str:
    """SQL: the addressee is another agency of one of the sender's task forces."""
    return (
        f"{table}.recipient_id <> {table}.owner_id AND {table}.recipient_id = ANY ((SELECT wall.neighbours())::int[])"
    )


def follows(table: str, whole: str, column: str) -> str:
    """SQL: a part goes from and to the same agencies as the row it hangs on."""
    return (
        f"EXISTS (SELECT 1 FROM {whole} whole WHERE whole.id = {table}.{column}"
        f" AND whole.owner_id = {table}.owner_id AND whole.recipient_id = {table}.recipient_id)"
    )


def answers(table: str, whole: str, column: str) -> str:
    """SQL: a part comes back from the addressee of the row it hangs on to that row's sender."""
    return (
        f"EXISTS (SELECT 1 FROM {whole} whole WHERE whole.id = {table}.{column}"
        f" AND whole.recipient_id = {table}.owner_id AND whole.owner_id = {table}.recipient_id)"
    )


# A copy is its addressee's until the clock or a revocation closes it; one for a person is that person's alone.
OPEN_TO_ITS_READER = (
    "ends_at > now() AND revoked_at IS NULL"
    " AND (recipient_person_id IS NULL OR recipient_person_id = (SELECT wall.person()))"
)
# Whoever reads a copy writes so in the ledger of the agency that gave it, in their own name.
READ_BY_ITS_READER = (
    "made_by_id = (SELECT wall.person()) AND EXISTS (SELECT 1 FROM referrals_disclosure d"
    " WHERE d.id = referrals_reading.disclosure_id AND d.owner_id = referrals_reading.owner_id"
    f" AND d.recipient_id = ANY ((SELECT wall.agencies_as({ALL_ROLES}))::int[]))"
)


def stays(table: str, column: str) -> tuple[str, str, str, str, str, str, bool]:
    """What was taken back stays taken back: a row is changed only while `column` is empty."""
    return (table, "stays_closed", "UPDATE", "ecm_app", f"{column} IS NULL", "true", True)


POLICIES = (stays("referrals_disclosure", "revoked_at"), stays("referrals_referralpaper", "withdrawn_at"))

# An envelope and its receipt are addressed: both agencies count by them, as both read them on their pages.
COUNTED_BY_RECIPIENT = Arm(
    "counted_by_recipient", "SELECT", "recipient_id = (SELECT wall.counting_agency())", login="ecm_counter"
)

PROTECTIONS = (
    Protection(
        "referrals.ServiceRequest",
        "request",
        recipient="recipient_id",
        task_force="task_force_id",
        parents=(("case_id", "cases.Case"),),
        bars=(barred("case_id"),),
        holds=neighbour("referrals_servicerequest"),
        updates=(),
        counter=("made_at", "recipient_id", "case_id", "people", "minors", "answer_by"),
    ),
    Protection(
        "referrals.Answer",
        "request",
        recipient="recipient_id",
        parents=(("request_id", "referrals.ServiceRequest"),),
        bars=(barred("request_id", "requests_barred"),),
        holds=answers("referrals_answer", "referrals_servicerequest", "request_id"),
        updates=(),
        counter=("made_at", "request_id", "recipient_id", "said"),
    ),
    Protection(
        "referrals.Referral",
        "referral",
        recipient="recipient_id",
        task_force="task_force_id",
        holds=neighbour("referrals_referral"),
        updates=(),
        arms=(COUNTED_BY_RECIPIENT,),
        counter=("made_at", "recipient_id", "urgency", "receive_by", "closes_at"),
    ),
    Protection(
        "referrals.Receipt",
        "referral",
        recipient="recipient_id",
        parents=(("referral_id", "referrals.Referral"),),
        holds=answers("referrals_receipt", "referrals_referral", "referral_id"),
        updates=(),
        arms=(COUNTED_BY_RECIPIENT,),
        counter=("at", "referral_id", "recipient_id"),
    ),
    Protection(
        "referrals.ReferralPaper",
        "referral_paper",
        recipient="recipient_id",
        addressed="withdrawn_at IS NULL",
        parents=(("referral_id", "referrals.Referral"),),
        holds=follows("referrals_referralpaper", "referrals_referral", "referral_id"),
        updates=("withdrawn_at", "wrapped", "version"),
    ),
    Protection(
        "referrals.Message",
        "message",
        recipient="recipient_id",
        holds=neighbour("referrals_message"),
        updates=(),
    ),
    Protection(
        "referrals.Disclosure",
        "disclosure",
        recipient="recipient_id",
        addressed=OPEN_TO_ITS_READER,
        parents=(("referral_id", "referrals.Referral"),),
        # Taking a copy back must work when its reader has left the task force, too.
        holds=f"revoked_at IS NOT NULL OR ({neighbour('referrals_disclosure')})",
        updates=("revoked_at", "wrapped", "version"),
        counter=("made_at", "recipient_id", "basis", "ends_at", "revoked_at"),
    ),
    Protection(
        "referrals.Reading",
        "reading",
        parents=(("disclosure_id", "referrals.Disclosure"),),
        arms=(Arm("read", "INSERT", READ_BY_ITS_READER),),
        updates=(),
    ),
)
