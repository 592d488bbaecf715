"""The base of every table: caption, sort links, row count, pages, and a say when it is empty."""

from typing import Any, ClassVar

import django_tables2
from django.http import HttpRequest
from django_tables2 import RequestConfig

from ui.pages import PER_PAGE

CSS_CLASS = "usa-table usa-table--borderless usa-table--stacked-header ecm-table"


class Table(django_tables2.Table):
    """A list page's table: ``CaseTable(rows, request=request)`` is sorted and paged.

    ``noun`` makes the sentence of the row count, ``empty`` the empty state
    (``title``, ``text``, ``action_url``, ``action_label``), ``htmx_target`` the id of
    what sorting and paging refresh.
    """

    noun: ClassVar[tuple[str, str]] = ("row", "rows")
    caption: ClassVar[str] = ""
    empty: ClassVar[dict[str, str]] = {}
    htmx_target: ClassVar[str] = ""

    class Meta:
        """A subclass with a ``Meta`` of its own extends ``Table.Meta``."""

        attrs: ClassVar[dict[str, str]] = {"class": CSS_CLASS}

    def __init__(
        self,
        *args: Any,
        request: HttpRequest | None = None,
        per_page: int = PER_PAGE,
        empty: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("template_name", "ui/table.html")
        kwargs.setdefault("attrs", {"class": CSS_CLASS, **self._meta.attrs})
        self.page = None  # django-tables2 sets it only when it pages
        self.request = request
        super().__init__(*args, request=request, **kwargs)
        self.empty_state = empty or self.empty
        if request is not None:
            RequestConfig(request, paginate={"per_page": per_page}).configure(self)

    @property
    def count(self) -> int:
        """Rows on all pages."""
        return self.page.paginator.count if self.page else len(self.rows)

    @property
    def count_sentence(self) -> str:
        """“12 cases.” or “Cases 26 to 50 of 120.”"""
        one, many = self.noun
        if self.page and self.page.has_other_pages():
            first, last = self.page.start_index(), self.page.end_index()
            return f"{many.capitalize()} {first:,} to {last:,} of {self.count:,}."
        return f"{self.count:,} {one if self.count == 1 else many}."

    @property
    def is_filtered(self) -> bool:
        """Whether the address narrows the rows, so that “nothing” means “nothing like that”."""
        if self.request is None:
            return False
        plain = {self.prefixed_page_field, self.prefixed_order_by_field}
        return any(value for key, value in self.request.GET.items() if key not in plain)
