"""The agency's own spreadsheets come in as people write them."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from cases.models import Case
from imports import services
from imports.models import Import
from tests.imports.test_bringing_in import sheet
from tests.running import until
from victims.models import Client, Enrollment, ServiceEntry


def brought(hat, target, *rows):
    made = services.receive(by=hat, target=target, content=sheet(*rows))
    services.match(by=hat, brought=made, columns=made.columns)
    return services.run(by=hat, brought=made, for_good=True)


def test_a_sheet_of_clients_and_one_of_their_services(cast, acting):
    award = cast.services_award.number
    with acting(cast.advocate):
        made = brought(
            cast.advocate,
            "clients",
            ["Client ID", "DOB", "Gender", "Trafficking type", "Intake date", "Grant", "First service"],
            ["HH-1", "3/14/98", "F", "Labor", dt.datetime(2026, 1, 5), award, "June 1, 2019"],
            ["HH-2", None, "woman", "sex", "1/6/2026", award, None],
        )
        assert (made.problems, made.made) == ([], 2)
        first = Client.objects.get(code_name="HH-1")
        assert (first.birth_year, first.gender, first.form) == (1998, "female", "labor")
        assert Enrollment.objects.get(client=first).first_served_on == dt.date(2019, 6, 1)
        made = brought(
            cast.advocate,
            "services",
            ["Client", "Service", "Date of service", "Time", "Grant"],
            ["HH-1", "Transportation", "2/1/2026", 45, award],
            ["hh-2", "transportation", "2/2/2026", "30", award],
        )
        assert (made.problems, made.made) == ([], 2)
        assert sorted(ServiceEntry.objects.values_list("minutes", flat=True)) == [30, 45]


def test_a_service_for_somebody_elses_client_is_refused_like_one_for_nobodys(cast, acting):
    with acting(cast.other_advocate):
        brought(cast.other_advocate, "clients", ["Code"], ["LA-1"])
    says = []
    for code in ("LA-1", "nobody"):
        with acting(cast.advocate):
            made = brought(
                cast.advocate, "services", ["Client", "Service", "Date"], [code, "Transportation", "2/1/2026"]
            )
            says.append(made.problems[0]["says"].replace(code, "…"))
    assert says[0] == says[1]


def test_a_sheet_of_cases_with_a_closed_one_and_a_name_in_a_summary(cast, acting):
    head = ["Type", "Source", "Date opened", "City", "Summary", "Date closed", "Outcome"]
    good = [
        ["labor", "Workplace inspection", "1/5/2025", "Riverbend", "Workers held by debt", "3/1/2026", "Prosecuted"],
        ["Not yet known", "tip", "2025-02-01", "Riverbend", "", None, None],
    ]
    with acting(cast.coordinator):
        made = brought(
            cast.coordinator, "cases", head, *good, ["sex", "tip", "2/2/2025", "", "Maria Lopez called", None, None]
        )
        assert made.state == Import.State.REFUSED
        assert [(p["row"], p["field"]) for p in made.problems] == [(4, "Summary that names nobody")]
        assert Case.objects.count() == 0
        made = brought(cast.coordinator, "cases", head, *good)
        assert (made.problems, made.made) == ([], 2)
        assert set(Case.objects.values_list("form", "status")) == {("labor", "closed"), ("undetermined", "open")}


def test_a_day_that_nobody_can_have_seen_is_refused_of_a_sheet_as_of_a_form(cast, acting):
    head = ["Type", "Source", "Date opened"]
    with acting(cast.coordinator):
        made = brought(cast.coordinator, "cases", head, ["labor", "tip", "1/5/2099"], ["labor", "tip", "1/5/1926"])
        assert Case.objects.count() == 0

    assert [(problem["row"], problem["field"], problem["says"]) for problem in made.problems] == [
        (2, "Opened on", "This day is still to come. Write the day on which it happened."),
        (3, "Opened on", "This is too long ago. Check the year."),
    ]


def test_a_sheet_goes_all_the_way_through_the_pages(cast, signed_in, worker, acting):
    client = signed_in(cast.coordinator)
    content = sheet(["Type", "Source", "Date opened"], ["labor", "tip", "1/5/2026"])
    page = client.post("/sheets/new/", {"target": "cases", "file": SimpleUploadedFile("my cases.xlsx", content)})
    assert page.status_code == 302
    match = page["Location"]
    page = client.post(match, {"column_0": "form", "column_1": "source", "column_2": "opened_on", "version": "1"})
    detail = page["Location"]

    def state():
        with acting(cast.coordinator):
            return Import.objects.values_list("state", flat=True).get()

    until(lambda: state() == "tried")
    assert "What would be made" in client.get(detail).content.decode()
    client.post(f"{detail}bring-in/")
    until(lambda: state() == "done")
    with acting(cast.coordinator):
        assert Case.objects.count() == 1
    assert "1 row was brought in" in client.get(detail).content.decode()


def test_a_sheet_comes_in_by_command_with_the_rights_of_the_person_named(cast, tmp_path, capsys, acting):
    path = tmp_path / "clients.xlsx"
    path.write_bytes(sheet(["Code", "Odd"], ["HH-7", "F"]))
    call_command("bring_in", "clients", str(path), "--as", cast.email("advocate"), "--map", "Odd=gender")
    assert "1 rows can be brought in" in capsys.readouterr().out
    with pytest.raises(CommandError, match="may not bring in clients"):
        call_command("bring_in", "clients", str(path), "--as", cast.email("detective"), "--for-good")
    call_command("bring_in", "clients", str(path), "--as", cast.email("advocate"), "--for-good")
    with acting(cast.advocate):
        assert Client.objects.get().gender == "female"


def test_where_only_one_kind_of_rows_can_come_in_it_is_chosen_already(cast, signed_in):
    address = reverse("imports:receive")
    assert signed_in(cast.coordinator).get(address).context["form"]["target"].value() == "cases"
    assert signed_in(cast.advocate).get(address).context["form"]["target"].value() is None


@pytest.mark.parametrize(
    ("who", "target", "rows", "told"),
    [
        (
            "advocate",
            "clients",
            [["Client ID", "Intake date"], ["HH-7", "1/6/2026"], ["", "1/7/2026"]],
            [
                "A client under the code name HH-7, opened Jan 6, 2026",
                "A client under a new code name, opened Jan 7, 2026",
            ],
        ),
        (
            "coordinator",
            "cases",
            [["Type of trafficking", "How it came in", "Opened on", "State"], ["Labor", "Tip", "1/6/2026", "OH"]],
            ["A new case, labor trafficking, opened Jan 6, 2026"],
        ),
    ],
)
def test_a_trial_promises_no_name_or_number_that_is_drawn_by_chance(cast, acting, who, target, rows, told):
    hat = getattr(cast, who)
    with acting(hat):
        tried = services.receive(by=hat, target=target, content=sheet(*rows))
        services.match(by=hat, brought=tried, columns=tried.columns)
        tried = services.run(by=hat, brought=tried, for_good=False)
        assert (tried.problems, tried.would_make) == ([], told)


def test_a_row_tells_everything_that_is_wrong_with_it_at_once(cast, acting):
    head = ["Client", "Service", "Date", "Minutes", "Nights", "Dollars", "Award"]
    rows = [
        ["nobody", "Crisis intervention", "not a day", "soon", "2", "5", "NO-1"],
        ["nobody", "Transportation", "2/1/2199", "2000", "", "", ""],
        ["nobody", "", "2/1/2026", "", "", "", ""],
    ]
    with acting(cast.advocate):
        made = brought(cast.advocate, "services", head, *rows)
    assert [(problem["row"], problem["field"]) for problem in made.problems] == [
        *((2, field) for field in ("Date", "Minutes", "Client", "Award number", "Nights", "Dollars")),
        *((3, field) for field in ("Client", "Date", "Minutes")),
        *((4, field) for field in ("Service", "Client")),
    ]
    assert made.problems[2]["says"] == "You have no client under the code name nobody."

    head = ["Type", "Source", "Date opened", "State", "Law-enforcement lead", "Summary", "Date closed"]
    with acting(cast.coordinator):
        made = brought(
            cast.coordinator, "cases", head, ["", "tip", "soon", "Ohoi", "Nobody PD", "Maria Lopez called", "3/1/2026"]
        )
    assert {(problem["row"], problem["field"]) for problem in made.problems} == {
        (2, field)
        for field in (
            "Opened on",
            "Type of trafficking",
            "Summary that names nobody",
            "Outcome",
            "State",
            "Law-enforcement lead",
        )
    }

    head = ["Code", "DOB", "Birth year", "Opened on", "Award"]
    rows = [["HH-1", "soon", "12", "2/1/2199", "NO-1"], ["HH-2", "1/1/2199", "", "1/5/2026", ""]]
    with acting(cast.advocate):
        made = brought(cast.advocate, "clients", head, *rows)
    assert [(problem["row"], problem["field"]) for problem in made.problems] == [
        *((2, field) for field in ("Birth date", "Award number", "Opened on", "Birth year")),
        (3, "Birth date"),
    ]
