"""The standard's own workbooks and survey come in, every listed value at least once."""

import io
import warnings
from itertools import zip_longest
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from imports import services
from imports.models import Import
from victims.models import Client, ClientIdentity, Determination, Note

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "htcds"
PLAIN = DATA / "HTCDS_Excel_Spreadsheet_v2.0.xlsx"
CHECKED = DATA / "HTCDS_Excel_Spreadsheet_single_select_with_validation_v2.0.xlsx"
SURVEY = DATA / "htcds_xlsform.xlsx"

pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="the standard's files are not here (../shared/data/htcds); nothing to bring in"
)

# Headings on the sheet `validation` and the labels of the columns they are for.
LISTED = {
    "Gender": "Gender",
    "Country": "Citizenship",
    "Method of Recruitment": "Method of Recruitment",
    "Methods of Control": "Methods of Control",
    "Type of Exploitation": "Type of Exploitation",
    "Forced Labour Industry": "Forced Labour Industry",
    "Type of Sex Exploitation": "Type of Sex Exploitation",
    "Status": "Status",
    "Reason for Incoming Referral": "Reason for Incoming Referral",
    "Reason for Outgoing Referral": "Reason for Outgoing Referral",
    "Trafficking Status": "Trafficking Status",
    "Trafficking Status Decision Making Organization": "Trafficking Status Decision Making Organization",
}


def opened(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(path)


def listed():
    """{label of a column: its listed values}, from the sheet `validation`."""
    found = {}
    for column in opened(CHECKED)["validation"].iter_cols(min_row=3, values_only=True):
        values = [value for value in column if value not in (None, "")]
        if values and values[0] in LISTED:
            found[LISTED[values[0]]] = values[1:]
    return found


def filled(path, rows):
    """The workbook with `rows` ({label: value}) from its third row on, as a person fills it in."""
    book = opened(path)
    sheet = book.worksheets[0]
    at = {cell.value: cell.column for cell in sheet[2] if cell.value}
    for number, row in enumerate(rows, 3):
        for label, value in row.items():
            sheet.cell(number, at[label], value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def every_value():
    """Rows that hold every listed value at least once."""
    values = listed()
    columns = [[(label, value) for value in told] for label, told in values.items()]
    return [dict(pair for pair in row if pair) for row in zip_longest(*columns)]


def brought(hat, content, for_good=True):
    made = services.receive(by=hat, target="htcds", content=content)
    services.match(by=hat, brought=made, columns=made.columns)
    return services.run(by=hat, brought=made, for_good=for_good)


@pytest.mark.parametrize("path", [PLAIN, CHECKED], ids=["plain", "with validation"])
def test_a_workbook_with_every_listed_value_comes_in(path, cast, acting):
    rows = every_value()
    assert len(rows) > 200  # the list of countries is the longest
    with acting(cast.advocate):
        made = brought(cast.advocate, filled(path, rows))
        assert (made.state, made.problems, made.made) == (Import.State.DONE, [], len(rows))
        assert Client.objects.count() == len(rows)
        industries = {code for client in Client.objects.all() for code in client.industries}
        assert industries == {f"isic_{letter}" for letter in "abcdefghijklmnopqrstu"} | {"not_asked"}
        assert set(Determination.objects.values_list("standing", flat=True)) == {"potential", "confirmed", "ruled_out"}


def test_what_people_saw_on_the_sheet_is_what_is_kept(cast, acting):
    row = {
        "First Name": "Nadia",
        "Second Name": "Example",
        "Consent": "Yes",
        "Birthdate": "1998-03-14",
        "Gender": "Feminine",
        "Citizenship": "Honduras",
        "Mobile Phone": "555-0142",
        "Mailing Street": "12 Elm St",
        "Mailing City": "Riverbend",
        "Mailing Country": "United States",
        "Type of Exploitation": "Forced labour; Sexual exploitation",
        "Forced Labour Industry": "Public administration and defence; compulsory social security; Construction",
        "Reason for Outgoing Referral": "Other",
        "Incoming Referral Details": "Came with a sister",
    }
    with acting(cast.advocate):
        brought(cast.advocate, filled(PLAIN, [row]))
        client = Client.objects.get()
        identity = ClientIdentity.objects.get()
        assert (identity.name, identity.phones) == ("Nadia Example", "555-0142")
        assert identity.address == "12 Elm St, Riverbend, United States"
        assert (client.gender, client.citizenships, client.birth_year) == ("female", ["HN"], 1998)
        assert (client.form, client.industries) == ("both", ["isic_o", "isic_f"])
        assert "Came with a sister" in Note.objects.get().text
        assert "Reason for Outgoing Referral: Other" in Note.objects.get().text


def survey_export(*answers):
    """A sheet as the survey's tool exports it: names as headings, codes, several parted by spaces."""
    book = Workbook()
    names = [row[1] for row in opened(SURVEY)["survey"].iter_rows(min_row=2, values_only=True) if row[1]]
    book.active.append(names)
    for answer in answers:
        book.active.append([answer.get(name) for name in names])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_export_of_the_survey_comes_in_with_every_choice(cast, acting):
    choices = {}
    for kind, code, _ in opened(SURVEY)["choices"].iter_rows(min_row=2, values_only=True):
        choices.setdefault(kind, []).append(code.strip())
    answers = [
        {
            "prs_First_Name": "Nadia",
            "con_Consent": "TRUE",
            "prs_Gender": gender,
            "vic_Methods_of_Control": " ".join(choices["methodsofcontrol"]),
            "vic_MethodOfRecruitment": " ".join(choices["methodofrecruitment"]),
            "vic_TypeOfExploitation": " ".join(choices["typeofexploitation"]),
            "vic_ForcedLabourIndustry": " ".join(choices["forcedlabourindustry"]),
            "vic_TypeOfSexExploitation": " ".join(choices["typeofsexexploitation"]),
        }
        for gender in choices["gender"]
    ]
    with acting(cast.advocate):
        made = brought(cast.advocate, survey_export(*answers))
        assert (made.problems, made.made) == ([], len(answers))
        client = Client.objects.first()
        assert len(client.controls) == len(choices["methodsofcontrol"])
        assert len(client.industries) == len(choices["forcedlabourindustry"])


def test_bad_rows_are_named_and_nothing_is_made(cast, acting):
    rows = [
        {"First Name": "Fine"},
        {"First Name": "Wrong", "Gender": "Blue", "Birthdate": "yesterday"},
        {"First Name": "Unwilling", "Consent": "No"},
    ]
    with acting(cast.advocate):
        made = brought(cast.advocate, filled(PLAIN, rows))
        assert made.state == Import.State.REFUSED
        assert [(p["row"], p["field"]) for p in made.problems] == [
            (4, "Birthdate"),
            (4, "Gender"),
            (5, "Consent"),
        ]
        assert Client.objects.count() == 0


def test_only_the_providers_people_can_bring_clients_in(cast, signed_in):
    for hat in (cast.detective, cast.coordinator, cast.grant_manager):
        page = signed_in(hat).get("/sheets/template/htcds.xlsx")
        assert page.status_code == 404
