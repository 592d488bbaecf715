"""The bases that every page stands on: a signed-in person, a hat, a role, and 404 for the rest."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError, models
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View

from access import once
from access.errors import Refused, Stale
from access.explaining import explain_url
from access.hats import Hat
from access.requests import Request, route
from audit.entries import record
from audit.models import Entry
from ui.pages import page_or_fragment

NOT_TYPED = ("csrfmiddlewaretoken", "version")  # hidden in a form, and other ones each time it is opened
SAVED_BEFORE = "This was saved already. Nothing was added a second time."
SAVED_UNSEEN = "This was saved already, and was closed to you since. Nothing was added a second time."


class Page(View):
    """A page for whoever wears a hat with one of `roles`; for everyone else it does not exist.

    Public pages set `public`; pages for a signed-in person without a hat set `hatless`.
    """

    request: Request
    roles: ClassVar[tuple[str, ...] | frozenset[str]] = ()
    public: ClassVar[bool] = False
    hatless: ClassVar[bool] = False
    template: ClassVar[str] = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.public:
            return super().dispatch(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if self.hatless:
            return super().dispatch(request, *args, **kwargs)
        hat = self.request.hat
        if hat is None:
            return redirect(f"{reverse('office:hats')}?{urlencode({'next': request.get_full_path()})}")
        if self.roles and not hat.has(*self.roles):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @property
    def hat(self) -> Hat:
        """Who is acting; a page without a hat has no use for it, and asking is a mistake."""
        if self.request.hat is None:
            raise LookupError("nobody acts on a page without a hat")
        return self.request.hat

    def one(self, rows: models.QuerySet, **lookup: Any) -> Any:
        """The one row that matches, or 404: hidden and absent answer alike."""
        found = rows.filter(**lookup).first()
        if found is None:
            raise Http404
        return found

    def note(self, refusal: Refused) -> None:
        """Write in the audit that a service refused; its sentence may say what nobody but its reader should know."""
        of = route(self.request)
        record(by=self.hat, verb="was refused", of=of, detail={"field": refusal.field}, outcome=Entry.Outcome.REFUSED)

    def render(self, context: dict[str, Any] | None = None, *, template: str = "", status: int = 200) -> HttpResponse:
        """The page's template with `context`."""
        return render(self.request, template or self.template, {"view": self, **(context or {})}, status=status)


