"""Pages of conflicts of interest: who is kept out of a case, for the supervisors who decide it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse

from access.forms import Form
from access.views import DetailPage, FormPage
from cases import blocks
from cases.models import Case, CaseBlock

SAYS = "The person is not told: the case answers as if it did not exist, and so does all that hangs on it."


class BlockForm(Form):
    """Who is kept out, and why."""

    person = forms.ModelChoiceField(queryset=None, empty_label="- Choose -")
    reason = forms.CharField(label="Why", max_length=200, help_text="A few words, such as “related to a suspect”.")

    def prepare(self) -> None:
        """Whom this supervisor may keep out."""
        self.fields["person"].queryset = blocks.people(self.hat, self.record)


class EndForm(Form):
    """Why it is over."""

    reason = forms.CharField(label="Why is it over?", max_length=200)


class Conflicts(DetailPage):
    """Who is kept out of a case by the own agency, and who was."""

    roles = blocks.SUPERVISORS
    template = "cases/conflicts.html"

    def rows(self) -> QuerySet[Case]:
        return Case.objects.for_page().defer("search")

    def context(self, record: Case) -> dict[str, Any]:
        return {
            "crumbs": [("Cases", reverse("cases:list")), (str(record), record.get_absolute_url())],
            "blocks": record.blocks.select_related("person", "made_by").order_by("ended_at", "-made_at"),
        }


class ConflictNew(FormPage):
    """Somebody kept out of a case."""

    roles = blocks.SUPERVISORS
    makes = CaseBlock
    form = BlockForm
    title = "Keep somebody out of this case"
    intro = f"{SAYS} If they lead an investigation of the case, give it another lead first."
    submit = "Keep out"
    saved = "The case is hidden from this person."

    def rows(self) -> QuerySet[Case]:
        return Case.objects.all()

    def cancel(self) -> str:
        return reverse("cases:conflicts", args=[self.record.pk])

    def save(self, form: BlockForm) -> CaseBlock:
        return blocks.block(by=self.hat, case=self.record, pk=self.made_as, **form.facts)


class ConflictEnd(FormPage):
    """A conflict of interest that is over."""

    roles = blocks.SUPERVISORS
    form = EndForm
    title = "Let this person see the case again"
    submit = "Let back in"
    saved = "The person sees the case again, as far as their role does."

    @property
    def intro(self) -> str:
        """Who it is, and why they were kept out."""
        return f"{self.record.person} was kept out of case {self.record.case}: {self.record.reason}"

    def rows(self) -> QuerySet[CaseBlock]:
        return CaseBlock.objects.live().select_related("person", "case")

    def save(self, form: EndForm) -> CaseBlock:
        return blocks.end_block(by=self.hat, block=self.record, expected=form.expected, **form.facts)
