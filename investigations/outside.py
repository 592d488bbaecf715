"""Who opened investigations of their agency that somebody else leads, for the alerts of `audit/watching.py`."""

from django.conf import settings

from agencies.functions import DEFINER
from agencies.vocabulary import Role

# Supervisors look after every investigation; whoever is named for one works on it.
INVESTIGATIONS_OPENED_OUTSIDE = f"""
CREATE OR REPLACE FUNCTION wall.investigations_opened_outside(a_day date)
RETURNS TABLE (agency_id int, person_id int, many bigint)
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT e.agency_id, e.person_id, count(DISTINCT i.id)
    FROM public.audit_entry e
    JOIN public.investigations_investigation i ON i.id::text = e.object_id AND i.owner_id = e.agency_id
    JOIN public.agencies_membership m ON m.person_id = e.person_id AND m.agency_id = e.agency_id
        AND m.ended_at IS NULL AND NOT '{Role.LE_SUPERVISOR}' = ANY (m.roles)
    WHERE e.verb = 'read' AND e.kind = 'investigations.investigation' AND i.lead_id <> e.person_id
      AND e.at >= a_day::timestamp AT TIME ZONE '{settings.TIME_ZONE}'
      AND e.at < (a_day + 1)::timestamp AT TIME ZONE '{settings.TIME_ZONE}'
      AND NOT EXISTS (
        SELECT 1 FROM public.investigations_investigationpersongrant g
        WHERE g.content_object_id = i.id AND g.user_id = e.person_id AND g.from_on <= a_day
          AND (g.until_on IS NULL OR g.until_on >= a_day) AND (g.ended_at IS NULL OR g.ended_at > e.at))
    GROUP BY 1, 2
$$"""
