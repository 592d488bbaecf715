"""Shows what a room handed up, with the room's own template."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cases.panels import Panel

register = template.Library()


@register.simple_tag(takes_context=True)
def panel(context: template.Context, handed: Panel) -> SafeString:
    """The panel's fragment; it sees what its room gave it, and the page's request."""
    return render_to_string(handed.template, {**handed.context, "panel": handed}, request=context["request"])
