"""How what is brought in is walled: to the agency that brings it."""

from access.policies import Bar, Protection

# A coordinator's hat sees shared rows only: of the sheets of its own agency, which may be full of clients, those
# that it brings in itself.
COORDINATED = Bar(
    "coordinator", "target = 'cases' OR NOT (SELECT coalesce(wall.my_roles() && '{coordinator}'::text[], false))"
)

# A sheet of an agency's clients names them all: where only the assigned see a client, it is its bringer's and the
# supervisors'. Cases are seen by everybody in any case.
BROUGHT = Bar(
    "bringer",
    "target = 'cases' OR made_by_id = (SELECT wall.person()) OR NOT (SELECT wall.only_assigned())",
)

# A file that nobody has finished with after a week is destroyed; the clerk asks for it every day.
FUNCTIONS = [
    """
CREATE OR REPLACE FUNCTION wall.destroy_stale_sheets() RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
    WITH gone AS (
        UPDATE public.imports_import
        SET content = '', wrapped = '', state = 'dropped', tried = '', headers = '[]'
        WHERE state NOT IN ('done', 'dropped') AND made_at < now() - interval '7 days' RETURNING 1)
    SELECT count(*) FROM gone
$$""",
]
EXECUTED_BY = [("ecm_clerk", ["destroy_stale_sheets"])]

PROTECTIONS = [
    Protection(
        "imports.Import",
        "import",
        bars=(COORDINATED, BROUGHT),
        updates=("content", "wrapped", "headers", "columns", "state", "rows", "made", "tried", "version"),
    ),
    Protection("imports.Matching", "import", bars=(COORDINATED,), updates=("column", "version")),
]
