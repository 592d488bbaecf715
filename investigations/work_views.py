"""Pages of notes, tasks and hearings."""

from __future__ import annotations

from django.db.models import QuerySet

from access.views import ActionPage
from access.wall import LAW_ROLES
from investigations import charging, services
from investigations.forms import HearingForm, NoteForm, TaskForm
from investigations.models import Hearing, Investigation, Note, Task
from investigations.views import PartChange, PartNew


class NoteNew(PartNew):
    """A note."""

    makes = Note
    form = NoteForm
    title = "Write a note"
    intro = "Write what happened. Leave out what an advocate told you: it could reach the defense."
    saved = "The note is written."
    section = "notes"

    def save(self, form: NoteForm) -> Note:
        return services.write_note(by=self.hat, investigation=self.record, pk=self.made_as, **form.facts)


class NoteRedact(ActionPage):
    """A note struck out for good."""

    roles = LAW_ROLES
    title = "Strike out a note"
    asks = (
        "The text is destroyed, in the history too, and can't be brought back. That a note stood here, and who "
        "struck it out, stays. What the law makes you keep must not be struck out: ask your prosecutor first."
    )
    submit = "Yes, strike it out"
    saved = "The note is struck out."

    def rows(self) -> QuerySet[Note]:
        return Note.objects.filter(owner_id=self.hat.agency_id, redacted_at=None)

    def act(self) -> Note:
        return services.redact_note(by=self.hat, note=self.record)


class TaskNew(PartNew):
    """Something to do."""

    makes = Task
    form = TaskForm
    title = "Add a task"
    saved = "The task is added."
    section = "tasks"

    def save(self, form: TaskForm) -> Task:
        return services.add_task(by=self.hat, investigation=self.record, pk=self.made_as, **form.facts)


class TaskDone(ActionPage):
    """A task ticked off, or open again."""

    roles = LAW_ROLES
    harmless = True
    title = "Tick off a task"
    asks = "Is it done? A task that is done already is opened again."

    def rows(self) -> QuerySet[Task]:
        return Task.objects.filter(owner_id=self.hat.agency_id)

    def act(self) -> Task:
        return services.finish_task(by=self.hat, task=self.record)

    def done(self, made: Task | None) -> str:
        return f"{self.record.get_absolute_url()}#tasks"


class HearingNew(PartNew):
    """A date in court, by the police or whoever keeps the charges."""

    makes = Hearing
    form = HearingForm
    title = "Add a hearing"
    saved = "The hearing is added."
    section = "hearings"

    def rows(self) -> QuerySet[Investigation]:
        return Investigation.objects.all()

    def save(self, form: HearingForm) -> Hearing:
        return charging.add_hearing(by=self.hat, investigation=self.record, pk=self.made_as, **form.facts)


class HearingChange(PartChange):
    """A hearing moved or corrected."""

    model = Hearing
    form = HearingForm
    template = "investigations/hearing_change.html"
    title = "Change hearing"
    saved = "The hearing is changed."
    section = "hearings"

    def save(self, form: HearingForm) -> Hearing:
        return charging.change_hearing(by=self.hat, hearing=self.record, expected=form.expected, **form.facts)


class HearingCancel(ActionPage):
    """A hearing that does not take place."""

    roles = LAW_ROLES
    title = "Cancel a hearing"
    asks = "It stays in the list as cancelled."
    submit = "Yes, cancel it"
    saved = "The hearing is cancelled."

    def rows(self) -> QuerySet[Hearing]:
        return Hearing.objects.filter(owner_id=self.hat.agency_id, cancelled_at=None)

    def act(self) -> Hearing:
        return charging.cancel_hearing(by=self.hat, hearing=self.record)
