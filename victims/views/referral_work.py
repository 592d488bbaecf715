"""What the provider does with what it was sent: open clients, take steps. The sender sees none of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from access.views import ActionPage, FormPage, Page
from access.wall import SERVICE_ROLES
from audit.entries import record
from referrals.models import Disclosure, Message, Referral, ReferralPaper
from victims.forms.referral_work import MatchForm, MessageStepForm, StepForm
from victims.models import Client, DisclosureLink, ReferralLink, ReferralStep
from victims.services import referral_work as services


class Work(Page):
    """A received thing and our own record of it; reading it is written down for our own agency."""

    roles = SERVICE_ROLES

    def rows(self) -> models.QuerySet:
        """Where it is looked for."""
        raise NotImplementedError

    def context(self, found: Any) -> dict[str, Any]:
        """What the template needs besides the record."""
        raise NotImplementedError

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        found = self.one(self.rows(), pk=pk)
        record(by=self.hat, verb="read", of=found)
        crumbs = [("Referrals", reverse("referrals:inbox"))]
        return self.render({"record": found, "crumbs": crumbs, **self.context(found)})


class ReferralWork(Work):
    """A referral: its persons, the clients opened from it, the steps taken."""

    template = "victims/release_referral_work.html"

    def rows(self) -> models.QuerySet:
        return Referral.objects.sent_to(self.hat.agency_id).for_page().with_receipt()

    def context(self, found: Referral) -> dict[str, Any]:
        papers = list(found.papers.all())
        links = {
            link.paper_id: link
            for link in ReferralLink.objects.filter(referral=found).select_related("client")
            if link.client
        }
        for paper in papers:
            paper.client_link = links.get(paper.pk)
        return {
            "papers": papers,
            "steps": steps_of(referral=found),
            "copy": found.disclosures.first(),
            "client_link": services.client_of(found.pk),
        }


class ReferralBehind(Page):
    """From a referral that we sent to the release that it rests on, for those who see that client."""

    roles = SERVICE_ROLES

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        found = self.one(Referral.objects.sent_by(self.hat.agency_id), pk=pk)
        links = DisclosureLink.objects.filter(disclosure__in=found.disclosures.all()).select_related("release")
        if link := links.first():
            return redirect(link.release.get_absolute_url())
        messages.info(request, "You don't see the client whom this referral is about. Ask whoever sent it.")
        return redirect(found.get_absolute_url())


class MessageWork(Work):
    """A message to pass on, and whether it was."""

    template = "victims/release_message_work.html"

    def rows(self) -> models.QuerySet:
        return Message.objects.sent_to(self.hat.agency_id).for_page().select_related("made_by")

    def context(self, found: Message) -> dict[str, Any]:
        return {"steps": steps_of(message=found)}


def steps_of(**of: Any) -> models.QuerySet:
    """The steps taken, with who took them."""
    return ReferralStep.objects.filter(**of).select_related("made_by", "paper", "client__data_key__agency_key")


def work_url(referral_id: Any) -> str:
    """The page of our work with a referral."""
    return reverse("victims:referral_work", args=[referral_id])


class ReferralStepNew(FormPage):
    """A step with a whole referral."""

    roles = SERVICE_ROLES
    form, makes = StepForm, ReferralStep
    title, submit = "What was done", "Save"
    intro = "For your agency alone. The sender sees nothing of it."
    saved = "Saved, for your agency alone."

    def rows(self) -> models.QuerySet:
        return Referral.objects.sent_to(self.hat.agency_id)

    def save(self, form: StepForm) -> Any:
        return services.take_step(by=self.hat, referral=self.record, pk=self.made_as, **form.facts)

    def done(self, record: Any) -> str:
        return work_url(self.record.pk)

    def cancel(self) -> str:
        return work_url(self.record.pk)


class AboutReferred:
    """What every page about somebody who was referred has in common; the record says in which referral."""

    roles = SERVICE_ROLES

    def done(self, made: Any) -> str:
        return work_url(self.record.referral_id)

    def cancel(self) -> str:
        """Where "no" leads."""
        return work_url(self.record.referral_id)


class AboutPaper(AboutReferred):
    """One person whom police named."""

    record: ReferralPaper

    def rows(self) -> models.QuerySet:
        return ReferralPaper.objects.sent_to(self.hat.agency_id).standing().select_related("owner", "referral")


class AboutCopy(AboutReferred):
    """The client of another provider: the copy, while it can be read."""

    record: Disclosure

    def rows(self) -> models.QuerySet:
        return Disclosure.objects.sent_to(self.hat.agency_id).live().exclude(referral=None).select_related("owner")


class PaperStepNew(AboutPaper, ReferralStepNew):
    """A step with one person."""

    def save(self, form: StepForm) -> Any:
        of = {"referral": self.record.referral, "paper": self.record}
        return services.take_step(by=self.hat, pk=self.made_as, **of, **form.facts)


class Match(FormPage):
    """Whoever was referred is a client already."""

    form = MatchForm
    title, submit = "A client already", "Save"
    intro = "For your agency alone. The sender sees nothing of it."
    saved = "Noted, for your agency alone."


class PaperMatch(AboutPaper, Match):
    """Whom police named."""

    def save(self, form: MatchForm) -> None:
        services.match_paper(by=self.hat, paper=self.record, client=form.facts["client"])


class CopyMatch(AboutCopy, Match):
    """Whom another provider referred."""

    def save(self, form: MatchForm) -> None:
        services.match_copy(by=self.hat, copy=self.record, client=form.facts["client"])


class Open(ActionPage):
    """One click: a client from a referral."""

    harmless = True
    title, submit = "Open a client?", "Open a client"

    def open(self) -> Client:
        """Call the service that opens one."""
        raise NotImplementedError

    def act(self) -> Client:
        client = self.open()
        messages.success(self.request, f"Opened. The code name is {client.code_name}.")
        return client


class PaperOpen(AboutPaper, Open):
    """From what police wrote."""

    asks = "The name and the safe contact are copied into a new client of your agency. The sender sees nothing of it."

    def open(self) -> Client:
        return services.open_from_paper(by=self.hat, paper=self.record)


class CopyOpen(AboutCopy, Open):
    """From what another provider's release lets us know."""

    asks = (
        "What to call them and how to reach them, as far as the release says it, are copied into a new client of "
        "your agency. The sender sees that the copy was read, and nothing more."
    )

    def open(self) -> Client:
        return services.open_from_copy(by=self.hat, copy=self.record)


class MessageStepNew(FormPage):
    """Whether a message was passed on."""

    roles = SERVICE_ROLES
    form, makes = MessageStepForm, ReferralStep
    title, submit = "What was done", "Save"
    intro = "For your agency alone. The sender only ever sees delivered."
    saved = "Saved, for your agency alone."

    def rows(self) -> models.QuerySet:
        return Message.objects.sent_to(self.hat.agency_id)

    def save(self, form: MessageStepForm) -> Any:
        return services.take_step(by=self.hat, message=self.record, pk=self.made_as, **form.facts)

    def done(self, record: Any) -> str:
        return reverse("victims:message_work", args=[self.record.pk])

    def cancel(self) -> str:
        return self.done(None)
