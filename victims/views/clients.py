"""The list of clients, a client's page, intake in any order, exit and return."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from access.views import ActionPage, DetailPage, FormPage, ListPage
from access.wall import SERVICE_ROLES
from agencies.vocabulary import Role
from victims import services
from victims.filters import ClientFilter
from victims.forms.client import (
    ArrestForm,
    AssignForm,
    ClientForm,
    CloseForm,
    DeterminationForm,
    EnrollForm,
    ExitForm,
    FamilyChangeForm,
    FamilyForm,
    FirstServiceForm,
    HandOverForm,
    IdentityForm,
    ReentryForm,
    section_form,
)
from victims.forms.work import BookmarkForm
from victims.models import (
    Arrest,
    CaseBookmark,
    Client,
    ClientPersonGrant,
    Determination,
    Enrollment,
    FamilyMember,
)
from victims.summary import first_page, progress
from victims.tables import ClientTable

SERVING = SERVICE_ROLES
SUPERVISING = (Role.ADVOCATE_SUPERVISOR,)


class ClientList(ListPage):
    """The agency's clients, as far as this person sees them."""

    roles = SERVING
    table, filters = ClientTable, ClientFilter
    template, fragment = "victims/client_list.html", "victims/_client_table.html"

    def rows(self) -> Any:
        return Client.objects.with_names().with_advocates()

    def empty(self) -> dict[str, str]:
        return {
            "title": "No clients yet",
            "text": "A client gets a random code name. The name, if known, is encrypted and stays at your agency.",
            "action_url": reverse("victims:new"),
            "action_label": "Open a client",
            "icon_name": "people",
        }


class ClientNew(FormPage):
    """Opens a client with the little that is known at first."""

    roles = SERVING
    form = ClientForm
    makes = Client
    title, submit = "Open a client", "Open client"
    intro = "The code name is made for you. Everything can be filled in later, in any order."

    def save(self, form: ClientForm) -> Client:
        client = services.open_client(by=self.hat, pk=self.made_as, **form.opening)
        messages.success(self.request, f"Opened. The code name is {client.code_name}.")
        return client

    def cancel(self) -> str:
        return reverse("victims:list")


class AboutClient:
    """What every page about one client has in common."""

    roles = SERVING

    def rows(self) -> Any:
        return Client.objects.with_names()

    def done(self, made: Any) -> str:
        return self.record.get_absolute_url()


class ClientDetail(DetailPage):
    """One client on one screen."""

    roles = SERVING
    template = "victims/client_detail.html"

    def rows(self) -> Any:
        return Client.objects.with_names().with_advocates()

    def context(self, record: Client) -> dict[str, Any]:
        return {
            "crumbs": [("Clients", reverse("victims:list"))],
            "supervises": self.hat.has(*SUPERVISING),
            **first_page(self.hat, record),
        }


class ClientIntake(AboutClient, FormPage):
    """One section of the intake, saved on its own."""

    template = "victims/client_intake.html"
    title = "Intake"

    @property
    def makes(self) -> Any:
        """A determination is a row beside the earlier ones; every other section changes what stands."""
        return Determination if self.section == "determination" else None

    @property
    def section(self) -> str:
        """The section in the address; an unknown one does not exist."""
        if self.kwargs["section"] not in services.SECTIONS:
            raise Http404
        return self.kwargs["section"]

    def bind(self, data: Any = None, files: Any = None) -> Any:
        kind = {"identity": IdentityForm, "determination": DeterminationForm, "award": EnrollForm}
        made = kind.get(self.section) or section_form(self.section)
        about = self.record.identity if self.section == "identity" else self.record
        return made(data, hat=self.hat, record=about, initial=self.initial())

    def initial(self) -> dict[str, Any]:
        if self.section != "identity":
            return {}
        return {name: getattr(self.record.identity, name) for name in IdentityForm.base_fields}

    def save(self, form: Any) -> Client:
        by, client = self.hat, self.record
        if self.section == "identity":
            services.set_identity(by=by, client=client, expected=form.expected, **form.facts)
        elif self.section == "determination":
            services.determine(by=by, client=client, pk=self.made_as, **form.facts)
        elif self.section == "award":
            services.enroll(by=by, client=client, **form.facts)
        else:
            services.answer(by=by, client=client, section=self.section, expected=form.expected, **form.facts)
        messages.success(self.request, f"Saved: {services.SECTIONS[self.section].lower()}.")
        return client

    def done(self, made: Any) -> str:
        left = [section for section, _, saved in progress(self.record) if not saved]
        if "next" in self.request.POST and left:
            return reverse("victims:intake", args=[self.record.pk, left[0]])
        return self.record.get_absolute_url()

    def context(self) -> dict[str, Any]:
        return {
            "section": self.section,
            "heading": services.SECTIONS[self.section],
            "progress": progress(self.record),
            "crumbs": [("Clients", reverse("victims:list")), ("Client", self.record.get_absolute_url())],
        }


