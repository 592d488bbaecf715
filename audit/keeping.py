"""Whose trail an entry stands in: the acting agency's, or that of the agency whose record it is about.

Else whoever can run SQL in a page could write into another agency's trail. The record is looked for as the writer
sees it, so that a hidden record and an absent one are refused alike.
"""

from __future__ import annotations

from collections.abc import Mapping

# Who is who: an agency is opened and changed, and its first administrator invited, by the site's.
WHO_IS_WHO = """
        WHEN 'agencies.agency' THEN
            SELECT t.id INTO found FROM public.agencies_agency t
            WHERE t.id = an_object::bigint AND wall.is_site_admin();
        WHEN 'agencies.invitation' THEN
            SELECT t.agency_id INTO found FROM public.agencies_invitation t WHERE t.id = an_object::uuid;"""


def keeping(tables: Mapping[str, str]) -> str:
    """SQL of `wall.keeper_of(kind, object)`: the agency whose record that is, null where its asker sees none.

    `tables` has the table of each kind of record: one with an `owner_id`, under random identifiers.
    """
    cases = "".join(
        f"""
        WHEN '{kind}' THEN SELECT t.owner_id INTO found FROM public.{table} t WHERE t.id = an_object::uuid;"""
        for kind, table in tables.items()
    )
    return f"""
CREATE OR REPLACE FUNCTION wall.keeper_of(a_kind text, an_object text) RETURNS int
LANGUAGE plpgsql STABLE SECURITY INVOKER SET search_path = '' AS $$
DECLARE
    found int;
BEGIN
    CASE a_kind{WHO_IS_WHO}{cases}
        ELSE NULL;
    END CASE;
    RETURN found;
EXCEPTION WHEN invalid_text_representation THEN
    RETURN NULL;
END $$"""
