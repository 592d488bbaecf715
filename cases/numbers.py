"""Case numbers: the task force's own pattern, with a random part in which no gap can be read."""

from __future__ import annotations

import datetime as dt
import secrets

from agencies.models import TaskForce

LETTERS = "BCDFGHJKMNPQRSTVWXZ"  # no vowels, so that no word comes out; nothing that looks like a digit
LENGTH = 6  # 47 million numbers a year


def new_number(task_force: TaskForce, on: dt.date) -> str:
    """A number for a case opened on the day `on`."""
    random = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return task_force.number_pattern.format(year=on.year, state=task_force.state, random=random)
