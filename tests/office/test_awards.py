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
