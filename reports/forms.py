"""Forms of this room: confirming numbers, entering them, bringing them in by spreadsheet."""

from __future__ import annotations

from typing import Any

from django import forms

from access.forms import Form
from agencies.models import Agency
from agencies.vocabulary import Side
from reports import spreadsheets
from reports.catalogue import section_name
from reports.contributions import plain
from reports.models import Measure, Numbers, Period
from reports.spreadsheets import LAST, Unreadable, asked, cells, in_parts


class ConfirmForm(Form):
    """A person says that the numbers are the agency's; small counts of a provider are looked at first."""

    sure = forms.BooleanField(label="I have looked these numbers over. They are what our agency reports.")

    def prepare(self) -> None:
        small = len(self.record.small_cells)
        if small and self.record.agency.side == Side.SERVICES:
            self.fields["small_seen"] = forms.BooleanField(
                label=f"I have looked at the counts from 1 to 10 ({small}).",
                help_text="In a small county a count like this can tell who a person is. "
                "The filing needs true counts; do not pass them on otherwise.",
            )


class VouchedForm(Form):
    """Numbers that came from outside, and who answers for them."""

    vouched_by = forms.CharField(
        label="Who vouches for these numbers",
        max_length=120,
        help_text="The name and title of the person at the agency who sent them.",
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        self.agency = agency
        super().__init__(*args, **kwargs)


class EnterForm(VouchedForm):
    """One field a number; empty is "not reported", which is not 0."""

    def prepare(self) -> None:
        for measure in asked(self.record, self.agency):
            for cell in cells(measure):
                label = f"{cell['group']}: {cell['label']}" if cell["group"] else cell["label"]
                self.fields[f"{measure.code}:{cell['key']}"] = forms.DecimalField(
                    label=label,
                    required=False,
                    min_value=0,
                    max_value=LAST,
                    max_digits=12,
                    decimal_places=2 if in_parts(cell) else 0,
                )

    @property
    def sections(self) -> list[tuple[str, list[tuple[Measure, list[Any]]]]]:
        """(section, [(measure, fields)]) in the order of the catalogue."""
        found: dict[str, list[tuple[Measure, list[Any]]]] = {}
        for measure in asked(self.record, self.agency):
            fields = [self[f"{measure.code}:{cell['key']}"] for cell in cells(measure)]
            found.setdefault(section_name(measure.section), []).append((measure, fields))
        return list(found.items())

    @property
    def numbers(self) -> Numbers:
        """What was typed."""
        found: Numbers = {}
        for name, value in self.cleaned_data.items():
            code, _, key = name.partition(":")
            if key and value is not None:
                found.setdefault(code, {})[key] = plain(value)
        return found


class UploadForm(Form):
    """The spreadsheet that was downloaded here, filled in; taken whole or not at all."""

    sheet = forms.FileField(label="Workbook (.xlsx)", widget=forms.FileInput(attrs={"accept": ".xlsx"}))

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        self.agency = agency
        super().__init__(*args, **kwargs)

    def clean_sheet(self) -> tuple[Numbers, str]:
        """(numbers, who vouches), or every problem of the sheet at once."""
        try:
            return spreadsheets.read(self.cleaned_data["sheet"], self.record, self.agency)
        except Unreadable as found:
            raise forms.ValidationError(found.problems) from found


class RunForm(Form):
    """Which period to make a report of, where no page names it."""

    period = forms.ModelChoiceField(Period.objects.select_related("award"))

    def clean_period(self) -> Period:
        """One of the awards that the agency holds."""
        period = self.cleaned_data["period"]
        if period.award.agency_id != self.hat.agency_id:
            raise forms.ValidationError("Choose a period of an award that your agency holds.")
        return period


class TrendForm(forms.Form):
    """Which measure to draw."""

    def __init__(self, *args: Any, measures: list[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each.code, str(each)) for each in measures]
        self.fields["measure"] = forms.ChoiceField(label="Measure", choices=choices)
