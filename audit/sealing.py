"""The chain: every entry and every version of a row is sealed into a row of hashes, in batches.

Whoever writes an entry or a version waits for nobody: a trigger lays its digest (SHA-256 of the row as
JSON) beside it, in the same transaction. The clerk takes what waits, gives it the next number and links
it to the one before: `link = SHA-256(link before, number, table, row, act, person, when, digest)`. A row
that was changed, taken out or slipped in past the triggers no longer fits its link. Content typed by
mistake can be destroyed by the listed functions: that change is a link of its own, with who did it.

All of it lies in the schema `wall`, where no login has a right. Kept rows may gain empty columns in a
migration (what is empty is left out of a digest), but not lose or fill one.
"""

from __future__ import annotations

from agencies.functions import DEFINER

# What a digest depends on must not depend on the session that asks.
PLAIN = "SET timezone = 'UTC' SET bytea_output = 'hex' SET intervalstyle = 'postgres' SET extra_float_digits = 1"

TABLES = [
    """
CREATE TABLE IF NOT EXISTS wall.waiting (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source text NOT NULL, kept uuid NOT NULL, act text NOT NULL, person int,
    at timestamptz NOT NULL DEFAULT clock_timestamp(), digest bytea NOT NULL
)""",
    """
CREATE TABLE IF NOT EXISTS wall.chain (
    number bigint PRIMARY KEY,
    source text NOT NULL, kept uuid NOT NULL, act text NOT NULL, person int,
    at timestamptz NOT NULL, digest bytea NOT NULL, link bytea NOT NULL
)""",
    "CREATE INDEX IF NOT EXISTS chain_kept ON wall.chain (source, kept, number)",
    """
CREATE TABLE IF NOT EXISTS wall.verified (
    at timestamptz PRIMARY KEY DEFAULT clock_timestamp(), links bigint NOT NULL, broken text NOT NULL
)""",
]

DIGEST = f"""
CREATE OR REPLACE FUNCTION wall.digest(kept anyelement) RETURNS bytea
LANGUAGE sql STABLE {DEFINER} {PLAIN} AS $$
    SELECT sha256(convert_to(jsonb_strip_nulls(to_jsonb(kept))::text, 'UTF8'))
$$"""

LINKED = f"""
CREATE OR REPLACE FUNCTION wall.linked(
    before bytea, number bigint, source text, kept uuid, act text, person int, at timestamptz, digest bytea
) RETURNS bytea
LANGUAGE sql STABLE {DEFINER} {PLAIN} AS $$
    SELECT sha256(before || convert_to(
        concat_ws('|', number, source, kept, act, coalesce(person, 0), at), 'UTF8') || digest)
$$"""

AWAIT = f"""
CREATE OR REPLACE FUNCTION wall.await_sealing() RETURNS trigger
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    -- An entry's own partition is no matter of its record: the table is named by its argument.
    named text := TG_ARGV[0];
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO wall.waiting (source, kept, act, person, digest) VALUES (
            named, coalesce(to_jsonb(OLD)->>'pgh_id', to_jsonb(OLD)->>'id')::uuid, 'removed', wall.person(), '');
    ELSE
        INSERT INTO wall.waiting (source, kept, act, person, digest) VALUES (
            named, coalesce(to_jsonb(NEW)->>'pgh_id', to_jsonb(NEW)->>'id')::uuid,
            CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'changed' END, wall.person(), wall.digest(NEW));
    END IF;
    RETURN NULL;
END $$"""

SEAL = f"""
CREATE OR REPLACE FUNCTION wall.seal_audit(most int) RETURNS TABLE (sealed int, number bigint, link text)
LANGUAGE plpgsql VOLATILE {DEFINER} AS $$
DECLARE
    head wall.chain;
    one wall.waiting;
    taken int := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('wall.chain', 0));
    SELECT * INTO head FROM wall.chain c ORDER BY c.number DESC LIMIT 1;
    FOR one IN
        WITH next AS (
            DELETE FROM wall.waiting w WHERE w.id IN (SELECT v.id FROM wall.waiting v ORDER BY v.id LIMIT most)
            RETURNING w.*)
        SELECT * FROM next ORDER BY id
    LOOP
        head.number := coalesce(head.number, 0) + 1;
        head.link := wall.linked(coalesce(head.link, ''), head.number, one.source, one.kept, one.act, one.person,
            one.at, one.digest);
        INSERT INTO wall.chain VALUES (
            head.number, one.source, one.kept, one.act, one.person, one.at, one.digest, head.link);
        taken := taken + 1;
    END LOOP;
    RETURN QUERY SELECT taken, coalesce(head.number, 0), coalesce(encode(head.link, 'hex'), '');
END $$"""

