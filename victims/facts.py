"""What a release may name, and for whom: the table that the form, the services and the database share.

To law enforcement and prosecution never, not even by release: advocates' notes, safety plans,
counselling, medical, mental health and substance use, legal files, immigration status and filings,
shelter addresses, who lives there, and services whose name tells (domain.md, "To law enforcement
never"; 28 CFR 94.115; 34 U.S.C. 12291(b)(2)). Notes are in nobody's list: they are never released.
A kind that a sector does not list can't be ticked for it, and the database refuses it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from agencies.vocabulary import Sector

POLICE = (Sector.LAW_ENFORCEMENT, Sector.PROSECUTION)
SERVING = (Sector.VICTIM_SERVICES, Sector.GOVERNMENT, Sector.COMMUNITY)
ANYBODY = (*POLICE, *SERVING)
PROVIDERS = (Sector.VICTIM_SERVICES,)


@dataclass(frozen=True)
class Fact:
    """One kind of information: its code, its name, what to write, and the sectors that may get it."""

    code: str
    label: str
    hint: str
    sectors: tuple[Sector, ...]


FACTS: dict[str, Fact] = {
    fact.code: fact
    for fact in (
        Fact("called", "What to call them", "The name that they want used there.", ANYBODY),
        Fact("helped", "That they are being helped", "Only that; not how, since when or where.", ANYBODY),
        Fact("safe_contact", "A safe way to reach them", "How, when, through whom. No shelter address.", ANYBODY),
        Fact(
            "interview_needs",
            "What they need for an interview",
            "Language, interpreter, who should be there, accommodation.",
            ANYBODY,
        ),
        Fact("willing", "Whether they want to talk", "In their words, and about what.", ANYBODY),
        Fact("statement", "A statement that they chose to give", "Their own words, whole.", ANYBODY),
        Fact("document", "A document that they chose", "Name it, and how it is handed over.", ANYBODY),
        Fact(
            "certification",
            "A request for a T or U certification or Continued Presence",
            "That they ask for it, and who may be called about it.",
            ANYBODY,
        ),
        Fact("referral_outcome", "What became of a referral", "For the agency that sent it.", ANYBODY),
        Fact("needs", "What they need", "Services that they ask for.", SERVING),
        Fact("services", "Services that they get", "By name.", SERVING),
        Fact("benefits", "What a benefits office asks for", "Only what that form needs.", SERVING),
        Fact("family", "Family members who need help", "Who they are to them, and what they need.", PROVIDERS),
        Fact("housing", "Where they can stay", "No shelter address unless that shelter agrees.", PROVIDERS),
        Fact("safety", "What to know about safety", "What the other provider must do or avoid.", PROVIDERS),
        Fact("medical", "Medical needs", "Only what that provider needs.", PROVIDERS),
        Fact("mental_health", "Mental health needs", "Only what that provider needs.", PROVIDERS),
        Fact("substance_use", "Substance use treatment", "42 CFR Part 2 may ask for more.", PROVIDERS),
        Fact("immigration", "Immigration matters", "Only to the provider that helps with them.", PROVIDERS),
        Fact("legal", "Legal matters", "Only to the provider that helps with them.", PROVIDERS),
    )
}


def kinds() -> list[tuple[str, str]]:
    """Every kind as choices."""
    return [(fact.code, fact.label) for fact in FACTS.values()]


def allowed(sector: str) -> list[Fact]:
    """The kinds that an agency of `sector` may get by release."""
    return [fact for fact in FACTS.values() if sector in fact.sectors]


def never(sector: str) -> list[Fact]:
    """The kinds that an agency of `sector` never gets, for the form to name."""
    return [fact for fact in FACTS.values() if sector not in fact.sectors]


def as_array(codes: list[str]) -> str:
    """Codes as a literal of SQL."""
    return "'{" + ",".join(codes) + "}'::text[]"


DEFINER = "SECURITY DEFINER SET search_path = ''"
ZONE = f"AT TIME ZONE '{settings.TIME_ZONE}'"  # where days begin and end

SECTORS = "\n".join(
    f"        WHEN '{sector.value}' THEN {as_array([fact.code for fact in allowed(sector)])}" for sector in Sector
)

FUNCTIONS = (
    f"""
CREATE OR REPLACE FUNCTION wall.releasable(sector text) RETURNS text[]
LANGUAGE sql IMMUTABLE {DEFINER} AS $$
    SELECT CASE sector
{SECTORS}
    ELSE '{{}}'::text[] END
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
    # What is on record at signing is what was written before; a later entry needs a release that says so.
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
    RETURN NEW;
END $$""",
    # Looked at when the transaction ends: a copy by release has a live release behind it, for this
    # reader, that names every fact, and ends no later.
    f"""
CREATE OR REPLACE FUNCTION wall.check_disclosure() RETURNS trigger
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    given timestamptz := CASE WHEN session_user = 'ecm_app' THEN now() ELSE NEW.made_at END;
BEGIN
    IF NEW.basis = 'release' AND NOT EXISTS (
        SELECT 1 FROM public.victims_disclosurelink l JOIN public.victims_release r ON r.id = l.release_id
        WHERE l.disclosure_id = NEW.id AND l.owner_id = NEW.owner_id AND r.owner_id = NEW.owner_id
          AND r.client_id = l.client_id AND r.recipient_id = NEW.recipient_id
          AND (r.recipient_person_id IS NULL OR r.recipient_person_id = NEW.recipient_person_id)
          AND r.signed_at IS NOT NULL AND (r.revoked_at IS NULL OR r.revoked_at > given)
          AND (given {ZONE})::date BETWEEN r.starts_on AND r.ends_on
          AND NEW.ends_at <= (r.ends_on + 1)::timestamp {ZONE}
          AND (SELECT array_agg(f ->> 'kind') FROM jsonb_array_elements(NEW.facts) f) <@ r.kinds::text[]) THEN
        RAISE EXCEPTION 'no live release allows this disclosure' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$""",
    "CREATE OR REPLACE TRIGGER check_release BEFORE INSERT OR UPDATE ON victims_release"
    " FOR EACH ROW EXECUTE FUNCTION wall.check_release()",
    "CREATE OR REPLACE TRIGGER check_release_fact BEFORE INSERT ON victims_releasefact"
    " FOR EACH ROW EXECUTE FUNCTION wall.check_release_fact()",
    "DROP TRIGGER IF EXISTS check_disclosure ON referrals_disclosure;"
    " CREATE CONSTRAINT TRIGGER check_disclosure AFTER INSERT ON referrals_disclosure"
    " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wall.check_disclosure()",
)
