"""The demonstration loads whole, in the shares of the field, with what is odd in it, and only once."""

import datetime as dt
import re

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.utils import timezone

from access.context import acting
from access.drift import drift
from access.hats import Hat
from agencies.models import Agency, Membership, Memorandum, TaskForce
from agencies.vocabulary import Kind, Role
from cases.identifying import findings
from cases.models import Activity, Case, Lead
from demo import agencies, cases, law, loading, people, words
from demo.stage import OWNER, Stage
from investigations.models import Charge, FormAssessment, Investigation, SurvivorArrest, Suspect, Victim
from referrals.models import Disclosure, Reading, Referral, ServiceRequest
from reports.models import Contribution, Report
from tests import database
from victims.models import CaseBookmark, Client, Enrollment, Release, ServiceEntry

TOLERANCE = 0.03


@pytest.fixture(scope="module")
def demonstration(shipped, django_db_blocker):
    """The demonstration, loaded once for all stories of this file, which change nothing."""
    with django_db_blocker.unblock():
        assert loading.load()
        yield
        database.empty(shipped)


@pytest.fixture(autouse=True)
def a_demonstrations_settings(demonstration, settings, django_db_blocker):
    settings.ECM_DEMO = "small"
    settings.ECM_SECOND_FACTOR_REQUIRED = False
    with django_db_blocker.unblock():
        yield


def all_of(model, **only):
    return model.objects.using(OWNER).filter(**only)


def riverbend():
    return all_of(TaskForce, name=agencies.NAME).get()


def share(part, whole):
    return part.count() / whole.count()


def test_it_is_as_large_as_was_asked():
    assert (all_of(Case, task_force=riverbend()).count(), all_of(Client).count()) == (
        300,
        250 + 1,
    )  # one client is Lakeside's
    assert 4000 <= all_of(ServiceEntry).count() <= 4010
    assert all_of(Referral).count() + all_of(ServiceRequest).count() == 500
    assert all_of(Agency, participations__task_force=riverbend()).count() == 12
    assert not all_of(Membership, agency__name="Federal Labor Inspectors").exists()


@pytest.mark.parametrize(("form", "wanted"), [(Kind.SEX, 0.82), (Kind.LABOR, 0.11), (Kind.UNDETERMINED, 0.07)])
def test_investigations_come_in_the_shares_that_bjs_published(form, wanted):
    counted = [Kind.LABOR, Kind.BOTH] if form == Kind.LABOR else [form]
    assert share(all_of(Investigation, form__in=counted), all_of(Investigation)) == pytest.approx(
        wanted, abs=TOLERANCE
    )


def test_sex_trafficking_investigations_go_as_far_as_in_the_study():
    old = timezone.localdate() - dt.timedelta(days=120)
    sex = all_of(Investigation, form=Kind.SEX, opened_on__lt=old)
    arrested = sex.filter(arrests__isnull=False).distinct()
    prosecuted = sex.filter(charges__isnull=False).distinct()
    trafficking = prosecuted.filter(charges__statute__kind__in=("sex", "labor")).distinct()
    assert share(arrested, sex) == pytest.approx(0.95, abs=TOLERANCE)
    assert share(prosecuted, sex) == pytest.approx(0.77, abs=TOLERANCE)
    assert share(trafficking, prosecuted) == pytest.approx(0.33, abs=TOLERANCE)


def test_clients_come_in_the_shares_of_the_field():
    clients = all_of(Client).exclude(owner__name="Lakeside Shelter")
    for form, wanted in ((Kind.SEX, 0.75), (Kind.LABOR, 0.18), (Kind.BOTH, 0.04), (Kind.UNDETERMINED, 0.03)):
        assert share(clients.filter(form=form), clients) == pytest.approx(wanted, abs=TOLERANCE)
    assert share(clients.filter(grown="adult"), clients) == pytest.approx(0.78, abs=TOLERANCE)


def test_more_than_half_of_those_served_in_a_year_are_new():
    a_year_ago = timezone.localdate() - dt.timedelta(days=365)
    served = all_of(ServiceEntry, on__gte=a_year_ago, award__isnull=False).values("client")
    firsts = all_of(Enrollment, client__in=served).values_list("client", "first_served_on").distinct()
    new = [client for client, first in firsts if first >= a_year_ago]
    assert 0.53 <= len(new) / len({client for client, _ in firsts}) <= 0.62


