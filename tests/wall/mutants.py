"""Holes in the wall, each made by its owner for one test: a policy or a function with one condition less."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections

from tests.cast import OWNER


@dataclass(frozen=True)
class Mutant:
    """In a function of the wall's, or in a policy ("table policy"), `new` stands where `old` stood.

    Without `old` it stands in the place of all that the policy asks, which is `{}` in it.
    """

    name: str
    where: str
    old: str = ""
    new: str = "true"


MUTANTS = (
    Mutant("every client is everybody's", "victims_client see_own"),
    Mutant("notes of a closed client are open", "victims_note bar_named"),
    Mutant("a revoked copy is read", "referrals_disclosure see_addressed", "(revoked_at IS NULL)"),
    Mutant("a copy has no end", "referrals_disclosure see_addressed", "(ends_at > now())"),
    Mutant("a seal covers no suspects", "investigations_suspect bar_sealed"),
    Mutant("a share never ends", "investigations_granted(", "g.until_on >= wall.today()"),
)


@contextmanager
def weakened(mutant: Mutant) -> Iterator[None]:
    """The database with this hole, which is closed again afterwards."""
    found, write = (_function if "(" in mutant.where else _policy)(mutant.where)
    holed = found.replace(mutant.old, mutant.new) if mutant.old else mutant.new.replace("{}", found)
    assert holed != found, f"{mutant.where} has no {mutant.old}"
    with connections[OWNER].cursor() as cursor:
        cursor.execute(write.replace("{}", holed))
    try:
        yield
    finally:
        with connections[OWNER].cursor() as cursor:
            cursor.execute(write.replace("{}", found))


def _policy(where: str) -> tuple[str, str]:
    """What the policy asks, and the statement that makes it ask something else."""
    table, name = where.split()
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT qual FROM pg_policies WHERE tablename = %s AND policyname = %s", [table, name])
        (asks,) = cursor.fetchone()
    return asks, f'ALTER POLICY "{name}" ON {table} USING ({{}})'


def _function(where: str) -> tuple[str, str]:
    """The function's definition, and the statement that gives it another."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'wall'::regnamespace AND proname = %s",
            [where.rstrip("(")],
        )
        (definition,) = cursor.fetchone()
    return definition, "{}"
