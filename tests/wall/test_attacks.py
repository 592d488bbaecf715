"""What an injection gives: any SQL as the application's login, under somebody's own signed context.

Each attempt was made once to get or change what its maker may not; none may work. Tests named after
something that leaked once keep it closed.
"""

import datetime as dt
import hashlib
import json
import uuid
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.utils import timezone

from access.compiler import columns_of, declared, executed, protected_tables
from access.context import acting, known
from access.hats import COORDINATOR, Hat
from access.models import Job
from access.policies import Protection
from agencies.models import Membership, Participation, Person
from audit.entries import record
from audit.models import Entry
from cases.models import CaseAgency
from imports.models import Import
from investigations.models import Note
from referrals.models import Disclosure, Reading, ReferralPaper
from tests.cases.rows import a_case, a_lead
from tests.cast import OWNER
from tests.investigations.rows import an_investigation
from tests.investigations.rows import write as law_write
from tests.referrals.rows import a_paper, a_referral
from tests.victims.rows import a_client, signed
from victims import services
from victims.facts import FACTS
from victims.models import Client, ClientPersonGrant, DisclosureLink
from victims.services import referral_work
from victims.services import release as releasing


def ask(statement, values=(), using="default"):
    with connections[using].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


@contextmanager
def injecting(hat):
    """A transaction that commits, as `hat`; nobody when None."""
    with acting(hat) if hat else known(0):
        yield


def attempt(hat, statement, values=()):
    """What the statement gave and left behind, or the name of the error that stopped it."""
    try:
        with injecting(hat):
            return ask(statement, values)
    except DatabaseError as error:
        return type(error.__cause__).__name__


def digest():
    """A digest of every protected row, as the owner sees them."""
    found = {}
    for table in protected_tables():
        rows = ask(f"SELECT coalesce(string_agg(t::text, '|' ORDER BY t::text), '') FROM {table} t", using=OWNER)
        found[table] = hashlib.sha256(rows[0][0].encode()).hexdigest()
    return found


# ---- the login itself ------------------------------------------------------------------------------

