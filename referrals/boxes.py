"""Inbox and outbox: requests, referrals and messages of one agency as one list, newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db.models import CharField, DateTimeField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from access.hats import Hat
from agencies.models import Agency
from referrals.models import Answer, Message, Receipt, Referral, ServiceRequest
from referrals.vocabulary import Said

COLUMNS = ("kind", "id", "other", "other_name", "made_at", "due_at", "done_at", "ends_at", "said")
KINDS = [("request", "Request for services"), ("referral", "Referral of a person"), ("message", "Message to pass on")]
STATES = [("waiting", "Waiting"), ("late", "Late"), ("done", "Received or answered"), ("closed", "Closed")]
NEVER = Value(None, DateTimeField())
NOTHING = Value("", CharField())


@dataclass(frozen=True)
class Item:
    """One line of a box."""

    kind: str
    id: Any
    other: int
    other_name: str
    made_at: dt.datetime
    due_at: dt.datetime | None
    done_at: dt.datetime | None
    ends_at: dt.datetime | None
    said: str

    @property
    def kind_words(self) -> str:
        """What it is."""
        return dict(KINDS)[self.kind]

    @property
    def url(self) -> str:
        """Its page."""
        return reverse(f"referrals:{self.kind}", args=[self.id])

    @property
    def state(self) -> str:
        """Where it stands, in words: all that may be known of it."""
        if self.kind == "message":
            return "Delivered"
        if self.kind == "request":
            return f"Answered: {Said(self.said).label.lower()}" if self.done_at else "Waiting for an answer"
        if self.ends_at and self.ends_at <= timezone.now():
            return "Closed"
        return "Received" if self.done_at else "Sent"

    @property
    def is_late(self) -> bool:
        """Whether it was not received or answered in the time that was asked for."""
        return bool(self.due_at and not self.done_at and self.due_at < timezone.now())

    @property
    def tone(self) -> str:
        """How the state is colored."""
        if self.is_late:
            return "warn"
        return "good" if self.done_at and self.state != "Closed" else "neutral"


def requests(box: Box) -> QuerySet:
    """The requests of a box."""
    last = Answer.objects.filter(request=OuterRef("pk")).order_by("-made_at")
    return box.of(ServiceRequest).annotate(
        kind=Value("request"),
        due_at=F("answer_by"),
        done_at=Subquery(last.values("made_at")[:1]),
        ends_at=NEVER,
        said=Coalesce(Subquery(last.values("said")[:1]), NOTHING),
    )


def referrals(box: Box) -> QuerySet:
    """The referrals of a box."""
    first = Receipt.objects.filter(referral=OuterRef("pk")).order_by("at")
    return box.of(Referral).annotate(
        kind=Value("referral"),
        due_at=F("receive_by"),
        done_at=Subquery(first.values("at")[:1]),
        ends_at=F("closes_at"),
        said=NOTHING,
    )


def messages(box: Box) -> QuerySet:
    """The messages of a box: delivered, always."""
    return box.of(Message).annotate(kind=Value("message"), due_at=NEVER, done_at=NEVER, ends_at=NEVER, said=NOTHING)


PARTS = {"request": requests, "referral": referrals, "message": messages}


@dataclass(frozen=True)
class Box:
    """What came to the acting agency, or went from it."""

    model: ClassVar[type[Referral]] = Referral  # what a search in it is recorded as
    hat: Hat
    sent: bool = False

    def of(self, model: Any) -> QuerySet:
        """This box's rows of one model, with the agency at the other end."""
        if self.sent:
            rows, other = model.objects.sent_by(self.hat.agency_id), "recipient"
        else:
            rows, other = model.objects.sent_to(self.hat.agency_id), "owner"
        return rows.annotate(other=F(f"{other}_id"), other_name=F(f"{other}__name"))

    def rows(self, kind: str = "", state: str = "", agency: int | None = None) -> QuerySet:
        """One query for all kinds, newest first, as rows of COLUMNS."""
        parts = [
            narrowed(part(self), name, state, agency).order_by().values_list(*COLUMNS, named=True)
            for name, part in PARTS.items()
            if kind in ("", name)
        ]
        return parts[0].union(*parts[1:], all=True).order_by("-made_at")

    def agencies(self) -> QuerySet[Agency]:
        """The agencies at the other end of anything in this box."""
        column = "recipient_id" if self.sent else "owner_id"
        models = (ServiceRequest, Referral, Message)
        found = [self.of(model).order_by().values_list(column, flat=True) for model in models]
        return Agency.objects.filter(pk__in=found[0].union(*found[1:]))


def narrowed(rows: QuerySet, kind: str, state: str, agency: int | None) -> QuerySet:
    """`rows` in one state, from or to one agency."""
    now = timezone.now()
    if agency:
        rows = rows.filter(other=agency)
    if state == "waiting":
        rows = rows.filter(done_at=None, due_at__isnull=False)
        return rows.filter(closes_at__gt=now) if kind == "referral" else rows
    if state == "late":
        return rows.filter(done_at=None, due_at__lt=now)
    if state == "done":
        rows = rows.filter(done_at__isnull=False)
        return rows.filter(closes_at__gt=now) if kind == "referral" else rows
    if state == "closed":
        return rows.filter(closes_at__lte=now) if kind == "referral" else rows.none()
    return rows


class BoxForm(forms.Form):
    """What a box can be narrowed by."""

    kind = forms.ChoiceField(choices=[("", "All"), *KINDS], required=False, label="Kind")
    state = forms.ChoiceField(choices=[("", "All"), *STATES], required=False, label="State")
    agency = forms.ModelChoiceField(Agency.objects.none(), required=False, label="Agency", empty_label="All")


class BoxFilter:
    """A box narrowed by what the address says; stands where a FilterSet would."""

    target = "results"

    def __init__(self, data: Any, box: Box) -> None:
        self.data, self.box = data, box
        self.form = BoxForm(data)
        self.form.fields["agency"].queryset = box.agencies()

    @classmethod
    def of(cls, request: HttpRequest, box: Box) -> BoxFilter:
        """Bound to what the address says."""
        return cls(request.GET, box)

    def is_valid(self) -> bool:
        """Whether what the address says can be looked for."""
        return self.form.is_valid()

    @cached_property
    def qs(self) -> QuerySet:
        """The lines, as rows of COLUMNS."""
        said = self.form.cleaned_data if self.is_valid() else {}
        agency = said.get("agency")
        return self.box.rows(said.get("kind", ""), said.get("state", ""), agency.pk if agency else None)
