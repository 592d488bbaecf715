"""A task force's quarter, from a logged case to the filed reports, through its people's own doors.

Nothing is prepared but the cast: whatever is read here was typed here, by somebody at a browser of theirs.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import uuid

import openpyxl
import pypdf
import pytest
from django.utils import timezone

from tests.journeys.people import Somebody, people

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.slow]

SUSPECT, INVESTIGATION = "Hank Foreman", "S-26-0417"
HER_NAME, HER_NUMBER = "Marisol Vega", "555-0142, mornings; say that it is the library"
HER_NICKNAME = "Bluebird"
PURPOSE = "So that he can ask me about the foreman without calling my house."
SAFE_ROUTE = "Through Ana at Harbor House, weekdays before noon."
INTERVIEW_NEEDS = "Spanish interpreter, a woman. Ana sits beside her. A break every half hour."
CAN_BE_READ = [
    ("A safe way to reach them", SAFE_ROUTE),
    ("What they need for an interview", INTERVIEW_NEEDS),
]

# Every line that is not 0: one number an agency, then the total.
ENTERED_BY_HARBOR_HOUSE = {
    "B-01": {"Total": [1, 1]},
    "B-02": {"New and carried over: Total": [1, 1]},
    "B-18": {"New clients: Local law enforcement": [1, 1]},
    "D-03": {
        "Clients (each once)": [1, 1],
        "Times provided": [2, 2],
        "Funding of the times provided: Federal award": [2, 2],
        "Delivered: By us": [2, 2],
    },
    "D-07": {
        "Clients (each once)": [1, 1],
        "Times provided": [1, 1],
        "Bed-nights in the period": [3, 3],
        "Funding of the times provided: Federal award": [1, 1],
        "Delivered: By us": [1, 1],
    },
    "D-20": {
        "Clients (each once)": [1, 1],
        "Times provided": [1, 1],
        "Dollars": [42.5, 42.5],
        "Funding of the times provided: Federal award": [1, 1],
        "Delivered: By us": [1, 1],
    },
}
ENTERED_BY_SHERIFF_AND_FEDERAL = {
    "F-01": {"Total": [1, 7, 8], "Form: Labor only": [1, 7, 8]},
    "F-07": {
        "Total": [1, None, 1],
        "Role (may be in several): Employer": [1, None, 1],
        "Sex: Male": [1, None, 1],
        "Age: Adult": [1, None, 1],
    },
    "F-13": {"Total": [1, None, 1], "Kind of provider: Provider for trafficking survivors": [1, None, 1]},
    "G-03": {
        "Defendants": [1, None, 1],
        "Statute: With a trafficking statute": [1, None, 1],
        "Court (may be in several): Federal": [1, None, 1],
        "Trafficking statute (may be in several): Labor trafficking": [1, None, 1],
    },
}

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TOKEN = re.compile(r'(name="(?:csrfmiddlewaretoken|sending)" value="|X-CSRFToken": "|nonce[-=]"?)[A-Za-z0-9+/=]+')


def last_quarter() -> tuple[dt.date, dt.date]:
    """The first and last day of the last quarter that is over: only that can be confirmed and filed."""
    today = timezone.localdate()
    last = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1) - dt.timedelta(days=1)
    return last.replace(month=last.month - 2, day=1), last


FIRST, LAST = last_quarter()
THEN = FIRST + dt.timedelta(days=20)
QUARTER = re.compile(f"{FIRST:%b}.{LAST:%b %Y}$")


@pytest.fixture
def seat(browser, live, cast):
    """Seats somebody of the cast at a browser of their own and signs them in with their password."""
    with people(browser, live) as sit_down:
        yield lambda key: sit_down(cast.email(key))


def test_a_task_force_runs_its_quarter(seat, worker):
    coordinator, detective, advocate = seat("coordinator"), seat("detective"), seat("advocate")

    case = coordinator_logs_a_labor_case(coordinator)
    detective_opens_an_investigation(detective, case)
    detective_adds_a_suspect_and_a_charge(detective)
    detective_refers_a_woman_with_her_yes(detective)
    assert state_of_the_referral(detective) == "sent"
    advocate_receives_it(advocate)
    assert state_of_the_referral(detective) == "received"

    pages = every_page_that_a_detective_knows(detective)
    before = reads_all(detective, pages)
    client = advocate_opens_a_client_from_it(advocate, case)
    advocate_enters_services(advocate, client)
    assert reads_all(detective, pages) == before
    finds_no_trace_of(client, detective, advocate)

    survivor_signs_a_release_for_the_detective(advocate)
    preview = advocate_gives_exactly_what_is_shown(advocate)
    assert preview[2:] == CAN_BE_READ
    copy = detective_reads_the_copy(detective)
    assert copy == CAN_BE_READ
    address = detective.path
    assert {path for path, page in reads_all(detective, pages).items() if page != before[path]} == {"/", "/inbox/"}
    finds_no_trace_of(client, detective, advocate)
    colleague, other_agency = seat("second_detective"), seat("other_detective")
    for other in (colleague, other_agency):
        has_been_given_nothing(other, address)
        finds_no_trace_of(client, other, advocate)

    survivor_takes_the_release_back(advocate)
    has_been_given_nothing(detective, address)
    assert reads_all(detective, pages) == before
    finds_no_trace_of(client, detective, advocate)

    services_grants, law_grants = seat("grant_manager"), seat("le_grant_manager")
    makes_the_periods(services_grants)
    makes_the_periods(law_grants)
    counts_and_confirms(seat("advocate_supervisor"), looks_at_small_counts=True)
    counts_and_confirms(seat("le_supervisor"))
    federal_totals_arrive_by_spreadsheet(law_grants)

    makes_the_report(services_grants, without="Riverbend Legal Aid")
    services = numbers_in_the_workbook(services_grants)
    says_the_same_in_print(services_grants, agencies=1)
    assert {code: services[code] for code in ENTERED_BY_HARBOR_HOUSE} == ENTERED_BY_HARBOR_HOUSE
    makes_the_report(law_grants, without="Riverbend City Police, Riverbend District Attorney")
    law = numbers_in_the_workbook(law_grants)
    says_the_same_in_print(law_grants, agencies=2)
    assert {code: law[code] for code in ENTERED_BY_SHERIFF_AND_FEDERAL} == ENTERED_BY_SHERIFF_AND_FEDERAL


# The case and its investigation


def coordinator_logs_a_labor_case(coordinator: Somebody) -> str:
    """Its number."""
    coordinator.click("Log a case")
    coordinator.choose("How it came in", "Workplace inspection")
    coordinator.write("Came in on", THEN)
    coordinator.answer("Type of trafficking", "Labor trafficking")
    coordinator.answer("Signs of labor trafficking", "Looked for, some found")
    coordinator.write("County", "Riverbend")
    coordinator.choose("Law-enforcement lead", "Riverbend County Sheriff")
    coordinator.write("Summary", "Farm workers kept in debt, their papers held back.")
    coordinator.press("Log case")
    coordinator.reads("The case is logged.")
    return coordinator.page.get_by_role("heading", level=1).inner_text().split()[0]


def detective_opens_an_investigation(detective: Somebody, case: str) -> None:
    detective.go_to("Work", "Cases")
    detective.click(case)
    detective.click("Open an investigation")
    detective.write("Number", INVESTIGATION)
    detective.answer("Form of trafficking", "Labor trafficking")
    detective.look_up("How it came to notice", "Labor inspection")
    detective.write("Opened on", THEN)
    detective.answer("Is it trafficking?", "Suspected")
    detective.press("Open it")
    detective.reads("Nobody outside your agency sees it.")
    assert ("Case", case) in detective.facts


def detective_adds_a_suspect_and_a_charge(detective: Somebody) -> None:
    detective.click("Add a suspect")
    detective.write("Name", SUSPECT)
    detective.answer("Trafficker or buyer", "Suspected trafficker")
    detective.tick("Employer")
    detective.write("Identified on", THEN)
    detective.choose("Adult or minor", "Adult")
    detective.choose("Sex", "Male")
    detective.press("Save")
    detective.click("Add a charge")
    detective.choose("Defendant", SUSPECT)
    detective.look_up("Statute", "1589")
    detective.write("Filed on", LAST)
    detective.choose("Court", "Federal")
    detective.press("Save")
    detective.reads("18 U.S.C. 1589")


def detective_refers_a_woman_with_her_yes(detective: Somebody) -> None:
    detective.click("Add a victim")
    detective.write("Name", HER_NAME)
    detective.write("Identified on", THEN)
    detective.answer("Standing", "Potential victim")
    detective.write("On what basis", "What she said at the scene")
    detective.choose("Form of trafficking", "Labor trafficking")
    detective.choose("Adult or minor", "Adult")
    detective.choose("Sex", "Female")
    detective.choose("Citizenship group", "Not asked")
    detective.press("Save")
    detective.click(f"Refer {HER_NAME}")
    detective.choose("Agency", "Harbor House")
    detective.answer("To be opened", "Within a day")
    detective.tick("They said yes to this agency being told their name and how to reach them")
    detective.answer("Who said yes", "The person, an adult")
    detective.answer("How", "In person")
    assert detective.field("Name, or what to call them").input_value() == HER_NAME
    detective.write("Safe way to reach them", HER_NUMBER)
    detective.answer("Under 18", "No")
    detective.press("Send the referral")
    detective.reads("Sent.")


def state_of_the_referral(detective: Somebody) -> str:
    """As it stands in the investigation; the referral's own page says the same, and no more."""
    detective.go_to("Work", "Investigations")
    detective.click(INVESTIGATION)
    state = detective.page.get_by_role("link", name=re.compile("^Referral: ")).inner_text().removeprefix("Referral: ")
    detective.click("Referral: ")
    assert detective.heading.lower() == f"referral {state}"
    return state