REFUSED_TO_EVERYBODY = (
    "SET ROLE ecm_owner",
    "SET SESSION AUTHORIZATION ecm_owner",
    "SET SESSION AUTHORIZATION ecm_clerk",
    "ALTER ROLE ecm_app BYPASSRLS",
    "ALTER TABLE victims_client DISABLE ROW LEVEL SECURITY",
    "CREATE POLICY open ON victims_client USING (true)",
    "DROP POLICY see_own ON victims_client",
    "CREATE FUNCTION wall.person() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE FUNCTION public.now() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "ALTER FUNCTION wall.person() SECURITY INVOKER",
    "CREATE TRIGGER t BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION wall.copy_named_only()",
    "CREATE VIEW public.shadow AS SELECT 1",
    "CREATE TEMP TABLE agencies_person (id int)",
    "CREATE EXTENSION dblink",
    "CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw",
    "GRANT SELECT ON victims_client TO ecm_app",
    "TRUNCATE audit_entry",
    "DELETE FROM audit_entry",
    "UPDATE audit_entry SET verb = 'slept'",
    "SELECT * FROM wall.key",
    "SELECT password FROM accounts_user",
    "SELECT * FROM django_session",
    "SELECT token_digest FROM agencies_invitation",
    "SELECT token_digest FROM agencies_recovery",
    "SELECT * FROM mfa_authenticator",
    "SELECT * FROM pg_statistic",
    "SELECT * FROM pg_stats",
    "SELECT * FROM pg_stat_user_tables",
    "SELECT * FROM pg_locks",
    "SELECT pg_lock_status()",
    "SELECT * FROM pg_largeobject",
    "SELECT pg_read_file('pg_hba.conf')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT last_value FROM agencies_membership_id_seq",
    "SELECT nextval('agencies_award_id_seq')",
    "COPY victims_client TO '/tmp/clients'",
    "COPY victims_client FROM PROGRAM 'true'",
    "COPY victims_note FROM STDIN",
    "SET session_replication_role = replica",
    "SET row_security = off; SELECT id FROM victims_client",
    "SELECT wall.open_job(gen_random_uuid())",
    "SELECT wall.keys_of_agency(1)",
    "SELECT wall.data_keys_not_under(1, gen_random_uuid(), 10)",
    "SELECT wall.put_grant(gen_random_uuid(), 1, 'named', 'x')",
    "SELECT wall.roles_at(1, 1)",
    "SELECT wall.live_members(1)",
    "SELECT wall.granted_clients('{named}')",
    "SELECT wall.take_invitation('x', 1, 'x')",
    "SELECT wall.take_recovery('x')",
    "SELECT wall.counting_agency()",
    "INSERT INTO agencies_membership (person_id, agency_id, roles, task_forces, from_on) "
    "VALUES (1, 1, '{advocate}', '{}', now())",
    "INSERT INTO agencies_recovery (id) VALUES (gen_random_uuid())",
    "INSERT INTO victims_clienthistory (pgh_id) VALUES (gen_random_uuid())",
    "INSERT INTO victims_clientpersongrant (id) VALUES (gen_random_uuid())",
    "UPDATE victims_clientpersongrant SET ended_at = NULL",
    "UPDATE agencies_participation SET accepted_at = now()",
    "UPDATE agencies_agency SET is_operator = true",
    "UPDATE agencies_agency SET sector = 'victim_services'",
    "UPDATE agencies_invitation SET taken_at = NULL",
    "UPDATE referrals_referral SET closes_at = now()",
    "UPDATE referrals_disclosure SET recipient_id = owner_id",
    "UPDATE referrals_disclosure SET ends_at = now() + interval '1 year'",
    "UPDATE victims_client SET named_only = false",
    "UPDATE victims_note SET named_only = false",
    "UPDATE victims_need SET named_only = false",
    "UPDATE investigations_investigation SET sealed = false",
    "UPDATE investigations_investigation SET lead_id = 1",
    "UPDATE investigations_investigation SET task_force_id = 1",
    "UPDATE cases_case SET task_force_id = 1",
    "UPDATE cases_case SET law_lead_id = 1",
    "UPDATE cases_case SET services_lead_id = 1",
    "SELECT wall.cases_follow_lead(1, 1)",
    "UPDATE cases_caseagency SET agency_id = 1",
    "UPDATE access_agencykey SET wrapped = ''",
    "UPDATE access_job SET person_id = 1",
)


def test_what_no_login_of_a_page_may_do_is_refused_whoever_acts(cast):
    a_client(cast)
    before = digest()
    allowed = []
    for hat in (cast.detective, cast.advocate, cast.site_admin):
        for statement in REFUSED_TO_EVERYBODY:
            stopped = attempt(hat, statement)
            if not isinstance(stopped, str):
                allowed.append((hat.person_id, statement, stopped))
    assert allowed == []
    assert digest() == before


def test_no_system_column_of_a_protected_row_can_be_read(cast):
    """With `xmax` the sender of a referral would see that the provider hung a row on it."""
    read = []
    with acting(cast.detective):
        for table in protected_tables():
            for column in ("xmin", "xmax", "cmin", "ctid", "tableoid"):
                try:
                    with transaction.atomic():
                        ask(f"SELECT {column} FROM {table}")
                    read.append((table, column))
                except DatabaseError:
                    pass
    assert read == []


def test_no_owner_or_maker_of_a_protected_row_can_be_changed(cast):
    changed = []
    with acting(cast.detective):
        for each in declared():
            if not isinstance(each, Protection):
                continue
            table = each.model.replace(".", "_").lower()
            for column in ("owner_id", "made_by_id", "made_at", "sealed", "named_only", "recipient_id"):
                may = ask("SELECT has_any_column_privilege(%s, 'UPDATE')", [table])[0][0]
                if not may or column not in columns_of(apps.get_model(each.model)):
                    continue
                if ask("SELECT has_column_privilege(%s, %s, 'UPDATE')", [table, column])[0][0]:
                    changed.append(f"{table}.{column}")
    # A draft release's addressee is chosen in steps; the database freezes it once it is signed.
    assert changed == ["victims_release.recipient_id"]


