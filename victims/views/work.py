"""Services typed many at a time, notes, needs, tasks, hearings, and people turned away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from access.errors import Refused
from access.views import ActionPage, FormPage, ListPage, Page
from victims import services
from victims.forms.work import (
    HearingForm,
    NeedForm,
    NoteForm,
    RowsForm,
    SettleNeedForm,
    SheetForm,
    TaskForm,
    TurnedAwayForm,
)
from victims.models import Client, Hearing, Need, Note, ServiceEntry, Task, TurnedAway
from victims.tables import ServiceTable, TurnedAwayTable
from victims.views.clients import SERVING, AboutClient


class QuickEntry(Page):
    """A sheet of services: keyboard only, saved all at once, sent once."""

    roles = SERVING
    template = "victims/quick_entry.html"

    def get(self, request: HttpRequest, pk: Any = None) -> HttpResponse:
        return self.show(SheetForm(), self.rows(None, client=self.named(pk)))

    def named(self, pk: Any) -> str:
        """The client whom the first row opens with: whose page the sheet was opened from."""
        return self.one(Client.objects.all(), pk=pk).code_name if pk else ""

    def rows(self, data: Any, **opens_with: str) -> RowsForm:
        """The rows, with the awards of the agency."""
        awards = [(str(award.pk), award.number) for award in services.awards_of(self.hat)]
        return RowsForm(data, awards=awards, **opens_with)

    def post(self, request: HttpRequest, pk: Any = None) -> HttpResponse:
        self.named(pk)
        sheet, rows = SheetForm(request.POST), self.rows(request.POST)
        if not (sheet.is_valid() and rows.is_valid()):
            return self.show(sheet, rows, status=422)
        filled = rows.filled
        if not filled:
            rows.forms[0].add_error("client", "Fill in at least one row.")
            return self.show(sheet, rows, status=422)
        try:
            typed = [form.cleaned_data for form in filled]
            made = services.enter_sheet(by=self.hat, rows=typed, **sheet.cleaned_data)
        except services.RowsRefused as refusal:
            for number, field, sentence in refusal.rows:
                filled[number - 1].add_error(field or None, sentence)
            return self.show(sheet, rows, status=422)
        except Refused as refusal:
            sheet.add_error(None, refusal.message)
            return self.show(sheet, rows, status=422)
        messages.success(request, f"{len(made)} service{' was' if len(made) == 1 else 's were'} entered.")
        return redirect("victims:services", pk) if pk else redirect("victims:quick")

    def show(self, sheet: SheetForm, rows: RowsForm, *, status: int = 200) -> HttpResponse:
        """The sheet as it stands."""
        return self.render({"sheet": sheet, "rows": rows, "offered": services.offered(self.hat)}, status=status)


class ServiceList(ListPage):
    """Every service of one client."""

    roles = SERVING
    table = ServiceTable
    template, fragment = "victims/service_list.html", "victims/_service_table.html"
    client: Client

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        self.client = self.one(Client.objects.with_names(), pk=pk)
        return super().get(request)

    def rows(self) -> Any:
        about = ServiceEntry.objects.filter(client=self.client)
        return about.select_related("award", "family_member", "client__data_key__agency_key")

    def empty(self) -> dict[str, str]:
        return {
            "title": "No services yet",
            "text": "What is done for a client is entered on one sheet, for many clients at a time.",
            "action_url": reverse("victims:quick_for", args=[self.client.pk]),
            "action_label": "Enter services",
            "icon_name": "support_agent",
        }

    def context(self) -> dict[str, Any]:
        url = self.client.get_absolute_url()
        return {"client": self.client, "crumbs": [("Clients", reverse("victims:list")), ("Client", url)]}


class OfClient(ActionPage):
    """A button about something of a client's; back to the client's page then."""

    roles = SERVING

    def done(self, made: Any) -> str:
        return self.record.client.get_absolute_url()

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        self.record = self.one(self.rows(), pk=pk)
        return self.render({"record": self.record.client, "cancel_url": self.cancel()})


class ServiceStrike(OfClient):
    """Strikes out a service entered by mistake."""

    title, submit, saved = "Strike out a service", "Strike out", "Struck out."
    asks = "It stays on record as struck out and is not counted any more. Enter it anew if it was only wrong."

    def rows(self) -> Any:
        return ServiceEntry.objects.select_related("client")

    def act(self) -> None:
        services.strike_service(by=self.hat, entry=self.record)


class NoteNew(AboutClient, FormPage):
    """Writes a note."""

    form, makes = NoteForm, Note
    title, submit, saved = "Write a note", "Save note", "The note is saved."
    intro = "A note is written once. What was typed by mistake can be struck out."

    def save(self, form: NoteForm) -> Note:
        return services.write_note(by=self.hat, client=self.record, pk=self.made_as, **form.facts)


class NoteStrike(OfClient):
    """Destroys the text of a note."""

    title, submit, saved = "Strike out a note", "Destroy the text", "Struck out."
    asks = "The text is destroyed for good. That there was a note, and who struck it out, stays on record."

    def rows(self) -> Any:
        return Note.objects.select_related("client")

    def act(self) -> None:
        services.strike_note(by=self.hat, note=self.record)


class NeedNew(AboutClient, FormPage):
    """Notes a need."""

    form, makes = NeedForm, Need
    title, submit, saved = "Note a need", "Note need", "Noted."

    def save(self, form: NeedForm) -> Need:
        return services.note_need(by=self.hat, client=self.record, pk=self.made_as, **form.facts)


class NeedSettle(FormPage):
    """What became of a need."""

    roles = SERVING
    form = SettleNeedForm
    title, saved = "What became of this need", "Saved."

    def rows(self) -> Any:
        return Need.objects.select_related("client")

    def initial(self) -> dict[str, Any]:
        return {"state": self.record.state, "barrier": self.record.barrier}

    def save(self, form: SettleNeedForm) -> Need:
        return services.settle_need(by=self.hat, need=self.record, expected=form.expected, **form.facts)

    def done(self, made: Need) -> str:
        return self.record.client.get_absolute_url()

    def cancel(self) -> str:
        return self.record.client.get_absolute_url()


class TaskList(Page):
    """What I have to do, and the dates ahead."""

    roles = SERVING
    template = "victims/task_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        sealed = ("client__data_key__agency_key", "person")
        tasks = Task.objects.filter(person_id=self.hat.person_id, done_at=None).select_related(*sealed)
        return self.render({"tasks": tasks, "dates": services.coming(self.hat)})


class TaskNew(FormPage):
    """Adds a task about no client."""

    roles = SERVING
    form, makes = TaskForm, Task
    title, submit, saved = "Add a task", "Add task", "Added."

    def save(self, form: TaskForm) -> Task:
        return services.add_task(by=self.hat, pk=self.made_as, **form.facts)

    def cancel(self) -> str:
        return reverse("victims:tasks")


class ClientTask(AboutClient, TaskNew):
    """Adds a task about a client."""

    def save(self, form: TaskForm) -> Task:
        return services.add_task(by=self.hat, client=self.record, pk=self.made_as, **form.facts)

    def cancel(self) -> str:
        return self.record.get_absolute_url()


class TaskDone(ActionPage):
    """Ticks a task off."""

    roles = SERVING
    harmless = True
    title, asks, submit, saved = "Tick off a task", "This task is done.", "Done", "Done."

    def rows(self) -> Any:
        return Task.objects.all()

    def act(self) -> None:
        services.finish_task(by=self.hat, task=self.record)

    def done(self, made: Any) -> str:
        return reverse("victims:tasks")


class HearingNew(FormPage):
    """Adds a hearing or appointment about no client."""

    roles = SERVING
    form, makes = HearingForm, Hearing
    title, submit, saved = "Add a date", "Add date", "Added."

    def save(self, form: HearingForm) -> Hearing:
        return services.add_hearing(by=self.hat, pk=self.made_as, **form.facts)

    def done(self, made: Hearing) -> str:
        return reverse("victims:tasks")

    def cancel(self) -> str:
        return reverse("victims:tasks")


class ClientHearing(AboutClient, HearingNew):
    """Adds a hearing or appointment about a client."""

    def save(self, form: HearingForm) -> Hearing:
        return services.add_hearing(by=self.hat, client=self.record, pk=self.made_as, **form.facts)

    def cancel(self) -> str:
        return self.record.get_absolute_url()


class HearingCancel(ActionPage):
    """A date that will not take place."""

    roles = SERVING
    title, submit, saved = "Cancel this date", "Cancel the date", "Cancelled."
    asks = "It goes off everyone's list."

    def rows(self) -> Any:
        return Hearing.objects.filter(cancelled_at=None)

    def act(self) -> None:
        services.cancel_hearing(by=self.hat, hearing=self.record)

    def done(self, made: Any) -> str:
        return reverse("victims:tasks")


class TurnedAwayList(ListPage):
    """People who could not be served: counts, never names."""

    roles = SERVING
    table = TurnedAwayTable
    template, fragment = "victims/turned_away_list.html", "victims/_turned_away_table.html"

    def rows(self) -> Any:
        return TurnedAway.objects.select_related("award")

    def empty(self) -> dict[str, str]:
        return {
            "title": "Nobody was turned away",
            "text": "Counting people you could not serve shows funders what is missing. No name is asked.",
            "action_url": reverse("victims:turned_away_new"),
            "action_label": "Count somebody",
            "icon_name": "person_off",
        }


class TurnedAwayNew(FormPage):
    """Counts people who could not be served."""

    roles = SERVING
    form, makes = TurnedAwayForm, TurnedAway
    title, submit, saved = "Count people turned away", "Count", "Counted."
    intro = "A count and a reason. Never write who it was."

    def save(self, form: TurnedAwayForm) -> TurnedAway:
        return services.count_turned_away(by=self.hat, pk=self.made_as, **form.facts)

    def done(self, made: TurnedAway) -> str:
        return reverse("victims:turned_away")

    def cancel(self) -> str:
        return reverse("victims:turned_away")


class TurnedAwayChange(TurnedAwayNew):
    """Counts an entry otherwise."""

    makes = None
    title, submit, saved = "Correct an entry", "Save", "Corrected."

    def rows(self) -> Any:
        return TurnedAway.objects.filter(struck_at=None)

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.record, name) for name in TurnedAwayForm.base_fields}

    def save(self, form: TurnedAwayForm) -> TurnedAway:
        return services.correct_turned_away(by=self.hat, entry=self.record, expected=form.expected, **form.facts)


class TurnedAwayStrike(ActionPage):
    """Strikes out an entry made by mistake."""

    roles = SERVING
    title, submit, saved = "Strike out an entry", "Strike out", "Struck out."
    asks = "It stays on record as struck out and is not counted any more."

    def rows(self) -> Any:
        return TurnedAway.objects.all()

    def act(self) -> None:
        services.strike_turned_away(by=self.hat, entry=self.record)

    def done(self, made: Any) -> str:
        return reverse("victims:turned_away")
