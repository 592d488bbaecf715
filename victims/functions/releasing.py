"""What the database itself refuses about releases and copies, whatever the code above it does."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from agencies.functions import DEFINER
from agencies.vocabulary import Role, Sector
from referrals.vocabulary import Basis
from victims.bases import BASES, DEMANDS, FACT, SUBPOENA, WORDS, LegalBasis
from victims.facts import FACTS, allowed


def as_array(codes: Iterable[str]) -> str:
    """Codes as a literal of SQL."""
    return "'{" + ",".join(codes) + "}'::text[]"


def quoted(text: str) -> str:
    """A text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


LABELS = "\n".join(f"        WHEN {quoted(fact.code)} THEN {quoted(fact.label)}" for fact in FACTS.values())


def written(bases: Iterable[LegalBasis], row: str) -> str:
    """SQL: what the basis of the new row asks to be written down stands in `row`."""
    return " OR ".join(
        f"NEW.basis = '{basis.code}' AND " + " AND ".join(f"octet_length({row}.{field}) > 0" for field in basis.asks)
        for basis in bases
    )


ZONE = f"AT TIME ZONE '{settings.TIME_ZONE}'"  # where days begin and end

SECTORS = "\n".join(
    f"        WHEN '{sector.value}' THEN {as_array([fact.code for fact in allowed(sector)])}" for sector in Sector
)

# A task's or hearing's history may be older than its case, so that each is barred by itself.
WORK_BARRED = f"""
CREATE OR REPLACE FUNCTION wall.work_barred() RETURNS uuid[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT ARRAY(
        SELECT t.id FROM public.victims_task t WHERE t.case_id = ANY (wall.cases_barred())
        UNION ALL
        SELECT h.id FROM public.victims_hearing h WHERE h.case_id = ANY (wall.cases_barred()))
$$"""

