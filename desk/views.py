"""A person's day: home, what waits, calendar, and the case page with both sides."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from access.views import DetailPage, Page
from agencies.vocabulary import Role
from cases.blocks import SUPERVISORS
from cases.models import Case, Lead
from cases.views import READERS
from cases.vocabulary import Status
from desk import case as parts
from desk import rooms
from desk.home import greeting, labor_shares, waits_for
from ui.pages import paged

SHOWN_AT_HOME = 12
TONES = {Status.OPEN: "good", Status.INACTIVE: "warn", Status.CLOSED: "neutral"}


class Home(Page):
    """What needs doing today, for each role."""

    template = "desk/home.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        waiting = rooms.todo(self.hat)
        intro, links = greeting(self.hat)
        return self.render(
            {
                "today": timezone.localdate(),
                "intro": intro,
                "links": links,
                "waiting": waiting[:SHOWN_AT_HOME],
                "waits_for": waits_for(self.hat),
                "more": max(len(waiting) - SHOWN_AT_HOME, 0),
                "coming": [thing for thing in rooms.dated(self.hat) if self._is_near(thing)][:SHOWN_AT_HOME],
                "shares": labor_shares() if self.hat.has(Role.COORDINATOR) else [],
            }
        )

    def _is_near(self, thing: Any) -> bool:
        today = timezone.localdate()
        return not thing.done and today <= thing.day <= today + dt.timedelta(days=7)


class Inbox(Page):
    """Everything that waits for this person, page by page."""

    template = "desk/inbox.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render({"page": paged(rooms.todo(self.hat), request)})


class Calendar(Page):
    """Days of a month with what falls on them, and what is overdue."""

    template = "desk/calendar.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        first = month_of(request.GET.get("month", ""))
        after = (first + dt.timedelta(days=32)).replace(day=1)
        found = rooms.dated(self.hat)
        today = timezone.localdate()
        overdue = [thing for thing in found if thing.day < today and not thing.done]
        on_time = (thing for thing in found if thing.day >= today or thing.done)
        in_month = [thing for thing in on_time if first <= thing.day < after]
        return self.render(
            {
                "month": first,
                "before": (first - dt.timedelta(days=1)).replace(day=1),
                "after": after,
                "today": today,
                "overdue": overdue,
                "days": [(day, list(things)) for day, things in groupby(in_month, key=lambda thing: thing.day)],
            }
        )


def month_of(text: str) -> dt.date:
    """The first day of the month “2026-11”, of this month for anything else."""
    try:
        return dt.datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        return timezone.localdate().replace(day=1)


class CasePage(DetailPage):
    """A case with its two sides next to each other, each only what the reader may see."""

    roles = READERS
    template = "desk/case.html"

    def rows(self) -> QuerySet[Case]:
        return Case.objects.for_page().defer("search")

    def context(self, record: Case) -> dict[str, Any]:
        panels = rooms.panels(record, self.hat)
        return {
            "crumbs": [("Cases", reverse("cases:list"))],
            "tone": TONES[Status(record.status)],
            "facts": parts.facts(record),
            "sides": parts.sides(record, self.hat, panels),
            "others": [panel for room, panel in panels.items() if room not in ("investigations", "victims")],
            "participants": parts.participants(record, self.hat),
            "may_block": self.hat.has(*SUPERVISORS),
            "may_bring_in": self.hat.side == "law" or self.hat.is_coordinator,
            "coming": rooms.dated(self.hat, record),
            "lead": Lead.objects.filter(case=record).first(),
            "page": paged(record.entries.select_related("agency", "made_by", "owner"), self.request, 10),
        }
