"""Days on which something happened: the same for a form, the API and a row of a sheet."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

OLDEST_YEAR = 1950


def what_is_wrong_with(day: dt.date | None) -> str:
    """Why nobody at work can have seen `day`, in a sentence that says how to mend it; empty when somebody can."""
    if day and day > timezone.localdate():
        return "This day is still to come. Write the day on which it happened."
    if day and day.year < OLDEST_YEAR:
        return "This is too long ago. Check the year."
    return ""