class ClientExit(AboutClient, FormPage):
    """The exit with its outcomes."""

    form = ExitForm
    title, submit, saved = "Record an exit", "Record exit", "The exit is recorded."
    intro = "Closes every award that still serves this client. They can come back at any time."

    def save(self, form: ExitForm) -> Client:
        return services.exit_client(by=self.hat, client=self.record, **form.facts)


class ClientReenter(AboutClient, FormPage):
    """A client who is back."""

    form = ReentryForm
    title, submit, saved = "Record a return", "Open again", "Welcome back: the client is open again."

    def save(self, form: ReentryForm) -> Any:
        return services.reenter(by=self.hat, client=self.record, **form.facts)


class ClientArrest(AboutClient, FormPage):
    """An arrest tied to the client's own exploitation."""

    form, makes = ArrestForm, Arrest
    title, saved = "Add an arrest", "Added."
    intro = "An arrest or charge of the client because of what was done to them. Reports show only totals."

    def save(self, form: ArrestForm) -> Any:
        return services.add_arrest(by=self.hat, client=self.record, pk=self.made_as, **form.facts)


class ChangeOf(FormPage):
    """Corrects something of a client's; back to the client's page then."""

    roles = SERVING

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.record, name) for name in self.form.base_fields}

    def done(self, made: Any) -> str:
        return self.record.client.get_absolute_url()

    def cancel(self) -> str:
        return self.record.client.get_absolute_url()


class ArrestChange(ChangeOf):
    """What became of an arrest."""

    form = ArrestForm
    title, saved = "Change an arrest", "Changed."

    def rows(self) -> Any:
        return Arrest.objects.select_related("client")

    def save(self, form: ArrestForm) -> Arrest:
        return services.change_arrest(by=self.hat, arrest=self.record, expected=form.expected, **form.facts)


class ClientFamily(AboutClient, FormPage):
    """A relative who is served beside the client."""

    form, makes = FamilyForm, FamilyMember
    title, saved = "Add a family member", "Added."
    intro = "Somebody served beside the client. A relative who was trafficked too is a client of their own."

    def save(self, form: FamilyForm) -> Any:
        return services.add_family_member(by=self.hat, client=self.record, pk=self.made_as, **form.facts)


class FamilyChange(ChangeOf):
    """Who a relative is, and until when they are served."""

    form = FamilyChangeForm
    title, saved = "Change a family member", "Changed."

    def rows(self) -> Any:
        return FamilyMember.objects.select_related("client__data_key__agency_key")

    def save(self, form: FamilyChangeForm) -> FamilyMember:
        return services.change_family_member(by=self.hat, relative=self.record, expected=form.expected, **form.facts)


class FirstServiceChange(ChangeOf):
    """Since when a client is served under an award."""

    form = FirstServiceForm
    title, saved = "Correct the first service", "Corrected."
    intro = "It says in which report the client is new. Every episode under this award takes the same day."

    def rows(self) -> Any:
        return Enrollment.objects.select_related("client", "award")

    def save(self, form: FirstServiceForm) -> Enrollment:
        return services.correct_first_service(by=self.hat, episode=self.record, expected=form.expected, **form.facts)


class ClientBookmark(AboutClient, FormPage):
    """The case that the client belongs to."""

    form = BookmarkForm
    title, submit, saved = "Note the case", "Note case", "Noted, for your agency alone."

    def save(self, form: BookmarkForm) -> Any:
        return services.bookmark(by=self.hat, client=self.record, case=form.cleaned_data["case"])


