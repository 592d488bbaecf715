"""A release is made in three steps, lets exactly what was shown go, and closes everything when taken back."""

import datetime as dt

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from access.context import acting as acting_as
from access.errors import Refused
from referrals.models import Disclosure, Reading
from tests.cast import OWNER
from tests.victims.rows import SIGNATURE, a_client, a_release, signed
from victims import facts
from victims.models import DisclosureLink, Release, ReleaseFact
from victims.services import release as services

CONTACT = "Text 555 010 0123, mornings"


def give(by, release):
    """The copy as it is now."""
    return services.give(by=by, release=release, digest=services.copy_of(release).digest)


def past_every_service(cast, release, written):
    """A copy written straight to the table, with a link to `release` where one is given."""
    with acting_as(cast.advocate):
        copy = Disclosure(owner=cast.harbor, made_by_id=cast.advocate.person_id, **written)
        if release:
            DisclosureLink.new(cast.advocate, client=release.client, release=release, disclosure_id=copy.pk)
        copy.save(force_insert=True)


def said(kind, text="x"):
    """A fact as a copy holds it."""
    return {"kind": kind, "label": facts.FACTS[kind].label, "text": text}


def ids(rows):
    return set(rows.values_list("pk", flat=True))


def step_one(advocate, client, recipient, **more):
    said = {"recipient": recipient.pk, "member": "", "purpose": "So that they can reach me.", **more}
    return advocate.post(reverse("victims:release_new", args=[client.pk]), said)


def step_two(**more):
    today = timezone.localdate()
    return {
        "tick_safe_contact": "on",
        "text_safe_contact": CONTACT,
        "starts_on": today.isoformat(),
        "ends_on": (today + dt.timedelta(days=30)).isoformat(),
        "covers": "signing",
        **more,
    }


def step_three(**more):
    ticked = {name: "on" if value is True else value for name, value in SIGNATURE.items()}
    return ticked | {"signed_on": timezone.localdate().isoformat(), **more}


def test_the_whole_way_from_a_draft_to_a_copy_read_and_taken_back(cast, signed_in):
    client, advocate = a_client(cast), signed_in(cast.advocate)
    contents = step_one(advocate, client, cast.sheriff)["Location"]
    page = advocate.get(contents).content.decode()
    assert "What this agency never gets" in page
    sign = advocate.post(contents, step_two())["Location"]
    assert CONTACT in advocate.get(sign).content.decode()
    release_page = advocate.post(sign, step_three())["Location"]
    release = Release.objects.using(OWNER).get()
    give_page = advocate.get(f"{release_page}give/")
    assert CONTACT in give_page.content.decode()
    digest = give_page.context["copy"].digest
    assert advocate.post(f"{release_page}give/", {"digest": digest}).status_code == 302
    copy = Disclosure.objects.using(OWNER).get()
    assert copy.facts == [
        {"kind": "safe_contact", "label": facts.FACTS["safe_contact"].label, "text": CONTACT},
    ]
    detective = signed_in(cast.detective)
    assert CONTACT in detective.get(copy.get_absolute_url()).content.decode()
    ledger = advocate.get(reverse("victims:ledger", args=[client.pk])).content.decode()
    assert "Riverbend County Sheriff was given: a safe way to reach them" in ledger
    assert "Read by Dan Detective" in ledger
    assert "can't be made unread" in advocate.get(f"{release_page}take-back/").content.decode()
    advocate.post(f"{release_page}take-back/", {"how": "spoken", "version": release.version})
    assert detective.get(copy.get_absolute_url()).status_code == 404
    assert "Nothing received" in detective.get(reverse("referrals:received")).content.decode()
    assert "Revoked" in advocate.get(release_page).content.decode()


@pytest.mark.rule("R11")
def test_what_may_never_go_to_police_cannot_be_ticked_nor_written_past_the_form(cast, signed_in, acting):
    client, advocate = a_client(cast), signed_in(cast.advocate)
    contents = step_one(advocate, client, cast.sheriff)["Location"]
    page = advocate.get(contents).content.decode()
    release = Release.objects.using(OWNER).get()
    for fact in facts.never("law_enforcement"):
        assert f"tick_{fact.code}" not in page
        advocate.post(contents, step_two(**{f"tick_{fact.code}": "on", f"text_{fact.code}": "x"}))
        assert Release.objects.using(OWNER).get().kinds == ["safe_contact"]
        with pytest.raises(DatabaseError, match="may never go"), acting(cast.advocate):
            Release.objects.filter(pk=release.pk).update(kinds=[fact.code])