def test_releases_are_current_expired_and_revoked_and_two_are_about_to_end():
    today = timezone.localdate()
    live = all_of(Release).live()
    assert live.filter(ends_on__lte=today + dt.timedelta(days=14)).count() == 2
    assert live.count() > 10
    assert all_of(Release, revoked_at__isnull=False).count() > 5
    assert all_of(Release, ends_on__lt=today, revoked_at=None).count() > 20
    assert all_of(Release, signed_at=None).count() > 0
    assert all_of(Disclosure).live().count() > 5
    assert all_of(Reading).count() > 50


def test_a_releases_purpose_fits_whom_it_goes_to():
    with acting(hat_of("advocate")):
        said = {(each.recipient.sector == "victim_services", each.purpose) for each in Release.objects.for_page()}
    assert {purpose for serving, purpose in said if serving} == set(words.PURPOSES_TO_PROVIDERS)
    assert {purpose for serving, purpose in said if not serving} == set(words.PURPOSES_TO_LAW)


def test_what_is_odd_in_it_is_there():
    today = timezone.localdate()
    assert all_of(SurvivorArrest).count() == 6
    assert all_of(SurvivorArrest).unsettled().count() == 2
    assert all_of(Activity, kind="training", award=None).count() == 1
    changed = all_of(FormAssessment, form=Kind.SEX, investigation__form=Kind.LABOR)
    assert changed.count() == 1
    without_victim = all_of(Investigation).exclude(pk__in=all_of(Victim).values("investigation"))
    assert without_victim.filter(case__isnull=False, charges__isnull=False).exists()
    assert all_of(Client).exclude(pk__in=all_of(CaseBookmark).values("client")).count() > 50
    ending = all_of(Memorandum, until_on__range=(today, today + dt.timedelta(days=30)))
    assert list(ending.values_list("agency__name", flat=True)) == ["State Bureau of Inquiry"]
    assert all_of(Investigation, sealed=True).count() == 1
    assert all_of(Client, named_only=True).count() == 1
    assert all_of(Lead).waiting().count() == 7


def test_a_report_was_restated_and_another_still_waits():
    first, second = all_of(Report, period__in=all_of(Report, number=2).values("period")).order_by("number")
    assert second.totals["D-29"] != first.totals["D-29"]
    waiting = all_of(Contribution).exclude(state="confirmed")
    assert set(waiting.values_list("agency__name", flat=True)) == {"Larkspur County Sheriff", "Lantern House"}
    assert any(contribution.small_cells for contribution in all_of(Contribution).confirmed())
    assert all_of(Contribution, source="entered").exclude(vouched_by="").exists()
    assert all_of(Contribution, source="filed").exists()


def test_no_shared_text_tells_who_anybody_is():
    texts = [
        *all_of(Case).values_list("summary", flat=True),
        *all_of(Case).values_list("next_step", flat=True),
        *all_of(Lead).values_list("text", flat=True),
        *all_of(Activity).values_list("title", flat=True),
    ]
    assert [found for text in set(texts) for found in findings(text)] == []


def told(today):
    """The first part of the story as it would be written on a day: what can be told without a database."""
    stage = Stage(today=today)
    stage.riverbend = TaskForce(pk=1)
    stage.agencies = {key: Agency(pk=number) for number, key in enumerate(agencies.OFFICES, 1)}
    stage.hats = {
        key: Hat(number, stage.agencies[post.agency].pk, people.part(post.roles))
        for number, (key, post) in enumerate(people.POSTS.items(), 1)
    }
    law.investigate(stage, cases.open_cases(stage))
    return [
        [(row.pk, str(row), row.made_at) for row in stage.rows[model]]
        for model in (Case, Lead, Investigation, Victim, Suspect, SurvivorArrest)
    ]


def test_the_same_day_tells_the_same_story():
    assert told(dt.date(2026, 3, 2)) == told(dt.date(2026, 3, 2))
    assert told(dt.date(2026, 3, 2)) != told(dt.date(2026, 3, 3))


