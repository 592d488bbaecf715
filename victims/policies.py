"""How the provider's room is walled: own agency alone, the assigned where the agency says so, named people.

Every row about a client carries the client and `named_only`, so that a note of a closed client is as
closed as the client. What changes who sees what is done by functions of the database's owner, each
checking who asks.
"""

from __future__ import annotations

from access.policies import Bar, Protection
from access.wall import SERVICE_ROLES
from agencies.functions import DEFINER
from agencies.policies import under_an_award
from agencies.vocabulary import Role
from audit.watching import opened_outside
from cases.policies import barred
from victims.functions import FUNCTIONS as RELEASING
from victims.functions import WORK_BARRED, as_array

SERVING = "'{" + ",".join(role.value for role in SERVICE_ROLES) + "}'::text[]"
SUPERVISING = "'{" + Role.ADVOCATE_SUPERVISOR.value + "}'::text[]"
LIVE = "g.ended_at IS NULL AND g.from_on <= wall.today() AND (g.until_on IS NULL OR g.until_on >= wall.today())"


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

READING = (
    f"""
CREATE OR REPLACE FUNCTION wall.only_assigned() RETURNS boolean
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT a.assigned_only AND NOT (wall.my_roles() && {SUPERVISING})
    FROM public.agencies_agency a WHERE a.id = wall.agency()
$$""",
    f"""
CREATE OR REPLACE FUNCTION wall.granted_clients(codenames text[]) RETURNS uuid[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT ARRAY(
        SELECT g.content_object_id FROM public.victims_clientpersongrant g
        JOIN public.auth_permission p ON p.id = g.permission_id
        WHERE g.user_id = wall.person() AND g.owner_id = wall.agency() AND p.codename = ANY (codenames) AND {LIVE})
$$""",
    f"""
CREATE OR REPLACE FUNCTION wall.my_clients() RETURNS uuid[]
LANGUAGE sql STABLE {DEFINER} AS $$ SELECT wall.granted_clients('{{assigned,named}}') $$""",
    f"""
CREATE OR REPLACE FUNCTION wall.my_named_clients() RETURNS uuid[]
LANGUAGE sql STABLE {DEFINER} AS $$ SELECT wall.granted_clients('{{named}}') $$""",
)

# A child takes `named_only` from its client, whatever its writer says.
COPYING = f"""
CREATE OR REPLACE FUNCTION wall.copy_named_only() RETURNS trigger
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    NEW.named_only := coalesce((SELECT c.named_only FROM public.victims_client c WHERE c.id = NEW.client_id), false);
    RETURN NEW;
END $$"""

