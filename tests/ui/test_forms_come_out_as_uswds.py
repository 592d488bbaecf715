"""A plain Django form, rendered: labels, hints, marks, errors with links, and what was typed."""

import re

import pytest
from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH


class LeadForm(forms.Form):
    """One field of each kind that matters here."""

    fieldsets = [("Where", ["place", "seen_on"], "As far as you know.")]

    place = forms.CharField(help_text="City or county.")
    seen_on = forms.DateField(required=False)
    kind = forms.ChoiceField(choices=[("sex", "Sex"), ("labor", "Labor")], widget=forms.RadioSelect)
    signs = forms.MultipleChoiceField(choices=[("debt", "Debt"), ("papers", "Papers kept")], required=False)
    text = forms.CharField(max_length=200, widget=forms.Textarea, required=False)
    told = forms.BooleanField(required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def tag(html: str, name: str) -> str:
    """The one tag that has this ``name`` attribute."""
    [found] = re.findall(rf'<[^>]* name="{name}"[^>]*>', html)
    return found


def test_a_form_with_errors_opens_with_a_summary_that_links_to_each_field() -> None:
    html = str(LeadForm({}))
    assert re.findall(r'<a class="usa-link" href="(#[^"]+)">([^<]+)</a>', html) == [
        ("#id_place", "Place: Fill this in."),
        ("#id_kind_0", "Kind: Choose an answer."),
    ]
    assert 'id="id_kind_0"' in html


def test_a_form_without_errors_has_no_summary() -> None:
    assert "ecm-error-summary" not in str(LeadForm())


def test_a_field_names_its_hint_and_its_error() -> None:
    html = str(LeadForm({}))
    assert 'aria-describedby="id_place_helptext id_place_error"' in tag(html, "place")
    assert 'aria-invalid="true"' in tag(html, "place")
    assert 'id="id_place_helptext"' in html
    assert 'id="id_place_error"' in html


def test_what_was_typed_stays() -> None:
    html = str(LeadForm({"place": "Mesa <b>", "seen_on": "2026-03-01", "text": "two vans", "signs": ["papers"]}))
    assert 'value="Mesa &lt;b&gt;"' in tag(html, "place")
    assert 'value="2026-03-01"' in tag(html, "seen_on")
    assert "two vans</textarea>" in html
    assert re.findall(r'value="(\w+)" [^>]*checked', html) == ["papers"]


def test_a_date_is_asked_for_with_the_browsers_own_picker() -> None:
    assert 'type="date"' in tag(str(LeadForm()), "seen_on")


def test_several_choices_are_checkboxes_in_a_fieldset_with_a_legend() -> None:
    html = str(LeadForm())
    assert re.findall(r'<input type="(\w+)" name="signs"', html) == ["checkbox", "checkbox"]
    assert re.search(r'<fieldset[^>]*id="id_signs_group"[^>]*>\s*<legend[^>]*>Signs\s*</legend>', html)


def test_the_answers_of_a_multi_select_come_back_as_a_list() -> None:
    form = LeadForm({"place": "Mesa", "kind": "sex", "signs": ["debt", "papers"]})
    str(form)
    assert form.is_valid()
    assert form.cleaned_data["signs"] == ["debt", "papers"]


def test_only_what_must_be_filled_in_is_marked() -> None:
    html = str(LeadForm())
    marked = re.findall(r"<(?:label|legend)[^>]*>([\w ]+?) <abbr", html)
    assert sorted(marked) == ["Kind", "Place"]


def test_a_limited_text_counts_its_characters() -> None:
    html = str(LeadForm())
    assert 'maxlength="200"' in tag(html, "text")
    assert "usa-character-count__message" in html


def test_fields_of_no_group_come_first_and_hidden_ones_stay_hidden() -> None:
    html = str(LeadForm())
    names = re.findall(r'<(?:input|textarea)[^>]* name="(\w+)"', html)
    assert list(dict.fromkeys(names)) == ["kind", "signs", "text", "told", "place", "seen_on", "token"]
    assert "Token" not in html


@pytest.mark.parametrize("name", ["kind", "signs"])
def test_a_radio_or_checkbox_label_points_at_its_own_box(name: str) -> None:
    html = str(LeadForm())
    boxes = re.findall(rf'name="{name}"[^>]* id="([^"]+)"', html)
    assert [f'for="{box}"' in html for box in boxes] == [True, True]


def test_a_script_typed_into_a_form_comes_back_as_text() -> None:
    assert "<script>" not in str(LeadForm({"place": "<script>alert(1)</script>"}))


def test_the_empty_choice_of_a_list_says_what_to_do() -> None:
    class Lists(forms.Form):
        level = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("state", "State")])
        told = forms.ChoiceField(choices=[("", "Any"), ("yes", "Yes")])

    html = str(Lists())
    assert re.findall(r'<option value=""[^>]*>([^<]+)<', html) == ["- Choose -", "Any"]


class ListForm(forms.Form):
    """A short list and a long one."""

    short = forms.ChoiceField(choices=[("", "- Choose -"), *((str(n), f"Agency {n}") for n in range(14))])
    long = forms.ChoiceField(choices=[("", "- Choose -"), *((str(n), f"Agency {n}") for n in range(15))])


def test_a_list_of_more_than_fifteen_is_searched_by_typing_and_stays_a_list_without_javascript() -> None:
    html = str(ListForm(initial={"long": "3"}))
    assert re.findall(r'<div class="usa-combo-box" ([^>]*)><select name="(\w+)"', html) == [
        ('data-default-value="3" data-placeholder="- Choose -"', "long")
    ]
    assert 'class="usa-select"' in tag(html, "short")


def test_the_rows_of_a_list_are_asked_for_once() -> None:
    asked = []

    def agencies() -> list[tuple[str, str]]:
        asked.append(1)
        return [(str(n), f"Agency {n}") for n in range(20)]

    class Asking(forms.Form):
        agency = forms.ChoiceField(choices=agencies)

    assert "usa-combo-box" in str(Asking())
    assert len(asked) == 1


class NumbersForm(forms.Form):
    """A field of each kind that refuses an answer for what it is."""

    nights = forms.IntegerField(min_value=1, max_value=366)
    hours = forms.DecimalField(max_digits=5, decimal_places=2)
    note = forms.CharField(max_length=5)
    level = forms.ChoiceField(choices=[("state", "State")])
    signs = forms.MultipleChoiceField(choices=[("debt", "Debt")])
    on = forms.DateField()
    reply_to = forms.EmailField()
    own = forms.IntegerField(max_value=3, error_messages={"max_value": "Three is the most that we take."})


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("nights", "0", "Enter 1 or more."),
        ("nights", "400", "Enter 366 or less."),
        ("hours", "1.234", "Enter 2 digits or fewer after the point."),
        ("hours", "12345", "Enter a smaller number, of 3 digits or fewer before the point."),
        ("note", "too long", "Shorten this to 5 characters. It has 8 now."),
        ("level", "lunar", "Choose from the list. What was sent is not, or no longer, in it."),
        ("signs", "hat", "Choose from the list. What was sent is not, or no longer, in it."),
        ("on", "2026-02-30", "Write a day that there is, like 11/24/2026."),
        ("reply_to", "rosa", "Enter an e-mail address, like name@agency.gov."),
        ("own", "4", "Three is the most that we take."),
    ],
)
def test_a_wrong_answer_is_told_how_to_mend_it(name: str, typed: str, said: str) -> None:
    assert NumbersForm({name: typed}).errors[name] == [said]
