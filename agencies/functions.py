"""The verbs of who is who that look behind the wall, as functions of the owner's.

Each checks who asks and refuses with a sentence; the pages in `office/` show it. They are functions
and not policies since they write what their caller may not (a membership, a seat's end), or must
see what their caller may not (whether an agency has ever had a member).
"""

from __future__ import annotations

from agencies.vocabulary import ROLES_OF, SIDE_OF, Role

DEFINER = "SECURITY DEFINER SET search_path = ''"
ADMIN = f"'{{{Role.AGENCY_ADMIN}}}'::text[]"
OPEN_END = "(p.until_on IS NULL OR p.until_on >= wall.today())"

# The roles that mean something at each sector, as rows of SQL.
ROLES_BY_SECTOR = ", ".join(
    f"('{sector.value}', ARRAY[{', '.join(repr(role.value) for role in roles)}]::text[])"
    for sector, roles in ROLES_OF.items()
)
_SIDES = ", ".join(f"('{sector.value}', '{side.value}')" for sector, side in SIDE_OF.items())

# What policies ask -------------------------------------------------------------------------------
ASKED = [
    f"""
CREATE OR REPLACE FUNCTION wall.has_had_members(an_agency bigint) RETURNS boolean
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT EXISTS (SELECT 1 FROM public.agencies_membership m WHERE m.agency_id = an_agency)
$$""",
    f"""
CREATE OR REPLACE FUNCTION wall.is_site_admin() RETURNS boolean
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT coalesce('{Role.SITE_ADMIN}' = ANY (wall.my_roles()), false)
$$""",
    f"""
CREATE OR REPLACE FUNCTION wall.agencies_with_members() RETURNS bigint[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT ARRAY(SELECT DISTINCT m.agency_id FROM public.agencies_membership m WHERE wall.is_site_admin())
$$""",
    # Awards whose periods concern the acting agency: its own, those it works under, its task forces'.
    f"""
CREATE OR REPLACE FUNCTION wall.awards_in_sight() RETURNS int[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT ARRAY(
        SELECT a.id::int FROM public.agencies_award a
        WHERE a.agency_id = wall.agency() OR a.task_force_id = ANY (wall.my_task_forces())
        UNION
        SELECT p.award_id::int FROM public.agencies_awardagency p WHERE p.agency_id = wall.agency())
$$""",
    # Roles that the agency's sector knows; task forces that the agency is invited to or takes part in.
    f"""
CREATE OR REPLACE FUNCTION wall.seat_fits(an_agency bigint, roles text[], task_forces int[]) RETURNS boolean
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT cardinality(seat_fits.roles) > 0
       AND seat_fits.roles <@ s.roles
       AND (a.is_operator OR '{Role.SITE_ADMIN}' <> ALL (seat_fits.roles))
       AND seat_fits.task_forces <@ ARRAY(
           SELECT p.task_force_id::int FROM public.agencies_participation p
           WHERE p.agency_id = a.id AND {OPEN_END})
    FROM public.agencies_agency a JOIN (VALUES {ROLES_BY_SECTOR}) s (sector, roles) ON s.sector = a.sector
    WHERE a.id = an_agency
$$""",
    f"""
CREATE OR REPLACE FUNCTION wall.is_unfounded(a_task_force bigint) RETURNS boolean
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT NOT EXISTS (
        SELECT 1 FROM public.agencies_participation p
        WHERE p.task_force_id = a_task_force AND p.accepted_at IS NOT NULL)
$$""",
    # Task forces that I, as an administrator of a lead agency, say yes or no for.
    f"""
CREATE OR REPLACE FUNCTION wall.task_forces_led() RETURNS bigint[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT ARRAY(
        SELECT p.task_force_id FROM public.agencies_participation p
        WHERE p.agency_id = ANY (wall.agencies_as({ADMIN}))
          AND p.lead <> '' AND p.accepted_at IS NOT NULL AND {OPEN_END})
$$""",
    f"""
CREATE OR REPLACE FUNCTION wall.live_members(an_agency bigint) RETURNS TABLE (person int, is_admin boolean)
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT m.person_id, '{Role.AGENCY_ADMIN}' = ANY (m.roles)
    FROM public.agencies_membership m JOIN public.agencies_person q ON q.id = m.person_id
    WHERE m.agency_id = an_agency AND q.is_active AND m.ended_at IS NULL
      AND m.from_on <= wall.today() AND (m.until_on IS NULL OR m.until_on >= wall.today())
$$""",
    # Whose recovery of access I may approve: people of my agency, never myself; and where an agency
    # has no other administrator, an administrator of its side's lead agency. A lead agency without
    # another administrator turns to the other side's, a shared agency to either: approving shows
    # nothing, and the link goes to the person's own address.
    f"""
CREATE OR REPLACE FUNCTION wall.people_i_recover() RETURNS int[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT ARRAY(
        SELECT l.person
        FROM public.agencies_membership m
        CROSS JOIN LATERAL wall.live_members(m.agency_id) l
        JOIN public.agencies_agency a ON a.id = m.agency_id
        JOIN (VALUES {_SIDES}) s (sector, side) ON s.sector = a.sector
        WHERE l.person = m.person_id AND l.person <> wall.person() AND (
            m.agency_id = ANY (wall.agencies_as({ADMIN}))
            OR NOT EXISTS (
                SELECT 1 FROM wall.live_members(m.agency_id) other WHERE other.is_admin AND other.person <> l.person)
            AND EXISTS (
                SELECT 1 FROM wall.live_participations(m.agency_id::int) theirs
                JOIN public.agencies_participation p ON p.task_force_id = theirs.task_force
                WHERE p.agency_id = ANY (wall.agencies_as({ADMIN})) AND p.task_force_id = ANY (wall.task_forces_led())
                  AND p.lead <> '' AND {OPEN_END}
                  AND (p.lead = s.side OR s.side = 'shared' OR theirs.lead <> '')
            )))
$$""",
    # Whose sign-ins an auditor reads.
    f"""
CREATE OR REPLACE FUNCTION wall.people_i_audit() RETURNS int[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT ARRAY(
        SELECT DISTINCT m.person_id FROM public.agencies_membership m
        WHERE m.agency_id = ANY (wall.agencies_as('{{{Role.AUDITOR}}}'::text[])))
$$""",
]