def test_each_login_executes_what_is_listed_and_nothing_else(house):
    rows = ask(
        "SELECT l.login, p.proname::text FROM pg_proc p, unnest(%s) l (login) "
        "WHERE p.pronamespace IN ('wall'::regnamespace, 'public'::regnamespace) "
        "AND has_function_privilege(l.login, p.oid, 'EXECUTE')",
        [list(executed())],
        using=OWNER,
    )
    assert set(rows) == {(login, name) for login, names in executed().items() for name in names}


def test_every_function_that_runs_as_its_owner_pins_its_search_path(house):
    loose = ask(
        "SELECT proname::text FROM pg_proc WHERE pronamespace IN ('wall'::regnamespace, 'public'::regnamespace) "
        "AND prosecdef AND NOT coalesce(array_to_string(proconfig, ',') LIKE '%%search_path=%%', false)",
        using=OWNER,
    )
    assert loose == []


# ---- verbs that look behind the wall ------------------------------------------------------------------


@pytest.fixture
def world(cast):
    """One record of every room that somebody would like to get at."""
    client = a_client(cast)
    case, lead = a_case(cast), a_lead(cast)
    investigation = an_investigation(cast)
    with acting(cast.advocate):
        services.write_note(by=cast.advocate, client=client, text="A note")
        grant = ClientPersonGrant.objects.get(content_object=client)
    note = law_write(Note, cast.detective, investigation=investigation, sealed=False, text="Karl keeps the passports.")
    part = Participation.objects.using(OWNER).get(agency=cast.harbor)
    cast.__dict__["at"] = {
        "client": client.pk,
        "grant": grant.pk,
        "case": case.pk,
        "lead": lead.pk,
        "investigation": investigation.pk,
        "note": note.pk,
        "part": part.pk,
    }
    return cast


def verbs(cast):
    """Every listed verb, aimed at what is somebody else's, and at nothing."""
    at, nothing = cast.at, uuid.uuid4()
    for who in ("me", cast.second_detective.person_id, None):
        for client in (at["client"], None):
            yield "SELECT wall.assign_client(%s, %s, %s, 'x')", [client, who, "named"]
            yield "SELECT wall.set_client_closed(%s, %s)", [client, who is not None]
    for grant in (at["grant"], nothing, None):
        yield "SELECT wall.end_client_grant(%s)", [grant]
    yield "SELECT wall.hand_over_clients(%s, %s, 'x')", [cast.advocate.person_id, "me"]
    yield "SELECT wall.hand_over_clients(NULL, NULL, NULL)", []
    yield "SELECT wall.redact_case(%s, 'x', '{summary}')", [at["case"]]
    yield "SELECT wall.redact_lead(%s, 'x', '{text}')", [at["lead"]]
    yield "SELECT wall.redact_note(%s, 'x')", [at["note"]]
    yield "SELECT wall.redact_activity(NULL, NULL, NULL)", []
    for agency in (cast.police.pk, cast.sheriff.pk, cast.harbor.pk, None):
        yield "SELECT wall.set_law_lead(%s, %s)", [at["case"], agency]
        yield "SELECT wall.cases_follow_lead(%s, %s)", [cast.riverbend.pk, agency]
    for shut in (True, False, None):
        yield "SELECT wall.seal_investigation(%s, %s)", [at["investigation"], shut]
    yield "SELECT wall.reassign_investigation(%s, %s)", [at["investigation"], "me"]
    yield "SELECT wall.hand_over_investigations(%s, %s)", [cast.detective.person_id, "me"]
    yield "SELECT wall.hand_over_investigations(NULL, NULL)", []
    for agency in (cast.police.pk, cast.lake_police.pk, None):
        yield "SELECT wall.hand_over_investigation(%s, %s, %s)", [at["investigation"], agency, "me"]
    for verb in ("accept", "agree", "end"):
        yield f"SELECT wall.{verb}_participation(%s)", [at["part"]]
        yield f"SELECT wall.{verb}_participation(NULL)", []
    yield "SELECT wall.approve_recovery(%s)", [nothing]
    yield "SELECT wall.open_agency('Sham', 'victim_services', 'none', '', '', '', 'OH', true)", []


