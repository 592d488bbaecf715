"""How numbers are walled: an agency's own until it confirms them, then its award's too; never the other side's."""

from __future__ import annotations

from access.policies import Arm, Open, Protection
from agencies.functions import DEFINER
from agencies.vocabulary import SIDE_OF, Role, Side
from reports.vocabulary import IMPERSONAL, PERSONAL

SIDES = ", ".join(f"('{sector.value}', '{side.value}')" for sector, side in SIDE_OF.items())
FAMILIES = "'{" + ",".join(IMPERSONAL) + "}'::text[]"
PEOPLE = "'{" + ",".join(PERSONAL) + "}'::text[]"
KEEPERS = f"'{{{Role.GRANT_MANAGER.value},{Role.AGENCY_ADMIN.value}}}'::text[]"
FILERS = f"'{{{Role.GRANT_MANAGER.value}}}'::text[]"

FUNCTIONS = (
    # Awards that the acting grant manager files.
    f"""
CREATE OR REPLACE FUNCTION wall.awards_filed() RETURNS int[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT ARRAY(
        SELECT a.id::int FROM public.agencies_award a WHERE a.agency_id = ANY (wall.agencies_as({FILERS})))
$$""",
    # Awards of the acting agency, for those who keep its awards: their periods follow.
    f"""
CREATE OR REPLACE FUNCTION wall.awards_kept() RETURNS int[]
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT ARRAY(
        SELECT a.id::int FROM public.agencies_award a WHERE a.agency_id = ANY (wall.agencies_as({KEEPERS})))
$$""",
    # Whether `holder` may hold numbers of `agency` for an award: its own, where it works under the
    # award; or those of an agency under its own award that never signs in. The award's agency, which
    # reads them, is never of the other side; an agency of the other side gives nothing about a person.
    f"""
CREATE OR REPLACE FUNCTION wall.may_contribute(holder int, agency int, award int, recipient int, numbers jsonb)
RETURNS boolean LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.agencies_award a
        JOIN public.agencies_agency whose ON whose.id = agency
        JOIN public.agencies_agency filer ON filer.id = recipient
        JOIN (VALUES {SIDES}) w (sector, side) ON w.sector = whose.sector
        JOIN (VALUES {SIDES}) f (sector, side) ON f.sector = filer.sector
        WHERE a.id = award AND a.agency_id = recipient AND f.side IN (a.side, '{Side.SHARED.value}')
          AND (agency = recipient OR EXISTS (
              SELECT 1 FROM public.agencies_awardagency p WHERE p.award_id = award AND p.agency_id = agency))
          AND (holder = agency OR (
              NOT whose.signs_in AND holder = recipient AND award = ANY (wall.awards_filed())))
          AND (w.side = a.side OR NOT EXISTS (
              SELECT 1 FROM jsonb_object_keys(numbers) measure
              WHERE left(measure, 1) <> ALL ({FAMILIES}) OR measure = ANY ({PEOPLE}))))
$$""",
)
EXECUTED_BY = [("ecm_app", ["awards_filed", "awards_kept", "may_contribute"])]

CONFIRMED = f"recipient_id = ANY ((SELECT wall.agencies_as({FILERS}))::int[]) AND state = 'confirmed'"

PROTECTIONS = (
    Protection(
        "reports.Contribution",
        "contribution",
        parents=(("period_id", "reports.Period"),),
        holds=(
            "wall.may_contribute(reports_contribution.owner_id::int, reports_contribution.agency_id::int,"
            " reports_contribution.award_id::int, reports_contribution.recipient_id::int,"
            " reports_contribution.numbers)"
            " AND EXISTS (SELECT 1 FROM reports_period p WHERE p.id = reports_contribution.period_id"
            " AND p.award_id = reports_contribution.award_id)"
        ),
        arms=(Arm("see_confirmed", "SELECT", CONFIRMED),),
        updates=("state", "confirmed_by_id", "confirmed_at", "version"),
    ),
    Protection(
        "reports.Report",
        "report",
        parents=(("period_id", "reports.Period"),),
        holds="reports_report.award_id = ANY ((SELECT wall.awards_filed())::int[])",
        updates=(),
    ),
    Protection(
        "reports.SharedTotals",
        "totals",
        task_force="task_force_id",
        parents=(("period_id", "reports.Period"),),
        holds="reports_sharedtotals.award_id = ANY ((SELECT wall.awards_filed())::int[])",
        updates=(),
    ),
)

OPEN = (
    Open("reports.Catalogue", writers=(Role.SITE_ADMIN.value,)),
    Open("reports.Measure", writers=(Role.SITE_ADMIN.value,)),
)

# A period tells nobody anything but a grant's calendar; whoever keeps the award lays it out.
SEEN = "award_id = ANY ((SELECT wall.awards_in_sight())::int[])"
KEPT = "award_id = ANY ((SELECT wall.awards_kept())::int[])"
POLICIES = [
    ("reports_period", "see", "SELECT", "ecm_app", SEEN, None),
    ("reports_period", "insert", "INSERT", "ecm_app", None, KEPT),
    ("reports_period", "update", "UPDATE", "ecm_app", KEPT, KEPT),
]
GRANTS = [
    "GRANT SELECT (id, award_id, span, starts_on, ends_on, due_on) ON reports_period TO ecm_app",
    "GRANT INSERT (id, award_id, span, starts_on, ends_on, due_on) ON reports_period TO ecm_app",
    "GRANT UPDATE (ends_on, due_on) ON reports_period TO ecm_app",
]
