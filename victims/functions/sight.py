"""Who at a provider sees a client, as the database's own functions: everybody, the assigned, named people.

What changes who sees what is done by functions of the database's owner, each checking who asks.
"""

from __future__ import annotations

from access.wall import SERVICE_ROLES
from agencies.functions import DEFINER
from agencies.vocabulary import Role

SERVING = "'{" + ",".join(role.value for role in SERVICE_ROLES) + "}'::text[]"
SUPERVISING = "'{" + Role.ADVOCATE_SUPERVISOR.value + "}'::text[]"
LIVE = "g.ended_at IS NULL AND g.from_on <= wall.today() AND (g.until_on IS NULL OR g.until_on >= wall.today())"

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


FUNCTIONS = (*READING, COPYING, *CHANGING, closing(), *triggers())
