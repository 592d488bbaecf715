"""Pages of trainings, outreach and meetings."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from access.views import ActionPage, DetailPage, FormPage, ListPage
from agencies.vocabulary import Role
from audit.entries import record
from cases import activities
from cases.activity_forms import FORMS, ActionForm, ActivityForm
from cases.filters import ActivityFilter
from cases.forms import RedactForm
from cases.models import ActionItem, Activity
from cases.sheets import ACTIVITY_HEADS, activity_rows
from cases.tables import ActivityTable
from cases.views import READERS, task_force_of
from cases.vocabulary import ActivityKind
from ui.sheets import as_csv, as_xlsx, download
from ui.templatetags.ui import exact_date

ACTIVE = (*READERS, Role.GRANT_MANAGER)


class ActivityList(ListPage):
    """Trainings, outreach and meetings of the task force."""

    roles = ACTIVE
    table = ActivityTable
    filters = ActivityFilter
    template = "cases/activity_list.html"
    fragment = "cases/_activity_table.html"

    def rows(self) -> QuerySet[Activity]:
        return Activity.objects.select_related("owner", "award")

    def empty(self) -> dict[str, str]:
        return {
            "title": "No activities yet",
            "text": "Trainings, outreach and meetings are counted in both grants' reports. Log each once and say "
            "which award counts it.",
            "action_url": reverse("cases:activity_log", args=[ActivityKind.TRAINING]),
            "action_label": "Log a training",
            "icon_name": "groups",
        }

    def context(self) -> dict[str, Any]:
        return {
            "log": [(kind.label, reverse("cases:activity_log", args=[kind.value])) for kind in ActivityKind],
            "uncredited": Activity.objects.uncredited().count(),
        }


class ActivitySheet(ActivityList):
    """The activities that the list shows, as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _, rows = self.filtered()
        shown = activity_rows(self.table(rows, request=request).data.data)
        record(by=self.hat, verb="exported", of="cases.activity", detail={"rows": len(shown), "as": kwargs["kind"]})
        if kwargs["kind"] == "csv":
            return download(as_csv(ACTIVITY_HEADS, shown), "activities.csv")
        return download(as_xlsx([("Activities", ACTIVITY_HEADS, shown)]), "activities.xlsx")


class ActivityLog(FormPage):
    """One short form for each kind."""

    roles = ACTIVE
    makes = Activity
    saved = "Logged."

    @property
    def kind(self) -> ActivityKind:
        """What is logged; 404 for what is no kind."""
        if self.kwargs["kind"] not in ActivityKind.values:
            raise Http404
        return ActivityKind(self.kwargs["kind"])

    @property
    def title(self) -> str:
        """What the page is."""
        return f"Log {'an' if self.kind == ActivityKind.OUTREACH else 'a'} {self.kind.label.lower()}"

    def bind(self, data: Any = None, files: Any = None) -> ActivityForm:
        return FORMS[self.kind](data, files, hat=self.hat, initial=self.initial())

    def cancel(self) -> str:
        return reverse("cases:activities")

    def save(self, form: Any) -> Activity:
        return activities.log_activity(
            by=self.hat, task_force=task_force_of(self.hat), kind=self.kind.value, pk=self.made_as, **form.facts
        )


class ActivityDetail(DetailPage):
    """One activity."""

    roles = ACTIVE
    template = "cases/activity_detail.html"

    def rows(self) -> QuerySet[Activity]:
        return Activity.objects.select_related("owner", "award", "made_by")

    def context(self, record: Activity) -> dict[str, Any]:
        return {
            "facts": activity_facts(record),
            "attendances": record.attendances.present().select_related("agency"),
            "items": record.action_items.select_related("agency"),
            "crumbs": [("Activities", reverse("cases:activities"))],
            "may_change": not record.struck_at and activities.may_change(self.hat, record),
        }


def activity_facts(activity: Activity) -> list[tuple[str, Any]]:
    """An activity as label and value: what its kind asks for."""
    shared = [
        ("Held on", exact_date(activity.held_on)),
        ("Agency", activity.owner.name),
        ("Counts for", str(activity.award) if activity.award else "No award yet"),
    ]
    form = FORMS[activity.kind]
    asked = form._meta.fields
    own = [
        (form.base_fields[name].label, _said(activity, field))
        for name in asked
        if name not in ("title", "held_on", "award", "city", "county", "state")
        for field in [Activity._meta.get_field(name)]
    ]
    place = [("Place", activity.place)] if "city" in asked else []
    return [*shared, *own, *place]


def _said(activity: Activity, field: Any) -> Any:
    if field.choices:
        return getattr(activity, f"get_{field.name}_display")()
    value = getattr(activity, field.name)
    return {True: "Yes", False: "No"}[value] if isinstance(value, bool) else value


class ActivityPageOf(FormPage):
    """A form about one activity."""

    roles = ACTIVE

    def rows(self) -> QuerySet[Activity]:
        return Activity.objects.all()

    def done(self, record: Any) -> str:
        return self.record.get_absolute_url()


class ActivityChange(ActivityPageOf):
    """What is written on an activity."""

    title = "Change activity"
    saved = "Changed."

    def bind(self, data: Any = None, files: Any = None) -> ActivityForm:
        return FORMS[self.record.kind](data, files, hat=self.hat, record=self.record)

    def save(self, form: Any) -> Activity:
        return activities.change_activity(by=self.hat, activity=self.record, expected=form.expected, **form.facts)


class ActivityStrike(ActionPage):
    """Strike out an activity that was logged by mistake."""

    roles = ACTIVE
    title = "Strike out activity"
    asks = "It stays on record as struck out and counts in no report that is made from now on."
    submit = "Strike out"
    saved = "Struck out."

    def rows(self) -> QuerySet[Activity]:
        return Activity.objects.all()

    def act(self) -> Activity:
        return activities.strike_activity(by=self.hat, activity=self.record)


class ActivityRedact(ActivityPageOf):
    """Strike out texts of an activity for good."""

    form = RedactForm
    template = "cases/redact.html"
    title = "Strike out text"
    submit = "Strike out for good"
    saved = "The text is gone, from the history as well."

    def save(self, form: Any) -> Activity:
        return activities.redact_activity(by=self.hat, activity=self.record, **form.facts)


class ActionAdd(ActivityPageOf):
    """What a meeting decided that somebody does."""

    form, makes = ActionForm, ActionItem
    title = "Add an action item"
    submit = "Add"
    saved = "Added."

    def save(self, form: Any) -> Any:
        return activities.add_action(by=self.hat, activity=self.record, pk=self.made_as, **form.facts)


class ActionDone(ActionPage):
    """Somebody did it."""

    roles = ACTIVE
    harmless = True
    title = "Mark as done"
    asks = "Mark this action item as done today?"
    submit = "Done"
    saved = "Marked as done."

    def rows(self) -> QuerySet[ActionItem]:
        return ActionItem.objects.select_related("activity")

    def act(self) -> ActionItem:
        return activities.finish_action(by=self.hat, item=self.record)


class ActionRedact(FormPage):
    """Strike out an action item's text for good."""

    roles = ACTIVE
    form = RedactForm
    template = "cases/redact.html"
    title = "Strike out text"
    submit = "Strike out for good"
    saved = "The text is gone."

    def rows(self) -> QuerySet[ActionItem]:
        return ActionItem.objects.select_related("activity")

    def save(self, form: Any) -> ActionItem:
        return activities.redact_action(by=self.hat, item=self.record, **form.facts)
