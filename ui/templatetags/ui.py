"""Template tags: icons, status tags, dates as sentences, links that keep the query, side banners."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince, timeuntil

from ui import forms
from ui.navigation import url_or_none

register = template.Library()

TONES: dict[str, str] = {
    "neutral": "",
    "info": "info",
    "good": "check_circle",
    "warn": "warning",
    "stop": "highlight_off",
}


@register.simple_tag
def icon(name: str, label: str = "", size: int = 3) -> SafeString:
    """A USWDS icon; silent for screen readers unless it has a label."""
    href = f"{static('uswds/img/sprite.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="usa-icon usa-icon--size-{}" role="img" aria-label="{}" focusable="false">'
            '<use href="{}"></use></svg>',
            size,
            label,
            href,
        )
    return format_html(
        '<svg class="usa-icon usa-icon--size-{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>',
        size,
        href,
    )


@register.simple_tag
def status_tag(label: str, tone: str = "neutral") -> SafeString:
    """A status in words, with an icon and a colour that only repeat the words.

    Tones: neutral, info, good, warn, stop.
    """
    tone = tone if tone in TONES else "neutral"
    picture = icon(TONES[tone]) if TONES[tone] else ""
    return format_html('<span class="ecm-tag ecm-tag--{}">{}{}</span>', tone, picture, label)


@register.filter
def exact_date(when: date | datetime | None) -> str:
    """“Nov 24, 2026”, with the time where there is one."""
    if when is None:
        return ""
    if isinstance(when, datetime):
        return date_format(timezone.localtime(when), "DATETIME_FORMAT")
    return date_format(when, "DATE_FORMAT")


def relative(when: date | datetime) -> str:
    """“today”, “in 3 days”, “2 weeks ago”: whole days count, the larger unit is enough."""
    today = timezone.localdate()
    day = timezone.localtime(when).date() if isinstance(when, datetime) else when
    days = (day - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    if days > 0:
        return f"in {timeuntil(day, today, depth=1)}"
    return f"{timesince(day, today, depth=1)} ago"


@register.filter
def sentence_date(when: date | datetime | None) -> SafeString | str:
    """“in 3 days (Nov 27, 2026)”: what one thinks in, and what one writes down."""
    if when is None:
        return ""
    return format_html(
        '<time datetime="{}">{} <span class="ecm-exact">({})</span></time>',
        when.isoformat(),
        relative(when),
        exact_date(when),
    )


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The page's query with some values changed; ``None`` takes one out."""
    values = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None:
            values.pop(key, None)
        else:
            values[key] = value
    return f"?{values.urlencode()}"


@register.simple_tag(takes_context=True)
def query_set(context: template.Context, key: str, value: Any, drop: str = "") -> str:
    """The page's query with one key, named by a variable, changed and another taken out."""
    values = context["request"].GET.copy()
    values.pop(drop, None)
    values[key] = value
    return f"?{values.urlencode()}"


@register.simple_tag
def maybe_url(name: str) -> str:
    """The address of a page, or nothing when there is no such page."""
    return url_or_none(name) or ""


@register.simple_tag
def form_groups(form: BaseForm) -> list[forms.Group]:
    """The fields of a form by group."""
    return list(forms.groups(form))


@register.filter
def has_required(form: BaseForm) -> bool:
    """Whether the mark of required fields needs a word: not on a form of one or two fields."""
    fields = form.visible_fields()
    return len(fields) > 2 and any(field.field.required for field in fields)


@register.inclusion_tag("components/side_banner.html", takes_context=True)
def side_banner(context: template.Context, side: str = "") -> dict[str, str]:
    """What may happen to what is written here; the side is the hat's unless given."""
    return {"side": side or getattr(context.get("hat"), "side", "")}


@register.filter
def aria_sort(column: Any) -> str:
    """How a table's column is sorted, in ARIA's words."""
    if not column.is_ordered:
        return "none"
    return "descending" if column.order_by_alias.is_descending else "ascending"


@register.filter
def page_numbers(page: Any) -> Iterator[int | str]:
    """Page numbers around the one shown, with gaps."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
