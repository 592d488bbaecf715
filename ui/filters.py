"""The base of every filter: a labelled GET form that works without JavaScript."""

from typing import Any

import django_filters
from django.http import HttpRequest


class FilterSet(django_filters.FilterSet):
    """Filters of a list page: ``{% include "ui/filter.html" with filter=filter %}``.

    With htmx a change refreshes only the element ``#results`` (or ``target``). A range of
    dates is ``django_filters.DateFromToRangeFilter``.
    """

    target = "results"

    @classmethod
    def of(cls, request: HttpRequest, rows: Any) -> "FilterSet":
        """Bound to what the address says."""
        return cls(request.GET, queryset=rows, request=request)

    def filter_queryset(self, queryset: Any) -> Any:
        """No rows under a filter that can't be used: leaving it out would show more than was asked for."""
        return queryset.none() if self.form.errors else super().filter_queryset(queryset)
