"""A person's own e-mail address: changed by that person alone, by way of the new mailbox."""

import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import Entry
from office.services import address
from tests.cast import PASSWORD

NEW = "ana.moved@example.org"
PAGE = "/office/me/address/"


def ask(client, email=NEW, password=PASSWORD):
    return client.post(PAGE, {"email": email, "password": password})


def path_in(letter):
    return re.search(r"/office/me/address/\S+/", letter.body).group()


def signs_in(email):
    client = Client()
    client.post("/account/login/", {"login": email, "password": PASSWORD})
    return "_auth_user_id" in client.session


def test_the_change_holds_once_the_link_in_the_new_mailbox_was_opened(cast, signed_in, mailoutbox):
    client, old = signed_in(cast.advocate), cast.email("advocate")
    page = ask(client, NEW.upper()).content.decode()
    assert NEW in page
    assert (signs_in(old), signs_in(NEW)) == (True, False)
    [letter] = mailoutbox
    assert letter.to == [NEW]
    assert client.get(path_in(letter)).context["wanted"] == NEW
    assert client.post(path_in(letter)).url == reverse("desk:home")
    assert (signs_in(old), signs_in(NEW)) == (False, True)
    rows = EmailAddress.objects.filter(user_id=cast.advocate.person_id)
    assert list(rows.values_list("email", "primary", "verified")) == [(NEW, True, True)]
    assert client.get(reverse("cases:list")).status_code == 200
    assert client.get(path_in(letter)).status_code == 410


@pytest.mark.rule("R21")
def test_the_old_mailbox_is_told_and_neither_letter_holds_a_name_or_a_fact(cast, signed_in, mailoutbox):
    client, old = signed_in(cast.advocate), cast.email("advocate")
    ask(client)
    client.post(path_in(mailoutbox[0]))
    assert [letter.to for letter in mailoutbox] == [[NEW], [old]]
    assert NEW not in mailoutbox[1].body
    for letter in mailoutbox:
        for word in ("Ana", "Harbor", "rafficking", "client"):
            assert word not in letter.subject + letter.body.replace(path_in(mailoutbox[0]), "")


def test_it_stands_in_the_audit_without_the_address(cast, signed_in, mailoutbox):
    client = signed_in(cast.advocate)
    ask(client)
    client.post(path_in(mailoutbox[0]))
    entry = Entry.objects.using("owner").get(verb="changed own address")
    assert (entry.person_id, entry.kind, entry.detail) == (cast.advocate.person_id, "sign-in", {})


@pytest.mark.parametrize(
    ("email", "password", "field"),
    [(NEW, "wrong", "password"), (NEW, "", "password"), ("no address", PASSWORD, "email")],
)
def test_without_the_password_or_an_address_nothing_is_sent(cast, signed_in, mailoutbox, email, password, field):
    answer = ask(signed_in(cast.advocate), email, password)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert mailoutbox == []


def test_one_does_not_guess_the_password_here(cast, signed_in, mailoutbox):
    client = signed_in(cast.advocate)
    for _ in range(5):
        ask(client, password="wrong")
    assert ask(client).status_code == 422
    assert mailoutbox == []


def test_ones_own_address_is_refused_in_words(cast, signed_in):
    answer = ask(signed_in(cast.advocate), cast.email("advocate"))
    assert answer.context["form"].errors["email"] == ["This is your address already. Type the new one."]


def test_whether_an_address_has_an_account_shows_nowhere(cast, signed_in, mailoutbox):
    taken = ask(signed_in(cast.advocate), cast.email("detective")).content.decode()
    free = ask(signed_in(cast.advocate), NEW).content.decode()
    token = r"X-CSRFToken[^}]*|csrfmiddlewaretoken[^>]*"
    bare = [re.sub(token, "", page) for page in (taken, free)]
    assert bare[0].replace(cast.email("detective"), NEW) == bare[1]
    assert [letter.to for letter in mailoutbox] == [[NEW]]


def test_nobody_else_opens_the_link(cast, signed_in, mailoutbox):
    ask(signed_in(cast.advocate))
    path = path_in(mailoutbox[0])
    assert Client().get(path).url.startswith("/account/login/")
    for hat in (cast.services_admin, cast.site_admin, cast.second_advocate):
        assert signed_in(hat).get(path).status_code == 410
        assert signed_in(hat).post(path).url == PAGE
    assert User.objects.get(pk=cast.advocate.person_id).email == cast.email("advocate")


def test_a_link_ends_after_a_day_and_an_altered_one_was_never_made(cast, signed_in, mailoutbox, monkeypatch):
    monkeypatch.setattr(address, "LINK_RUNS", dt.timedelta(0))
    client = signed_in(cast.advocate)
    ask(client)
    assert client.get(path_in(mailoutbox[0])).status_code == 410
    assert client.get(f"{PAGE}made-up/").status_code == 410


def test_an_address_that_somebody_took_meanwhile_is_refused_in_words(cast, signed_in, mailoutbox):
    client = signed_in(cast.advocate)
    ask(client)
    User.objects.create_user(NEW, PASSWORD)
    page = client.post(path_in(mailoutbox[0]), follow=True).content.decode()
    assert "This address has an account already. Choose another." in page
    assert User.objects.get(pk=cast.advocate.person_id).email == cast.email("advocate")


def test_a_letter_for_a_new_password_to_the_old_mailbox_is_void(cast, signed_in, mailoutbox):
    Client().post(reverse("account_reset_password"), {"email": cast.email("advocate")})
    path = re.search(r"/account/password/reset/key/[\w-]+/", mailoutbox[0].body).group()
    client = signed_in(cast.advocate)
    ask(client)
    client.post(path_in(mailoutbox[1]))
    assert Client().get(path, follow=True).context["token_fail"] is True