STRANGERS = (
    "nobody",
    "superuser",
    "ex_advocate",
    "ex_detective",
    "lake_detective",
    "lake_advocate",
    "lake_coordinator",
    "other_advocate",
    "grant_manager",
    "services_auditor",
    "law_auditor",
    "le_grant_manager",
    "victim_specialist",
    "prosecutor",
)


@pytest.mark.rule("R15")
@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_stranger_moves_nothing_by_a_verb_that_changes_sight(world, stranger):
    hat = None if stranger == "nobody" else world.hats[stranger]
    before = digest()
    done = []
    for statement, values in verbs(world):
        mine = [hat.person_id if hat and value == "me" else None if value == "me" else value for value in values]
        answer = attempt(hat, statement, mine)
        if answer not in ([(False,)], [(None,)]) and not isinstance(answer, str):
            done.append((statement, mine, answer))
    assert digest() == before
    assert done == []


def test_a_verb_that_nobody_asks_for_does_nothing(world):
    """`IF NOT (NULL)` let whoever had no hat end a colleague's grant."""
    with transaction.atomic():
        assert ask("SELECT wall.end_client_grant(%s)", [world.at["grant"]]) == [(False,)]
    with known(world.advocate.person_id):
        assert ask("SELECT wall.end_client_grant(%s)", [world.at["grant"]]) == [(False,)]


def at_the_provider(cast, *roles):
    """A person of Harbor House with these roles, where Harbor House coordinates as well."""
    Participation.objects.using(OWNER).filter(agency=cast.harbor).update(coordinates=True)
    Membership.objects.using(OWNER).filter(person_id=cast.advocate.person_id).update(roles=list(roles))
    return Hat(cast.advocate.person_id, cast.harbor.pk, COORDINATOR)


def test_under_a_coordinators_hat_nobody_assigns_or_closes_clients(world):
    hat = at_the_provider(world, "advocate", "advocate_supervisor", "coordinator")
    before = digest()
    for statement, values in (
        ("SELECT wall.assign_client(%s, %s, 'named', 'x')", [world.at["client"], hat.person_id]),
        ("SELECT wall.set_client_closed(%s, false)", [world.at["client"]]),
        ("SELECT wall.end_client_grant(%s)", [world.at["grant"]]),
        ("SELECT wall.hand_over_clients(%s, %s, 'x')", [hat.person_id, world.second_advocate.person_id]),
    ):
        assert attempt(hat, statement, values) in ([(False,)], [(None,)]), statement
    assert digest() == before


def test_a_coordinators_hat_sees_no_sheet_of_clients_of_its_employer(cast):
    with acting(cast.advocate):
        for target in ("cases", "clients"):
            Import.objects.bulk_create([Import(owner=cast.harbor, made_by_id=cast.advocate.person_id, target=target)])
    hat = at_the_provider(cast, "advocate", "coordinator")
    with acting(hat):
        assert ask("SELECT target FROM imports_import") == [("cases",)]


def test_who_takes_part_in_a_case_does_not_take_its_lead(cast):
    """With the update of the lead's column any agency in a case made itself, or anybody, its lead."""
    case = a_case(cast)
    with acting(cast.coordinator):
        CaseAgency.on(case, cast.coordinator, agency=cast.police)
    lead = "SELECT wall.set_law_lead(%s, %s)"
    before = digest()
    for hat in (cast.other_detective, cast.advocate, cast.grant_manager, cast.le_admin, cast.lake_coordinator):
        assert attempt(hat, lead, [case.pk, cast.police.pk]) == [(False,)]
    # Nor does whoever may hand it on give it to a provider, or to a stranger to the task force.
    for agency in (cast.harbor, cast.lake_police, cast.agencies["coordination"]):
        assert attempt(cast.coordinator, lead, [case.pk, agency.pk]) == [(False,)]
    assert digest() == before
    assert attempt(cast.detective, lead, [case.pk, cast.police.pk]) == [(True,)]
    assert attempt(cast.detective, lead, [case.pk, cast.sheriff.pk]) == [(False,)]
    assert attempt(cast.coordinator, lead, [case.pk, cast.sheriff.pk]) == [(True,)]