CHANGING = (
    # Under this hat; `serves_here` asks what somebody may be, whatever hat they wear. Never null.
    f"""
CREATE OR REPLACE FUNCTION wall.acts_as(roles text[]) RETURNS boolean
LANGUAGE sql STABLE {DEFINER} AS $$ SELECT coalesce(wall.my_roles() && roles, false) $$""",
    f"""
CREATE OR REPLACE FUNCTION wall.serves_here(someone int) RETURNS boolean
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT EXISTS (SELECT 1 FROM wall.roles_at(someone, wall.agency()) r WHERE r.roles && {SERVING})
$$""",
    f"""
CREATE OR REPLACE FUNCTION wall.may_assign(client uuid, someone int) RETURNS boolean
LANGUAGE sql STABLE {DEFINER} AS $$
    -- One that is not this agency's, whether it is another's or nobody's: only to oneself, as the maker of a
    -- client that is only now being opened; `check_client_grant` looks for it when all is written. A closed
    -- one: who is named. Else a supervisor, or whoever takes on a client that they see.
    SELECT wall.acts_as({SERVING}) AND wall.serves_here(someone) AND coalesce((
        SELECT CASE
            WHEN c.named_only THEN c.id = ANY (wall.my_named_clients())
            ELSE wall.my_roles() && {SUPERVISING} OR (someone = wall.person() AND NOT wall.only_assigned())
                OR c.id = ANY (wall.my_clients()) END
        FROM public.victims_client c WHERE c.id = client AND c.owner_id = wall.agency()), someone = wall.person())
$$""",
    f"""
CREATE OR REPLACE FUNCTION wall.put_grant(client uuid, someone int, codename text, why text) RETURNS void
LANGUAGE sql VOLATILE {DEFINER} AS $$
    INSERT INTO public.victims_clientpersongrant
        (id, owner_id, reason, from_on, made_at, made_by_id, permission_id, user_id, content_object_id, named_only)
    SELECT gen_random_uuid(), wall.agency(), why, wall.today(), now(), wall.person(), p.id, someone, client,
        coalesce((SELECT c.named_only FROM public.victims_client c
            WHERE c.id = client AND c.owner_id = wall.agency()), false)
    FROM public.auth_permission p
    JOIN public.django_content_type t ON t.id = p.content_type_id AND t.app_label = 'victims' AND t.model = 'client'
    WHERE p.codename = put_grant.codename AND NOT EXISTS (
        SELECT 1 FROM public.victims_clientpersongrant g
        WHERE g.content_object_id = client AND g.owner_id = wall.agency() AND g.user_id = someone
            AND g.permission_id = p.id AND {LIVE})
$$""",
    # Looked at when the transaction ends, in place of a foreign key: that would take another agency's client
    # and refuse one that does not exist, and so tell which of them there is.
    f"""
CREATE OR REPLACE FUNCTION wall.check_client_grant() RETURNS trigger
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.victims_client c
        WHERE c.id = NEW.content_object_id AND c.owner_id = NEW.owner_id) THEN
        RAISE EXCEPTION 'a grant is for a client of its agency' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$""",
    "DROP TRIGGER IF EXISTS check_client_grant ON victims_clientpersongrant;"
    " CREATE CONSTRAINT TRIGGER check_client_grant AFTER INSERT ON victims_clientpersongrant"
    " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wall.check_client_grant()",
    f"""
CREATE OR REPLACE FUNCTION wall.assign_client(client uuid, someone int, codename text, why text) RETURNS boolean
LANGUAGE plpgsql VOLATILE {DEFINER} AS $$
BEGIN
    IF NOT wall.may_assign(client, someone) THEN
        RETURN false;
    END IF;
    PERFORM wall.put_grant(client, someone, codename, why);
    RETURN true;
END $$""",
    f"""
CREATE OR REPLACE FUNCTION wall.end_client_grant(grant_id uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE {DEFINER} AS $$
DECLARE
    held public.victims_clientpersongrant;
BEGIN
    SELECT g.* INTO held FROM public.victims_clientpersongrant g WHERE g.id = grant_id AND g.ended_at IS NULL;
    IF held.id IS NULL OR held.owner_id <> wall.agency() OR NOT wall.acts_as({SERVING}) OR NOT (
        held.user_id = wall.person() OR wall.may_assign(held.content_object_id, wall.person())) THEN
        RETURN false;
    END IF;
    -- Somebody must be left who can open a closed client.
    IF held.named_only AND NOT EXISTS (
        SELECT 1 FROM public.victims_clientpersongrant g
        WHERE g.content_object_id = held.content_object_id AND g.permission_id = held.permission_id
            AND g.id <> held.id AND g.user_id <> held.user_id AND {LIVE}) THEN
        RETURN false;
    END IF;
    UPDATE public.victims_clientpersongrant SET ended_at = now() WHERE id = grant_id;
    RETURN true;
END $$""",
    f"""
CREATE OR REPLACE FUNCTION wall.hand_over_clients(leaver int, successor int, why text) RETURNS int
LANGUAGE plpgsql VOLATILE {DEFINER} AS $$
DECLARE
    in_trust boolean := successor <> wall.person() OR NOT EXISTS (
        SELECT 1 FROM public.agencies_membership m
        WHERE m.agency_id = wall.agency() AND m.person_id NOT IN (wall.person(), leaver)
            AND wall.serves_here(m.person_id::int));
    held record;
    moved int := 0;
BEGIN
    IF NOT wall.acts_as({SUPERVISING}) OR NOT wall.serves_here(successor) OR leaver = successor THEN
        RETURN NULL;
    END IF;
    -- What is closed to named people moves by one of the named, or when the leaver no longer serves here; not to
    -- the supervisor who moves it, though, while somebody else could serve them (docs/decisions/0007).
    FOR held IN
        SELECT g.id, g.content_object_id, p.codename, c.status FROM public.victims_clientpersongrant g
        JOIN public.auth_permission p ON p.id = g.permission_id
        JOIN public.victims_client c ON c.id = g.content_object_id
        WHERE g.user_id = leaver AND g.owner_id = wall.agency() AND {LIVE}
            AND (NOT g.named_only OR in_trust AND NOT wall.serves_here(leaver)
                OR g.content_object_id = ANY (wall.my_named_clients()))
    LOOP
        PERFORM wall.put_grant(held.content_object_id, successor, held.codename::text, why);
        UPDATE public.victims_clientpersongrant SET ended_at = now() WHERE id = held.id;
        moved := moved + (held.codename = 'assigned')::int;
    END LOOP;
    RETURN moved;
END $$""",
)