# What an application does ---------------------------------------------------------------------------
DONE = [
    f"""
CREATE OR REPLACE FUNCTION wall.open_agency(
    a_name text, a_sector text, a_level text, an_ori text, a_city text, a_county text, a_state text,
    it_signs_in boolean) RETURNS bigint
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    a_group int;
    made bigint;
BEGIN
    IF NOT wall.is_site_admin() THEN
        RAISE EXCEPTION 'Only a site administrator opens an agency.';
    END IF;
    IF EXISTS (SELECT 1 FROM public.agencies_agency a WHERE lower(a.name) = lower(a_name)) THEN
        RAISE EXCEPTION 'There is an agency of this name already. Look for it in the list.';
    END IF;
    INSERT INTO public.auth_group (name) VALUES ('agency ' || gen_random_uuid()) RETURNING id INTO a_group;
    INSERT INTO public.agencies_agency
        (name, sector, level, ori, city, county, state, on_call_phone, signs_in, assigned_only, is_operator, group_id)
    VALUES (a_name, a_sector, a_level, an_ori, a_city, a_county, a_state, '', it_signs_in, false, false, a_group)
    RETURNING id INTO made;
    RETURN made;
END $$""",
    f"""
CREATE OR REPLACE FUNCTION wall.accept_participation(an_id bigint) RETURNS void
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    p public.agencies_participation;
    mine boolean;
BEGIN
    SELECT * INTO p FROM public.agencies_participation WHERE id = an_id FOR UPDATE;
    -- An agency that never signs in has nobody to say yes: the coordinator vouches for its word.
    SELECT p.agency_id = ANY (wall.agencies_as({ADMIN})) OR (NOT a.signs_in AND NOT wall.has_had_members(a.id)
        AND p.task_force_id = ANY (wall.task_forces_as('{{{Role.COORDINATOR}}}'::text[])))
    INTO mine FROM public.agencies_agency a WHERE a.id = p.agency_id;
    IF mine IS NOT TRUE THEN
        RAISE EXCEPTION 'Only an administrator of the invited agency accepts.';
    END IF;
    IF p.accepted_at IS NOT NULL OR p.until_on < wall.today() THEN
        RAISE EXCEPTION 'This was answered already.';
    END IF;
    UPDATE public.agencies_participation SET
        accepted_at = now(), accepted_by_id = wall.person(),
        law_agreed_at = CASE lead WHEN 'law' THEN now() ELSE law_agreed_at END,
        law_agreed_by_id = CASE lead WHEN 'law' THEN wall.person() ELSE law_agreed_by_id END,
        services_agreed_at = CASE lead WHEN 'services' THEN now() ELSE services_agreed_at END,
        services_agreed_by_id = CASE lead WHEN 'services' THEN wall.person() ELSE services_agreed_by_id END
    WHERE id = an_id;
END $$""",
    f"""
CREATE OR REPLACE FUNCTION wall.agree_participation(an_id bigint) RETURNS void
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    p public.agencies_participation;
    my_lead text;
BEGIN
    SELECT * INTO p FROM public.agencies_participation WHERE id = an_id FOR UPDATE;
    SELECT l.lead INTO my_lead FROM public.agencies_participation l
    WHERE l.task_force_id = p.task_force_id AND l.task_force_id = ANY (wall.task_forces_led())
      AND l.agency_id = wall.agency() AND l.lead <> '' AND (l.until_on IS NULL OR l.until_on >= wall.today());
    IF my_lead IS NULL THEN
        RAISE EXCEPTION 'Only administrators of the two lead agencies agree.';
    END IF;
    IF p.accepted_at IS NULL OR p.until_on < wall.today() THEN
        RAISE EXCEPTION 'The agency has to accept first.';
    END IF;
    UPDATE public.agencies_participation SET law_agreed_at = now(), law_agreed_by_id = wall.person()
    WHERE id = an_id AND my_lead = 'law' AND law_agreed_at IS NULL;
    UPDATE public.agencies_participation SET services_agreed_at = now(), services_agreed_by_id = wall.person()
    WHERE id = an_id AND my_lead = 'services' AND services_agreed_at IS NULL;
END $$""",
    # A side's lead says who reads every case, so it alone hands that on; where a side has lost its lead
    # the coordinator names one of the agencies to which both leads had said yes.
    f"""
CREATE OR REPLACE FUNCTION wall.name_lead(an_id bigint) RETURNS void
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    n public.agencies_participation;
    holder public.agencies_participation;
    its_side text;
BEGIN
    -- One at a time a task force, so that two can't be named at once.
    PERFORM 1 FROM public.agencies_taskforce t JOIN public.agencies_participation p ON p.task_force_id = t.id
    WHERE p.id = an_id FOR UPDATE OF t;
    SELECT p.* INTO n FROM public.agencies_participation p
    WHERE p.id = an_id AND p.accepted_at IS NOT NULL AND p.law_agreed_at IS NOT NULL
      AND p.services_agreed_at IS NOT NULL AND p.lead = '' AND {OPEN_END} FOR UPDATE;
    SELECT s.side INTO its_side FROM public.agencies_agency a
    JOIN (VALUES {_SIDES}) s (sector, side) ON s.sector = a.sector WHERE a.id = n.agency_id;
    IF its_side IS NULL OR its_side NOT IN ('law', 'services') THEN
        RAISE EXCEPTION 'Only an agency of a side that takes part already can lead it.';
    END IF;
    SELECT p.* INTO holder FROM public.agencies_participation p
    WHERE p.task_force_id = n.task_force_id AND p.lead = its_side AND {OPEN_END} FOR UPDATE;
    IF (holder.agency_id = ANY (wall.agencies_as({ADMIN}))
        OR holder.id IS NULL AND n.task_force_id = ANY (wall.task_forces_as('{{{Role.COORDINATOR}}}'::text[]))
        ) IS NOT TRUE THEN
        RAISE EXCEPTION 'Only an administrator of the agency that leads this side hands it on.';
    END IF;
    UPDATE public.agencies_participation SET lead = '' WHERE id = holder.id;
    UPDATE public.agencies_participation SET lead = its_side WHERE id = an_id;
    IF its_side = 'services' THEN
        PERFORM wall.cases_follow_lead(n.task_force_id, n.agency_id);
    END IF;
END $$""",
    f"""
CREATE OR REPLACE FUNCTION wall.end_participation(an_id bigint) RETURNS void
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    p public.agencies_participation;
BEGIN
    SELECT * INTO p FROM public.agencies_participation WHERE id = an_id FOR UPDATE;
    IF (p.agency_id = ANY (wall.agencies_as({ADMIN}))
        OR p.task_force_id = ANY (wall.task_forces_as('{{{Role.COORDINATOR}}}'::text[]))
            AND p.lead = '' AND NOT p.coordinates
        ) IS NOT TRUE THEN
        RAISE EXCEPTION 'Only the agency itself ends this; the coordinator too, unless it leads or coordinates.';
    END IF;
    -- The day before, so that it counts no more from this moment on.
    UPDATE public.agencies_participation SET until_on = wall.today() - 1
    WHERE id = an_id AND (until_on IS NULL OR until_on >= wall.today());
END $$""",
    f"""
CREATE OR REPLACE FUNCTION wall.approve_recovery(an_id uuid) RETURNS void
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    UPDATE public.agencies_recovery SET approved_at = now(), approved_by_id = wall.person()
    WHERE id = an_id AND approved_at IS NULL AND ends_at > now()
      AND person_id = ANY (wall.people_i_recover());
    IF NOT FOUND THEN
        RAISE EXCEPTION 'This request is over, or somebody else has to approve it.';
    END IF;
    -- Whoever supervises them, at each agency where they work, is told on the home page.
    INSERT INTO public.audit_alert (id, owner_id, person_id, what, "on", count, found_at)
    SELECT gen_random_uuid(), a.id, r.person_id, 'recovered', wall.today(), 1, now()
    FROM public.agencies_recovery r JOIN public.agencies_agency a ON r.person_id IN (
        SELECT l.person FROM wall.live_members(a.id) l)
    WHERE r.id = an_id
    ON CONFLICT (owner_id, person_id, what, "on") DO UPDATE
        SET count = public.audit_alert.count + 1, found_at = now(), seen_at = NULL, seen_by_id = NULL;
END $$""",
]