def test_whoever_does_not_see_a_lead_does_not_strike_it_out(cast):
    lead = a_lead(cast, cast.detective)
    for hat in (cast.le_admin, cast.le_grant_manager, cast.law_auditor):
        assert attempt(hat, "SELECT wall.redact_lead(%s, 'gone', '{text}')", [lead.pk]) == [(False,)]


# ---- one person, two hats -------------------------------------------------------------------------------


def test_a_job_is_not_read_or_asked_for_under_another_hat(cast):
    law, services_hat = cast.both_sides["law"], cast.both_sides["services"]
    with acting(services_hat):
        Job(
            task="imports.run", person_id=law.person_id, owner_id=services_hat.agency_id, part="member", says="Luna"
        ).save(force_insert=True)
    with acting(law):
        assert list(Job.objects.all()) == []
        assert Job.objects.update(says="x") == 0
    for agency, part in ((services_hat.agency_id, "member"), (law.agency_id, "coordinator"), (law.agency_id, "")):
        statement = (
            "INSERT INTO access_job (id, task, arguments, person_id, owner_id, part, state, progress, says,"
            " asked_at, told_at)"
            " VALUES (gen_random_uuid(), 'x', '{}', %s, %s, %s, 'waiting', 0, '', now(), now())"
        )
        assert attempt(law, statement, [law.person_id, agency, part]) == "InsufficientPrivilege"


def test_what_one_did_in_one_room_is_not_read_in_the_other(cast):
    law, services_hat = cast.both_sides["law"], cast.both_sides["services"]
    with acting(services_hat):
        record(by=services_hat, verb="opened", of="victims.client")
        assert Entry.objects.count() == 1
    with acting(law):
        assert Entry.objects.count() == 0


# ---- copies -----------------------------------------------------------------------------------------------


@pytest.fixture
def copies(cast):
    """A closed client's copy that the sheriff has read, and an open client with a release."""
    with acting(cast.advocate):
        closed, other = (a_client(cast) for _ in range(2))
        releases = [signed(client, cast.advocate, cast.sheriff) for client in (closed, other)]
        copy = releasing.give(by=cast.advocate, release=releases[0], digest=releasing.copy_of(releases[0]).digest)
        colleague = cast.advocate.person
        services.close_to_named(by=cast.advocate, client=closed, people=[colleague], reason="Safety")
    with acting(cast.detective):
        Reading(owner_id=cast.harbor.pk, made_by_id=cast.detective.person_id, disclosure=copy).save(force_insert=True)
    return {"closed": closed, "open": other, "release": releases[1], "first": releases[0], "copy": copy}


def test_a_closed_clients_copy_and_its_readings_are_as_closed_as_the_client(cast, copies):
    with acting(cast.second_advocate):
        assert Disclosure.objects.count() == Reading.objects.count() == 0
        assert ask("UPDATE referrals_disclosure SET revoked_at = now()") == 0
    with acting(cast.advocate):
        assert Disclosure.objects.count() == Reading.objects.count() == 1


def test_nobody_opens_a_copy_by_linking_it_to_a_client_of_theirs(cast, copies):
    with acting(cast.second_advocate), pytest.raises(DatabaseError), transaction.atomic():
        DisclosureLink.new(
            cast.second_advocate,
            client=copies["open"],
            release=copies["release"],
            disclosure_id=copies["copy"].pk,
        )
    with acting(cast.second_advocate):
        assert Disclosure.objects.count() == 0


def test_a_copy_that_was_taken_back_is_not_opened_again(cast, copies):
    with acting(cast.advocate):
        releasing.revoke(by=cast.advocate, release=copies["first"], how="phone")
    for statement in (
        "UPDATE referrals_disclosure SET revoked_at = NULL",
        "UPDATE referrals_disclosure SET version = 9",
    ):
        assert attempt(cast.advocate, statement) == 0
    assert attempt(cast.advocate, "UPDATE victims_release SET revoked_at = NULL") == "CheckViolation"
    with acting(cast.detective):
        assert Disclosure.objects.count() == 0


def test_a_paper_that_was_taken_back_is_not_laid_out_again(cast):
    a_paper(cast)
    ReferralPaper.objects.using(OWNER).update(withdrawn_at=timezone.now(), wrapped=b"")
    assert attempt(cast.detective, "UPDATE referrals_referralpaper SET withdrawn_at = NULL") == 0
    with acting(cast.advocate):
        assert ReferralPaper.objects.count() == 0


