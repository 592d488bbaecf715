"""The provider's own spreadsheets: clients, and services."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from access.errors import Refused, refusals
from access.hats import Hat
from access.wall import SERVICE_ROLES
from agencies.models import Award
from agencies.vocabulary import Kind
from imports.targets import Column, target
from imports.values import date, kind, money, one_of, several, text, whole
from victims import places
from victims import vocabulary as words
from victims.models import Client
from victims.services.checks import awards_of, check_birth_year, check_day, checked
from victims.services.clients import birth, open_client
from victims.services.entries import enter_services, faults_of
from victims.services.who import MORE_THAN_ONE

GENDERS = {
    "f": "female",
    "woman": "female",
    "girl": "female",
    "m": "male",
    "man": "male",
    "boy": "male",
    "trans woman": "transgender_female",
    "trans man": "transgender_male",
    "nonbinary": "nonconforming",
}
RACES = {
    "African American": "black",
    "Black or African American": "black",
    "Hispanic": "hispanic",
    "Latino": "hispanic",
    "Latina": "hispanic",
    "Caucasian": "white",
    "Native American": "native",
}
STANDINGS = {"suspected": "potential", "possible": "potential", "confirmed victim": "confirmed"}


COUNTRIES = {
    "United Kingdom of Great Britain and Northern Ireland": "GB",
    "United States of America": "US",
    "USA": "US",
    "U.S.": "US",
    "America": "US",
    "UK": "GB",
    "England": "GB",
}
country = one_of(dict(places.countries()), COUNTRIES)


def day_text(said: Any) -> str:
    """A day, as the sealed birth date is kept."""
    return date(said).isoformat()


CLIENT_COLUMNS = [
    Column(
        "code_name",
        "Code name",
        aliases=("ID", "Client ID", "Code", "Case number"),
        example="",
        hint="Your own code for the client. Left empty, a code name is drawn.",
    ),
    Column("name", "Name", aliases=("Full name", "Client name"), example="Maria Example"),
    Column("other_names", "Nicknames", aliases=("Alias", "Aliases", "AKA", "Preferred name")),
    Column("birth_date", "Birth date", day_text, aliases=("DOB", "Date of birth", "Birthday"), example="03/14/1998"),
    Column("birth_year", "Birth year", whole, aliases=("Year of birth",)),
    Column("grown", "Adult or minor", one_of(dict(words.grown()), {"child": "minor", "youth": "minor"})),
    Column("gender", "Gender", one_of(dict(words.genders()), GENDERS), aliases=("Sex",), example="Female"),
    Column(
        "race",
        "Race and ethnicity",
        several(one_of(dict(words.races()), RACES)),
        aliases=("Race", "Ethnicity"),
        example="Hispanic or Latino",
    ),
    Column(
        "citizenship_group",
        "Citizenship",
        one_of(dict(words.citizenship_groups()), {"citizen": "us_citizen"}),
        aliases=("Immigration status group",),
        example="Other foreign national",
    ),
    Column(
        "citizenships",
        "Countries of citizenship",
        several(country),
        aliases=("Country", "Nationality", "Country of citizenship"),
    ),
    Column("language", "Preferred language", one_of(dict(places.languages())), aliases=("Language",)),
    Column(
        "interpreter",
        "Needs an interpreter",
        one_of(dict(words.yes_no()), {"y": "yes", "n": "no"}),
        aliases=("Interpreter",),
    ),
    Column("special_groups", "Special groups", several(one_of(dict(words.special_groups())))),
    Column(
        "referral_source",
        "Who first referred them",
        one_of(dict(words.referral_sources())),
        aliases=("Referral source", "Referred by"),
    ),
    Column(
        "form",
        "Type of trafficking",
        kind,
        aliases=("Trafficking type", "Form"),
        example="Labor trafficking",
    ),
    Column(
        "standing",
        "Determination",
        one_of(dict(words.Standing.choices), STANDINGS),
        aliases=("Status",),
        example="Potential",
    ),
    Column("opened_on", "Opened on", date, aliases=("Intake date", "Date opened", "Enrolled"), example="01/05/2026"),
    Column("award", "Award number", aliases=("Award", "Grant")),
    Column(
        "first_served_on",
        "First served on",
        date,
        aliases=("First service", "Date of first service"),
        hint="May lie before this software, so that a client who was there before is not counted as new.",
    ),
    Column("phones", "Telephones", aliases=("Phone", "Telephone")),
    Column("email", "E-mail", aliases=("Email",)),
    Column("address", "Address"),
    Column("safe_contact", "Safe way to reach them", aliases=("Safe contact",)),
    Column("remarks", "Remarks", aliases=("Notes", "Comments")),
]
ANSWERS = (
    "birth_year",
    "grown",
    "gender",
    "race",
    "citizenship_group",
    "citizenships",
    "language",
    "interpreter",
    "special_groups",
    "referral_source",
)
IDENTITY = ("name", "other_names", "birth_date", "phones", "email", "address", "safe_contact", "remarks")


def award_of(by: Hat, number: str) -> Award:
    """The agency's award of that number. Raises Refused."""
    found = awards_of(by).filter(number__iexact=number).first()
    if found is None:
        raise Refused(f"Your agency serves clients under no award with the number {number}.", "award")
    return found


