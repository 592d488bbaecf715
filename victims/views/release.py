"""A release in three steps, what is given under it, and what a survivor's facts went to whom for."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from access.errors import Refused
from access.views import ActionPage, DetailPage, FormPage, ListPage
from access.wall import SERVICE_ROLES
from referrals.models import Disclosure, Referral
from ui.filters import FilterSet
from victims import facts, ledger
from victims.bases import LegalBasis
from victims.forms.release import (
    AddressForm,
    ByLawForm,
    ContentsForm,
    GiveForm,
    LaterForm,
    ReferForm,
    RevokeForm,
    SignForm,
)
from victims.models import Client, DisclosureLink, Release, ReleaseFact
from victims.release_filters import ReleaseFilter
from victims.release_tables import ReleaseTable
from victims.services import release as services
from victims.services import renewal
from victims.services.demands import demands_for
from victims.vocabulary import NO_ANSWER_CODES

STEPS = ("To whom and why", "What and how long", "Explain and sign")


class ReleaseList(ListPage):
    """The agency's releases, as far as this person sees their clients."""

    roles = SERVICE_ROLES
    table: ClassVar[Any] = ReleaseTable
    filters: ClassVar[type[FilterSet]] = ReleaseFilter
    template, fragment = "victims/release_list.html", "victims/_release_table.html"

    def rows(self) -> models.QuerySet:
        return Release.objects.for_page()

    def empty(self) -> dict[str, str]:
        return {
            "title": "No releases yet",
            "text": "A release lets one named agency know named facts, for a purpose and for a time. "
            "Begin on a client's page.",
            "action_url": reverse("victims:list"),
            "action_label": "Choose a client",
            "icon_name": "contact_page",
        }


class AboutRelease:
    """What every page about one release has in common."""

    roles = SERVICE_ROLES
    template = "victims/release_form.html"
    record: Release

    def rows(self) -> models.QuerySet:
        return Release.objects.for_page()


class ReleaseNew(FormPage):
    """Step 1, for a client: to whom and why."""

    roles = SERVICE_ROLES
    form, makes = AddressForm, Release
    template = "victims/release_form.html"
    title, submit = "Release of information", "Next: what and how long"

    def rows(self) -> models.QuerySet:
        return Client.objects.with_names()

    def save(self, form: AddressForm) -> Release:
        return services.draw_up(by=self.hat, client=self.record, pk=self.made_as, **form.facts)

    def done(self, record: Release) -> str:
        return reverse("victims:release_contents", args=[record.pk])

    def context(self) -> dict[str, Any]:
        return {"steps": STEPS, "step": 1, "client": self.record}


class ReleaseAddress(AboutRelease, FormPage):
    """Step 1 again, for a draft."""

    form = AddressForm
    title, submit = "Release of information", "Next: what and how long"

    def initial(self) -> dict[str, Any]:
        draft = self.record
        people = services.people_of(self.hat).filter(person=draft.recipient_person, agency=draft.recipient)
        return {"recipient": draft.recipient, "purpose": draft.purpose, "member": people.first()}

    def save(self, form: AddressForm) -> Release:
        return services.address(by=self.hat, release=self.record, expected=form.expected, **form.facts)

    def done(self, record: Release) -> str:
        return reverse("victims:release_contents", args=[record.pk])

    def context(self) -> dict[str, Any]:
        return {"steps": STEPS, "step": 1, "client": self.record.client}


class ReleaseContents(AboutRelease, FormPage):
    """Step 2: what and how long. What may never go to this agency is named, and can't be ticked."""

    form = ContentsForm
    template = "victims/release_contents.html"
    title, submit = "Release of information", "Next: explain and sign"

    def initial(self) -> dict[str, Any]:
        draft = self.record
        return {"covers": draft.covers, "starts_on": draft.starts_on, "ends_on": draft.ends_on}

    def save(self, form: ContentsForm) -> Release:
        return services.fill(by=self.hat, release=self.record, expected=form.expected, **form.facts)

    def done(self, record: Release) -> str:
        return reverse("victims:release_sign", args=[record.pk])

    def context(self) -> dict[str, Any]:
        never = facts.never(self.record.recipient.sector)
        return {"steps": STEPS, "step": 2, "client": self.record.client, "never": never}


class ReleaseSign(AboutRelease, FormPage):
    """Step 3: explained and signed."""

    form = SignForm
    title, submit = "Release of information", "Record the signature"
    saved = "Signed. It is in force now."

    def initial(self) -> dict[str, Any]:
        spoken = self.record.client.language
        return {"language": "" if spoken in NO_ANSWER_CODES else spoken}

    def save(self, form: SignForm) -> Release:
        return services.sign(by=self.hat, release=self.record, expected=form.expected, **form.facts)

    def context(self) -> dict[str, Any]:
        context = {"steps": STEPS, "step": 3, "client": self.record.client, "copy": services.copy_of(self.record)}
        return context | {"print_url": reverse("victims:release_print", args=[self.record.pk])}


class ReleaseDetail(AboutRelease, DetailPage):
    """One release: what it says, and what was given because of it."""

    template = "victims/release_detail.html"

    def context(self, record: Release) -> dict[str, Any]:
        return {
            "copy": services.copy_of(record),
            "given": ledger.of_release(record),
            "client": record.client,
            "begun": None if record.is_draft else renewal.begun(record),
            "crumbs": [("Releases", reverse("victims:releases"))],
        }