def test_a_copy_needs_a_live_release_that_names_its_facts_and_its_reader(cast, copies):
    """By raw SQL, with the client's own link already there."""

    def fact(kind, **changes):
        return {"kind": kind, "label": FACTS[kind].label, "text": "x"} | changes

    def give(release, **changes):
        facts = {
            "recipient": cast.sheriff,
            "purpose": "x",
            "basis": "release",
            "facts": [fact("safe_contact")],
            "ends_at": timezone.now() + dt.timedelta(days=1),
        } | changes
        if "outline" in changes:
            facts["told"] = json.dumps(["x"])
            del facts["facts"]
        try:
            with acting(cast.advocate):
                pk = uuid.uuid4()
                DisclosureLink.new(cast.advocate, client=release.client, release=release, disclosure_id=pk)
                Disclosure.new(cast.advocate, pk=pk, **facts)
        except DatabaseError as error:
            return type(error.__cause__).__name__
        return "given"

    release = copies["release"]
    assert give(release) == "given"
    for changes in (
        {"facts": [{"kind": "shelter_address", "label": "x", "text": "x"}]},
        {"facts": [fact("safe_contact"), {"kind": "notes", "label": "x", "text": "x"}]},
        {"facts": [fact("safe_contact"), fact("willing")]},
        {"facts": [fact("safe_contact"), fact("safe_contact")]},
        {"facts": [fact("safe_contact", label="Marisol Vega stays at 12 Elm Street")]},
        {"outline": [fact("safe_contact") | {"more": "12 Elm Street"}]},
        {"outline": []},
        {"recipient": cast.police},
        {"ends_at": timezone.now() + dt.timedelta(days=400)},
        {"made_at": timezone.now() - dt.timedelta(days=400), "ends_at": timezone.now() + dt.timedelta(days=400)},
    ):
        assert give(release, **changes) == "CheckViolation", changes
    with acting(cast.advocate):
        releasing.revoke(by=cast.advocate, release=release, how="phone")
    assert give(release) == "CheckViolation"


# ---- contexts, cursors, connections ---------------------------------------------------------------------


def test_nothing_of_one_person_is_left_on_the_connection_for_the_next(cast, signed_in):
    a_client(cast)
    with acting(cast.advocate):
        ask("DECLARE kept CURSOR WITH HOLD FOR SELECT code_name FROM victims_client")
        ask("PREPARE mine AS SELECT code_name FROM victims_client")
        ask("SET statement_timeout = '1h'")
        ask("LISTEN somebody")
    signed_in(None).get("/account/login/")  # nobody is signed in: the next page is the sign-in page
    with transaction.atomic():
        assert ask("SELECT name FROM pg_cursors WHERE is_holdable") == []
        assert ask("SELECT name FROM pg_prepared_statements WHERE name = 'mine'") == []
        assert ask("SHOW statement_timeout") == [("0",)]
        assert ask("SELECT pg_listening_channels()") == []


def test_a_prepared_statement_answers_whoever_runs_it(cast):
    a_client(cast)
    with acting(cast.advocate):
        ask("PREPARE mine AS SELECT count(*) FROM victims_client")
        assert ask("EXECUTE mine") == [(1,)]
    with acting(cast.detective):
        assert ask("EXECUTE mine") == [(0,)]
    ask("DEALLOCATE mine")


def test_a_membership_that_ends_inside_an_open_transaction_ends_its_sight(cast):
    a_client(cast)
    with acting(cast.advocate):
        assert Client.objects.count() == 1
        Membership.objects.using(OWNER).filter(person_id=cast.advocate.person_id).update(ended_at=timezone.now())
        assert Client.objects.count() == 0


# ---- oracles ----------------------------------------------------------------------------------------------