BROKEN_LINKS = """
    SELECT o.number, o.source, o.kept, CASE
            WHEN o.number <> o.due THEN format('links %s to %s are missing', o.due, o.number - 1)
            WHEN o.link <> wall.linked(o.before, o.number, o.source, o.kept, o.act, o.person, o.at, o.digest)
                THEN 'the link was changed'
            WHEN o.act = 'removed' THEN 'was taken out'
            ELSE 'was changed by nobody known'
        END
    FROM (
        SELECT c.*, 1 + coalesce(lag(c.number) OVER w, 0) AS due, coalesce(lag(c.link) OVER w, '') AS before
        FROM wall.chain c WINDOW w AS (ORDER BY c.number)
    ) o
    WHERE o.number <> o.due OR o.act = 'removed' OR (o.act = 'changed' AND o.person IS NULL)
        OR o.link <> wall.linked(o.before, o.number, o.source, o.kept, o.act, o.person, o.at, o.digest)"""

# Each kept row against the latest that was said of it, sealed or waiting; `%1$s` is the table, `%2$s` its key.
BROKEN_ROWS = """
    SELECT c.number, %1$L, coalesce(c.kept, r.%2$I), CASE
            WHEN r.%2$I IS NULL THEN 'is missing'
            WHEN c.kept IS NULL THEN 'was slipped in'
            ELSE 'was changed'
        END
    FROM (
        SELECT DISTINCT ON (kept) kept, number, digest FROM (
            SELECT kept, number, NULL::bigint AS queued, digest FROM wall.chain WHERE source = %1$L
            UNION ALL SELECT kept, NULL, id, digest FROM wall.waiting WHERE source = %1$L
        ) said ORDER BY kept, queued DESC NULLS LAST, number DESC
    ) c FULL JOIN public.%1$I r ON r.%2$I = c.kept
    WHERE r.%2$I IS NULL OR c.kept IS NULL OR c.digest <> wall.digest(r)"""


def broken(sources: dict[str, str]) -> str:
    """SQL of `wall.broken_audit()`: the first broken link, and the first broken row of each of `sources`, if any.

    `sources` are the sealed tables with their keys.
    """
    rows = "".join(
        f"""
    RETURN QUERY EXECUTE format($q${BROKEN_ROWS} ORDER BY 1 NULLS LAST LIMIT 1$q$, '{table}', '{key}');"""
        for table, key in sources.items()
    )
    return f"""
CREATE OR REPLACE FUNCTION wall.broken_audit() RETURNS TABLE (number bigint, source text, kept uuid, says text)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN QUERY {BROKEN_LINKS} ORDER BY 1 LIMIT 1;{rows}
END $$"""


VERIFY = f"""
CREATE OR REPLACE FUNCTION wall.verify_audit(numbers bigint[], links text[])
RETURNS TABLE (links_seen bigint, number bigint, source text, kept uuid, says text)
LANGUAGE plpgsql VOLATILE {DEFINER} AS $$
DECLARE
    seen bigint;
    worst record;
BEGIN
    SELECT count(*) INTO seen FROM wall.chain;
    SELECT * INTO worst FROM (
        SELECT a.number, 'anchor' AS source, NULL::uuid AS kept, 'an anchor that left the database is not met' AS says
        FROM unnest(numbers, links) a (number, link)
        WHERE NOT EXISTS (
            SELECT 1 FROM wall.chain c WHERE c.number = a.number AND encode(c.link, 'hex') = a.link)
        UNION ALL SELECT b.number, b.source, b.kept, b.says FROM wall.broken_audit() b
    ) found ORDER BY found.number NULLS LAST LIMIT 1;
    INSERT INTO wall.verified (links, broken) VALUES (seen, coalesce(worst.says, ''));
    RETURN QUERY SELECT seen, worst.number, worst.source, worst.kept, worst.says;
END $$"""

HEALTH = f"""
CREATE OR REPLACE FUNCTION wall.audit_health() RETURNS TABLE (at timestamptz, links bigint, broken text)
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT v.at, v.links, v.broken FROM wall.verified v
    WHERE '{{auditor}}'::text[] && wall.my_roles() ORDER BY v.at DESC LIMIT 1
$$"""

# A month's entries lie together; what belongs to no month that was made goes to the table of the rest.
MONTHS = f"""
CREATE OR REPLACE FUNCTION wall.make_audit_months(from_day date, months int) RETURNS int
LANGUAGE plpgsql VOLATILE {DEFINER} {PLAIN} AS $$
DECLARE
    month date;
    made int := 0;
BEGIN
    FOR month IN SELECT generate_series(
        date_trunc('month', from_day), date_trunc('month', from_day) + make_interval(months => months),
        interval '1 month')::date
    LOOP
        IF to_regclass('public.audit_entry_' || to_char(month, 'YYYY_MM')) IS NULL THEN
            EXECUTE format('CREATE TABLE public.%I PARTITION OF public.audit_entry FOR VALUES FROM (%L) TO (%L)',
                'audit_entry_' || to_char(month, 'YYYY_MM'), month, (month + interval '1 month')::date);
            made := made + 1;
        END IF;
    END LOOP;
    RETURN made;
END $$"""

FUNCTIONS = [*TABLES, DIGEST, LINKED, AWAIT, SEAL, VERIFY, HEALTH, MONTHS]
EXECUTED_BY = [
    ("ecm_clerk", ["seal_audit", "verify_audit", "make_audit_months", "find_alerts"]),
    ("ecm_app", ["audit_health", "keeper_of"]),
]
