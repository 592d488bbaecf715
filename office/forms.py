"""The office's forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from access.forms import Form, RecordForm
from accounts.models import User
from agencies.models import Agency, Award, AwardAgency, Memorandum, Participation, Person, TaskForce
from agencies.vocabulary import ROLES_OF, Role, Sector
from audit.models import Watch
from cases.forms import Placed


def role_choices(agency: Agency) -> list[tuple[str, str]]:
    """The roles that mean something at this agency: of its sector, and what a task force lets it do."""
    coordinates = Participation.objects.live().filter(agency=agency, coordinates=True).exists()
    counts = {Role.SITE_ADMIN: agency.is_operator, Role.COORDINATOR: coordinates}
    return [(role.value, role.label) for role in ROLES_OF[Sector(agency.sector)] if counts.get(role, True)]


def task_force_choices(agency: Agency) -> list[tuple[int, str]]:
    """The task forces that an agency is invited to or takes part in."""
    rows = Participation.objects.live().filter(agency=agency).select_related("task_force")
    return [(row.task_force_id, row.task_force.name) for row in rows]


class Seat(Form):
    """What a person does at the agency, and where."""

    roles = forms.MultipleChoiceField(help_text="Roles add up. Nobody sees more than these need.")
    task_forces = forms.TypedMultipleChoiceField(
        coerce=int, required=False, label="Task forces", help_text="Where the person works for this agency."
    )

    def prepare(self) -> None:
        agency = self.hat.agency
        self.fields["roles"].choices = role_choices(agency)
        self.fields["task_forces"].choices = task_force_choices(agency)
        if not self.fields["task_forces"].choices:
            del self.fields["task_forces"]

    @property
    def facts(self) -> dict[str, Any]:
        return {"task_forces": [], **super().facts}


class Invite(Seat):
    """A seat offered."""

    field_order = ("name", "email", "roles", "task_forces")
    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label="Work email",
        help_text="The address they will sign in with.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def prepare(self) -> None:
        super().prepare()
        if "task_forces" in self.fields and len(self.fields["task_forces"].choices) == 1:
            self.fields["task_forces"].initial = [self.fields["task_forces"].choices[0][0]]


class ChangeSeat(Seat):
    """A seat changed."""

    until_on = forms.DateField(required=False, label="Last day", help_text="Leave empty while it is open.")

    def clean_until_on(self) -> Any:
        day = self.cleaned_data["until_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError("This day is over. To end it now, use “End membership”.")
        return day


class FirstAdministrator(Form):
    """Who lets people in to a new agency."""

    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label="Work email",
        help_text="Make sure that it is theirs: from then on only they let people in to this agency.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class PasswordFields(forms.Form):
    """A new password, typed twice."""

    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text="At least 12 characters. Four or five words in a row are easy to remember.",
    )
    again = forms.CharField(
        label="The same password again",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean_again(self) -> str:
        if self.cleaned_data["again"] != self.cleaned_data.get("password", self.cleaned_data["again"]):
            raise forms.ValidationError("The two passwords differ. Type both again.")
        return self.cleaned_data["again"]


class Join(PasswordFields):
    """What a newcomer says at the door."""

    field_order = ("name", "password", "again")
    name = forms.CharField(label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))


class AskRecovery(forms.Form):
    """Whoever can't sign in."""

    email = forms.EmailField(label="Work email", widget=forms.EmailInput(attrs={"autocomplete": "username"}))


class NewAddress(forms.Form):
    """Another address of one's own, with the password."""

    email = forms.EmailField(
        label="New work email",
        help_text="A link goes there. The change holds once you have opened it.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label="Your password", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        email = User.objects.normalize_email(self.cleaned_data["email"])
        if email == self.user.email:
            raise forms.ValidationError("This is your address already. Type the new one.")
        return email

    def clean_password(self) -> str:
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError("This is not your password. Type it again.")
        return self.cleaned_data["password"]


class OwnName(RecordForm):
    """How I am called here."""

    class Meta:
        model = Person
        fields = ("name", "title")
        labels = {"name": "Your name", "title": "Job title"}


class OpenAgency(Placed, RecordForm):
    """A new agency; its sector decides what its people may ever see, and stays."""

    class Meta:
        model = Agency
        fields = ("name", "sector", "level", "ori", "city", "county", "state", "signs_in")
        help_texts = {
            "sector": "Decides what its people may ever see. It can't be changed later.",
            "state": "Two letters, such as OH.",
        }

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        if facts.get("ori") and facts.get("sector") != Sector.LAW_ENFORCEMENT:
            self.add_error("ori", "Only a law-enforcement agency has an ORI. Leave it empty.")
        return facts


class AgencyFacts(Placed, RecordForm):
    """What an agency's own administrator keeps up to date."""

    class Meta:
        model = Agency
        fields = ("name", "on_call_phone", "city", "county", "state", "ori", "assigned_only")
        help_texts = {"on_call_phone": "Stands on every referral form that others send you."}

    def prepare(self) -> None:
        if self.record.sector != Sector.VICTIM_SERVICES:
            del self.fields["assigned_only"]
        if self.record.sector != Sector.LAW_ENFORCEMENT:
            del self.fields["ori"]


class OpenTaskForce(Placed, Form):
    """A task force and who founds it."""

    name = forms.CharField(max_length=160)
    state = forms.CharField(max_length=2, min_length=2, help_text="Two letters, such as OH.")
    law = forms.ModelChoiceField(Agency.objects.none(), label="Law-enforcement lead")
    services = forms.ModelChoiceField(Agency.objects.none(), label="Victim-service lead")
    coordination = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Coordinating agency",
        help_text="Employs the coordinator. May be one of the two leads.",
    )

    def prepare(self) -> None:
        open_ones = Agency.objects.filter(signs_in=True)
        law = (Sector.LAW_ENFORCEMENT, Sector.PROSECUTION)
        self.fields["law"].queryset = open_ones.filter(sector__in=law)
        self.fields["services"].queryset = open_ones.filter(sector=Sector.VICTIM_SERVICES)
        self.fields["coordination"].queryset = open_ones