def test_the_database_repeats_the_table_of_what_may_go_to_whom(cast):
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        for sector in ("law_enforcement", "prosecution", "victim_services", "coordination", "government", "community"):
            cursor.execute("SELECT wall.releasable(%s)", [sector])
            assert cursor.fetchone()[0] == [fact.code for fact in facts.allowed(sector)]


def test_what_was_written_is_kept_when_a_step_refuses(cast, signed_in):
    client, advocate = a_client(cast), signed_in(cast.advocate)
    contents = step_one(advocate, client, cast.sheriff)["Location"]
    too_long = (timezone.localdate() + dt.timedelta(days=91)).isoformat()
    answer = advocate.post(contents, step_two(ends_on=too_long))
    assert answer.status_code == 422
    assert "90 days at most" in answer.content.decode()
    assert CONTACT in answer.content.decode()
    unticked = advocate.post(contents, step_two(text_willing="Yes, about the boss"))
    assert "Tick this, or empty the words" in unticked.content.decode()


def test_it_runs_thirty_days_unless_set(cast, acting):
    client = a_client(cast)
    with acting(cast.advocate):
        draft = services.draw_up(by=cast.advocate, client=client, recipient=cast.sheriff, person=None, purpose="x")
        assert draft.ends_on - draft.starts_on == dt.timedelta(days=30)
        assert draft.covers == Release.Covers.SIGNING


def test_it_is_not_signed_before_everything_was_explained(cast, signed_in):
    client, advocate = a_client(cast), signed_in(cast.advocate)
    contents = step_one(advocate, client, cast.sheriff)["Location"]
    sign = advocate.post(contents, step_two())["Location"]
    for told in ("told_services", "told_defense", "told_risks", "told_revoking"):
        said = step_three()
        del said[told]
        assert advocate.post(sign, said).status_code == 422
    assert Release.objects.using(OWNER).get().signed_at is None


@pytest.mark.rule("R19")
def test_a_minor_signs_with_a_parent_or_guardian_or_alone_where_the_law_lets_them(cast, acting):
    client = a_client(cast, answers={"grown": "minor"})
    with acting(cast.advocate), pytest.raises(Refused, match="recorded as a minor"):
        signed(client, cast.advocate, cast.sheriff)
    facts_of_parent = SIGNATURE | {"capacity": "minor_and_parent"}
    with acting(cast.advocate):
        draft = services.draw_up(by=cast.advocate, client=client, recipient=cast.sheriff, person=None, purpose="x")
        today = timezone.localdate()
        services.fill(
            by=cast.advocate, release=draft, texts={"helped": "Yes"}, starts_on=today, ends_on=today, covers="signing"
        )
        with pytest.raises(Refused, match="parent's or guardian's name"):
            services.sign(by=cast.advocate, release=draft, **facts_of_parent, signed_on=today)
        services.sign(
            by=cast.advocate, release=draft, **facts_of_parent | {"second_name": "Rosa Vega"}, signed_on=today
        )
        assert draft.is_live


def test_a_signed_release_does_not_change(cast, acting):
    release = a_release(cast)
    later = release.ends_on + dt.timedelta(days=1)
    for change in ({"ends_on": later}, {"kinds": ["helped"]}, {"recipient_id": cast.police.pk}, {"signed_at": None}):
        with pytest.raises(DatabaseError, match="does not change"), acting(cast.advocate):
            Release.objects.filter(pk=release.pk).update(**change)
    with acting(cast.advocate):
        services.revoke(by=cast.advocate, release=release, how="spoken")
    with pytest.raises(DatabaseError, match="does not change"), acting(cast.advocate):
        Release.objects.filter(pk=release.pk).update(revoked_at=None)


def test_a_release_of_what_was_on_record_takes_no_later_entry(cast, acting):
    release = a_release(cast)
    with acting(cast.advocate), pytest.raises(Refused, match="only what was on record"):
        services.add_later(by=cast.advocate, release=release, kind="safe_contact", text="New number")
    with pytest.raises(DatabaseError, match="later entries"), acting(cast.advocate):
        ReleaseFact.new(cast.advocate, client=release.client, release=release, kind="safe_contact", text="New")


