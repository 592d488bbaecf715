"""Pages of victims, suspects and arrests; a survivor's arrest is asked for, never silent."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from access.views import FormPage
from access.wall import LAW_ROLES
from investigations import services
from investigations.charging_forms import StrikeForm
from investigations.forms import ArrestForm, HangForm, SurvivorArrestForm, SuspectForm, VictimForm
from investigations.models import (
    Arrest,
    Investigation,
    SurvivorArrest,
    Suspect,
    Victim,
    VictimDisclosure,
    VictimReferral,
)
from investigations.views import PartChange, PartNew
from investigations.vocabulary import YesNo
from referrals.forms import ReferralForm
from referrals.models import Referral


class VictimNew(PartNew):
    """A survivor as the police know them."""

    makes = Victim
    form = VictimForm
    title = "Add a victim"
    saved = "The victim is added."
    section = "victims"

    def save(self, form: VictimForm) -> Victim:
        return services.add_victim(by=self.hat, investigation=self.record, pk=self.made_as, **form.facts)


class VictimChange(PartChange):
    """What police know of a survivor."""

    model = Victim
    form = VictimForm
    title = "Change victim"
    saved = "The victim is changed."
    section = "victims"

    def save(self, form: VictimForm) -> Victim:
        return services.change_victim(by=self.hat, victim=self.record, expected=form.expected, **form.facts)


class Strike(PartChange):
    """Something written down by mistake, struck out with its reason."""

    form = StrikeForm
    title = "Strike out"
    intro = "It stays on record as struck out, with the reason, and is counted no longer. This can't be undone."
    submit = "Strike out"
    saved = "It is struck out."

    def save(self, form: StrikeForm) -> Any:
        return services.strike(self.record, by=self.hat, expected=form.expected, **form.facts)


class ArrestStrike(Strike):
    """An arrest that was written down by mistake."""

    model = Arrest
    title = "Strike out an arrest"
    section = "arrests"


class SurvivorArrestStrike(Strike):
    """A survivor's arrest that was written down by mistake."""

    model = SurvivorArrest
    title = "Strike out a survivor's arrest"
    section = "survivor-arrests"


class VictimHang(FormPage):
    """A disclosure received, hung on police's own victim record."""

    roles = LAW_ROLES
    form = HangForm
    template = "investigations/hang.html"
    title = "Hang a disclosure on a victim"
    intro = "Only your agency sees that they belong together."
    saved = "The disclosure hangs on the victim."

    def rows(self) -> QuerySet[Victim]:
        return Victim.objects.filter(owner_id=self.hat.agency_id).select_related("investigation")

    def save(self, form: HangForm) -> VictimDisclosure:
        return services.hang_disclosure(by=self.hat, victim=self.record, **form.facts)


class VictimRefer(FormPage):
    """A victim referred to a provider by name, with their yes."""

    roles = LAW_ROLES
    form = ReferralForm
    makes = Referral
    template = "referrals/send.html"
    title = "Refer this person"
    intro = "You will see sent, received and closed. What the provider does is theirs and the person's to tell."
    submit = "Send the referral"
    saved = "Sent."

    def rows(self) -> QuerySet[Victim]:
        return Victim.objects.filter(owner_id=self.hat.agency_id).select_related("investigation")

    def bind(self, data: Any = None, files: Any = None) -> ReferralForm:
        return ReferralForm(data, files, hat=self.hat, initial=self.initial())

    def initial(self) -> dict[str, Any]:
        return {"name": self.record.name or self.record.pseudonym}

    def save(self, form: ReferralForm) -> VictimReferral:
        return services.refer_victim(by=self.hat, victim=self.record, pk=self.made_as, **form.facts)

    def done(self, record: VictimReferral | Referral) -> str:
        return f"{self.record.get_absolute_url()}#victims"


class SuspectNew(PartNew):
    """A suspect of this investigation."""

    makes = Suspect
    form = SuspectForm
    title = "Add a suspect"
    intro = "Nobody outside your agency sees a suspect unless you share the investigation."
    saved = "The suspect is added."
    section = "suspects"

    def save(self, form: SuspectForm) -> Suspect:
        return services.add_suspect(by=self.hat, investigation=self.record, pk=self.made_as, **form.facts)


