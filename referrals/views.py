"""Pages on which one agency asks, answers, refers, receives and reads."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from access.explaining import explain_url
from access.views import ActionPage, FormPage, ListPage, Page
from access.wall import LAW_ROLES, SERVICE_ROLES
from agencies.vocabulary import Role
from audit.entries import record
from cases.models import Case
from referrals import services
from referrals.boxes import Box, BoxFilter
from referrals.forms import AnswerForm, MessageForm, PersonForm, ReferralForm, RequestForm
from referrals.models import Answer, Disclosure, Message, Reading, Referral, ReferralPaper, ServiceRequest
from referrals.tables import BoxTable, OutboxTable, ReceivedTable

MEMBERS = (*LAW_ROLES, *SERVICE_ROLES)
EVERYBODY = (*MEMBERS, Role.COORDINATOR)
NEW = "referrals:new"


class AddressedPage(Page):
    """One row between two agencies. Reading it is written down for the reader's own agency, never the other."""

    def rows(self) -> models.QuerySet:
        """Where the record is looked for."""
        raise NotImplementedError

    def context(self, found: Any) -> dict[str, Any]:
        """What the template needs besides the record."""
        return {}

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        found = self.one(self.rows(), pk=pk)
        record(by=self.hat, verb="read", of=found)
        crumbs = [("Referrals", reverse("referrals:inbox" if self.is_ours(found) else "referrals:outbox"))]
        shown = {"record": found, "is_ours": self.is_ours(found), "crumbs": crumbs, **self.context(found)}
        return self.render({"explain_url": explain_url(found, self.hat), **shown})

    def is_ours(self, found: Any) -> bool:
        """Whether it came to the acting agency, rather than from it."""
        return found.recipient_id == self.hat.agency_id


class Inbox(ListPage):
    """What came to the acting agency."""

    roles = EVERYBODY
    table, filters = BoxTable, BoxFilter
    template, fragment = "referrals/inbox.html", "referrals/_box_table.html"
    sent = False

    def rows(self) -> Box:
        return Box(self.hat, sent=self.sent)

    def empty(self) -> dict[str, str]:
        return {
            "title": "Nothing has come in" if not self.sent else "Nothing sent yet",
            "text": "Requests for services, referrals of persons and messages to pass on stand here.",
            "action_url": reverse(NEW),
            "action_label": "Ask or refer",
            "icon_name": "mail",
        }

    def context(self) -> dict[str, Any]:
        return {"sent": self.sent, "new_url": reverse(NEW)}


class Outbox(Inbox):
    """What went from the acting agency."""

    table = OutboxTable
    sent = True


class New(Page):
    """Which kind to send."""

    roles = EVERYBODY
    template = "referrals/new.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render({"names": self.hat.has(*LAW_ROLES), "serves": self.hat.has(*SERVICE_ROLES)})


class Sending(FormPage):
    """A form that sends something."""

    template = "referrals/send.html"
    submit = "Send"

    def cancel(self) -> str:
        return reverse("referrals:outbox")


class RequestNew(Sending):
    """Ask for services without naming anybody; a case in the address is filled in."""

    roles = EVERYBODY
    makes = ServiceRequest
    form = RequestForm
    title = "Ask for services"
    intro = "Without a name. Each agency answers openly: yes, partly or no."
    submit = "Ask"
    saved = "Asked."

    def initial(self) -> dict[str, Any]:
        if not (case := self.request.GET.get("case")):
            return {}
        try:
            return {"case": Case.objects.filter(pk=case).first()}
        except (ValueError, TypeError):
            return {}

    def save(self, form: RequestForm) -> ServiceRequest | None:
        made = services.send_requests(by=self.hat, pk=self.made_as, **form.facts)
        return made[0] if len(made) == 1 else None

    def done(self, record: ServiceRequest | None) -> str:
        return record.get_absolute_url() if record else reverse("referrals:outbox")


class RequestDetail(AddressedPage):
    """A request, and what was answered."""

    roles = EVERYBODY
    template = "referrals/request_detail.html"

    def rows(self) -> models.QuerySet:
        return ServiceRequest.objects.for_page().select_related("case", "made_by").with_answer()

    def context(self, found: ServiceRequest) -> dict[str, Any]:
        return {"answers": found.answers.select_related("made_by", "owner"), "form": AnswerForm(hat=self.hat)}


class RequestAnswer(FormPage):
    """Answer a request."""

    roles = EVERYBODY
    makes = Answer
    form = AnswerForm
    title = "Answer the request"
    submit = "Answer"
    saved = "Answered."

    def rows(self) -> models.QuerySet:
        return ServiceRequest.objects.sent_to(self.hat.agency_id)

    def save(self, form: AnswerForm) -> Answer:
        return services.answer(by=self.hat, request=self.record, pk=self.made_as, **form.facts)

    def done(self, record: Answer) -> str:
        return self.record.get_absolute_url()