# The client


def advocate_receives_it(advocate: Somebody) -> None:
    advocate.open("/")
    advocate.click("1 referral to receive")
    advocate.click("Referral")
    assert ("Safe way to reach them", HER_NUMBER) in advocate.facts
    advocate.press("Mark as received")
    advocate.reads("Marked as received.")


def advocate_opens_a_client_from_it(advocate: Somebody, case: str) -> str:
    """Her code name. She is enrolled under the award, and the case that she belongs to is noted."""
    advocate.click("What we do with it")
    advocate.press("Open a client")
    code_name = advocate.page.get_by_role("link", name=re.compile("^Client ")).inner_text().removeprefix("Client ")
    advocate.click(f"Client {code_name}")
    assert HER_NAME in advocate.text or HER_NUMBER in advocate.text
    advocate.click("Name and safe contact")
    advocate.write("Nicknames and other names", HER_NICKNAME)
    advocate.press("Save")
    advocate.click("Award and first service")
    advocate.choose("Award", "VS-1")
    advocate.write("Enrolled on", THEN)
    advocate.write("First served under this award", THEN)
    advocate.press("Save")
    advocate.click("Note the case")
    advocate.look_up("Case", case)
    advocate.press("Note case")
    return code_name


def advocate_enters_services(advocate: Somebody, client: str) -> None:
    """Four, on the sheet of quick entry: by code name, then by nickname."""
    advocate.go_to("Clients", "Quick entry")
    for row, (who, service, column, amount) in enumerate(
        [
            (client, "Case management", "minutes", 45),
            (HER_NICKNAME, "Case management", "minutes", 30),
            (HER_NICKNAME, "Emergency housing", "nights", 3),
            (HER_NICKNAME, "Transportation", "dollars", "42.50"),
        ]
    ):
        sheet = advocate.page.locator("#sheet [data-row-list] tr").nth(row)
        sheet.get_by_label(re.compile("^Client")).fill(who)
        sheet.get_by_label(re.compile("^Service")).select_option(label=service)
        sheet.get_by_label(re.compile("^Date")).fill(str(THEN))
        sheet.get_by_label(re.compile(f"^{column}", re.IGNORECASE)).fill(str(amount))
    advocate.press("Save all rows")
    advocate.reads("4 services were entered.")


