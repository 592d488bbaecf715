"""Pages that change who sees an investigation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.urls import reverse

from access.views import ActionPage, FormPage
from agencies.vocabulary import Role
from investigations import caseloads, sharing
from investigations.models import Investigation, InvestigationAgencyGrant, InvestigationPersonGrant
from investigations.sharing_forms import (
    AgencyShareForm,
    CaseloadForm,
    HandOverForm,
    PersonShareForm,
    ReassignForm,
    SealForm,
)
from investigations.views import OursPage

LEADERS = (Role.DETECTIVE, Role.LE_SUPERVISOR, Role.PROSECUTOR)


class LeadersPage(OursPage):
    """A page for the investigation's lead and its agency's supervisors."""

    roles = LEADERS

    def rows(self) -> QuerySet[Investigation]:
        ours = super().rows()
        return ours if self.hat.has(Role.LE_SUPERVISOR) else ours.filter(lead_id=self.hat.person_id)


class ShareWithAgency(LeadersPage):
    """Part of an investigation for another agency."""

    makes = InvestigationAgencyGrant
    form = AgencyShareForm
    title = "Share with an agency"
    intro = "Everyone there who works investigations sees it. You can end it at any moment."
    submit = "Share"
    saved = "It is shared."
    section = "sharing"

    def save(self, form: AgencyShareForm) -> InvestigationAgencyGrant:
        return sharing.share_with_agency(by=self.hat, investigation=self.record, pk=self.made_as, **form.facts)


class ShareWithPerson(LeadersPage):
    """Part of an investigation for one person, sealed or not."""

    makes = InvestigationPersonGrant
    form = PersonShareForm
    title = "Share with a person"
    intro = "Only this person sees it, while they act for that agency. You can end it at any moment."
    submit = "Share"
    saved = "It is shared."
    section = "sharing"

    def save(self, form: PersonShareForm) -> InvestigationPersonGrant:
        return sharing.share_with_person(by=self.hat, investigation=self.record, pk=self.made_as, **form.facts)


class EndAgencyShare(ActionPage):
    """Sharing with an agency ended at once."""

    roles = LEADERS
    model = InvestigationAgencyGrant
    title = "End sharing"
    asks = "It ends now, for everyone it was shared with. What was read can't be unread."
    submit = "Yes, end it"
    saved = "Sharing has ended."
    template = "investigations/share_end.html"

    def rows(self) -> QuerySet[sharing.Share]:
        ours = self.model.objects.filter(owner_id=self.hat.agency_id, ended_at=None)
        if not self.hat.has(Role.LE_SUPERVISOR):
            ours = ours.filter(content_object__lead_id=self.hat.person_id)
        return ours.select_related("content_object")

    def act(self) -> sharing.Share:
        return sharing.end_share(by=self.hat, share=self.record)

    def done(self, made: sharing.Share | None) -> str:
        return reverse("investigations:detail", args=[self.record.content_object_id])


class EndPersonShare(EndAgencyShare):
    """Sharing with a person ended at once."""

    model = InvestigationPersonGrant


class Seal(LeadersPage):
    """An investigation closed to all but named people."""

    form = SealForm
    title = "Seal the investigation"
    intro = "Nobody but those named sees it from then on: not in lists, not in counts, not in its history."
    submit = "Seal it"
    saved = "It is sealed."
    section = "sharing"

    def save(self, form: SealForm) -> Investigation:
        return sharing.seal(by=self.hat, investigation=self.record, people=form.cleaned_data["people"])


class Unseal(ActionPage):
    """A sealed investigation opened again."""

    roles = LEADERS
    title = "Unseal the investigation"
    asks = (
        "Your agency sees it again, and so do other agencies whose sharing has not ended. "
        "Sealed again later, colleagues have to be named anew."
    )
    submit = "Yes, unseal it"
    saved = "It is open to your agency again."

    def rows(self) -> QuerySet[Investigation]:
        return Investigation.objects.filter(owner_id=self.hat.agency_id, sealed=True)

    def act(self) -> Investigation:
        return sharing.unseal(by=self.hat, investigation=self.record)


class Reassign(LeadersPage):
    """Another lead."""

    form = ReassignForm
    title = "Choose another lead"
    intro = "Of a sealed investigation the old lead sees nothing more unless named under sharing."
    saved = "The lead has changed."

    def save(self, form: ReassignForm) -> Investigation:
        return sharing.reassign(by=self.hat, investigation=self.record, **form.facts)

    def done(self, record: Investigation) -> str:
        seen = Investigation.objects.filter(pk=self.record.pk).exists()
        return self.record.get_absolute_url() if seen else reverse("investigations:list")


class Caseload(FormPage):
    """All that one colleague leads, handed to another."""

    roles = (Role.LE_SUPERVISOR,)
    form = CaseloadForm
    template = "investigations/caseload.html"
    title = "Hand over a caseload"
    intro = (
        "All that one colleague leads goes to another in one step, closed ones and open tasks included. "
        "Do it for everybody who leaves, even when nothing is listed here: sealed ones are in no list."
    )
    submit = "Hand over"

    def initial(self) -> dict[str, Any]:
        return {"leaver": self.request.GET.get("from")}

    def save(self, form: CaseloadForm) -> int:
        moved = caseloads.hand_over_caseload(by=self.hat, **form.facts)
        said = "1 investigation was" if moved == 1 else f"{moved} investigations were"
        messages.success(self.request, f"{said} handed over.")
        return moved

    def done(self, moved: int) -> str:
        return reverse("investigations:caseload")

    def cancel(self) -> str:
        return reverse("investigations:list")

    def context(self) -> dict[str, Any]:
        return {"loads": caseloads.caseloads(self.hat)}


class HandOver(LeadersPage):
    """Another agency."""

    form = HandOverForm
    title = "Hand over to another agency"
    intro = (
        "Everything goes along, and that agency decides about it from then on. Yours can read it for 90 days. "
        "Share everything with that agency first."
    )
    submit = "Hand it over"
    saved = "It is handed over."

    def save(self, form: HandOverForm) -> Investigation:
        sharing.hand_over(by=self.hat, investigation=self.record, **form.facts)
        return self.record