FUNCTIONS = (
    f"""
CREATE OR REPLACE FUNCTION wall.releasable(sector text) RETURNS text[]
LANGUAGE sql IMMUTABLE {DEFINER} AS $$
    SELECT CASE sector
{SECTORS}
    ELSE '{{}}'::text[] END
$$""",
    # What stands open of a copy is what the table calls its facts, and no word more: each once, in the label's words.
    f"""
CREATE OR REPLACE FUNCTION wall.is_outline(outline jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE {DEFINER} AS $$
    SELECT coalesce(count(*) > 0 AND count(DISTINCT f ->> 'kind') = count(*) AND bool_and(
        f = jsonb_build_object('kind', f ->> 'kind', 'label', CASE f ->> 'kind'
        WHEN {quoted(FACT["kind"])} THEN {quoted(FACT["label"])}
{LABELS} END)), false) FROM jsonb_array_elements(outline) f
$$""",
    # A release goes to one agency, names what that agency may get, runs no longer than the task force
    # allows, and does not change once it is signed but to be revoked.
    f"""
CREATE OR REPLACE FUNCTION wall.check_release() RETURNS trigger
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    free text[] := '{{revoked_at,revoked_by_id,revoked_how,version,named_only}}';
    at_most int := (SELECT max(t.release_days_at_most) FROM public.agencies_taskforce t
        JOIN public.agencies_participation p ON p.task_force_id = t.id WHERE p.agency_id = NEW.owner_id);
BEGIN
    IF NOT NEW.kinds::text[] <@ wall.releasable(
        (SELECT a.sector::text FROM public.agencies_agency a WHERE a.id = NEW.recipient_id)) THEN
        RAISE EXCEPTION 'a release names what may never go to its recipient' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.ends_on - NEW.starts_on > coalesce(at_most, 90) THEN
        RAISE EXCEPTION 'a release runs too long' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND session_user = 'ecm_app' AND OLD.signed_at IS NOT NULL
        AND (to_jsonb(NEW) - free <> to_jsonb(OLD) - free
             OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at)) THEN
        RAISE EXCEPTION 'a signed release does not change' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$""",
    # What is on record at signing is what was written before; a later entry needs a release that says so. Looked at
    # after the policies, so that somebody else's release answers as none does.
    f"""
CREATE OR REPLACE FUNCTION wall.check_release_fact() RETURNS trigger
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    IF session_user = 'ecm_app' AND NOT EXISTS (
        SELECT 1 FROM public.victims_release r WHERE r.id = NEW.release_id AND r.client_id = NEW.client_id
        AND (r.signed_at IS NULL OR (r.covers = 'later' AND NEW.kind = ANY (r.kinds) AND r.revoked_at IS NULL
            AND wall.today() BETWEEN r.starts_on AND r.ends_on))) THEN
        RAISE EXCEPTION 'this release does not cover later entries' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$""",
    # A link comes before its copy: one that came after would open somebody else's copy to its writer. Looked at
    # after the policies, so that a stranger learns nothing by it.
    f"""
CREATE OR REPLACE FUNCTION wall.check_disclosure_link() RETURNS trigger
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    IF session_user = 'ecm_app' AND EXISTS (
        SELECT 1 FROM public.referrals_disclosure d WHERE d.id = NEW.disclosure_id) THEN
        RAISE EXCEPTION 'a link comes before its copy' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$""",
    # In imminent danger gives a supervisor, where a task force of both agencies lets them. Looked at at once: who
    # acts is no longer known when the transaction ends.
    f"""
CREATE OR REPLACE FUNCTION wall.check_imminent_danger() RETURNS trigger
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    IF session_user = 'ecm_app' AND NOT wall.acts_as(ARRAY['{Role.ADVOCATE_SUPERVISOR.value}']) OR NOT EXISTS (
        SELECT 1 FROM wall.live_participations(NEW.owner_id::int) ours
        JOIN wall.live_participations(NEW.recipient_id::int) theirs USING (task_force)
        JOIN public.agencies_taskforce t ON t.id = task_force WHERE t.allows_imminent_danger) THEN
        RAISE EXCEPTION 'nothing is given in imminent danger here' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$""",
    # Looked at when the transaction ends. A copy by release has a live release behind it, for this reader, that
    # names every fact, and ends no later. One by law has a link that says all that its basis asks, so that the
    # survivor's ledger misses none.
    f"""
CREATE OR REPLACE FUNCTION wall.check_disclosure() RETURNS trigger
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    given timestamptz := CASE WHEN session_user = 'ecm_app' THEN now() ELSE NEW.made_at END;
    named text[] := (SELECT array_agg(f ->> 'kind') FROM jsonb_array_elements(NEW.outline) f);
BEGIN
    IF NOT wall.is_outline(NEW.outline) THEN
        RAISE EXCEPTION 'a copy says more of its facts than what they are called' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.basis <> 'release' AND NOT (named = ARRAY[{quoted(FACT["kind"])}] AND EXISTS (
        SELECT 1 FROM public.victims_disclosurelink l
        WHERE l.disclosure_id = NEW.id AND l.owner_id = NEW.owner_id AND l.release_id IS NULL
          AND l.told <> '' AND ({written(BASES.values(), "l")}))) THEN
        RAISE EXCEPTION 'what this rests on is not written down' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.basis = 'release' AND NOT EXISTS (
        SELECT 1 FROM public.victims_disclosurelink l JOIN public.victims_release r ON r.id = l.release_id
        WHERE l.disclosure_id = NEW.id AND l.owner_id = NEW.owner_id AND r.owner_id = NEW.owner_id
          AND r.client_id = l.client_id AND r.recipient_id = NEW.recipient_id
          AND (r.recipient_person_id IS NULL OR r.recipient_person_id = NEW.recipient_person_id)
          AND r.signed_at IS NOT NULL AND (r.revoked_at IS NULL OR r.revoked_at > given)
          AND (given {ZONE})::date BETWEEN r.starts_on AND r.ends_on
          AND NEW.ends_at <= (r.ends_on + 1)::timestamp {ZONE}
          AND named <@ r.kinds::text[] AND named <@ wall.releasable(
            (SELECT a.sector::text FROM public.agencies_agency a WHERE a.id = NEW.recipient_id))) THEN
        RAISE EXCEPTION 'no live release allows this disclosure' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$""",
    # What was demanded or told outside: what its basis asks is written down, something was given or not, a subpoena
    # alone gives nothing; what was decided stays, and what was struck out has lost every word.
    f"""
CREATE OR REPLACE FUNCTION wall.check_demand() RETURNS trigger
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    free text[] := '{{named_only,version}}';
    words int := {" + ".join(f"octet_length(NEW.{field})" for field in WORDS)};
BEGIN
    IF NEW.struck_at IS NOT NULL THEN
        IF words > 0 THEN
            RAISE EXCEPTION 'what was struck out has lost its words' USING ERRCODE = 'check_violation';
        END IF;
    ELSIF NOT (octet_length(NEW.to_whom) > 0 AND NEW.told <> '' AND ({written(DEMANDS.values(), "NEW")})
        AND (octet_length(NEW.given) > 0) = (NEW.stage = 'given')
        AND NOT (NEW.stage = 'given' AND NEW.basis = '{SUBPOENA.code}')) THEN
        RAISE EXCEPTION 'what this rests on, or what was done about it, is not written down'
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND session_user = 'ecm_app' AND to_jsonb(NEW) - free <> to_jsonb(OLD) - free
        AND (OLD.struck_at IS NOT NULL OR (NEW.struck_at IS NULL AND OLD.stage IN ('given', 'refused'))) THEN
        RAISE EXCEPTION 'what was decided stays as it is' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$""",
    # In imminent danger tells a supervisor, where a task force of the agency lets them; looked at after the policies.
    f"""
CREATE OR REPLACE FUNCTION wall.check_danger_told() RETURNS trigger
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    IF session_user = 'ecm_app' AND NOT wall.acts_as(ARRAY['{Role.ADVOCATE_SUPERVISOR.value}']) OR NOT EXISTS (
        SELECT 1 FROM wall.live_participations(NEW.owner_id::int) ours
        JOIN public.agencies_taskforce t ON t.id = ours.task_force WHERE t.allows_imminent_danger) THEN
        RAISE EXCEPTION 'nothing is told in imminent danger here' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$""",
    "CREATE OR REPLACE TRIGGER check_demand BEFORE INSERT OR UPDATE ON victims_demand"
    " FOR EACH ROW EXECUTE FUNCTION wall.check_demand()",
    "CREATE OR REPLACE TRIGGER check_danger_told AFTER INSERT ON victims_demand"
    f" FOR EACH ROW WHEN (NEW.basis = '{Basis.IMMINENT_DANGER.value}') EXECUTE FUNCTION wall.check_danger_told()",
    "CREATE OR REPLACE TRIGGER check_release BEFORE INSERT OR UPDATE ON victims_release"
    " FOR EACH ROW EXECUTE FUNCTION wall.check_release()",
    "CREATE OR REPLACE TRIGGER check_release_fact AFTER INSERT ON victims_releasefact"
    " FOR EACH ROW EXECUTE FUNCTION wall.check_release_fact()",
    "CREATE OR REPLACE TRIGGER check_disclosure_link AFTER INSERT ON victims_disclosurelink"
    " FOR EACH ROW EXECUTE FUNCTION wall.check_disclosure_link()",
    "CREATE OR REPLACE TRIGGER check_imminent_danger AFTER INSERT ON referrals_disclosure"
    " FOR EACH ROW WHEN (NEW.basis = 'imminent_danger') EXECUTE FUNCTION wall.check_imminent_danger()",
    "DROP TRIGGER IF EXISTS check_disclosure ON referrals_disclosure;"
    " CREATE CONSTRAINT TRIGGER check_disclosure AFTER INSERT ON referrals_disclosure"
    " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wall.check_disclosure()",
)