def counts():
    return {
        model._meta.label: model._base_manager.using(OWNER).count()
        for room in ("agencies", "audit", "access", "cases", "referrals", "investigations", "victims", "reports")
        for model in apps.get_app_config(room).get_models()
    }


def test_loading_it_twice_changes_nothing(capsys):
    before = counts()
    call_command("demo", "small")
    assert "there already" in capsys.readouterr().out
    assert counts() == before


def test_the_wall_stands_as_declared():
    with transaction.atomic(using=OWNER):
        found = drift(connections[OWNER])
        transaction.set_rollback(True, using=OWNER)
    assert found == []


def test_a_deployment_that_is_no_demonstration_refuses(settings):
    settings.ECM_DEMO = "none"
    with pytest.raises(CommandError, match="known password"):
        call_command("demo", "small")


def test_accounts_are_printed_one_for_each_role(capsys):
    call_command("demo", "--accounts")
    printed = capsys.readouterr().out
    assert people.PASSWORD in printed
    shown = {role for key in people.SHOWN for role in people.POSTS[key].roles}
    assert shown == set(Role)
    assert [key for key in people.SHOWN if people.email(key) not in printed] == []


def hat_of(key):
    post = people.POSTS[key]
    membership = all_of(Membership, person__name=post.name, agency__name=agencies.OFFICES[post.agency].name).get()
    return Hat(membership.person_id, membership.agency_id, people.part(post.roles))


def test_names_open_for_the_provider_and_for_nobody_else():
    with acting(hat_of("advocate")):
        opened = [client.identity.name for client in Client.objects.with_names()]
    assert len(opened) > 100
    assert all(" " in name for name in opened)
    for key in ("detective", "coordinator", "site", "lakeside.advocate"):
        with acting(hat_of(key)):
            assert [client.code_name for client in Client.objects.all()] in ([], ["Hidden Harbor"])


def test_lakeside_sees_its_one_case_and_riverbend_does_not():
    with acting(hat_of("lakeside.coordinator")):
        assert Case.objects.count() == 1
    with acting(hat_of("coordinator")):
        assert Case.objects.count() == 300
    with acting(hat_of("lakeside.advocate")):
        assert [client.code_name for client in Client.objects.all()] == ["Hidden Harbor"]


def test_prosecutors_see_what_was_presented_to_them():
    with acting(hat_of("prosecutor")):
        assert Suspect.objects.count() > 100
        assert Charge.objects.count() > 100
    with acting(hat_of("advocate")):
        assert Suspect.objects.count() == 0


def links(page):
    """The addresses of this house that a page's menus lead to."""
    menus = re.findall(r"<nav.*?</nav>", page.content.decode(), re.DOTALL)
    return sorted(set(re.findall(r'href="(/[^"#]*)"', " ".join(menus))) - {"/account/logout/"})


def rows_of(page):
    """Where the first rows of a page's tables and lists lead to."""
    inside = re.search(r"<main.*?</main>", page.content.decode(), re.DOTALL)[0]
    return [link for link in re.findall(r'href="(/[^"#?]*)"', inside) if re.search(r"[0-9a-f-]{36}", link)][:4]


@pytest.mark.parametrize("key", ["coordinator", "detective", "prosecutor", "advocate", "grants", "auditor"])
def test_what_the_lists_lead_to_opens(key, client):
    client.post("/account/login/", {"login": people.email(key), "password": people.PASSWORD})
    home = client.get("/")
    found = {link for page in links(home) for link in rows_of(client.get(page))}
    assert found or key == "auditor"
    assert {link: client.get(link).status_code for link in found} == dict.fromkeys(found, 200)


@pytest.mark.parametrize("key", people.SHOWN)
def test_each_account_signs_in_and_every_page_of_its_menus_opens(key, client):
    answer = client.post("/account/login/", {"login": people.email(key), "password": people.PASSWORD})
    assert answer.status_code == 302
    home = client.get("/", follow=True)
    assert home.status_code == 200
    assert {link: client.get(link).status_code for link in links(home)} == dict.fromkeys(links(home), 200)
    assert len(links(home)) > 1 or key == "otterby"  # who wears two hats chooses one first