@pytest.mark.rule("R10")
def test_where_it_covers_later_entries_each_later_copy_is_an_act_of_its_own(cast, acting):
    release = a_release(cast, covers="later")
    with acting(cast.advocate):
        first = give(cast.advocate, release)
        services.add_later(by=cast.advocate, release=release, kind="safe_contact", text="Through her sister")
    with acting(cast.detective):
        assert ids(Disclosure.objects) == {first.pk}
        assert "sister" not in str(Disclosure.objects.get().facts)
    with acting(cast.advocate):
        second = give(cast.advocate, release)
    with acting(cast.detective):
        assert ids(Disclosure.objects) == {first.pk, second.pk}


@pytest.mark.rule("R10")
def test_what_was_shown_is_what_is_given_or_nothing(cast, acting):
    release = a_release(cast, covers="later")
    with acting(cast.advocate):
        shown = services.copy_of(release).digest
        services.add_later(by=cast.advocate, release=release, kind="safe_contact", text="Through her sister")
        with pytest.raises(Refused, match="has changed since you looked"):
            services.give(by=cast.advocate, release=release, digest=shown)
        assert ids(Disclosure.objects) == set()


@pytest.mark.rule("R8", "R9")
def test_nothing_is_given_under_a_release_that_is_over_or_taken_back(cast, acting):
    today = timezone.localdate()
    over, back = a_release(cast), a_release(cast)
    Release.objects.using(OWNER).filter(pk=over.pk).update(
        starts_on=today - dt.timedelta(days=9), ends_on=today - dt.timedelta(days=1)
    )
    with acting(cast.advocate):
        services.revoke(by=cast.advocate, release=back, how="written")
        for release in Release.objects.for_page():
            with pytest.raises(Refused, match="not in force"):
                give(cast.advocate, release)


@pytest.mark.rule("R11")
def test_no_copy_stands_without_a_live_release_that_names_it(cast, acting):
    """Written past every service: the database looks when the transaction ends."""
    release = a_release(cast)
    known = {
        "recipient": cast.sheriff,
        "purpose": "x",
        "basis": "release",
        "ends_at": timezone.now() + dt.timedelta(days=1),
        "facts": [said("safe_contact")],
    }
    changed = (
        {},  # no link at all
        {"facts": [said("willing")]},
        {"facts": [said("medical")]},
        {"recipient": cast.police},
        {"ends_at": timezone.now() + dt.timedelta(days=60)},
    )
    for number, change in enumerate(changed):
        with pytest.raises(DatabaseError, match="no live release"):
            past_every_service(cast, release if number else None, known | change)
    assert Disclosure.objects.using(OWNER).count() == 0


def test_one_for_a_person_there_is_read_by_that_person_alone(cast, acting, signed_in):
    client = a_client(cast)
    with acting(cast.advocate):
        release = signed(client, cast.advocate, cast.sheriff, person=cast.detective.person)
        copy = give(cast.advocate, release)
    assert signed_in(cast.detective).get(copy.get_absolute_url()).status_code == 200
    for hat in (cast.second_detective, cast.le_supervisor, cast.other_detective, cast.prosecutor, cast.coordinator):
        assert signed_in(hat).get(copy.get_absolute_url()).status_code == 404
        with acting(hat):
            assert ids(Disclosure.objects) == set()
    with acting(cast.advocate):
        assert Reading.objects.count() == 1


def test_it_cannot_be_made_for_somebody_who_does_not_work_there(cast, acting):
    client = a_client(cast)
    with acting(cast.advocate), pytest.raises(Refused, match="does not work there"):
        services.draw_up(
            by=cast.advocate, client=client, recipient=cast.police, person=cast.detective.person, purpose="x"
        )


def test_nobody_outside_sees_a_release_or_its_client(cast, acting, signed_in):
    release = a_release(cast)
    pages = [reverse(f"victims:{name}", args=[release.pk]) for name in ("release", "release_print", "release_give")]
    pages.append(reverse("victims:ledger", args=[release.client_id]))
    for hat in (cast.detective, cast.other_advocate, cast.coordinator, cast.grant_manager, cast.ex_advocate):
        client = signed_in(hat)
        assert [client.get(page).status_code for page in pages if client.get(page).status_code == 200] == []
        with acting(hat):
            assert (ids(Release.objects), ids(ReleaseFact.objects), ids(DisclosureLink.objects)) == (
                set(),
                set(),
                set(),
            )


