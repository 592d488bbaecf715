"""What a provider types about what it was sent."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from access.forms import Form
from victims.models import Client, ReferralStep

Step = ReferralStep.Step
OF_A_MESSAGE = (Step.PASSED_ON, Step.NOT_PASSED)


class StepForm(Form):
    """One step, for our own record."""

    step = forms.ChoiceField(
        choices=[choice for choice in Step.choices if choice[0] not in OF_A_MESSAGE],
        label="What was done",
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label="When", initial=timezone.localdate)
    note = forms.CharField(required=False, max_length=500, label="Note for us", widget=forms.Textarea)


class MessageStepForm(StepForm):
    """Whether a message was passed on."""

    def prepare(self) -> None:
        self.fields["step"].choices = [choice for choice in Step.choices if choice[0] in OF_A_MESSAGE]


class MatchForm(Form):
    """A person who is a client already."""

    client = forms.ModelChoiceField(
        Client.objects.none(),
        label="Which client",
        help_text="By code name. Search the client list by name first, if you are not sure.",
    )

    def prepare(self) -> None:
        self.fields["client"].queryset = Client.objects.order_by("code_name")
