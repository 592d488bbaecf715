"""Finds what a supervisor would want to be told of, from the entries of the last two days.

Run by the clerk each hour; only that somebody was let back in is told by the approval itself
(`wall.approve_recovery`). An alert is a person, a day and a count; found again, its count grows. What is
"outside one's own cases" each room says itself, by a function that it lists under `READ_OUTSIDE`: of a
day, (agency, person, how many records).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from agencies.functions import DEFINER
from audit.models import Watch

LOCAL = f"AT TIME ZONE '{settings.TIME_ZONE}'"
USUAL = Watch()
READING = f"""
        SELECT e.agency_id, e.person_id, (e.at {LOCAL})::date AS day, count(DISTINCT e.object_id) AS many
        FROM public.audit_entry e
        WHERE e.at > now() - interval '2 days' AND e.verb = 'read' AND e.object_id <> '' AND e.agency_id IS NOT NULL
        GROUP BY 1, 2, 3"""
AT_NIGHT = f"""
        SELECT e.agency_id, e.person_id, (e.at {LOCAL})::date AS day, count(*) AS many
        FROM public.audit_entry e LEFT JOIN public.audit_watch w ON w.owner_id = e.agency_id
        WHERE e.at > now() - interval '2 days' AND e.verb = 'exported' AND e.agency_id IS NOT NULL
          AND ((e.at {LOCAL})::time >= coalesce(w.night_from, '{USUAL.night_from}')
               OR (e.at {LOCAL})::time < coalesce(w.night_until, '{USUAL.night_until}'))
        GROUP BY 1, 2, 3"""


def finding(outside: Iterable[str]) -> str:
    """SQL of `wall.find_alerts()`: how many alerts are new or have grown; `outside` are the rooms' functions."""
    apart = " UNION ALL ".join(
        f"SELECT d::date AS day, o.* FROM generate_series(wall.today() - 1, wall.today(), '1 day') d,"
        f" wall.{function}(d::date) o (agency_id, person_id, many)"
        for function in outside
    )
    return f"""
CREATE OR REPLACE FUNCTION wall.find_alerts() RETURNS int
LANGUAGE plpgsql VOLATILE {DEFINER} AS $$
DECLARE
    found int;
BEGIN
    INSERT INTO public.audit_alert (id, owner_id, person_id, what, "on", count, found_at)
    SELECT gen_random_uuid(), f.agency_id, f.person_id, f.what, f.day, f.many, now()
    FROM (
        SELECT 'many' AS what, r.agency_id, r.person_id, r.day, r.many FROM ({READING}) r
        LEFT JOIN public.audit_watch w ON w.owner_id = r.agency_id
        WHERE r.many > coalesce(w.opened_a_day, {USUAL.opened_a_day})
        UNION ALL SELECT 'night', n.agency_id, n.person_id, n.day, n.many FROM ({AT_NIGHT}) n
        UNION ALL SELECT 'outside', o.agency_id, o.person_id, o.day, sum(o.many) FROM ({apart}) o
        LEFT JOIN public.audit_watch w ON w.owner_id = o.agency_id
        GROUP BY o.agency_id, o.person_id, o.day, w.outside_a_day
        HAVING sum(o.many) > coalesce(w.outside_a_day, {USUAL.outside_a_day})
    ) f
    ON CONFLICT (owner_id, person_id, what, "on") DO UPDATE
        SET count = excluded.count, found_at = now(), seen_at = NULL, seen_by_id = NULL
        WHERE public.audit_alert.count < excluded.count;
    GET DIAGNOSTICS found = ROW_COUNT;
    RETURN found;
END $$"""


def opened_outside(name: str, *, kind: str, table: str, grants: str, supervisor: str, unless: str = "false") -> str:
    """SQL of a room's `wall.<name>(a_day)`: who opened records of their agency that are none of their own.

    One's own are those of `table` for which one has a live grant of `grants`, or for which `unless` holds (over
    `r`, the record, and `e`, the entry). A `supervisor` looks after all of them: that one is opened says nothing.
    """
    return f"""
CREATE OR REPLACE FUNCTION wall.{name}(a_day date) RETURNS TABLE (agency_id int, person_id int, many bigint)
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT e.agency_id, e.person_id, count(DISTINCT r.id)
    FROM public.audit_entry e
    JOIN public.{table} r ON r.id::text = e.object_id AND r.owner_id = e.agency_id
    JOIN public.agencies_membership m ON m.person_id = e.person_id AND m.agency_id = e.agency_id
        AND m.ended_at IS NULL AND NOT '{supervisor}' = ANY (m.roles)
    WHERE e.verb = 'read' AND e.kind = '{kind}' AND NOT ({unless})
      AND e.at >= a_day::timestamp {LOCAL} AND e.at < (a_day + 1)::timestamp {LOCAL}
      AND NOT EXISTS (
        SELECT 1 FROM public.{grants} g
        WHERE g.content_object_id = r.id AND g.user_id = e.person_id AND g.from_on <= a_day
          AND (g.until_on IS NULL OR g.until_on >= a_day) AND (g.ended_at IS NULL OR g.ended_at > e.at))
    GROUP BY 1, 2
$$"""