class BookmarkDrop(ActionPage):
    """Forgets which case a client belongs to."""

    roles = SERVING
    title, submit, saved = "Forget the case", "Forget it", "Forgotten."
    asks = "The client and the case stay as they are; your agency no longer keeps in mind that they belong together."

    def rows(self) -> Any:
        return CaseBookmark.objects.filter(ended_at=None).select_related("client")

    def act(self) -> None:
        services.drop_bookmark(by=self.hat, bookmark=self.record)

    def done(self, made: Any) -> str:
        return self.record.client.get_absolute_url()

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        self.record = self.one(self.rows(), pk=pk)
        return self.render({"record": self.record.client})


class ClientAssign(AboutClient, FormPage):
    """Who the client's advocate is."""

    form = AssignForm
    title, submit, saved = "Assign an advocate", "Assign", "Assigned."

    def save(self, form: AssignForm) -> None:
        facts = form.facts
        verb = services.reassign if facts.pop("instead") else services.assign
        verb(by=self.hat, client=self.record, **facts)

    def done(self, made: Any) -> str:
        return still_visible(self.record)


class GrantEnd(ActionPage):
    """Ends an assignment."""

    roles = SERVING
    title, submit, saved = "End this assignment", "End it", "Ended."
    asks = (
        "This person will no longer be assigned to the client. They see the client no more where only the assigned do."
    )

    def rows(self) -> Any:
        return ClientPersonGrant.objects.live().select_related("content_object")

    def act(self) -> None:
        services.unassign(by=self.hat, grant=self.record)

    def done(self, made: Any) -> str:
        return still_visible(self.record.content_object)

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        self.record = self.one(self.rows(), pk=pk)
        return self.render({"record": self.record.content_object})


class ClientClose(AboutClient, FormPage):
    """Closes a client to all but named people."""

    form = CloseForm
    title, submit, saved = (
        "Close to named people",
        "Close to all others",
        "Only the people you named see this client now.",
    )

    def save(self, form: CloseForm) -> None:
        facts = form.facts
        services.close_to_named(by=self.hat, client=self.record, people=list(facts["people"]), reason=facts["reason"])

    def done(self, made: Any) -> str:
        return still_visible(self.record)


class ClientOpenAll(AboutClient, ActionPage):
    """Opens a closed client to colleagues again."""

    title, submit, saved = "Open to colleagues again", "Open", "Colleagues see this client again."
    asks = "Everyone at your agency who sees other clients will see this one, its services and its notes."

    def act(self) -> None:
        services.open_to_all(by=self.hat, client=self.record)


class ClientForget(AboutClient, ActionPage):
    """Destroys a client's key."""

    roles = SUPERVISING
    title, submit, saved = "Forget this client", "Destroy the key", "Forgotten. What is counted stays, without a name."
    asks = (
        "Name, contact and every note become unreadable for good, in backups too. "
        "Services and outcomes stay in your reports. This can't be undone."
    )

    def act(self) -> None:
        services.forget_client(by=self.hat, client=self.record)


class Caseload(FormPage):
    """Hands over everything that one colleague is assigned to."""

    roles = SUPERVISING
    form = HandOverForm
    template = "victims/caseload.html"
    title, submit = "Hand over a caseload", "Hand over"

    def initial(self) -> dict[str, Any]:
        return {"leaver": self.request.GET.get("from")}

    def save(self, form: HandOverForm) -> None:
        moved = services.hand_over(by=self.hat, **form.facts)
        said = "1 client was" if moved == 1 else f"{moved} clients were"
        messages.success(self.request, f"{said} handed over, closed ones included.")

    def done(self, made: Any) -> str:
        return reverse("victims:caseload")

    def context(self) -> dict[str, Any]:
        return {"loads": services.caseloads(self.hat)}


def still_visible(client: Client) -> str:
    """The client's page while its reader still sees the client, else the list."""
    seen = Client.objects.filter(pk=client.pk).exists()
    return client.get_absolute_url() if seen else reverse("victims:list")
