"""Forms of operations and of the heads-up to a provider."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from access.forms import RecordForm
from agencies.models import Agency, Participation
from agencies.vocabulary import Sector
from cases.forms import Happened
from cases.identifying import findings
from investigations import vocabulary as words
from investigations.forms import unanswered
from investigations.models import Investigation, NoticeAnswer, Operation, OperationNotice
from referrals.forms import several

TWO_WEEKS = dt.timedelta(days=14)


class OperationForm(Happened, RecordForm):
    """A planned action."""

    happened = ("held_on",)
    fieldsets = [
        ("The operation", ["name", "kind", "focus", "planned_on", "held_on", "investigation"], ""),
        ("Labor agencies", ["labor_partners"], "Most task forces look for sex trafficking only."),
        (
            "A provider",
            ["provider_told", "provider_standby"],
            "Before a sting, tell a provider and have an advocate ready right after it.",
        ),
    ]
    labor_partners = several(words.LaborPartner.choices, "Labor agencies taking part")

    class Meta:
        model = Operation
        fields = (
            *("name", "kind", "focus", "planned_on", "held_on", "investigation", "labor_partners"),
            *("provider_told", "provider_standby"),
        )
        widgets = {
            "focus": forms.RadioSelect,
            "provider_told": forms.RadioSelect,
            "provider_standby": forms.RadioSelect,
        }

    def prepare(self) -> None:
        """The agency's own open investigations; whose it is does not change."""
        unanswered(self, "focus", "provider_told", "provider_standby")
        if self.record:
            del self.fields["investigation"]
            return
        own = Investigation.objects.filter(owner_id=self.hat.agency_id).open()
        self.fields["investigation"].queryset = own
        self.fields["investigation"].empty_label = "None"


class NoticeForm(RecordForm):
    """What one provider is told: nothing that names a person, a place or a target."""

    class Meta:
        model = OperationNotice
        fields = ("recipient", "when", "people", "languages", "minors", "ends_on")
        widgets = {"minors": forms.RadioSelect}

    def prepare(self) -> None:
        """The providers of the task force."""
        unanswered(self, "minors")
        live = Participation.objects.live().filter(
            task_force_id__in=self.hat.task_force_ids, services_agreed_at__isnull=False
        )
        self.fields["recipient"].queryset = Agency.objects.filter(
            pk__in=live.values("agency_id"), sector=Sector.VICTIM_SERVICES
        )
        self.fields["recipient"].empty_label = "- Choose -"
        self.fields["ends_on"].initial = timezone.localdate() + TWO_WEEKS

    def clean(self) -> dict[str, Any]:
        """No name, address or telephone number leaves in a heads-up."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("when", "languages"):
            if found := findings(cleaned.get(name) or ""):
                self.add_error(name, f"{'; '.join(found)}. A heads-up holds no target and no name.")
        return cleaned


class NoticeAnswerForm(RecordForm):
    """What a provider will have ready; no name leaves in it."""

    class Meta:
        model = NoticeAnswer
        fields = ("ready", "beds", "advocates", "note")
        widgets = {"ready": forms.RadioSelect}

    def prepare(self) -> None:
        """Nothing chosen beforehand."""
        unanswered(self, "ready")
        self.fields["note"].help_text = "Such as “from 6 p.m., on-call line”. No name of anybody whom you serve."