def test_a_copy_about_a_client_closed_to_named_people_is_closed_to_colleagues_too(cast, acting):
    from victims.services import close_to_named

    release = a_release(cast)
    with acting(cast.advocate):
        copy = give(cast.advocate, release)
    with acting(cast.second_advocate):
        assert ids(Disclosure.objects) == {copy.pk}
    with acting(cast.advocate):
        close_to_named(by=cast.advocate, client=release.client, people=[cast.advocate.person], reason="Conflict")
    with acting(cast.second_advocate):
        assert (ids(Disclosure.objects), ids(Release.objects)) == (set(), set())
    with acting(cast.advocate):
        assert ids(Disclosure.objects) == {copy.pk}
    with acting(cast.detective):
        assert ids(Disclosure.objects) == {copy.pk}


def test_one_copy_is_closed_by_itself_and_the_ledger_says_so(cast, acting, signed_in):
    release = a_release(cast)
    with acting(cast.advocate):
        copy = give(cast.advocate, release)
        close = reverse("victims:copy_close", args=[DisclosureLink.objects.get(disclosure_id=copy.pk).pk])
    ledger = reverse("victims:ledger", args=[release.client_id])
    advocate = signed_in(cast.advocate)
    assert f'href="{ledger}"' in advocate.get(close).content.decode()
    assert advocate.post(close)["Location"] == ledger
    assert signed_in(cast.detective).get(copy.get_absolute_url()).status_code == 404


def test_a_client_is_referred_only_with_the_copy_that_the_release_allows(cast, signed_in):
    release, advocate = a_release(cast), signed_in(cast.advocate)
    page = advocate.get(reverse("victims:release_refer", args=[release.pk]))
    said = {"digest": page.context["copy"].digest, "urgency": "day"}
    referral_url = advocate.post(reverse("victims:release_refer", args=[release.pk]), said)["Location"]
    copy = Disclosure.objects.using(OWNER).get()
    shown = signed_in(cast.detective).get(referral_url).content.decode()
    assert copy.get_absolute_url() in shown
    assert CONTACT not in shown


def test_a_release_about_to_end_stands_in_what_needs_doing(cast, acting):
    from victims.panels import todo

    client = a_client(cast)
    with acting(cast.advocate):
        signed(client, cast.advocate, cast.sheriff, ends_on=timezone.localdate() + dt.timedelta(days=3))
        lines = [line for line in todo(cast.advocate) if "release" in line.title]
        assert [(line.title, line.urgent) for line in lines] == [("1 release ends within 14 days", True)]


def test_the_list_asks_the_database_as_often_for_three_as_for_one(cast, signed_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _ in range(2):
        release = a_release(cast)
        with CaptureQueriesContext(connection) as asked:
            assert signed_in(cast.advocate).get(reverse("victims:releases")).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    for state in ("live", "ending", "draft", "expired", "revoked"):
        narrowed = {"state": state, "recipient": cast.sheriff.pk}
        page = signed_in(cast.advocate).get(reverse("victims:releases"), narrowed)
        assert len(page.context["table"].rows) == (2 if state == "live" else 0)
    assert signed_in(cast.advocate).get(reverse("victims:release_print", args=[release.pk])).status_code == 200


def test_a_release_that_was_taken_back_tells_no_end_to_come(cast, signed_in):
    release, advocate = a_release(cast), signed_in(cast.advocate)
    pages = [
        release.get_absolute_url(),
        reverse("victims:ledger", args=[release.client_id]),
        reverse("victims:releases"),
    ]
    to_come = f"{release.ends_on:%b} {release.ends_on.day}, {release.ends_on.year}"
    assert [to_come in advocate.get(page).text for page in pages] == [True, True, True]
    advocate.post(reverse("victims:release_revoke", args=[release.pk]), {"how": "spoken"})
    told = [advocate.get(page).text for page in pages]
    assert ["taken back" in said.lower() for said in told] == [True, True, True]
    assert [f"({to_come})" in said for said in told] == [False, False, False]


def test_only_police_and_prosecutors_are_told_that_what_they_write_may_go_to_the_defense(cast, signed_in):
    told = []
    for agency, reader in ((cast.sheriff, cast.detective), (cast.legal_aid, cast.other_advocate)):
        client = a_client(cast)
        with acting_as(cast.advocate):
            copy = give(cast.advocate, signed(client, cast.advocate, agency))
        told.append("go to the defense" in signed_in(reader).get(copy.get_absolute_url()).text)
    assert told == [True, False]
