"""Who opened clients that they are not assigned to, for the alerts of `audit/watching.py`."""

from django.conf import settings

from agencies.functions import DEFINER
from agencies.vocabulary import Role

# Supervisors look after every client; that they open one says nothing.
CLIENTS_OPENED_OUTSIDE = f"""
CREATE OR REPLACE FUNCTION wall.clients_opened_outside(a_day date)
RETURNS TABLE (agency_id int, person_id int, many bigint)
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT e.agency_id, e.person_id, count(DISTINCT c.id)
    FROM public.audit_entry e
    JOIN public.victims_client c ON c.id::text = e.object_id AND c.owner_id = e.agency_id
    JOIN public.agencies_membership m ON m.person_id = e.person_id AND m.agency_id = e.agency_id
        AND m.ended_at IS NULL AND NOT '{Role.ADVOCATE_SUPERVISOR}' = ANY (m.roles)
    WHERE e.verb = 'read' AND e.kind = 'victims.client'
      AND e.at >= a_day::timestamp AT TIME ZONE '{settings.TIME_ZONE}'
      AND e.at < (a_day + 1)::timestamp AT TIME ZONE '{settings.TIME_ZONE}'
      AND NOT EXISTS (
        SELECT 1 FROM public.victims_clientpersongrant g
        WHERE g.content_object_id = c.id AND g.user_id = e.person_id AND g.from_on <= a_day
          AND (g.until_on IS NULL OR g.until_on >= a_day) AND (g.ended_at IS NULL OR g.ended_at > e.at))
    GROUP BY 1, 2
$$"""