class SuspectChange(PartChange):
    """What is known of a suspect."""

    model = Suspect
    form = SuspectForm
    title = "Change suspect"
    saved = "The suspect is changed."
    section = "suspects"

    def save(self, form: SuspectForm) -> Suspect:
        return services.change_suspect(by=self.hat, suspect=self.record, expected=form.expected, **form.facts)


class ArrestNew(PartNew):
    """An arrest; a survivor's goes on to its own form, with what was typed."""

    makes = Arrest
    form = ArrestForm
    title = "Record an arrest"
    submit = "Go on"
    section = "arrests"

    def save(self, form: ArrestForm) -> Arrest | dict[str, Any]:
        if form.goes_on:
            return {"event": "arrest", "on": form.cleaned_data["on"], "level": form.cleaned_data["level"]}
        return services.record_arrest(by=self.hat, pk=self.made_as, **form.facts)

    def done(self, record: Arrest | dict[str, Any]) -> str:
        if isinstance(record, dict):
            return survivors_form(self.record, **record)
        tell(self.request, record)
        return super().done(record)


def survivors_form(investigation: Investigation, **known: Any) -> str:
    """The address of the survivor's own form, with what is known already."""
    return f"{reverse('investigations:survivor_arrest_new', args=[investigation.pk])}?{urlencode(known)}"


def tell(request: HttpRequest, arrest: Arrest) -> None:
    """Say that it is recorded, and whether the question stays open."""
    if arrest.is_survivor == YesNo.UNKNOWN:
        messages.warning(request, "The arrest is recorded. Ask again whether this person is a survivor.")
    else:
        messages.success(request, "The arrest is recorded.")


class ArrestChange(PartChange):
    """An arrest corrected, or its question answered; of a survivor it goes on to the survivor's form."""

    model = Arrest
    form = ArrestForm
    title = "Change arrest"
    section = "arrests"

    def save(self, form: ArrestForm) -> Arrest | dict[str, Any]:
        if form.goes_on:
            known = {"event": "arrest", "on": form.cleaned_data["on"], "level": form.cleaned_data["level"]}
            return known | {"arrest": self.record.pk}
        return services.change_arrest(by=self.hat, arrest=self.record, expected=form.expected, **form.facts)

    def done(self, record: Arrest | dict[str, Any]) -> str:
        if isinstance(record, dict):
            return survivors_form(self.record.investigation, **record)
        tell(self.request, record)
        return super().done(record)


class SurvivorArrestNew(PartNew):
    """An arrest, citation or detention of a survivor."""

    makes = SurvivorArrest
    form = SurvivorArrestForm
    title = "Record a survivor's arrest"
    intro = "It is counted, and it stays on your list until it is dismissed, vacated or lifted otherwise."
    saved = "It is recorded. It stays on your list until it no longer weighs on the person."
    section = "survivor-arrests"

    def initial(self) -> dict[str, Any]:
        return {name: self.request.GET[name] for name in ("event", "on", "level") if name in self.request.GET}

    def asked_again(self) -> Arrest | None:
        """The arrest of a suspect that the address names: it turned out to be a survivor's."""
        try:
            return self.record.arrests.filter(pk=self.request.GET["arrest"]).first()
        except (KeyError, ValidationError):
            return None

    def save(self, form: SurvivorArrestForm) -> SurvivorArrest:
        return services.record_survivor_arrest(
            by=self.hat,
            investigation=self.record,
            asked_again=self.asked_again(),
            pk=self.made_as,
            **form.facts,
        )


class SurvivorArrestChange(PartChange):
    """What became of it, on the way to dismissal or vacatur."""

    model = SurvivorArrest
    form = SurvivorArrestForm
    title = "Follow up a survivor's arrest"
    saved = "The follow-up is written down."
    section = "survivor-arrests"

    def save(self, form: SurvivorArrestForm) -> SurvivorArrest:
        return services.follow_survivor_arrest(by=self.hat, arrest=self.record, expected=form.expected, **form.facts)