# What the other side can find


def every_page_that_a_detective_knows(detective: Somebody) -> list[str]:
    """Every page that they were at, the lists and files beside them, and what the API gives them."""
    lists = ("/", "/inbox/", "/calendar/", "/cases/", "/cases/leads/", "/cases/activities/", "/investigations/")
    boxes = ("/referrals/", "/referrals/sent/", "/referrals/new/")
    files = ("/cases/cases.csv", "/investigations/investigations.csv")
    asked = [
        f"/api/v1/{name}/" for name in ("cases", "investigations", "suspects", "charges", "requests", "referrals")
    ]
    visited = [path for path in detective.visited if not path.startswith("/account/")]
    return sorted({*lists, *boxes, *files, *asked, *visited})


def reads_all(reader: Somebody, pages: list[str]) -> dict[str, str]:
    """Each page, whole, without the tokens that are new each time."""
    return {path: TOKEN.sub("", reader.asks(path).text()) for path in pages}


def finds_no_trace_of(client: str, reader: Somebody, advocate: Somebody) -> None:
    """Neither by the addresses that the advocate was at, nor by search, nor by the API."""
    hers = {path for path in advocate.visited if path.startswith("/clients/")}
    assert len(hers) > 4
    ids = {found.group() for path in hers if (found := UUID.search(path))}
    hers |= {f"/api/v1/{room}/{each}" for room in ("clients", "services") for each in ("", *(f"{i}/" for i in ids))}
    for path in sorted(hers):
        assert answered(reader, path) == answered(reader, UUID.sub(str(uuid.uuid4()), path)), path
        assert answered(reader, path)[0] == 404, path
    for words in (client, HER_NICKNAME, "before noon"):
        for found in ("/cases/", "/investigations/"):
            reader.open(f"{found}?text={words}")
            assert reader.page.locator("main tbody tr").count() == 0
            reader.reads("Nothing matches these filters.")


