"""Forms that take in a sheet and match its columns."""

from django import forms

from access.forms import Form
from imports.services import samples
from imports.targets import TARGETS, open_to


class ReceiveForm(Form):
    """What the rows are, and the file."""

    target = forms.ChoiceField(label="What the rows are", widget=forms.RadioSelect)
    file = forms.FileField(
        label="Spreadsheet", help_text="CSV or Excel (.xlsx), at most 10 MB, headings in the first row."
    )

    def prepare(self) -> None:
        choices = [(each.name, f"{each.label}: {each.words}") for each in open_to(self.hat)]
        self.fields["target"].choices = choices
        if len(choices) == 1:
            self.fields["target"].initial = choices[0][0]


class MatchForm(Form):
    """For each heading of the file, the column that it means."""

    def prepare(self) -> None:
        target = TARGETS[self.record.target]
        choices = [("", "Leave this column out")] + [
            (column.name, column.label + (" (needed)" if column.required else "")) for column in target.columns
        ]
        found = samples(self.record)
        for at, header in enumerate(self.record.headers):
            if header:
                self.fields[f"column_{at}"] = forms.ChoiceField(
                    label=header,
                    help_text=f"Your file says: {found[header]}" if header in found else "Nothing in the first rows.",
                    choices=choices,
                    required=False,
                    initial=self.record.columns.get(header, ""),
                )

    @property
    def columns(self) -> dict[str, str]:
        """{heading: column} as chosen."""
        return {
            header: self.cleaned_data.get(f"column_{at}", "")
            for at, header in enumerate(self.record.headers)
            if header
        }