def test_a_key_to_a_hidden_row_is_refused_like_one_to_nothing(world):
    """Else an insert would tell whether an identifier is somebody's."""
    statement = (
        "INSERT INTO victims_casebookmark (id, owner_id, made_at, made_by_id, version, client_id, case_id, named_only)"
        " VALUES (gen_random_uuid(), %s, now(), %s, 1, %s, %s, false)"
    )
    hat = world.other_advocate
    answers = {
        attempt(hat, statement, [hat.agency_id, hat.person_id, client, world.at["case"]])
        for client in (world.at["client"], uuid.uuid4())
    }
    assert answers == {"InsufficientPrivilege"}


def test_the_sender_of_a_referral_sees_no_difference_whatever_the_provider_does(cast):
    """All that the sheriff can read, before and after: rows, histories, audit of its auditor."""
    referral = a_referral(cast)
    papers = [a_paper(cast, referral, name=name) for name in ("Marisol Vega", "Second Person")]
    case = a_case(cast)

    def seen():
        found = {}
        for key in ("detective", "le_supervisor", "law_auditor", "le_admin", "le_grant_manager", "coordinator"):
            with acting(cast.hats[key]):
                for table in protected_tables():
                    names = ask(
                        "SELECT string_agg(quote_ident(attname), '::text, ') FROM pg_attribute "
                        "WHERE attrelid = %s::regclass AND attnum > 0"
                        " AND has_column_privilege(attrelid, attnum, 'SELECT')",
                        [table],
                    )[0][0]
                    rows = ask(f"SELECT {names}::text FROM {table}")
                    found[key, table] = sorted(map(str, rows))
        return found

    before = seen()
    with acting(cast.advocate):
        client = referral_work.open_from_paper(by=cast.advocate, paper=papers[0])
        referral_work.take_step(
            by=cast.advocate, referral=referral, step="declined", on=timezone.localdate(), note="No bed"
        )
        services.bookmark(by=cast.advocate, client=client, case=case)
        services.write_note(by=cast.advocate, client=client, text="A note")
    assert {key: rows for key, rows in seen().items() if rows != before[key]} == {}


@pytest.mark.parametrize("through", ["page", "api"])
def test_that_an_advocate_reads_a_shared_row_is_told_to_nobody_else(cast, signed_in, through):
    """The owner's auditor would see who opens a case or a referral again and again: who has a client in it."""
    case, referral = a_case(cast, hat=cast.detective), a_referral(cast)
    client = signed_in(cast.advocate)
    start = "/api/v1" if through == "api" else ""
    for kind, row in (("cases", case), ("referrals", referral)):
        address = f"{start}/{kind}/{row.pk}/" if through == "api" else row.get_absolute_url()
        assert client.get(address).status_code == 200, address
    read = Entry.objects.using(OWNER).filter(verb="read", person_id=cast.advocate.person_id)
    assert sorted(read.values_list("kind", "owner_id")) == [
        ("cases.case", cast.harbor.pk),
        ("referrals.referral", cast.harbor.pk),
    ]
    with acting(cast.law_auditor):
        assert list(Entry.objects.exclude(person_id=cast.law_auditor.person_id)) == []


# ---- pages ------------------------------------------------------------------------------------------------


@pytest.mark.rule("R31")
def test_no_page_of_a_signed_in_person_is_kept_by_the_browser(cast, signed_in):
    client = signed_in(cast.advocate)
    hidden = f"/clients/{uuid.uuid4()}/"
    for address in ("/", "/clients/", "/nothing/here/", "/office/hats/", "/api/v1/cases/", hidden):
        assert "no-store" in client.get(address).headers.get("Cache-Control", ""), address


def test_a_hat_that_is_not_a_number_is_no_hat(cast, signed_in):
    client = signed_in(cast.advocate)
    for hat in ("²:member", "99999999999999999999:member", "1:counter", "1:", ":", "-1:member", "1:member:1"):
        assert client.post("/office/hat/", {"hat": hat}).status_code == 404, hat


def test_a_post_without_a_token_changes_nothing(cast, signed_in):
    for hat in (cast.both_sides["law"], cast.advocate):
        client = signed_in(hat, enforce_csrf_checks=True)
        assert client.post("/office/hat/", {"hat": hat.value}).status_code == 403
        answer = client.post("/api/v1/clients/", {}, content_type="application/json")
        assert answer.status_code == 403