# What the door does --------------------------------------------------------------------------------
AT_THE_DOOR = [
    # An invitation holds only as long as its maker could make it: a site administrator's is void once
    # the agency has had a member, a former administrator's at once.
    f"""
CREATE OR REPLACE FUNCTION wall.invitation_for(a_digest text)
RETURNS TABLE (id uuid, agency_id bigint, agency text, email text, name text)
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT i.id, i.agency_id, a.name, lower(i.email), i.name
    FROM public.agencies_invitation i JOIN public.agencies_agency a ON a.id = i.agency_id
    WHERE i.token_digest = a_digest AND i.taken_at IS NULL AND i.ends_at > now() AND (
        EXISTS (SELECT 1 FROM wall.roles_at(i.made_by_id, i.agency_id::int) r
                WHERE '{Role.AGENCY_ADMIN}' = ANY (r.roles))
        OR NOT wall.has_had_members(i.agency_id) AND i.roles::text[] = {ADMIN} AND EXISTS (
            SELECT 1 FROM public.agencies_membership m
            CROSS JOIN LATERAL wall.roles_at(i.made_by_id, m.agency_id::int) r
            WHERE m.person_id = i.made_by_id AND '{Role.SITE_ADMIN}' = ANY (r.roles))
        -- `manage.py found`, by the owner's login: no person with an account carries the number 0.
        OR i.made_by_id = 0 AND a.is_operator AND NOT wall.has_had_members(i.agency_id))
$$""",
    f"""
CREATE OR REPLACE FUNCTION wall.take_invitation(a_digest text, a_user int, a_name text) RETURNS bigint
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    i public.agencies_invitation;
    made bigint;
BEGIN
    -- One at a time an agency, so that two founding invitations can't both be taken.
    PERFORM 1 FROM public.agencies_agency a JOIN public.agencies_invitation t ON t.agency_id = a.id
    WHERE t.token_digest = a_digest FOR UPDATE OF a;
    SELECT t.* INTO i FROM public.agencies_invitation t
    WHERE t.id = (SELECT f.id FROM wall.invitation_for(a_digest) f) FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'This invitation was used or has ended. Ask the agency for a new one.';
    END IF;
    IF i.made_by_id = a_user OR lower(i.email) IS DISTINCT FROM
        (SELECT u.email::text FROM public.accounts_user u WHERE u.id = a_user AND u.is_active) THEN
        RAISE EXCEPTION 'This invitation was made for another address.';
    END IF;
    IF EXISTS (SELECT 1 FROM wall.live_members(i.agency_id) l WHERE l.person = a_user) THEN
        RAISE EXCEPTION 'You are a member of this agency already.';
    END IF;
    INSERT INTO public.agencies_person (id, name, title, is_active) VALUES (a_user, a_name, '', true)
    ON CONFLICT (id) DO NOTHING;
    INSERT INTO public.agencies_membership (person_id, agency_id, roles, task_forces, from_on, made_by_id)
    VALUES (a_user, i.agency_id, i.roles, i.task_forces, wall.today(), i.made_by_id) RETURNING id INTO made;
    UPDATE public.agencies_invitation SET taken_at = now() WHERE id = i.id;
    INSERT INTO public.audit_entry
        (id, at, person_id, agency_id, part, owner_id, verb, kind, object_id, outcome, detail)
    VALUES (gen_random_uuid(), now(), a_user, i.agency_id, 'member', i.agency_id, 'joined',
        'agencies.membership', made::text, 'done', '{{}}');
    RETURN i.agency_id;
END $$""",
    f"""
CREATE OR REPLACE FUNCTION wall.ask_recovery(a_user int, a_digest text, runs interval, rests interval)
RETURNS boolean
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    PERFORM 1 FROM public.agencies_person q WHERE q.id = a_user AND q.is_active FOR UPDATE;
    -- What was sent twice makes one; what was approved stands until it is taken.
    IF NOT FOUND OR EXISTS (
        SELECT 1 FROM public.agencies_recovery r
        WHERE r.person_id = a_user AND r.taken_at IS NULL AND r.ends_at > now()
          AND (r.asked_at > now() - rests OR r.approved_at > now() - rests)) THEN
        RETURN false;
    END IF;
    UPDATE public.agencies_recovery SET ends_at = now()
    WHERE person_id = a_user AND taken_at IS NULL AND approved_at IS NULL AND ends_at > now();
    INSERT INTO public.agencies_recovery (id, person_id, token_digest, asked_at, ends_at)
    VALUES (gen_random_uuid(), a_user, a_digest, now(), now() + runs);
    RETURN true;
END $$""",
    f"""
CREATE OR REPLACE FUNCTION wall.recovery_for(a_digest text) RETURNS TABLE (person int, is_approved boolean)
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT r.person_id, r.approved_at IS NOT NULL FROM public.agencies_recovery r
    WHERE r.token_digest = a_digest AND r.taken_at IS NULL AND r.ends_at > now()
$$""",
    f"""
CREATE OR REPLACE FUNCTION wall.take_recovery(a_digest text) RETURNS int
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    taker int;
BEGIN
    UPDATE public.agencies_recovery SET taken_at = now()
    WHERE token_digest = a_digest AND taken_at IS NULL AND ends_at > now() AND approved_at IS NOT NULL
      AND approved_by_id <> person_id
    RETURNING person_id INTO taker;
    IF taker IS NULL THEN
        RAISE EXCEPTION 'This link was used, has ended, or is not approved yet.';
    END IF;
    RETURN taker;
END $$""",
]

FUNCTIONS = [*ASKED, *DONE, *AT_THE_DOOR]

EXECUTED_BY = [
    (
        "ecm_app",
        [
            "has_had_members",
            "is_site_admin",
            "agencies_with_members",
            "awards_in_sight",
            "seat_fits",
            "is_unfounded",
            "task_forces_led",
            "people_i_recover",
            "people_i_audit",
            "open_agency",
            "accept_participation",
            "agree_participation",
            "name_lead",
            "end_participation",
            "approve_recovery",
        ],
    ),
    ("ecm_door", ["invitation_for", "take_invitation", "ask_recovery", "recovery_for", "take_recovery"]),
]
