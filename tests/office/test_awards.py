"""Awards and their partners."""

from django.urls import reverse

from access.context import acting
from agencies.models import Award, AwardAgency
from tests.cast import OWNER
from tests.office.conftest import shown

TYPED = {
    "number": "VS-2",
    "program": "ECM victim services",
    "funder": "Office for Victims of Crime",
    "side": "services",
    "starts_on": "2026-10-01",
    "ends_on": "2029-09-30",
    "cadence": "quarter",
}


def test_a_grant_manager_puts_an_award_on_record_with_a_partner(cast, signed_in):
    client = signed_in(cast.grant_manager)
    assert client.get(reverse("office:award_add")).status_code == 200
    client.post(reverse("office:award_add"), TYPED | {"task_force": cast.riverbend.pk})
    award = Award.objects.using(OWNER).get(number="VS-2")
    assert (award.agency_id, award.side) == (cast.harbor.pk, "services")
    url = reverse("office:partner_add", args=[award.pk])
    client.post(url, {"agency": cast.legal_aid.pk, "part": "subrecipient", "from_on": "2026-10-01"})
    again = client.post(url, {"agency": cast.legal_aid.pk, "part": "partner", "from_on": "2026-10-01"})
    assert again.status_code == 422
    assert b"works under the award already" in again.content
    assert b"Riverbend Legal Aid" in client.get(reverse("office:award", args=[award.pk])).content


def test_a_number_is_on_record_once_and_dates_run_forwards(cast, signed_in):
    client = signed_in(cast.grant_manager)
    url, force = reverse("office:award_add"), {"task_force": cast.riverbend.pk}
    assert client.post(url, TYPED | force | {"number": "VS-1"}).status_code == 422
    assert client.post(url, TYPED | force | {"ends_on": "2026-01-01"}).status_code == 422
    assert Award.objects.using(OWNER).filter(agency=cast.harbor).count() == 1


def test_what_is_sent_twice_is_one(cast, signed_in):
    client = signed_in(cast.grant_manager)
    typed = TYPED | {"task_force": cast.riverbend.pk}
    addresses = [client.post(reverse("office:award_add"), typed).url for _ in range(2)]
    award = Award.objects.using(OWNER).get(number="VS-2")
    assert addresses == [reverse("office:award", args=[award.pk])] * 2
    partner = {"agency": cast.legal_aid.pk, "part": "subrecipient", "from_on": "2026-10-01"}
    for _ in range(2):
        assert client.post(reverse("office:partner_add", args=[award.pk]), partner).status_code == 302
    assert AwardAgency.objects.using(OWNER).filter(award=award).count() == 1


def test_everyone_of_the_task_force_reads_awards_and_only_the_recipient_writes(cast, signed_in):
    pk = cast.services_award.pk
    page = signed_in(cast.le_grant_manager).get(reverse("office:awards"))
    assert sorted(shown(page)) == ["LAW-1", "VS-1"]
    client = signed_in(cast.le_grant_manager)
    assert client.get(reverse("office:award", args=[pk])).status_code == 200
    assert client.get(reverse("office:award_change", args=[pk])).status_code == 404
    with acting(cast.le_grant_manager):
        assert Award.objects.filter(pk=pk).update(program="x") == 0
        assert AwardAgency.objects.filter(award_id=pk).update(part="partner") == 0
    with acting(cast.lake_coordinator):
        assert (Award.objects.count(), AwardAgency.objects.count()) == (0, 0)


def test_a_partner_does_not_end_before_it_begins(cast, signed_in):
    url = reverse("office:partner_add", args=[cast.services_award.pk])
    typed = {"agency": cast.sheriff.pk, "part": "partner", "from_on": "2026-10-01"}
    refused = signed_in(cast.grant_manager).post(url, typed | {"until_on": "2026-09-01"})
    assert (refused.status_code, b"It ends before it begins." in refused.content) == (422, True)


def test_an_award_continues_the_counts_of_an_earlier_one_of_its_side_only(cast, signed_in):
    client, force = signed_in(cast.grant_manager), {"task_force": cast.riverbend.pk}
    earlier = cast.services_award
    refused = client.post(reverse("office:award_add"), TYPED | force | {"side": "law", "follows": earlier.pk})
    assert (refused.status_code, b"Choose an earlier award" in refused.content) == (422, True)
    starts = {"starts_on": f"{earlier.ends_on.year}-10-01", "ends_on": f"{earlier.ends_on.year + 3}-09-30"}
    client.post(reverse("office:award_add"), TYPED | force | starts | {"follows": earlier.pk})
    made = Award.objects.using(OWNER).get(number="VS-2")
    assert made.follows_id == earlier.pk
    assert b"Continues the counts of" in client.get(reverse("office:award", args=[made.pk])).content