def about_clients(*, history: bool) -> list[str]:
    """The tables of every record about a client, or of their histories."""
    from django.apps import apps

    return [
        model._meta.db_table
        for model in apps.get_app_config("victims").get_models()
        if {"client", "named_only"} <= {field.name for field in model._meta.fields}
        and hasattr(model, "pgh_tracked_model") is history
    ]


def closing() -> str:
    """SQL of `wall.set_client_closed`: the client, what is about it, and its history, in one step."""
    tables = [(table, "client_id") for each in (False, True) for table in about_clients(history=each)]
    tables += [("victims_clienthistory", "id"), ("victims_clientpersongrant", "content_object_id")]
    follow = "\n".join(
        f"    UPDATE public.{table} t SET named_only = closed WHERE t.{column} = client AND t.named_only <> closed;"
        for table, column in tables
    )
    return f"""
CREATE OR REPLACE FUNCTION wall.set_client_closed(client uuid, closed boolean) RETURNS boolean
LANGUAGE plpgsql VOLATILE {DEFINER} AS $$
BEGIN
    IF NOT wall.may_assign(client, wall.person()) OR closed AND NOT EXISTS (
        SELECT 1 FROM public.victims_clientpersongrant g JOIN public.auth_permission p ON p.id = g.permission_id
        WHERE g.content_object_id = client AND g.owner_id = wall.agency() AND p.codename = 'named' AND {LIVE}) THEN
        RETURN false;
    END IF;
    UPDATE public.victims_client c SET named_only = closed, version = version + 1
    WHERE c.id = client AND c.owner_id = wall.agency();
    IF NOT FOUND THEN
        RETURN false;
    END IF;
{follow}
    RETURN true;
END $$"""


def triggers() -> list[str]:
    """The trigger on every record about a client that copies `named_only`."""
    return [
        f"CREATE OR REPLACE TRIGGER copy_named_only BEFORE INSERT OR UPDATE OF client_id ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION wall.copy_named_only()"
        for table in about_clients(history=False)
    ]


# The tables whose rows are sealed under a key of their own (`access.sealed.SealedRow`).
ROW_KEYED = ("imports_import", "referrals_disclosure", "referrals_message", "referrals_referralpaper")
ROW_KEYS = " UNION ALL ".join(
    f"SELECT '{table}' AS of_table, id, owner_id, wrapped, master FROM public.{table} WHERE wrapped <> ''"
    for table in ROW_KEYED
)