class ReferralNew(Sending):
    """Refer a person by name, with their yes: police and prosecution only."""

    roles = LAW_ROLES
    makes = Referral
    form = ReferralForm
    title = "Refer a person"
    intro = "One person. You can add others to the same referral afterwards."
    submit = "Send the referral"
    saved = "Sent."

    def save(self, form: ReferralForm) -> Referral:
        return services.refer_person(by=self.hat, pk=self.made_as, **form.facts)


class ReferralDetail(AddressedPage):
    """A referral: for its sender sent, received, closed; for its recipient the persons named on it too."""

    roles = MEMBERS
    template = "referrals/referral_detail.html"

    def rows(self) -> models.QuerySet:
        return Referral.objects.for_page().select_related("made_by").with_receipt()

    def context(self, found: Referral) -> dict[str, Any]:
        return {
            "papers": found.papers.all(),
            "copies": found.disclosures.all() if self.is_ours(found) else (),
            "names": self.hat.has(*LAW_ROLES),
            "serves": self.hat.has(*SERVICE_ROLES),
        }


class PersonNew(FormPage):
    """Name one more person on an open referral."""

    roles = LAW_ROLES
    makes = ReferralPaper
    form = PersonForm
    title = "Add a person to the referral"
    submit = "Add the person"
    saved = "Added."

    def rows(self) -> models.QuerySet:
        return Referral.objects.sent_by(self.hat.agency_id)

    def save(self, form: PersonForm) -> ReferralPaper:
        return services.add_person(by=self.hat, referral=self.record, pk=self.made_as, **form.facts)

    def done(self, record: ReferralPaper) -> str:
        return self.record.get_absolute_url()


class PaperWithdraw(ActionPage):
    """Take back what was said about a person."""

    roles = LAW_ROLES
    title = "Take this person back?"
    asks = (
        "The name, the contact and what else you wrote are destroyed: nobody can read them here again, you neither. "
        "What the agency has read already can't be taken back: call them if it matters."
    )
    submit = "Take it back"
    saved = "Taken back."

    def rows(self) -> models.QuerySet:
        return ReferralPaper.objects.sent_by(self.hat.agency_id).standing().select_related("referral")

    def act(self) -> None:
        services.withdraw(by=self.hat, paper=self.record)


class ReferralReceive(ActionPage):
    """Tell the sender that it arrived."""

    roles = MEMBERS
    harmless = True
    title = "Mark as received?"
    asks = "The sender sees “received” and nothing more, whatever you do with it."
    submit = "Mark as received"
    saved = "Marked as received."

    def rows(self) -> models.QuerySet:
        return Referral.objects.sent_to(self.hat.agency_id)

    def act(self) -> None:
        services.receive(by=self.hat, referral=self.record)


class MessageNew(Sending):
    """Ask a provider to pass something on."""

    roles = LAW_ROLES
    makes = Message
    form = MessageForm
    title = "Ask to pass on a message"
    intro = "It only ever shows delivered."
    saved = "Delivered."

    def save(self, form: MessageForm) -> Message:
        return services.send_message(by=self.hat, pk=self.made_as, **form.facts)


class MessageDetail(AddressedPage):
    """A message to pass on."""

    roles = MEMBERS
    template = "referrals/message_detail.html"

    def rows(self) -> models.QuerySet:
        return Message.objects.for_page().select_related("made_by")

    def context(self, found: Message) -> dict[str, Any]:
        return {"serves": self.hat.has(*SERVICE_ROLES)}


class Received(ListPage):
    """Copies given to this reader, while they last."""

    roles = MEMBERS
    table = ReceivedTable
    template, fragment = "referrals/received.html", "referrals/_received_table.html"

    def rows(self) -> models.QuerySet:
        return Disclosure.objects.sent_to(self.hat.agency_id).for_page()


class DisclosureDetail(AddressedPage):
    """One copy. Its reader's reading goes into the giver's ledger, with the way in which it was read."""

    roles = MEMBERS
    template = "referrals/disclosure_detail.html"
    way = Reading.Way.PAGE

    def rows(self) -> models.QuerySet:
        return Disclosure.objects.sent_to(self.hat.agency_id).for_page().select_related("recipient_person")

    def context(self, found: Disclosure) -> dict[str, Any]:
        services.read(by=self.hat, disclosure=found, way=self.way)
        return {"crumbs": [("Disclosures received", reverse("referrals:received"))]}


class DisclosurePrint(DisclosureDetail):
    """The copy on paper: its own page, so that the giver's ledger tells printing from reading."""

    template = "referrals/disclosure_print.html"
    way = Reading.Way.PRINT

    def context(self, found: Disclosure) -> dict[str, Any]:
        return super().context(found) | {"printed_on": timezone.localdate()}
