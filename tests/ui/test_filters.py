"""A filter is a labelled GET form that works by itself."""

import re

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.template.loader import render_to_string
from django.test import RequestFactory

from ui.filters import FilterSet


class KindFilter(FilterSet):
    """Filters over a table that every Django house has; no row is read."""

    app_label = django_filters.CharFilter(label="App")
    seen_on = django_filters.DateFromToRangeFilter(label="Seen", field_name="model")


def shown(query: str = "") -> str:
    request = RequestFactory().get(f"/kinds/{query}")
    filters = KindFilter.of(request, ContentType.objects.none())
    return render_to_string("ui/filter.html", {"filter": filters}, request)


def test_a_filter_is_a_get_form_that_keeps_what_was_chosen_and_can_be_cleared() -> None:
    html = shown("?app_label=cases")
    assert '<form method="get" action="/kinds/"' in html
    assert 'value="cases"' in html
    assert '<a class="usa-link" href="/kinds/">Clear filters</a>' in html


def test_every_field_of_a_filter_has_a_label_of_its_own() -> None:
    html = shown()
    assert re.search(r'<label class="usa-label" for="id_app_label">App\s*</label>', html)
    assert re.findall(r'<span>(\w+)</span><input type="date" name="(\w+)"', html) == [
        ("From", "seen_on_after"),
        ("To", "seen_on_before"),
    ]
