"""A client who was forgotten is shown as such, and whatever would be written about them is refused in words."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.cast import OWNER
from tests.victims.rows import a_client
from victims import services
from victims.models import Client, ClientIdentity, Note, ServiceEntry

GONE = "forgotten for good"


@pytest.fixture
def forgotten(cast, acting):
    client = a_client(cast)
    with acting(cast.advocate_supervisor):
        by = cast.advocate_supervisor
        services.exit_client(by=by, client=client, on=timezone.localdate(), reason="goals_met")
        services.forget_client(by=by, client=client)
    return client


def test_their_page_says_so_and_offers_no_return(cast, signed_in, forgotten):
    page = signed_in(cast.advocate_supervisor).get(forgotten.get_absolute_url()).content.decode()
    assert "The key was destroyed" in page
    offered = [name for name in ("reenter", "forget") if reverse(f"victims:{name}", args=[forgotten.pk]) in page]
    assert (offered, "Also called" in page) == ([], False)


def test_nothing_more_is_written_about_them(cast, signed_in, forgotten):
    browser, today = signed_in(cast.advocate), timezone.localdate().isoformat()
    identity = ClientIdentity.objects.using(OWNER).get()
    sent = {
        "note": {"kind": "contact", "on": today, "text": "After"},
        "reenter": {"award": cast.services_award.pk, "on": today},
        "quick_for": {
            "rows-TOTAL_FORMS": "1",
            "rows-INITIAL_FORMS": "0",
            "rows-0-client": forgotten.code_name,
            "rows-0-category": "food",
            "rows-0-award": "none",
            "rows-0-note": "After",
            "funding": "other",
            "delivery": "direct",
            "batch": "7f1d6c3a-0f5e-4b7e-9d55-0f0a1c2b3d4e",
        },
    }
    for name, said in sent.items():
        answer = browser.post(reverse(f"victims:{name}", args=[forgotten.pk]), said)
        assert (name, answer.status_code, GONE in answer.content.decode()) == (name, 422, True)
    said = {"name": "Marisol", "version": identity.version}
    answer = browser.post(reverse("victims:intake", args=[forgotten.pk, "identity"]), said)
    assert (answer.status_code, GONE in answer.content.decode()) == (422, True)
    assert (Note.objects.using(OWNER).count(), ServiceEntry.objects.using(OWNER).count()) == (0, 0)
    assert Client.objects.using(OWNER).get().status == "closed"


def test_forgetting_twice_is_refused(cast, signed_in, forgotten):
    browser = signed_in(cast.advocate_supervisor)
    answer = browser.post(reverse("victims:forget", args=[forgotten.pk]), follow=True)
    assert "This client is forgotten already." in answer.content.decode()
