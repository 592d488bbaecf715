"""Services are entered many at a time, all or none, once; and count as the funder counts."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import Award
from agencies.vocabulary import Side
from tests.cast import OWNER
from tests.victims.rows import a_client
from victims import services
from victims.models import Client, Enrollment, ServiceEntry

TODAY = timezone.localdate()


def a_row(client, **facts):
    return {"client": client, "category": "food", "on": TODAY, **facts}


def enter(cast, acting, *rows, **options):
    with acting(cast.advocate):
        return services.enter_services(by=cast.advocate, rows=rows, **options)


def test_each_row_is_an_entry_with_what_it_is_counted_in(cast, acting):
    client, award = a_client(cast), cast.services_award
    enter(
        cast, acting,
        a_row(client, category="emergency_housing", nights=3, award=award),
        a_row(client, category="financial", dollars=Decimal("40.50"), award=award),
        a_row(client, category="crisis", minutes=45),
    )  # fmt: skip
    with acting(cast.advocate):
        found = {entry.category: (entry.amount, entry.funding) for entry in ServiceEntry.objects.all()}
    assert found == {
        "emergency_housing": ("3 nights", "federal"),
        "financial": ("$40.50", "federal"),
        "crisis": ("45 min", "other"),
    }


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"on": TODAY + dt.timedelta(days=1)}, "on"),
        ({"category": "unheard_of"}, "category"),
        ({"category": "crisis", "nights": 2}, "nights"),
        ({"category": "crisis", "dollars": Decimal(5)}, "dollars"),
        ({"minutes": 2000}, "minutes"),
        ({"funding": "federal"}, "award"),
        ({"client": None}, "client"),
    ],
)
def test_a_wrong_row_is_named_with_its_field_and_nothing_is_saved(cast, acting, facts, field):
    client = a_client(cast)
    with pytest.raises(services.RowsRefused) as refusal:
        enter(cast, acting, a_row(client), a_row(client) | facts)
    assert [(row, name) for row, name, _ in refusal.value.rows] == [(2, field)]
    with acting(cast.advocate):
        assert ServiceEntry.objects.count() == 0


def test_another_agencys_award_is_refused(cast, acting):
    with pytest.raises(services.RowsRefused, match="does not serve clients under this award"):
        enter(cast, acting, a_row(a_client(cast), award=cast.law_award))


def test_the_same_sending_twice_enters_it_once(cast, acting):
    client, batch = a_client(cast), uuid.uuid4()
    first = enter(cast, acting, a_row(client), a_row(client), batch=batch)
    second = enter(cast, acting, a_row(client), a_row(client), batch=batch)
    assert {entry.pk for entry in first} == {entry.pk for entry in second}


def test_a_first_service_enrolls_and_an_earlier_one_brings_the_first_forward(cast, acting):
    client = a_client(cast, award=None)
    award = cast.services_award
    enter(cast, acting, a_row(client, award=award))
    enter(cast, acting, a_row(client, award=award, on=TODAY - dt.timedelta(days=40)))
    with acting(cast.advocate):
        episode = Enrollment.objects.get(client=client)
        assert (episode.award_id, episode.first_served_on) == (award.pk, TODAY - dt.timedelta(days=40))


def test_who_was_there_before_this_software_is_not_new(cast, acting):
    client = a_client(cast, first_served_on=dt.date(2019, 3, 1))
    enter(cast, acting, a_row(client, award=cast.services_award))
    with acting(cast.advocate):
        assert Enrollment.objects.get(client=client).first_served_on == dt.date(2019, 3, 1)


def test_a_client_who_comes_back_is_a_new_episode_and_not_new_under_the_award(cast, acting):
    client, award, by = a_client(cast, first_served_on=dt.date(2020, 1, 2)), cast.services_award, cast.advocate
    with acting(by):
        services.exit_client(
            by=by, client=client, on=TODAY, reason="goals_met", housing="own_lease", income="part_time"
        )
        assert not client.is_open
        services.reenter(by=by, client=client, award=award)
        first, second = Enrollment.objects.order_by("made_at")
        assert (first.exit_reason, first.exit_housing, first.exit_income) == ("goals_met", "own_lease", "part_time")
        assert (second.reentry, second.first_served_on, client.is_open) == (True, dt.date(2020, 1, 2), True)


def test_under_a_second_award_the_same_client_is_new(cast, acting):
    old = cast.services_award
    other = Award.objects.using("owner").create(
        number="VS-2", program="Follow-on", task_force=cast.riverbend, agency=cast.harbor, side=Side.SERVICES,
        starts_on=TODAY - dt.timedelta(days=100), ends_on=TODAY + dt.timedelta(days=100),
    )  # fmt: skip
    client = a_client(cast, first_served_on=dt.date(2020, 1, 2))
    enter(cast, acting, a_row(client, award=other))
    with acting(cast.advocate):
        found = dict(Enrollment.objects.values_list("award", "first_served_on"))
    assert found == {old.pk: dt.date(2020, 1, 2), other.pk: TODAY}


def test_after_an_exit_only_earlier_services_can_be_entered(cast, acting):
    client, by = a_client(cast, opened_on=TODAY - dt.timedelta(days=20)), cast.advocate
    with acting(by):
        services.exit_client(by=by, client=client, on=TODAY - dt.timedelta(days=5), reason="moved")
    enter(cast, acting, a_row(client, on=TODAY - dt.timedelta(days=6)))
    with pytest.raises(services.RowsRefused, match="exited before this day"):
        enter(cast, acting, a_row(client))


def test_a_family_member_has_services_of_their_own(cast, acting):
    client, other, by = a_client(cast), a_client(cast), cast.advocate
    with acting(by):
        child = services.add_family_member(by=by, client=client, relation="child")
    (entry,) = enter(cast, acting, a_row(client, family_member=child))
    assert entry.family_member == child
    with pytest.raises(services.RowsRefused, match="belongs to another client"):
        enter(cast, acting, a_row(other, family_member=child))


def test_a_struck_entry_stays_and_counts_no_more(cast, acting):
    (entry,) = enter(cast, acting, a_row(a_client(cast)))
    with acting(cast.advocate):
        services.strike_service(by=cast.advocate, entry=entry)
        assert (ServiceEntry.objects.count(), ServiceEntry.objects.standing().count()) == (1, 0)


# ---- the sheet -------------------------------------------------------------------------------


def sheet(*rows, batch=None):
    data = {
        "funding": "federal",
        "delivery": "direct",
        "batch": str(batch or uuid.uuid4()),
        "rows-TOTAL_FORMS": len(rows),
        "rows-INITIAL_FORMS": 0,
    }
    for number, row in enumerate(rows):
        data |= {f"rows-{number}-{name}": value for name, value in row.items()}
    return data


def test_twenty_rows_are_entered_at_once_each_starting_from_the_row_above(cast, acting, signed_in):
    client, award = a_client(cast), cast.services_award
    rows = [{"client": "luna", "category": "food", "on": TODAY.isoformat(), "award": str(award.pk)}]
    rows += [{"client": client.code_name.lower(), "minutes": "30"} for _ in range(19)]
    answer = signed_in(cast.advocate).post(reverse("victims:quick"), sheet(*rows))
    assert answer.status_code == 302
    with acting(cast.advocate):
        found = set(ServiceEntry.objects.values_list("client", "category", "on", "award"))
        assert (ServiceEntry.objects.count(), found) == (20, {(client.pk, "food", TODAY, award.pk)})


def test_a_group_is_entered_in_one_row_and_relatives_by_name(cast, acting, signed_in):
    one, two = a_client(cast, identity={"name": "Ada"}), a_client(cast, identity={"name": "Bea"})
    with acting(cast.advocate):
        services.add_family_member(by=cast.advocate, client=one, relation="child")
    row = {"client": f"ada; {two.code_name}; {one.code_name}: child 1", "category": "transportation", "award": "none"}
    assert signed_in(cast.advocate).post(reverse("victims:quick"), sheet(row)).status_code == 302
    with acting(cast.advocate):
        found = [(entry.client_id, str(entry.family_member or "")) for entry in ServiceEntry.objects.order_by("row")]
    assert found == [(one.pk, ""), (two.pk, ""), (one.pk, "Child 1")]


def test_sending_the_sheet_twice_enters_it_once(cast, acting, signed_in):
    a_client(cast)
    browser = signed_in(cast.advocate)
    data = sheet({"client": "luna", "category": "food", "award": "none"})
    for _ in range(2):
        assert browser.post(reverse("victims:quick"), data).status_code == 302
    with acting(cast.advocate):
        assert ServiceEntry.objects.count() == 1


def test_a_wrong_row_is_named_what_was_typed_is_kept_and_nothing_is_saved(cast, acting, signed_in):
    a_client(cast)
    rows = [
        {"client": "luna", "category": "food", "award": "none", "note": "First row"},
        {"client": "nobody at all", "minutes": "5000"},
        {"client": "luna", "category": "crisis", "nights": "2", "dollars": "5"},
    ]
    answer = signed_in(cast.advocate).post(reverse("victims:quick"), sheet(*rows))
    assert answer.status_code == 422
    assert [list(form.errors) for form in answer.context["rows"]] == [[], ["client", "minutes"], ["dollars", "nights"]]
    assert "Row 2, client: No client is found by" in answer.text
    assert "Row 2, minutes: A day has 1,440 minutes." in answer.text
    assert "Row 3, nights: Nights belong to housing" in answer.text
    assert "First row" in answer.text
    with acting(cast.advocate):
        assert ServiceEntry.objects.count() == 0


def test_a_nickname_that_two_clients_have_asks_for_the_code_name(cast, acting, signed_in):
    one, two = a_client(cast), a_client(cast)
    answer = signed_in(cast.advocate).post(
        reverse("victims:quick"), sheet({"client": "luna", "category": "food", "award": "none"})
    )
    assert answer.status_code == 422
    assert one.code_name in answer.text
    assert two.code_name in answer.text


def test_a_sheet_opened_from_a_client_begins_with_them_and_goes_back_to_their_services(cast, signed_in):
    client, advocate = a_client(cast), signed_in(cast.advocate)
    address = reverse("victims:quick_for", args=[client.pk])
    page = advocate.get(address)
    assert page.context["rows"].forms[0]["client"].value() == client.code_name
    said = sheet({"client": client.code_name, "category": "transportation", "on": TODAY.isoformat(), "award": "none"})
    assert advocate.post(address, said)["Location"] == reverse("victims:services", args=[client.pk])
    assert ServiceEntry.objects.using(OWNER).get().client_id == client.pk
    stranger = signed_in(cast.other_advocate)
    assert [stranger.get(address).status_code, stranger.post(address, said).status_code] == [404, 404]


def test_an_empty_sheet_asks_for_a_row(cast, signed_in):
    answer = signed_in(cast.advocate).post(reverse("victims:quick"), sheet({}))
    assert (answer.status_code, "Fill in at least one row" in answer.text) == (422, True)


def test_without_a_script_there_are_five_rows(cast, signed_in):
    page = signed_in(cast.advocate).get(reverse("victims:quick")).text
    body = page[page.index("<tbody") : page.index("</tbody>")]
    assert body.count("<tr>") == 5


def test_clients_of_others_can_not_be_named_in_the_sheet(cast, acting, signed_in):
    client = a_client(cast)
    answer = signed_in(cast.other_advocate).post(
        reverse("victims:quick"), sheet({"client": client.code_name, "category": "food", "award": "none"})
    )
    assert "No client is found" in answer.text
    with acting(cast.advocate):
        assert Client.objects.count() == 1
