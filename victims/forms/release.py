"""The three steps of a release, and what is asked to give, to refer and to take back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from access.forms import Form
from agencies.models import Agency, Membership
from referrals.vocabulary import Capacity, Urgency
from victims import facts, places
from victims.bases import LegalBasis
from victims.models import DisclosureLink, Release
from victims.services.release import people_of, recipients, words_of
from victims.vocabulary import NO_ANSWER_CODES


def long_text(label: str, hint: str = "", *, required: bool = True, longest: int = 1000) -> forms.CharField:
    """A text area that counts its characters."""
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=longest, widget=forms.Textarea(attrs={"rows": 4})
    )


def radio(choices: Any, label: str, **options: Any) -> forms.ChoiceField:
    """One answer out of a few."""
    return forms.ChoiceField(choices=choices, label=label, widget=forms.RadioSelect, **options)


class PersonChoice(forms.ModelChoiceField):
    """A person at an agency, as a membership."""

    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.person.name} ({obj.agency.name})"


class AddressForm(Form):
    """Step 1: to one agency, or one person there, and what for."""

    recipient = forms.ModelChoiceField(
        Agency.objects.none(), label="To which agency", help_text="One agency. For another, make another release."
    )
    member = PersonChoice(
        Membership.objects.none(),
        required=False,
        label="To which person there",
        help_text="Then nobody else at that agency can read it. Leave it empty for the whole agency.",
    )
    purpose = long_text(
        "What it is for, in the survivor's own words", "They read this there, word for word.", longest=500
    )

    def prepare(self) -> None:
        self.fields["recipient"].queryset = recipients(self.hat)
        self.fields["member"].queryset = people_of(self.hat).order_by("agency__name", "person__name")

    @property
    def facts(self) -> dict[str, Any]:
        said = super().facts
        member = said.pop("member")
        return said | {"person": member.person if member else None}


class ContentsForm(Form):
    """Step 2: which facts, in which words, from when until when. What may never go there is not offered."""

    covers = radio(Release.Covers.choices, "What it covers")
    starts_on = forms.DateField(label="From")
    ends_on = forms.DateField(label="Until", help_text="As short as the purpose allows.")

    def prepare(self) -> None:
        self.offered = facts.allowed(self.record.recipient.sector)
        standing = words_of(self.record)
        for fact in self.offered:
            ticked = fact.code in self.record.kinds
            self.fields[f"tick_{fact.code}"] = forms.BooleanField(required=False, label=fact.label, initial=ticked)
            said = long_text(f"The words that they will get: {fact.label.lower()}", fact.hint, required=False)
            said.initial = standing.get(fact.code, "")
            self.fields[f"text_{fact.code}"] = said

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """For each kind its box and its text, for the template."""
        return [(self[f"tick_{fact.code}"], self[f"text_{fact.code}"]) for fact in self.offered]

    @property
    def facts(self) -> dict[str, Any]:
        said = super().facts
        texts = {f.code: said[f"text_{f.code}"] for f in self.offered if said[f"tick_{f.code}"]}
        return {"texts": texts} | {name: said[name] for name in ("covers", "starts_on", "ends_on")}

    def clean(self) -> dict[str, Any]:
        """What was written without its box ticked would be lost without a word."""
        said = super().clean()
        for fact in self.offered:
            if said.get(f"text_{fact.code}") and not said.get(f"tick_{fact.code}"):
                self.add_error(f"tick_{fact.code}", "Tick this, or empty the words: they would not be given.")
        return said


TOLD = ("told_services", "told_defense", "told_risks", "told_revoking")


class Strokes(forms.RegexField):
    """A signature drawn on the screen, as the path of an SVG; without a pointer the typed name is enough."""

    widget = forms.HiddenInput

    def __init__(self, *, label: str) -> None:
        super().__init__(r"\A(M\d{1,3} \d{1,3}(L\d{1,3} \d{1,3})*)*\Z", label=label, required=False, max_length=20000)
        self.widget.attrs["data-signature"] = label


def languages() -> list[tuple[str, str]]:
    """The languages in which a release can be explained: one of them it was."""
    spoken = [each for each in places.languages() if each[0] not in NO_ANSWER_CODES]
    return [("", "Choose a language"), *spoken]


def said_to_them() -> forms.BooleanField:
    """A point that must have been explained before anybody signs."""
    return forms.BooleanField(error_messages={"required": "Explain this before they sign, then tick it."})


class SignForm(Form):
    """Step 3: how it was explained, and who signed."""

    fieldsets = [
        ("Explained", ["explained_how", "language", "interpreter", "interpreter_name"], ""),
        ("They were told, and understood", list(TOLD), "Tick each when it has been said."),
        ("On paper or here", ["manner", "kept_at"], ""),
        ("Who signs", ["capacity", "signed_name", "drawn"], ""),
        ("Beside a minor", ["second_name", "second_relation", "second_drawn"], "Leave it empty for an adult."),
        ("When, and who was there", ["witness_name", "signed_on"], ""),
    ]
    explained_how = radio(Release.Explained.choices, "How it was explained")
    language = forms.ChoiceField(choices=languages, label="In which language")
    interpreter = radio(Release.Interpreter.choices, "Interpreter")
    interpreter_name = forms.CharField(required=False, max_length=120, label="Interpreter's name or number")
    told_services = said_to_them()
    told_defense = said_to_them()
    told_risks = said_to_them()
    told_revoking = said_to_them()
    capacity = radio(Capacity.choices, "Who signs")
    signed_name = forms.CharField(max_length=120, label="Name as signed", help_text="An alias is fine.")
    second_name = forms.CharField(required=False, max_length=120, label="Parent's or guardian's name")
    second_relation = forms.CharField(required=False, max_length=120, label="What they are to the minor")
    drawn = Strokes(label="Their signature")
    second_drawn = Strokes(label="Parent's or guardian's signature")
    witness_name = forms.CharField(max_length=120, label="Staff member who was there")
    signed_on = forms.DateField(label="Signed on", initial=timezone.localdate)
    manner = radio(Release.Manner.choices, "How it was signed")
    kept_at = forms.CharField(
        required=False, max_length=120, label="Where the signed paper is kept", help_text="For a paper."
    )

    def prepare(self) -> None:
        self.fields["witness_name"].initial = self.hat.person.name
        for name in TOLD:
            self.fields[name].label = Release._meta.get_field(name).verbose_name


class RevokeForm(Form):
    """How it was taken back."""

    how = radio(Release.Revoked.choices, "How was it taken back", initial=Release.Revoked.SPOKEN)


class GiveForm(Form):
    """What was shown, by its digest, so that exactly that is given."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ReferForm(GiveForm):
    """A referral of a client with what the release lets go."""

    urgency = radio(Urgency.choices, "To be opened")