def client_faults(by: Hat, row: dict[str, Any]) -> Iterator[Refused]:
    """What would be refused of a client's row."""
    if "award" in row:
        yield from refusals(award_of, by, row["award"])
    for name in ("opened_on", "first_served_on"):
        if name in row:
            yield from refusals(check_day, row[name], name)
    for name in ANSWERS:
        if name in row:
            yield from refusals(checked, Client, {name: row[name]})
    if "birth_year" in row:
        yield from refusals(check_birth_year, row["birth_year"])
    yield from refusals(birth, row)


@target(
    "clients",
    label="Clients",
    words="one row a client, in your own columns",
    roles=SERVICE_ROLES,
    columns=CLIENT_COLUMNS,
    found_at="victims:list",
    faults=client_faults,
)
def client(by: Hat, row: dict[str, Any]) -> str:
    """Open one client."""
    determination = None
    if "form" in row or "standing" in row:
        determination = {
            "standing": row.get("standing", "potential"),
            "form": row.get("form", Kind.UNDETERMINED),
            "basis": "other",
            "basis_note": "Brought in from a spreadsheet",
        } | ({"on": row["opened_on"]} if "opened_on" in row else {})
    made = open_client(
        by=by,
        code_name=row.get("code_name", ""),
        opened_on=row.get("opened_on"),
        answers={name: row[name] for name in ANSWERS if name in row},
        identity={name: row[name] for name in IDENTITY if name in row},
        determination=determination,
        award=award_of(by, row["award"]) if "award" in row else None,
        first_served_on=row.get("first_served_on"),
    )
    named = f"the code name {made.code_name}" if "code_name" in row else "a new code name"  # a trial's is drawn anew
    return f"A client under {named}, opened {made.opened_on:%b %-d, %Y}"


SERVICE_COLUMNS = [
    Column(
        "client",
        "Client",
        required=True,
        aliases=("Code name", "Client ID", "Code"),
        example="Amber Finch",
        hint="The client's code name, exactly as it is here.",
    ),
    Column(
        "category",
        "Service",
        one_of(dict(words.categories())),
        required=True,
        aliases=("Service type", "Category", "Service category"),
        example="Case management",
    ),
    Column("on", "Date", date, required=True, aliases=("Service date", "Date of service"), example="03/14/2026"),
    Column("minutes", "Minutes", whole, aliases=("Time", "Duration", "Min"), example="45"),
    Column("nights", "Nights", whole, aliases=("Bed nights",)),
    Column("dollars", "Dollars", money, aliases=("Amount", "Cost")),
    Column("award", "Award number", aliases=("Award", "Grant"), example=""),
    Column("funding", "Paid by", one_of(dict(words.fundings())), aliases=("Funding",)),
    Column("delivery", "Delivered", one_of(dict(words.deliveries())), aliases=("Delivery",)),
    Column("note", "Note", aliases=("Notes", "Comments")),
]


def client_of(by: Hat, code_name: Any) -> Client:
    """The agency's client under that code name. Raises Refused."""
    found = list(Client.objects.filter(code_name__iexact=text(code_name), owner_id=by.agency_id)[:2])
    if not found:
        raise Refused(f"You have no client under the code name {code_name}.", "client")
    if len(found) > 1:
        raise Refused(f"{MORE_THAN_ONE.format(code_name)} Enter this on the client's page.", "client")
    return found[0]


def service_faults(by: Hat, row: dict[str, Any]) -> Iterator[Refused]:
    """What would be refused of a service's row."""
    facts = dict(row)
    for name, find in (("client", client_of), ("award", award_of)):
        if name in facts:
            try:
                facts[name] = find(by, facts[name])
            except Refused as refusal:
                del facts[name]
                yield refusal
    yield from faults_of(by, facts)


@target(
    "services",
    label="Services",
    words="one row a service given to a client who is here already",
    roles=SERVICE_ROLES,
    columns=SERVICE_COLUMNS,
    found_at="victims:list",
    faults=service_faults,
)
def service(by: Hat, row: dict[str, Any]) -> str:
    """Enter one service."""
    facts = row | {"client": client_of(by, row["client"])}
    if "award" in row:
        facts["award"] = award_of(by, row["award"])
    [made] = enter_services(by=by, rows=[facts])
    return f"{made.get_category_display()} for {made.client.code_name} on {made.on:%b %-d, %Y}"