class ListPage(Page):
    """Rows of one queryset behind a filter, as a table, page by page.

    Set `table` (a ui.tables.Table), `filters` (a ui.filters.FilterSet, may be None), `template` and
    `fragment`; give `rows()`. The wall lies beneath the queryset.
    """

    table: ClassVar[Any] = None
    filters: ClassVar[Any] = None
    fragment: ClassVar[str] = ""

    def rows(self) -> models.QuerySet:
        """The rows to show, before the filter."""
        raise NotImplementedError

    def filtered(self) -> tuple[Any, models.QuerySet]:
        """The bound filter, or None, and the rows that it leaves."""
        rows = self.rows()
        if self.filters is None:
            return None, rows
        bound = self.filters.of(self.request, rows)
        if bound.is_valid() and (looked_by := [name for name, value in bound.form.cleaned_data.items() if value]):
            record(by=self.hat, verb="searched", of=rows.model._meta.label_lower, detail={"by": looked_by})
        return bound, bound.qs

    def empty(self) -> dict[str, str] | None:
        """What the table says when there is nothing; None leaves it to the table."""
        return None

    def context(self) -> dict[str, Any]:
        """What the template needs besides the table and the filter."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        bound, rows = self.filtered()
        table = self.table(rows, request=request, empty=self.empty())
        context = {"view": self, "table": table, "filter": bound, **self.context()}
        return page_or_fragment(request, self.template, self.fragment, context)


class DetailPage(Page):
    """One record. Reading it is recorded."""

    def rows(self) -> models.QuerySet:
        """Where the record is looked for."""
        raise NotImplementedError

    def context(self, record: Any) -> dict[str, Any]:
        """What the template needs besides the record."""
        return {}

    def get(self, request: HttpRequest, pk: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self.one(self.rows(), pk=pk)
        record(by=self.hat, verb="read", of=found)
        return self.render({"record": found, "explain_url": explain_url(found, self.hat), **self.context(found)})


class FormPage(Page):
    """A form that calls one service; what was typed is kept when it refuses.

    Set `form` and `template` (default `ui/form_page.html`), `title` and `submit`; give `save(form)`,
    which calls the service and returns the record, and `done(record)`, where to go then. With
    `rows()` and a `pk` in the address the page is about that record: `self.record`.

    A page that sets `makes` (a model) makes one of it however often the same thing is sent: `save`
    gives it `self.made_as` for its identifier.
    """

    form: ClassVar[Any] = None
    template: ClassVar[str] = "ui/form_page.html"
    title: ClassVar[str] = ""
    intro: ClassVar[str] = ""
    submit: ClassVar[str] = "Save"
    saved: ClassVar[str] = ""
    makes: ClassVar[type[models.Model] | None] = None
    record: Any = None

    def rows(self) -> models.QuerySet | None:
        """Where the record that the form is about is looked for; None when it makes a new one."""
        return None

    def initial(self) -> dict[str, Any]:
        """What the form opens with."""
        return {}

    def bind(self, data: Any = None, files: Any = None) -> Any:
        """The form, bound when there is `data`."""
        return self.form(data, files, hat=self.hat, record=self.record, initial=self.initial())

    def save(self, form: Any) -> Any:
        """Call the one service that does it."""
        raise NotImplementedError

    def done(self, record: Any) -> str:
        """The address to go to afterwards."""
        return record.get_absolute_url()

    def cancel(self) -> str:
        """The address that "Cancel" leads to; none hides it."""
        return self.record.get_absolute_url() if self.record else ""

    def context(self) -> dict[str, Any]:
        """What the template needs besides the form."""
        return {}

    def _find(self) -> None:
        rows = self.rows()
        if rows is not None:
            self.record = self.one(rows, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._find()
        return self.show(self.bind())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._find()
        form = self.bind(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        if before := self._made_before():
            messages.info(request, SAVED_BEFORE)
            return redirect(self.done(before))
        try:
            made = self.save(form)
        except Refused as refusal:
            self.note(refusal)
            if isinstance(refusal, Stale):
                form.stand_anew()
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self.show(form, status=422)
        except IntegrityError as taken:
            if not (self.makes and once.was_made(taken)):
                raise
            form.add_error(None, SAVED_UNSEEN)
            return self.show(form, status=422)
        if self.saved:
            messages.success(request, self.saved)
        return redirect(self.done(made))

    @cached_property
    def sending(self) -> str:
        """What this opening of the form is sent under, in a hidden field."""
        return self.request.POST.get("sending") or uuid.uuid4().hex

    @cached_property
    def made_as(self) -> uuid.UUID:
        """The new record's identifier: the same for the same words from the same opening of the form.

        Other words, after Back, make another record.
        """
        typed = sorted((name, values) for name, values in self.request.POST.lists() if name not in NOT_TYPED)
        return once.identifier(self.hat, place=self.request.path, key=repr((self.sending, typed)))

    def _made_before(self) -> Any:
        """What an earlier sending of the same made, waiting for one that is under way; None when there is none."""
        return self.makes and once.made_before(self.makes._default_manager.all(), self.made_as)

    def show(self, form: Any, *, status: int = 200) -> HttpResponse:
        """The page with `form`."""
        context = {"form": form, "record": self.record, "cancel_url": self.cancel(), **self.context()}
        return self.render(context, status=status)


class ActionPage(Page):
    """A button: POST calls one service, GET asks "are you sure" when `asks` is set.

    Nothing is ended or lost by what is `harmless`: its button is not red.
    """

    template: ClassVar[str] = "ui/confirm_page.html"
    harmless: ClassVar[bool] = False
    title: ClassVar[str] = ""
    asks: ClassVar[str] = ""
    submit: ClassVar[str] = "Yes"
    saved: ClassVar[str] = ""
    record: Any = None

    def rows(self) -> models.QuerySet:
        """Where the record is looked for."""
        raise NotImplementedError

    def act(self) -> Any:
        """Call the one service that does it, on `self.record`."""
        raise NotImplementedError

    def done(self, made: Any) -> str:
        """The address to go to afterwards."""
        return self.record.get_absolute_url()

    def cancel(self) -> str:
        """The address that "No, go back" leads to: the one that a refusal leads to."""
        return self.done(None)

    def get(self, request: HttpRequest, pk: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.record = self.one(self.rows(), pk=pk)
        return self.render({"record": self.record, "cancel_url": self.cancel()})

    def post(self, request: HttpRequest, pk: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.record = self.one(self.rows(), pk=pk)
        try:
            made = self.act()
        except Refused as refusal:
            self.note(refusal)
            messages.error(request, refusal.message)
            return redirect(self.done(None))
        if self.saved:
            messages.success(request, self.saved)
        return redirect(self.done(made))
