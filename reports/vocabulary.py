"""The words of reports: spans of time, where numbers come from, how far they are."""

from __future__ import annotations

import datetime as dt

from django.db import models

from agencies.vocabulary import Role

DASH = "\N{EN DASH}"


class Span(models.TextChoices):
    """What a period is."""

    QUARTER = "quarter", "Quarter"
    HALF = "half", "Half-year"
    FINAL = "final", "Final"


class Source(models.TextChoices):
    """Where a contribution's numbers come from."""

    COUNTED = "counted", "Counted from the agency's records"
    ENTERED = "entered", "Entered for an agency that does not sign in"
    FILED = "filed", "Entered as filed earlier"


class State(models.TextChoices):
    """How far a contribution is; once confirmed it is frozen."""

    OPEN = "open", "Not confirmed"
    CONFIRMED = "confirmed", "Confirmed"


# Who confirms the numbers of the agency that they work for.
VOUCHERS = (Role.GRANT_MANAGER, Role.LE_SUPERVISOR, Role.ADVOCATE_SUPERVISOR, Role.AGENCY_ADMIN)
# Who sees which records lack an answer, and can mend them; a grant manager sees how many.
MENDERS = (Role.LE_SUPERVISOR, Role.ADVOCATE_SUPERVISOR)
# Who reads the totals that a task force shares.
READERS = (*VOUCHERS, Role.COORDINATOR)

# Families that count no person, so that an agency of the other side may contribute them
# (domain.md, "An award has a side").
IMPERSONAL = ("H", "I", "J")
# The one measure of those families that counts persons.
PERSONAL = ("J-04",)

# Counts of 1 to 10 are small: with a form of trafficking and a county they can tell who a person
# is (field.md 3.2, rule 21; CMS cell size suppression policy).
SMALL = range(1, 11)

# Numbers that are made of others, so that they would undo what is left out of those: the balance of
# the dashboard; the PMT grid, whose lines are sums of lines of section D; and the stages of G-13, whose
# arrests are those of F-08 and F-09 together.
#
# And what became of a referral, which is a fact about a person (domain.md): whoever sent twelve and
# reads that twelve were served knows that each of them is a client, however large the count. So with
# the provider's steps (M-02, M-03), the wait for its first service (D-41), and whom police brought (B-18).
UNSHARED = ("L", "D-38", "G-13", "B-18", "D-41", "M-02", "M-03")


def fiscal(day: dt.date) -> str:
    """The federal quarter of a day, as "FY27 Q1"."""
    year = day.year + (day.month >= 10)
    return f"FY{year % 100:02d} Q{(day.month - 10) % 12 // 3 + 1}"


def label(span: str, starts_on: dt.date, ends_on: dt.date) -> str:
    """A period both ways, since the January filing crosses fiscal years: "FY27 Q1, Oct-Dec 2026"."""
    if span == Span.FINAL:
        return f"Final, {starts_on:%b} {starts_on.year}{DASH}{ends_on:%b} {ends_on.year}"
    months = f"{starts_on:%b}{DASH}{ends_on:%b} {ends_on.year}"
    if starts_on.month == ends_on.month:
        months = f"{ends_on:%b} {ends_on.year}"
    first, last = fiscal(starts_on), fiscal(ends_on)
    if first != last:
        return f"{first} and {last}, {months}"
    return f"{first}, {months} (cut half)" if span == Span.HALF else f"{first}, {months}"
