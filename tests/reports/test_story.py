"""From counting to filing: who sees whose numbers, what freezes, what a report adds."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pypdf
import pytest
from django.db import DatabaseError, connections, transaction
from django.urls import reverse

from access.context import acting
from access.errors import Refused
from access.models import Job
from reports import contributions, runs, spreadsheets
from reports.models import Contribution, Period, Report, SharedTotals
from reports.vocabulary import Source
from tests.reports.world import Police, Provider, activity, quarter

D = dt.date


def counted(by, period) -> Contribution:
    with acting(by):
        return contributions.count(by=by, period=period)


def first_cells(pdf) -> set[tuple[str, str]]:
    """(tag, scope) of the first cell of every row of every table's body."""
    tagged = [one for each in pdf.xref_objStm | pdf.xref[0] if (one := pdf.get_object(each)) and isinstance(one, dict)]
    rows = [row.get_object() for each in tagged if each.get("/S") == "/TBody" for row in each["/K"]]
    heads = [row["/K"][0].get_object() for row in rows]
    return {(head["/S"], head["/A"][0].get("/Scope")) for head in heads}


def confirmed(by, period) -> Contribution:
    made = counted(by, period)
    with acting(by):
        return contributions.confirm(by=by, contribution=made)


def filled(template: bytes, **numbers: object) -> io.BytesIO:
    """The workbook with numbers in the rows of "code:cell"."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    book["About"]["B6"] = "Wanda Wage, regional director"
    rows = {f"{row[0].value}:{row[4].value}": row for row in book["Numbers"].iter_rows(min_row=2)}
    for name, value in numbers.items():
        rows[name][5].value = value
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def test_a_quarter_from_counting_to_filing(cast, signed_in):
    """The whole way through the browser's door, as police who file the law-enforcement award."""
    period = quarter(cast.law_award)
    police = Police(cast)
    police.investigation(D(2025, 10, 1), "labor")
    other = Police(cast, cast.other_detective)
    other.investigation(D(2025, 11, 1), "sex")
    other.investigation(D(2025, 11, 2), "sex")

    # Each agency counts its own; nobody else sees it before it is confirmed.
    theirs = counted(cast.other_detective, period)
    grants = signed_in(cast.le_grant_manager)
    assert grants.get(theirs.get_absolute_url()).status_code == 404
    assert b"Riverbend City Police" in grants.get(period.get_absolute_url()).content
    confirm = reverse("reports:confirm", args=[theirs.pk])
    patrol = signed_in(cast.other_detective)
    assert patrol.post(confirm, {}).status_code == 422
    assert patrol.post(confirm, {"sure": "on"}).status_code == 302
    page = grants.get(theirs.get_absolute_url())
    assert page.status_code == 200
    assert b"Confirmed by Pat Patrol" in page.content

    # What is confirmed is frozen, for everybody.
    assert b"confirmed already" in patrol.post(confirm, {"sure": "on"}).content
    with (
        pytest.raises(DatabaseError, match="Cannot update"),
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute("UPDATE reports_contribution SET numbers = '{}'")

    # The federal agency never signs in: its totals come by spreadsheet.
    upload = reverse("reports:upload", args=[period.pk, cast.federal.pk])
    template = grants.get(reverse("reports:template", args=[period.pk, cast.federal.pk])).content
    refused = grants.post(upload, {"sheet": filled(template, **{"F-01:total": "many", "F-01:sex": -1})})
    assert refused.status_code == 422
    assert b"is not a number from 0 up" in refused.content
    assert refused.content.count(b"F-01, \xe2\x80\x9cNumber\xe2\x80\x9d") >= 2
    sheet = filled(template, **{"F-01:total": 7, "F-01:labor": 7})
    assert grants.post(upload, {"sheet": sheet}).status_code == 302

    # The sheriff's own are not confirmed yet, and the prosecutor's are not there: the report says so.
    assert grants.post(reverse("reports:run", args=[period.pk])).status_code == 302
    with acting(cast.le_grant_manager):
        first = Report.objects.get()
        assert first.missing == ["Riverbend County Sheriff", "Riverbend District Attorney"]
        assert first.totals["F-01"]["total"] == 9
    confirmed(cast.le_supervisor, period)
    grants.post(reverse("reports:run", args=[period.pk]))
    with acting(cast.le_grant_manager):
        second = Report.objects.get(number=2)
        assert Report.objects.get(number=1).totals == first.totals
        assert second.totals["F-01"] == {"total": 10, "sex": 2, "labor": 8, "both": 0, "undetermined": 0}

    # On screen and in every file stand the same numbers.
    page = grants.get(second.get_absolute_url() + "?family=F").content.decode()
    assert "Federal Wage Office" in page
    assert "Wanda Wage" in page
    book = openpyxl.load_workbook(io.BytesIO(grants.get(reverse("reports:xlsx", args=[second.pk])).content))
    sheet = next(book[name] for name in book.sheetnames if name.startswith("F "))
    rows = {(row[0], row[3]): row[4:] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert sorted(rows["F-01", "Total"]) == [1, 2, 7, 10]
    assert rows["F-01", "Total"][-1] == 10
    assert sheet.freeze_panes == "B2"
    lines = grants.get(reverse("reports:csv", args=[second.pk])).content.decode("utf-8-sig").splitlines()
    assert next(line for line in lines if ",F-01," in line and ",Total," in line).endswith(",10")
    pdf = pypdf.PdfReader(io.BytesIO(grants.get(reverse("reports:pdf", args=[second.pk])).content))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "en-US"
    assert first_cells(pdf) == {("/TH", "/Row")}
    text = " ".join(page.extract_text() for page in pdf.pages)
    assert text.index("F-01") < text.index("G-01") < text.index("H-01")

    # The other side, another task force and those without the role find nothing.
    addresses = [
        second.get_absolute_url(),
        theirs.get_absolute_url(),
        period.get_absolute_url(),
        *(reverse(f"reports:{kind}", args=[second.pk]) for kind in ("xlsx", "pdf", "csv")),
        upload,
        confirm,
    ]
    outside = ("grant_manager", "advocate_supervisor", "coordinator", "lake_detective", "detective", "superuser")
    for who in outside:
        client = signed_in(getattr(cast, who))
        assert {client.get(address).status_code for address in addresses} <= {404, 302}, who
    with acting(cast.le_supervisor):
        assert not Contribution.objects.filter(agency=cast.police).exists()


def test_an_agency_of_the_other_side_gives_nothing_about_a_person(cast):
    from agencies.models import AwardAgency

    AwardAgency.objects.using("owner").create(award=cast.law_award, agency=cast.harbor, from_on=D(2025, 1, 1))
    provider = Provider(cast)
    provider.service(provider.client(first=D(2025, 10, 2)), D(2025, 10, 2))
    activity(cast.advocate, cast, "training", D(2025, 10, 2), cast.law_award, attendees={"judge": 5})
    made = confirmed(cast.advocate_supervisor, quarter(cast.law_award))
    assert {code[0] for code in made.numbers} == {"H", "I", "J"}
    assert made.numbers["I-02"]["judge"] == 5
    with acting(cast.advocate_supervisor), pytest.raises(DatabaseError), transaction.atomic():
        Contribution.new(
            cast.advocate_supervisor,
            award=cast.law_award,
            period=quarter(cast.law_award),
            agency=cast.harbor,
            recipient=cast.sheriff,
            catalogue_id=made.catalogue_id,
            number=9,
            source=Source.COUNTED,
            numbers={"B-01": {"total": 1}},
        )


def test_numbers_can_be_held_only_by_whoever_may(cast):
    period = quarter(cast.law_award)
    with acting(cast.le_grant_manager):
        with pytest.raises(Refused, match="counts for itself"):
            contributions.enter(
                by=cast.le_grant_manager,
                period=period,
                agency=cast.police,
                source=Source.ENTERED,
                numbers={"F-01": {"total": 3}},
                vouched_by="Me",
            )
        with pytest.raises(DatabaseError), transaction.atomic():
            Contribution.new(
                cast.le_grant_manager,
                award=cast.law_award,
                period=period,
                agency=cast.police,
                recipient=cast.sheriff,
                catalogue_id=1,
                number=1,
                source=Source.ENTERED,
                numbers={"F-01": {"total": 3}},
            )
    with acting(cast.advocate_supervisor), pytest.raises(Refused, match="does not work under this award"):
        contributions.ask_for_count(by=cast.advocate_supervisor, period=period)


def test_a_count_that_is_run_twice_makes_one_and_one_that_fails_leaves_nothing(cast, monkeypatch):
    import uuid

    by, period, job = cast.le_supervisor, quarter(cast.law_award), uuid.uuid4()
    with acting(by):
        first = contributions.count(by=by, period=period, job=job)
    with acting(by):
        assert contributions.count(by=by, period=period, job=job).pk == first.pk

    def killed(progress: int, says: str) -> None:
        if progress > 50:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), acting(by):
        contributions.count(by=by, period=period, job=uuid.uuid4(), tell=killed)
    with acting(by):
        assert Contribution.objects.count() == 1


def test_an_earlier_period_is_entered_as_it_was_filed(cast):
    by, period = cast.le_grant_manager, quarter(cast.law_award, 2025, 1)
    with acting(by):
        contributions.enter(
            by=by,
            period=period,
            agency=cast.sheriff,
            source=Source.FILED,
            numbers={"F-01": {"total": 21}},
            vouched_by="PMT printout of Apr 20, 2025",
        )
        report = runs.run(by=by, period=period)
    assert report.totals == {"F-01": {"total": 21}}
    assert report.columns[0]["source"] == Source.FILED


def test_nothing_is_confirmed_or_filed_before_its_period_is_over(cast):
    today = dt.date.today()
    period = Period.objects.using("owner").create(
        award=cast.law_award,
        span="quarter",
        starts_on=today - dt.timedelta(days=5),
        ends_on=today + dt.timedelta(days=5),
        due_on=today + dt.timedelta(days=35),
    )
    made = counted(cast.le_supervisor, period)
    with acting(cast.le_supervisor), pytest.raises(Refused, match="Confirm after that day"):
        contributions.confirm(by=cast.le_supervisor, contribution=made)
    with acting(cast.le_grant_manager), pytest.raises(Refused, match="after that day"):
        runs.run(by=cast.le_grant_manager, period=period)


def test_totals_are_shared_once_with_the_task_force_and_small_counts_left_out(cast, signed_in):
    period = quarter(cast.services_award)
    provider, legal = Provider(cast), Provider(cast, cast.other_advocate)
    for house, many in ((provider, 12), (legal, 3)):
        for _ in range(many):
            house.service(house.client(first=D(2025, 10, 2), age=30), D(2025, 10, 2))
    confirmed(cast.advocate_supervisor, period)
    confirmed(cast.other_advocate, period)
    with acting(cast.grant_manager):
        report = runs.run(by=cast.grant_manager, period=period)
        shared = runs.share_totals(by=cast.grant_manager, report=report)
        with pytest.raises(Refused, match="shared before"):
            runs.share_totals(by=cast.grant_manager, report=runs.run(by=cast.grant_manager, period=period))
    assert report.totals["B-01"]["total"] == 15
    # 15 less Harbor House's own 12 would tell it Legal Aid's 3.
    assert shared.totals["B-01"]["total"] is None
    assert not {15, 12, 3} & {n for cells in shared.totals.values() for n in cells.values()}
    for who in ("coordinator", "le_supervisor", "le_grant_manager", "other_advocate"):
        page = signed_in(getattr(cast, who)).get(shared.get_absolute_url())
        assert page.status_code == 200, who
        assert b"left out" in page.content, who
    for who in ("detective", "advocate", "lake_coordinator", "lake_detective"):
        assert signed_in(getattr(cast, who)).get(shared.get_absolute_url()).status_code == 404, who
    with acting(cast.le_grant_manager):
        assert (Report.objects.count(), SharedTotals.objects.count()) == (0, 1)


def test_a_spreadsheet_is_taken_whole_or_not_at_all(cast):
    period = quarter(cast.law_award)
    with acting(cast.le_grant_manager):
        template = spreadsheets.template(period, cast.federal)
        numbers, who = spreadsheets.read(
            filled(template, **{"F-01:total": "1,204", "H-01:total": 0}), period, cast.federal
        )
        assert numbers == {"F-01": {"total": 1204}, "H-01": {"total": 0}}
        assert who == "Wanda Wage, regional director"
        with pytest.raises(spreadsheets.Unreadable) as other:
            spreadsheets.read(filled(template), quarter(cast.law_award, 2025, 7), cast.federal)
        assert "this workbook is for period" in str(other.value)
        with pytest.raises(spreadsheets.Unreadable, match="not an Excel workbook"):
            spreadsheets.read(io.BytesIO(b"name,number"), period, cast.federal)


def test_a_count_has_no_fraction_and_dollars_have_cents(cast):
    period = quarter(cast.services_award)
    with acting(cast.grant_manager):
        template = spreadsheets.template(period, cast.legal_aid)
        with pytest.raises(spreadsheets.Unreadable) as refused:
            spreadsheets.read(filled(template, **{"B-01:total": 2.5}), period, cast.legal_aid)
        assert refused.value.problems == ["Row 11, B-01, “Number”: “2.5” is not a whole number, as a count is."]
        sheet = filled(template, **{"B-01:total": 2, "D-12:dollars": 12.5})
        numbers, _ = spreadsheets.read(sheet, period, cast.legal_aid)
        assert numbers == {"B-01": {"total": 2}, "D-12": {"dollars": 12.5}}


def test_asking_twice_for_a_count_is_one_count(cast):
    period = quarter(cast.services_award)
    with acting(cast.advocate_supervisor):
        first = contributions.ask_for_count(by=cast.advocate_supervisor, period=period)
        again = contributions.ask_for_count(by=cast.advocate_supervisor, period=period)
        assert (again.pk, Job.objects.count()) == (first.pk, 1)
        Job.objects.filter(pk=first.pk).update(state=Job.State.DONE)
        assert contributions.ask_for_count(by=cast.advocate_supervisor, period=period).pk != first.pk
