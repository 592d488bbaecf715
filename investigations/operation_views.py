"""Pages of operations, and of the heads-up that a provider gets before one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from access.views import DetailPage, FormPage, ListPage
from access.wall import LAW_ROLES, SERVICE_ROLES
from investigations import operations
from investigations.models import NoticeAnswer, Operation, OperationNotice
from investigations.operation_forms import NoticeAnswerForm, NoticeForm, OperationForm
from investigations.tables import NoticeTable, OperationTable
from referrals.forms import labeled
from ui.templatetags.ui import exact_date


class OperationList(ListPage):
    """The operations of the own agency, and those of investigations that are shared in full."""

    roles = LAW_ROLES
    table = OperationTable
    template = "investigations/operation_list.html"
    fragment = "investigations/_plain_table.html"

    def rows(self) -> QuerySet[Operation]:
        return Operation.objects.all()

    def empty(self) -> dict[str, str]:
        return {
            "title": "No operations yet",
            "text": "Write down planned actions, inspections too. Tell a provider beforehand: only when, how many "
            "people, which languages and whether minors.",
            "action_url": reverse("investigations:operation_new"),
            "action_label": "Plan an operation",
            "icon_name": "event",
        }


class OperationDetail(DetailPage):
    """One operation."""

    roles = LAW_ROLES
    template = "investigations/operation_detail.html"

    def rows(self) -> QuerySet[Operation]:
        return Operation.objects.select_related("investigation", "owner")

    def context(self, record: Operation) -> dict[str, Any]:
        return {
            "is_ours": record.owner_id == self.hat.agency_id,
            "is_silent": record.provider_told != "yes" and record.held_on is None,
            "facts": operation_facts(record),
            "crumbs": [("Operations", reverse("investigations:operations"))],
        }


def operation_facts(operation: Operation) -> list[tuple[str, Any]]:
    """The operation as label and value."""
    labels = dict(Operation._meta.get_field("labor_partners").base_field.choices)
    return [
        ("Kind", operation.get_kind_display()),
        ("Looks for", operation.get_focus_display()),
        ("Planned for", exact_date(operation.planned_on)),
        ("Held on", exact_date(operation.held_on) or "Not yet"),
        ("Investigation", operation.investigation or "None"),
        ("Labor agencies", ", ".join(labels[code] for code in operation.labor_partners) or "None"),
        ("Provider told beforehand", operation.get_provider_told_display()),
        ("Provider on standby", operation.get_provider_standby_display()),
        ("Agency", operation.owner),
    ]


class OperationNew(FormPage):
    """A planned action."""

    roles = LAW_ROLES
    makes = Operation
    form = OperationForm
    title = "Plan an operation"
    saved = "The operation is planned."

    def cancel(self) -> str:
        return reverse("investigations:operations")

    def save(self, form: OperationForm) -> Operation:
        return operations.plan_operation(by=self.hat, pk=self.made_as, **form.facts)


class OperationChange(FormPage):
    """A plan changed, or carried out."""

    roles = LAW_ROLES
    form = OperationForm
    title = "Change operation"
    saved = "The operation is changed."

    def rows(self) -> QuerySet[Operation]:
        return Operation.objects.filter(owner_id=self.hat.agency_id)

    def save(self, form: OperationForm) -> Operation:
        return operations.change_operation(by=self.hat, operation=self.record, expected=form.expected, **form.facts)


class NoticeList(ListPage):
    """Heads-ups sent, and those received that are not over."""

    roles = (*LAW_ROLES, *SERVICE_ROLES)
    table = NoticeTable
    template = "investigations/notice_list.html"
    fragment = "investigations/_plain_table.html"

    def rows(self) -> QuerySet[OperationNotice]:
        return OperationNotice.objects.with_answer().select_related("owner", "recipient")

    def empty(self) -> dict[str, str]:
        return {
            "title": "No heads-up",
            "text": "Before an operation police may tell a provider roughly when, how many people are expected, "
            "which languages they speak and whether there may be minors. Nothing else, and no name.",
            "icon_name": "notifications",
        }

    def context(self) -> dict[str, Any]:
        may = self.hat.has(*LAW_ROLES)
        return {"new_url": reverse("investigations:notice_new") if may else "", "today": timezone.localdate()}


class NoticeNew(FormPage):
    """A heads-up to one provider."""

    roles = LAW_ROLES
    makes = OperationNotice
    form = NoticeForm
    title = "Tell a provider"
    intro = "So that beds, interpreters and advocates are ready. No target, no place, no name."
    submit = "Tell them"
    saved = "The provider is told. Note it on the operation too."

    def cancel(self) -> str:
        return reverse("investigations:notices")

    def save(self, form: NoticeForm) -> OperationNotice:
        return operations.give_notice(by=self.hat, pk=self.made_as, **form.facts)


class NoticeDetail(DetailPage):
    """A heads-up, and what the provider will have ready."""

    roles = (*LAW_ROLES, *SERVICE_ROLES)
    template = "investigations/notice_detail.html"

    def rows(self) -> QuerySet[OperationNotice]:
        return OperationNotice.objects.select_related("owner", "recipient")

    def context(self, record: OperationNotice) -> dict[str, Any]:
        return {
            "is_ours": record.owner_id == self.hat.agency_id,
            "facts": notice_facts(record),
            "answers": record.answers.select_related("owner", "made_by"),
            "crumbs": [("Heads-ups", reverse("investigations:notices"))],
        }


def notice_facts(notice: OperationNotice) -> list[tuple[str, Any]]:
    """The heads-up as label and value, with the telephones of both ends."""
    return [
        ("From", labeled(notice.owner)),
        ("To", labeled(notice.recipient)),
        ("When", notice.when),
        ("People expected", notice.people),
        ("Languages", notice.languages or "Not said"),
        ("May there be minors?", notice.get_minors_display()),
        ("Told", exact_date(notice.made_at)),
        ("Shown until", exact_date(notice.ends_on)),
    ]


class NoticeAnswerNew(FormPage):
    """What this provider will have ready."""

    roles = SERVICE_ROLES
    makes = NoticeAnswer
    form = NoticeAnswerForm
    title = "Answer the heads-up"
    intro = "What you can have ready: beds, advocates on call. Write about nobody whom you serve."
    submit = "Answer"
    saved = "Answered."

    def rows(self) -> QuerySet[OperationNotice]:
        return OperationNotice.objects.filter(recipient_id=self.hat.agency_id)

    def bind(self, data: Any = None, files: Any = None) -> NoticeAnswerForm:
        return NoticeAnswerForm(data, files, hat=self.hat)

    def save(self, form: NoticeAnswerForm) -> NoticeAnswer:
        return operations.answer_notice(by=self.hat, notice=self.record, pk=self.made_as, **form.facts)

    def done(self, record: NoticeAnswer) -> str:
        return self.record.get_absolute_url()
