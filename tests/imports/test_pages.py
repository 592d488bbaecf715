"""The pages on which a busy person brings a sheet in: matching by what stands there, mending, sending twice."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from imports import services
from imports.models import Import, Matching
from imports.targets import TARGETS
from tests.cast import OWNER
from tests.imports.looked_at import tried
from tests.imports.test_bringing_in import sheet
from victims.models import Client

ROWS = (
    ["Nr", "Sex at intake", "Came first", "Tongue"],
    ["OWN-1", None, dt.datetime(2026, 1, 5), "Spanish"],
    ["OWN-2", "F", "1/6/2026", "Spanish"],
)
FILE = sheet(*ROWS)


def send(client, content, target="clients"):
    upload = SimpleUploadedFile("ours.xlsx", content)
    return client.post(reverse("imports:receive"), {"target": target, "file": upload})


def test_each_heading_shows_what_stands_under_it(cast, signed_in):
    client = signed_in(cast.advocate)
    form = client.get(send(client, FILE)["Location"]).context["form"]
    assert [(field.label, field.help_text) for field in form.visible_fields()] == [
        ("Nr", "Your file says: OWN-1"),
        ("Sex at intake", "Your file says: F"),
        ("Came first", "Your file says: 01/05/2026"),
        ("Tongue", "Your file says: Spanish"),
    ]


def test_what_was_matched_by_hand_is_filled_in_at_the_next_upload(cast, signed_in):
    client = signed_in(cast.advocate)
    first = send(client, FILE)["Location"]
    assert [field.value() for field in client.get(first).context["form"].visible_fields()] == ["", "", "", ""]
    chosen = {"column_0": "code_name", "column_1": "gender", "column_2": "opened_on", "column_3": "", "version": "1"}
    assert client.post(first, chosen).status_code == 302
    assert Matching.objects.using(OWNER).count() == 3
    again = send(client, sheet(*ROWS, ["OWN-3", "M", "1/7/2026", "English"]))["Location"]
    assert [field.value() for field in client.get(again).context["form"].visible_fields()] == [
        "code_name",
        "gender",
        "opened_on",
        "",
    ]


def test_a_file_sent_twice_waits_once(cast, signed_in):
    client = signed_in(cast.advocate)
    assert send(client, FILE)["Location"] == send(client, FILE)["Location"]
    assert Import.objects.using(OWNER).count() == 1


def test_rows_to_mend_come_first_and_the_mended_file_is_of_the_same_kind(cast, signed_in):
    bad = tried(cast.advocate, "clients", sheet(["Code", "Sex"], ["HH-1", "F"], ["HH-2", "zebra"]))
    client = signed_in(cast.advocate)
    page = client.get(bad.get_absolute_url()).content.decode()
    assert page.index("What to mend") < page.index("Row 3") < page.index("What is right")
    mended = f"{reverse('imports:receive')}?target=clients"
    assert f'href="{mended}"' in page
    assert client.get(mended).context["form"]["target"].value() == "clients"
    assert Client.objects.using(OWNER).count() == 0


def test_a_sheet_that_came_in_leads_to_what_was_made(cast, acting, signed_in):
    made = tried(cast.advocate, "clients", sheet(["Code"], ["HH-1"]))
    with acting(cast.advocate):
        services.run(by=cast.advocate, brought=made, for_good=True)
    assert (
        f'href="{reverse("victims:list")}"' in signed_in(cast.advocate).get(made.get_absolute_url()).content.decode()
    )


@pytest.mark.parametrize(
    ("key", "name"), [("advocate", "clients"), ("advocate", "services"), ("coordinator", "cases")]
)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_example_row_of_a_template_is_nobody(cast, signed_in, key, name, ending):
    hat = getattr(cast, key)
    content = signed_in(hat).get(reverse("imports:template", args=[name, ending])).content
    made = tried(hat, name, content)
    assert [problem["says"] for problem in made.problems] == ["There is no row under the headings."]


def test_every_kind_of_rows_says_where_they_are_found():
    assert {name: reverse(each.found_at) for name, each in TARGETS.items()} == {
        "cases": reverse("cases:list"),
        **dict.fromkeys(("clients", "services", "htcds"), reverse("victims:list")),
    }
