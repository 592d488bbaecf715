"""What was typed before the lock: kept sealed, given back once, to the same person at the same address."""

import json

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.clock import SEEN_AT
from tests.cast import PASSWORD

TYPED = {"0": [["name", "Somebody's name"], ["email", "x@example.org"]]}


def keep(client, address, forms=TYPED, lock=False):
    said = {"address": address, "forms": forms, "lock": lock}
    return client.post(reverse("accounts:keep"), json.dumps(said), content_type="application/json")


def sign_in(cast, key, client=None):
    client = client or Client()
    client.post("/account/login/", {"login": cast.email(key), "password": PASSWORD})
    return client


def given_back(client, address):
    return client.get(address).context["kept_values"]()


def test_what_was_typed_comes_back_once_after_signing_in_again(cast):
    address = reverse("office:invite")
    client = sign_in(cast, "services_admin")
    assert keep(client, address, lock=True).status_code == 204
    assert "_auth_user_id" not in client.session
    sign_in(cast, "services_admin", client)
    page = client.get(address)
    assert b"data-kept" in page.content
    assert b"Somebody\\u0027s name" in page.content or b"Somebody's name" in page.content
    assert given_back(client, address) is None


def test_it_is_kept_even_when_the_session_is_over_already(cast):
    address = reverse("office:invite")
    client = sign_in(cast, "services_admin")
    session = client.session
    session[SEEN_AT] -= 60 * 60
    session.save()
    assert keep(client, address, lock=True).status_code == 204
    assert "_auth_user_id" not in client.session
    sign_in(cast, "services_admin", client)
    assert b"Somebody" in client.get(address).content


def sent_too_late(client, address, typed, **headers):
    """The answer to a form that is sent when the session is over."""
    session = client.session
    session[SEEN_AT] -= 60 * 60
    session.save()
    return client.post(address, typed, headers=headers)


def test_what_is_sent_after_the_lock_is_given_back_too_and_shown_where_there_is_no_script(cast):
    address = reverse("office:me")
    client = sign_in(cast, "services_admin")
    client.get(address)
    typed = {"name": "Somebody's name", "title": "", "password": "a secret", "csrfmiddlewaretoken": "x"}
    answer = sent_too_late(client, address, typed, referer=f"http://testserver{address}")
    assert answer.url == f"/account/login/?next={address}"
    sign_in(cast, "services_admin", client)
    page = client.get(address).content.decode()
    shown = page.split("<noscript>")[1].split("</noscript>")[0]
    assert "What you had typed was not saved" in shown
    assert "<dt>name</dt><dd>Somebody&#x27;s name</dd>" in shown
    assert "a secret" not in page
    assert "data-kept" not in client.get(address).content.decode()


def test_what_another_site_sends_after_the_lock_is_not_kept(cast):
    address = reverse("office:me")
    client = sign_in(cast, "services_admin")
    client.get(address)
    sent_too_late(client, address, {"name": "Planted"}, referer=f"https://elsewhere.example{address}")
    sign_in(cast, "services_admin", client)
    assert b"Planted" not in client.get(address).content


def test_nobody_else_gets_it(cast):
    address = reverse("office:invite")
    client = sign_in(cast, "services_admin")
    keep(client, address, lock=True)
    assert b"data-kept" not in sign_in(cast, "le_admin").get(address).content


def test_it_is_not_given_back_in_the_same_session_nor_at_another_address(cast):
    address = reverse("office:invite")
    client = sign_in(cast, "services_admin")
    keep(client, address)
    assert b"data-kept" not in client.get(address).content
    again = sign_in(cast, "services_admin")
    assert b"data-kept" not in again.get(reverse("office:people")).content
    assert b"data-kept" in again.get(address).content


def test_it_is_gone_once_it_was_saved(cast):
    address = reverse("office:me")
    client = sign_in(cast, "services_admin")
    keep(client, address)
    client.post(address, {"name": "Sal Services", "title": "Director"})
    assert b"data-kept" not in sign_in(cast, "services_admin").get(address).content


def test_it_lies_sealed_in_redis(cast):
    client = sign_in(cast, "services_admin")
    keep(client, reverse("office:invite"))
    raw = cache._cache.get_client()
    held = [raw.get(key) for key in raw.scan_iter("*kept:*")]
    assert held
    assert not any(b"Somebody" in value for value in held)


def test_nonsense_and_strangers_are_refused(cast):
    assert keep(Client(), "/x/").status_code == 403
    client = sign_in(cast, "advocate")
    assert keep(client, "https://elsewhere.example/").status_code == 400
    assert keep(client, "/x/", forms=[1]).status_code == 400
    assert keep(client, "/x/", forms={"0": [["a"]]}).status_code == 400
    assert keep(client, "/x/", forms={"0": [["a", "b" * 300_000]]}).status_code == 400