# What `manage.py rotate_keys` does, as the clerk: wrapped keys only, one agency at a time.
ROTATING = (
    f"""
CREATE OR REPLACE FUNCTION wall.agencies_with_keys() RETURNS TABLE (agency int)
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT owner_id::int FROM public.access_agencykey UNION SELECT owner_id::int FROM ({ROW_KEYS}) k ORDER BY 1
$$""",
    f"""
CREATE OR REPLACE FUNCTION wall.row_keys_not_under(agency int, name text, at_most int)
RETURNS TABLE (of_table text, id uuid, wrapped bytea, master text)
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT k.of_table, k.id, k.wrapped, k.master::text FROM ({ROW_KEYS}) k
    WHERE k.owner_id = agency AND k.master <> name ORDER BY k.of_table, k.id LIMIT at_most
$$""",
    f"""
CREATE OR REPLACE FUNCTION wall.rewrap_row_key(of_table text, key uuid, was text, wrapping bytea, name text)
RETURNS boolean LANGUAGE plpgsql VOLATILE {DEFINER} AS $$
DECLARE changed int;
BEGIN
    IF of_table <> ALL ({as_array(ROW_KEYED)}) THEN
        RAISE EXCEPTION 'no table of sealed rows: %', of_table USING ERRCODE = 'insufficient_privilege';
    END IF;
    EXECUTE format('UPDATE public.%I SET wrapped = $1, master = $2'
        ' WHERE id = $3 AND master = $4 AND wrapped <> ''''', of_table) USING wrapping, name, key, was;
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed = 1;
END $$""",
    f"""
CREATE OR REPLACE FUNCTION wall.keys_of_agency(agency int)
RETURNS TABLE (id uuid, purpose text, generation int, wrapped bytea, master text)
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT k.id, k.purpose::text, k.generation::int, k.wrapped, k.master::text
    FROM public.access_agencykey k WHERE k.owner_id = agency ORDER BY k.purpose, k.generation
$$""",
    f"""
CREATE OR REPLACE FUNCTION wall.rewrap_agency_key(key uuid, was text, wrapping bytea, name text) RETURNS boolean
LANGUAGE plpgsql VOLATILE {DEFINER} AS $$
BEGIN
    UPDATE public.access_agencykey SET wrapped = wrapping, master = name WHERE id = key AND master = was;
    RETURN FOUND;
END $$""",
    f"""
CREATE OR REPLACE FUNCTION wall.add_agency_key(agency int, key uuid, generation int, wrapping bytea, name text)
RETURNS void LANGUAGE sql VOLATILE {DEFINER} AS $$
    INSERT INTO public.access_agencykey (id, owner_id, purpose, generation, wrapped, master, made_at)
    VALUES (key, agency, 'data', add_agency_key.generation, wrapping, name, now())
$$""",
    f"""
CREATE OR REPLACE FUNCTION wall.data_keys_not_under(agency int, newest uuid, at_most int)
RETURNS TABLE (id uuid, agency_key uuid, wrapped bytea)
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT k.id, k.agency_key_id, k.wrapped FROM public.victims_datakey k
    WHERE k.owner_id = agency AND k.agency_key_id <> newest AND k.destroyed_at IS NULL ORDER BY k.id LIMIT at_most
$$""",
    f"""
CREATE OR REPLACE FUNCTION wall.rewrap_data_key(key uuid, was uuid, wrapping bytea, newest uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE {DEFINER} AS $$
BEGIN
    UPDATE public.victims_datakey SET wrapped = wrapping, agency_key_id = newest
    WHERE id = key AND agency_key_id = was AND destroyed_at IS NULL;
    RETURN FOUND;
END $$""",
)

# A copy that was taken back is not changed any more, but for this: with the client's key, what was given goes too.
FORGETTING = """
CREATE OR REPLACE FUNCTION wall.forget_copies(a_client uuid) RETURNS SETOF uuid
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
    UPDATE public.referrals_disclosure d
    SET wrapped = '', revoked_at = coalesce(d.revoked_at, now()), version = d.version + 1
    WHERE d.owner_id = ANY (wall.agencies_as('{advocate_supervisor}'::text[]))
      AND d.id IN (
        SELECT l.disclosure_id FROM public.victims_disclosurelink l
        JOIN public.victims_datakey k ON k.client_id = l.client_id
        WHERE l.client_id = a_client AND l.owner_id = d.owner_id AND k.destroyed_at IS NOT NULL)
    RETURNING d.id
$$"""

FUNCTIONS = (
    *READING,
    COPYING,
    *CHANGING,
    closing(),
    *triggers(),
    *ROTATING,
    *RELEASING,
    WORK_BARRED,
    FORGETTING,
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
