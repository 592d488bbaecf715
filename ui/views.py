"""The page of what does not exist, and the style guide for developers and for axe."""

import datetime
from types import SimpleNamespace
from typing import Any, ClassVar

import django_tables2
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django_filters.fields import DateRangeField

from ui.pages import page_or_fragment
from ui.tables import Table

NO_CASES = {
    "title": "No cases yet",
    "text": "A case is what the task force works on together.",
    "action_url": "#",
    "action_label": "Log a case",
    "icon_name": "folder_open",
}


class GuideForm(forms.Form):
    """One field of each kind."""

    fieldsets: ClassVar = [
        ("Where it happened", ["place", "seen_on"], "As far as you know."),
        ("What happened", ["kind", "signs", "text", "offence", "attachment", "agree"]),
    ]

    place = forms.CharField(help_text="City or county.")
    seen_on = forms.DateField(required=False, label="Seen on")
    kind = forms.ChoiceField(
        choices=[("sex", "Sex"), ("labor", "Labor"), ("unknown", "Not known")],
        widget=forms.RadioSelect,
        help_text="Never assumed.",
    )
    signs = forms.MultipleChoiceField(
        choices=[("debt", "Debt"), ("papers", "Papers kept"), ("locked", "Locked in")],
        required=False,
    )
    text = forms.CharField(max_length=500, widget=forms.Textarea, required=False)
    offence = forms.ChoiceField(
        choices=[("", "- Choose -"), *((str(section), f"18 U.S.C. {section}") for section in range(1581, 1598))],
        required=False,
    )
    attachment = forms.FileField(required=False)
    agree = forms.BooleanField(label="I have read it to the person")


class GuideFilter(forms.Form):
    """The form that a filter set makes."""

    kind = forms.ChoiceField(choices=[("", "Any"), ("sex", "Sex"), ("labor", "Labor")], required=False)
    opened_on = DateRangeField(required=False, label="Opened")


class GuideTable(Table):
    """A table of made-up rows."""

    noun = ("case", "cases")
    caption = "Cases"
    htmx_target = "results"
    number = django_tables2.Column()
    kind = django_tables2.Column()
    opened_on = django_tables2.Column(verbose_name="Opened")


def absent(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, word for word the same for what is hidden and for what never was."""
    return render(request, "404.html", status=404)


def guide(request: HttpRequest) -> HttpResponse:
    """Every component on one page; ``ecm.urls`` has it only with DEBUG."""
    return page_or_fragment(request, "ui/guide.html", "ui/_guide_table.html", _guide(request))


def _guide(request: HttpRequest) -> dict[str, Any]:
    today = timezone.localdate()
    rows = [{"number": f"2026-{n:03}", "kind": ["Sex", "Labor"][n % 2], "opened_on": today} for n in range(1, 61)]
    return {
        "form": GuideForm({"text": "Kept", "kind": "other"}),
        "filter": SimpleNamespace(form=GuideFilter(), target="results"),
        "table": GuideTable(rows, request=request),
        "empty_table": GuideTable(
            [],
            empty={
                "title": "No cases yet",
                "text": "A case is what the task force works on together.",
                "action_url": "#",
                "action_label": "Log a case",
                "icon_name": "folder_open",
            },
        ),
        "crumbs": [("Home", "/"), ("Cases", "#")],
        "facts": [("Opened", today), ("Kind", "Labor"), ("Lead agency", "")],
        "steps": ["Who", "What", "Check"],
        "events": [
            SimpleNamespace(at=today, title="Meeting held", text="All agencies came.", by="Sheriff"),
            SimpleNamespace(at=today - datetime.timedelta(days=40), title="Case opened", url="#"),
        ],
        "job": SimpleNamespace(is_over=True, state="done", progress=100, says="The report is ready."),
    }