def answered(reader: Somebody, path: str) -> tuple[int, str]:
    """Status and text of what an address answers, without its own identifiers."""
    answer = reader.asks(path)
    return answer.status, UUID.sub("", TOKEN.sub("", answer.text()))


# The release


def survivor_signs_a_release_for_the_detective(advocate: Somebody) -> None:
    """In three steps."""
    advocate.go_to("Clients", "Clients")
    advocate.page.locator("main tbody th a").first.click()
    advocate.click("Prepare a release")
    advocate.choose("To which agency", "Riverbend County Sheriff")
    advocate.choose("To which person there", "Dan Detective (Riverbend County Sheriff)")
    advocate.write("What it is for, in the survivor's own words", PURPOSE)
    advocate.press("Next: what and how long")
    for kind, words in CAN_BE_READ:
        advocate.tick(kind)
        advocate.write(f"The words that they will get: {kind.lower()}", words)
    advocate.press("Next: explain and sign")
    advocate.answer("How it was explained", "In person")
    advocate.look_up("In which language", "Spanish")
    advocate.answer("Interpreter", "Somebody of ours who speaks it")
    advocate.write("Interpreter's name or number", "Abe Advocate")
    advocate.tick(
        "Services do not depend on signing this.",
        "Police and prosecutors may have to give it to the defense.",
        "What may come of it, and what else they could do instead.",
        "They may take it back at any time, by saying so; what was already read can't be taken back.",
    )
    advocate.answer("Who signs", "The person, an adult")
    advocate.write("Name as signed", HER_NAME)
    advocate.answer("How it was signed", "On this screen")
    advocate.press("Record the signature")
    advocate.reads("Signed. It is in force now.")


def advocate_gives_exactly_what_is_shown(advocate: Somebody) -> list[tuple[str, str]]:
    """What is shown before it is given."""
    advocate.click("Give a copy")
    shown = advocate.facts
    advocate.press("Give exactly this")
    advocate.reads("Given.")
    return shown


def detective_reads_the_copy(detective: Somebody) -> list[tuple[str, str]]:
    """What it says."""
    detective.open("/")
    detective.click("1 new disclosure")
    detective.click("Harbor House")
    assert ("Purpose", PURPOSE) in detective.facts
    assert detective.page.get_by_role("heading", name="What it says").count() == 1
    return detective.facts[6:]


def has_been_given_nothing(reader: Somebody, address: str) -> None:
    """Neither on the list nor by the address that the detective read the copy at, nor by the API."""
    reader.go_to("Referrals", "Disclosures received")
    reader.reads("Nothing received")
    for path in (address, address.replace("/referrals/received/", "/api/v1/disclosures/")):
        assert answered(reader, path) == answered(reader, UUID.sub(str(uuid.uuid4()), path))
        assert answered(reader, path)[0] == 404
    assert reader.asks("/api/v1/disclosures/").json()["results"] == []


def survivor_takes_the_release_back(advocate: Somebody) -> None:
    advocate.go_to("Clients", "Releases")
    advocate.page.locator("main tbody th a").first.click()
    advocate.reads("Read by Dan Detective")
    advocate.click("Take it back")
    advocate.press("Take it back now")
    advocate.reads("Every copy given under it is closed.")


# The quarter's numbers


def opens_the_quarter(somebody: Somebody) -> None:
    somebody.go_to("Reports")
    somebody.click(QUARTER)


def makes_the_periods(manager: Somebody) -> None:
    manager.go_to("Reports")
    manager.click("Make the periods")
    manager.press("Make the periods")
    manager.reads("The periods are there.")