class LaterForm(Form):
    """Newer words of one kind that the release names."""

    kind = radio((), "Kind")
    text = long_text("The words that they will get")

    def prepare(self) -> None:
        self.fields["kind"].choices = [(kind, facts.FACTS[kind].label) for kind in self.record.kinds]


class ByLawForm(Form):
    """What the law demands, without a release."""

    fieldsets = [
        ("What demands it", ["law", "grounds", "recipient"], "Ask your counsel first, if there is time."),
        ("What is given", ["text", "ends_on"], "Only what is demanded, and no more. Never an advocate's notes."),
        (
            "The survivor",
            ["told", "attempts", "protection"],
            "You must try to tell them, and protect them as well as you can.",
        ),
    ]
    law = long_text("", longest=500)
    grounds = long_text("", longest=500)
    recipient = forms.ModelChoiceField(Agency.objects.none(), label="To which agency")
    text = long_text("What they will get", longest=4000)
    ends_on = forms.DateField(label="They can read it until")
    told = radio(DisclosureLink.Told.choices, "Was the survivor told?")
    attempts = long_text("", longest=1000)
    protection = long_text("", longest=500)

    def prepare(self) -> None:
        self.fields["recipient"].queryset = recipients(self.hat)

    def about(self, basis: LegalBasis) -> None:
        """Ask what this basis asks, in its words."""
        if "grounds" not in basis.asks:
            del self.fields["grounds"]
        for name, (label, hint) in basis.asks.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