class TaskForceSettings(RecordForm):
    """The task force's clocks and numbers."""

    class Meta:
        model = TaskForce
        fields = (
            *("name", "number_pattern", "referral_days", "release_days", "release_days_at_most", "time_zone"),
            "requires_memorandum",
            "allows_imminent_danger",
        )

    def clean_number_pattern(self) -> str:
        """Refuse a pattern that would let a gap be read, or that no number could be made of."""
        pattern = self.cleaned_data["number_pattern"]
        left = pattern.replace("{year}", "").replace("{state}", "")
        if "{random}" not in left:
            raise forms.ValidationError("Put {random} into it, such as {year}-{random}.")
        if set("{}") & set(left.replace("{random}", "")):
            raise forms.ValidationError("Only {year}, {state} and {random} may stand in braces.")
        return pattern


class InviteAgency(Form):
    """The agency to invite."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        help_text="Not in the list? Ask the site administrator to open it.",
    )

    def prepare(self) -> None:
        inside = Participation.objects.live().filter(task_force=self.record)
        outside = Agency.objects.exclude(pk__in=inside.values("agency_id"))
        self.fields["agency"].queryset = outside.exclude(is_operator=True)


class MemorandumForm(RecordForm):
    """A memorandum of understanding."""

    class Meta:
        model = Memorandum
        fields = ("agency", "title", "signed_on", "from_on", "until_on")

    def prepare(self) -> None:
        self.fields["agency"].queryset = Agency.objects.of(self.hat.task_force_ids)


class AwardForm(RecordForm):
    """An award of the acting agency."""

    class Meta:
        model = Award
        fields = ("number", "program", "funder", "task_force", "side", "starts_on", "ends_on", "cadence", "follows")
        labels = {"number": "Award number", "starts_on": "First day", "ends_on": "Last day", "cadence": "Reported"}
        help_texts = {"side": "Each side applies and reports for itself. It can't be changed later."}

    def prepare(self) -> None:
        self.fields["task_force"].queryset = TaskForce.objects.filter(pk__in=self.hat.task_force_ids)
        if len(self.hat.task_force_ids) == 1:
            self.fields["task_force"].initial = self.hat.task_force_ids[0]
        earlier = Award.objects.filter(agency_id=self.hat.agency_id)
        if self.record is not None:
            del self.fields["task_force"], self.fields["side"]
            earlier = earlier.filter(
                task_force_id=self.record.task_force_id,
                side=self.record.side,
                starts_on__lt=self.record.starts_on,
            )
        self.fields["follows"].queryset = earlier
        if not earlier.exists():
            del self.fields["follows"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        follows = cleaned.get("follows")
        if follows and self.record is None:
            alike = (follows.task_force, follows.side) == (cleaned.get("task_force"), cleaned.get("side"))
            if not alike or follows.starts_on >= cleaned.get("starts_on", follows.starts_on):
                self.add_error("follows", "Choose an earlier award of the same side and task force, or none.")
        return cleaned


class PartnerForm(RecordForm):
    """An agency that works under an award."""

    class Meta:
        model = AwardAgency
        fields = ("agency", "part", "from_on", "until_on")

    def __init__(self, *args: Any, award: Award, **kwargs: Any) -> None:
        self.award = award
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        if self.record is not None:
            del self.fields["agency"]
            return
        inside = Agency.objects.of([self.award.task_force_id])
        self.fields["agency"].queryset = inside.exclude(pk=self.award.agency_id)
        self.fields["from_on"].initial = self.award.starts_on


class WatchForm(RecordForm):
    """From when on a supervisor is told."""

    class Meta:
        model = Watch
        fields = ("opened_a_day", "outside_a_day", "night_from", "night_until")
        help_texts = {
            "opened_a_day": "More than this, and there is an alert.",
            "outside_a_day": "Clients that the person is not assigned to, investigations that somebody else leads.",
            "night_from": "Whatever is exported from now on until the night ends is told.",
        }