def counts_and_confirms(supervisor: Somebody, *, looks_at_small_counts: bool = False) -> None:
    """Counted by the worker, confirmed by the agency's own person."""
    opens_the_quarter(supervisor)
    supervisor.click("Count")
    supervisor.press("Count")
    supervisor.click("Look at the numbers")
    supervisor.click("Confirm")
    supervisor.tick("I have looked these numbers over. They are what our agency reports.")
    if looks_at_small_counts:
        supervisor.tick(re.compile("^I have looked at the counts from 1 to 10"))
    supervisor.press("Confirm")
    supervisor.reads("Confirmed.")


def federal_totals_arrive_by_spreadsheet(manager: Somebody) -> None:
    """The federal agency never signs in: the workbook goes out by mail and comes back filled in."""
    opens_the_quarter(manager)
    manager.click("Enter the numbers of Federal Wage Office")
    book = openpyxl.load_workbook(io.BytesIO(manager.downloads("Download workbook")))
    book["About"]["B6"] = "Wanda Wage, regional director"
    for row in book["Numbers"].iter_rows(min_row=2):
        if row[0].value == "F-01" and row[4].value in ("total", "labor"):
            row[5].value = 7
    filled = io.BytesIO()
    book.save(filled)
    manager.page.locator("input[type=file]").set_input_files(
        {"name": "numbers.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": filled.getvalue()}
    )
    manager.press("Bring it in")
    manager.reads("Wanda Wage")


def makes_the_report(manager: Somebody, *, without: str) -> None:
    opens_the_quarter(manager)
    manager.click("Make the report")
    manager.press("Make the report")
    manager.reads("The report is made.")
    manager.reads(f"Missing: {without}.")


Numbers = dict[str, dict[str, list[float]]]
Line = tuple[str, str, str, list[float]]  # measure, group, words, one number an agency and the total


def lines_of_the_workbook(manager: Somebody) -> list[Line]:
    """Every line, in its order; None where an agency does not report it."""
    book = openpyxl.load_workbook(io.BytesIO(manager.downloads("Excel")))
    return [
        (code, group or "", label, numbers)
        for name in book.sheetnames[1:-1]
        for code, _, group, label, *numbers in book[name].iter_rows(min_row=2, values_only=True)
    ]


def numbers_in_the_workbook(manager: Somebody) -> Numbers:
    """Lines that are not 0, by measure: one number an agency, then the total."""
    found: Numbers = {}
    for code, group, label, numbers in lines_of_the_workbook(manager):
        if any(numbers):
            found.setdefault(code, {})[f"{group}: {label}" if group else label] = numbers
    return found


def lines_of_the_pdf(manager: Somebody, *, agencies: int) -> list[tuple[str, str, list[float]]]:
    """Every line as it can be read: measure, what stands before its numbers since the line above, numbers."""
    pdf = pypdf.PdfReader(io.BytesIO(manager.downloads("PDF")))
    row = re.compile(rf"(.*?)((?: (?:[\d,.]+|\N{{EN DASH}})){{{agencies + 1}}})")
    found: list[tuple[str, str, list[float]]] = []
    code, label = "", ""
    for line in (line.strip() for page in pdf.pages for line in page.extract_text().splitlines()):
        if measure := re.match(r"[A-Z]-\d\d ", line):
            code, label = measure.group().strip(), ""
        elif re.match(r"Counted: |Report of award ", line):
            label = ""
        elif code and (read := row.fullmatch(f"{label} {line}")):
            numbers = [None if each == "\N{EN DASH}" else float(each.replace(",", "")) for each in read[2].split()]
            found.append((code, read[1].strip(), numbers))
            label = ""
        else:
            label = f"{label} {line}"
    return found


def says_the_same_in_print(manager: Somebody, *, agencies: int) -> None:
    """The PDF has the workbook's lines in their order, each group's words before its first line."""
    book, pdf = lines_of_the_workbook(manager), lines_of_the_pdf(manager, agencies=agencies)
    assert [(code, numbers) for code, _, _, numbers in book] == [(code, numbers) for code, _, numbers in pdf]
    above = ("", "")
    for (code, group, label, _), (_, words, _) in zip(book, pdf, strict=True):
        begins = group and (code, group) != above
        assert words.endswith(f"{group} {label}" if begins else label)
        above = (code, group)
