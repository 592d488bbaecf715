"""Where a person acts this session: one agency, with the roles held there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db import connections

from agencies.models import Agency, Person, TaskForce
from agencies.vocabulary import Role, Side

MEMBER, COORDINATOR = "member", "coordinator"


@dataclass(frozen=True)
class Hat:
    """A person acting for one agency, as a member of it or as a task force's coordinator.

    Carries ids only. What it may see is decided by the database from live memberships; `roles`
    and the rest are read back from there once a transaction, for menus and forms.
    """

    person_id: int
    agency_id: int
    part: str = MEMBER

    @property
    def is_coordinator(self) -> bool:
        """Whether this is a coordinator's hat, which holds no other role."""
        return self.part == COORDINATOR

    @cached_property
    def person(self) -> Person:
        """Who wears it."""
        return Person.objects.get(pk=self.person_id)

    @cached_property
    def agency(self) -> Agency:
        """The employer."""
        return Agency.objects.get(pk=self.agency_id)

    @cached_property
    def _live(self) -> tuple[list[str], list[int]]:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT wall.my_roles(), wall.my_task_forces()")
            roles, task_forces = cursor.fetchone()
        return roles or [], task_forces or []

    @cached_property
    def roles(self) -> frozenset[str]:
        """The live roles under this hat; empty when the membership has ended."""
        return frozenset(self._live[0])

    @cached_property
    def task_force_ids(self) -> list[int]:
        """The task forces that this hat acts in today."""
        return list(self._live[1])

    @cached_property
    def task_force(self) -> TaskForce | None:
        """The first of them, which is nearly always the only one."""
        return TaskForce.objects.filter(pk__in=self.task_force_ids).first()

    @property
    def side(self) -> Side:
        """The room that this hat opens; a coordinator's opens none."""
        return Side.SHARED if self.is_coordinator else self.agency.side

    def has(self, *roles: Role | str) -> bool:
        """Whether any of `roles` is held under this hat today."""
        return bool(self.roles.intersection(str(role) for role in roles))

    @cached_property
    def others(self) -> list[tuple[str, str]]:
        """(label, value) of the hats that this person may change to."""
        return [(hat.label, hat.value) for hat in hats_of(self.person_id) if hat != self]

    @property
    def value(self) -> str:
        """The hat as the session and a form carry it."""
        return f"{self.agency_id}:{self.part}"

    @property
    def label(self) -> str:
        """The hat in words, for the header."""
        return f"Coordinator ({self.agency.name})" if self.is_coordinator else self.agency.name


def hat_from(person_id: int, value: str) -> Hat | None:
    """The hat that `value` names, or None when it names none; says nothing of whether it is held."""
    agency, _, part = value.partition(":")
    if not agency.isdecimal() or part not in (MEMBER, COORDINATOR):
        return None
    return Hat(person_id, int(agency), part)


def hats_of(person_id: int) -> list[Hat]:
    """Every hat that the acting person holds today; asked under a context of that person."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT agency_id, part FROM wall.my_hats()")
        rows: Iterable[tuple[int, str]] = cursor.fetchall()
    return [Hat(person_id, agency, part) for agency, part in rows]