def test_what_was_typed_in_one_room_is_not_given_back_in_the_other(cast, signed_in):
    law, services_hat = cast.both_sides["law"], cast.both_sides["services"]
    said = {"address": "/cases/new/", "forms": {"0": [["summary", "Luna is our client"]]}, "lock": True}
    signed_in(services_hat).post("/account/keep/", json.dumps(said), content_type="application/json")
    assert b"Luna" not in signed_in(law).get("/cases/new/").content
    assert b"Luna" in signed_in(services_hat).get("/cases/new/").content


def test_from_a_room_whose_hat_has_ended_one_signs_in_again_too(cast, signed_in):
    law, services_hat = cast.both_sides["law"], cast.both_sides["services"]
    client = signed_in(law)
    Membership.objects.using(OWNER).filter(person_id=law.person_id, agency_id=law.agency_id).update(
        ended_at=timezone.now()
    )
    answer = client.post("/office/hat/", {"hat": services_hat.value})
    assert answer.url == "/account/login/"


def test_an_agency_that_left_sees_nothing_by_a_part_that_it_made_itself(cast):
    """Ended parts are not revived by the agency that they let in."""
    case = a_case(cast)
    part = CaseAgency.objects.using(OWNER).create(
        owner_id=cast.police.pk,
        made_by_id=cast.other_detective.person_id,
        case=case,
        task_force=cast.riverbend,
        agency=cast.police,
        until_on=timezone.localdate(),
        ended_at=timezone.now(),
    )
    assert attempt(cast.other_detective, "UPDATE cases_caseagency SET ended_at = NULL, until_on = NULL") in (
        0,
        "InsufficientPrivilege",
    )
    with acting(cast.other_detective):
        assert ask("SELECT id FROM cases_case WHERE id = %s", [part.case_id]) == []


def test_an_agency_administrator_lets_nobody_of_another_agency_in(cast):
    for hat in (cast.services_admin, cast.le_admin, cast.site_admin, cast.coordinator):
        other = cast.police if hat.agency_id != cast.police.pk else cast.sheriff
        statement = (
            "INSERT INTO agencies_invitation (id, agency_id, email, name, roles, task_forces, made_by_id, made_at,"
            " ends_at, token_digest) VALUES (gen_random_uuid(), %s, 'x@example.org', 'x', '{agency_admin}', '{}', %s,"
            " now(), now() + interval '1 day', 'x')"
        )
        assert attempt(hat, statement, [other.pk, hat.person_id]) == "InsufficientPrivilege"
        statement = "UPDATE agencies_membership SET roles = '{detective}' WHERE agency_id = %s"
        assert attempt(hat, statement, [other.pk]) == 0


def told_about(world, stranger, client, codename):
    """All that `stranger` is told who assigns themselves a client, up to the error at the end."""
    seen = []
    try:
        with acting(stranger):
            for who in (stranger.person_id, world.advocate.person_id):
                seen += ask("SELECT wall.assign_client(%s, %s, %s, 'x')", [client, who, codename])
            seen += ask("SELECT owner_id, named_only, ended_at FROM victims_clientpersongrant")
            for closed in (True, False):
                seen += ask("SELECT wall.set_client_closed(%s, %s)", [client, closed])
            seen += ask("SELECT wall.end_client_grant(%s)", [world.at["grant"]])
    except IntegrityError as error:
        return seen, str(error)
    return seen, ""


@pytest.mark.parametrize("codename", ["assigned", "named"])
@pytest.mark.parametrize("closed", [False, True])
def test_nobody_learns_by_assigning_themselves_whether_another_agency_has_a_client(world, codename, closed):
    """A client of another agency was refused at once, one that does not exist only when all was written."""
    client, stranger = world.at["client"], world.other_advocate
    if closed:
        with acting(world.advocate):
            people = [Person.objects.get(pk=world.advocate.person_id)]
            services.close_to_named(by=world.advocate, client=Client.objects.get(), people=people, reason="x")
    before = digest()
    another, nobody = (told_about(world, stranger, aim, codename) for aim in (client, uuid.uuid4()))
    assert another == nobody
    assert another[1].startswith("a grant is for a client of its agency")
    assert digest() == before
