"""What the clerk does with wrapped keys, and how what was given is forgotten with a client's key."""

from __future__ import annotations

from agencies.functions import DEFINER
from victims.functions.releasing import as_array

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

FUNCTIONS = (*ROTATING, FORGETTING)