class ReleasePrint(AboutRelease, DetailPage):
    """The form on paper, to read out, to sign and to hand over."""

    template = "victims/release_print.html"

    def context(self, record: Release) -> dict[str, Any]:
        return {"copy": services.copy_of(record), "crumbs": [("Release", record.get_absolute_url())]}


class ReleaseRevoke(AboutRelease, FormPage):
    """One button: nothing more is given, and every copy closes at once."""

    form = RevokeForm
    template = "victims/release_revoke.html"
    title, submit = "Take the release back", "Take it back now"
    saved = "Taken back. Every copy given under it is closed."

    def save(self, form: RevokeForm) -> Release:
        services.revoke(by=self.hat, release=self.record, how=form.facts["how"])
        return self.record

    def context(self) -> dict[str, Any]:
        return {"given": ledger.of_release(self.record), "client": self.record.client}


class Giving(AboutRelease, FormPage):
    """Shows exactly what the recipient will get; what is posted back must be that."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._find()
        try:
            services.check_live(self.record)
        except Refused:
            return redirect(self.record.get_absolute_url())
        return self.show(self.bind())

    def show(self, form: Any, *, status: int = 200) -> HttpResponse:
        """With the copy as it is now, so that a second look sees what has changed."""
        copy = services.copy_of(self.record)
        if form.is_bound:
            form.data = form.data.copy()
            form.data["digest"] = copy.digest
        form.fields["digest"].initial = copy.digest
        context = {"form": form, "record": self.record, "copy": copy, "cancel_url": self.cancel()}
        return self.render(context | {"client": self.record.client}, status=status)


class ReleaseGive(Giving):
    """Give the copy."""

    form, makes = GiveForm, Disclosure
    template = "victims/release_give.html"
    title, submit = "Give this copy", "Give exactly this"
    saved = "Given."

    def save(self, form: GiveForm) -> Release:
        services.give(by=self.hat, release=self.record, digest=form.facts["digest"], pk=self.made_as)
        return self.record

    def done(self, made: Any) -> str:
        return self.record.get_absolute_url()


class ReleaseRefer(Giving):
    """Refer the client to the release's agency, with the copy."""

    form, makes = ReferForm, Referral
    template = "victims/release_give.html"
    title, submit = "Refer with this copy", "Send the referral with exactly this"
    saved = "Sent."

    def save(self, form: ReferForm) -> Any:
        return services.refer(by=self.hat, release=self.record, pk=self.made_as, **form.facts)


class ReleaseLater(AboutRelease, FormPage):
    """Newer words, where the release covers later entries."""

    form, makes = LaterForm, ReleaseFact
    title, submit = "Add what is new", "Add"
    saved = "Added. Nothing has been given yet: give a new copy when you want to."

    def save(self, form: LaterForm) -> Release:
        services.add_later(by=self.hat, release=self.record, pk=self.made_as, **form.facts)
        return self.record

    def done(self, made: Any) -> str:
        return self.record.get_absolute_url()

    def context(self) -> dict[str, Any]:
        return {"client": self.record.client}


class ByLaw(DetailPage):
    """Without a release: what it rests on is chosen first, since each asks something else."""

    roles = SERVICE_ROLES
    template = "victims/release_bases.html"

    def rows(self) -> models.QuerySet:
        return Client.objects.with_names()

    def context(self, record: Client) -> dict[str, Any]:
        return {
            "bases": services.bases_for(self.hat),
            "demands": demands_for(self.hat),
            "crumbs": [("Client", record.get_absolute_url())],
        }


class OnABasis(FormPage):
    """A form about one client that asks what the basis in the address asks, and ends in the ledger."""

    roles = SERVICE_ROLES
    template = "victims/release_form.html"
    does = ""

    def bases(self) -> list[LegalBasis]:
        """Those that this person may use; any other does not exist."""
        raise NotImplementedError

    @property
    def basis(self) -> LegalBasis:
        """The basis in the address."""
        for basis in self.bases():
            if basis.code == self.kwargs["basis"]:
                return basis
        raise Http404

    @property
    def title(self) -> str:
        """Named after its basis."""
        return f"{self.does}: {self.basis.label[:1].lower()}{self.basis.label[1:]}"

    def rows(self) -> models.QuerySet:
        return Client.objects.with_names()

    def bind(self, data: Any = None, files: Any = None) -> Any:
        form = super().bind(data, files)
        form.about(self.basis)
        return form

    def done(self, made: Any) -> str:
        return reverse("victims:ledger", args=[self.record.pk])

    def context(self) -> dict[str, Any]:
        return {"client": self.record}


class GiveByLaw(OnABasis):
    """Without a release: only what the basis in the address demands."""

    form, makes = ByLawForm, Disclosure
    does = "Give without a release"
    submit = "Give exactly this"
    saved = "Given, and noted in the ledger."

    def bases(self) -> list[LegalBasis]:
        return services.bases_for(self.hat)

    def save(self, form: ByLawForm) -> Client:
        services.give_by_law(by=self.hat, client=self.record, basis=self.basis.code, pk=self.made_as, **form.facts)
        return self.record


class CopyClose(ActionPage):
    """Close one copy for its reader."""

    roles = SERVICE_ROLES
    title = "Close this copy?"
    asks = "Its reader can no longer open it. What they have read already can't be taken back."
    submit = "Close it"
    saved = "Closed."

    def rows(self) -> models.QuerySet:
        live = Disclosure.objects.live().values("pk")
        return DisclosureLink.objects.filter(disclosure_id__in=live).select_related("client")

    def act(self) -> None:
        services.close_copy(by=self.hat, link=self.record)

    def done(self, made: Any) -> str:
        return reverse("victims:ledger", args=[self.record.client_id])
