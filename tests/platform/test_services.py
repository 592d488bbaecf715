"""The embedded servers are nobody else's, and lose nothing when they are killed."""

import os
import secrets
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
import redis

from ecm.bootstrap import bootstrap
from ecm.keys import LOGINS
from ecm.places import remove
from ecm.processes import CannotStart, wait_until
from ecm.services import Services

pytestmark = pytest.mark.slow


@pytest.fixture
def services():
    data = Path(tempfile.mkdtemp(prefix="ecm-platform-"))
    made = Services(data)
    made.start(dies_with_us=False)
    yield made
    made.stop()
    remove(data)


def test_both_are_private_and_on_no_network(services):
    for pid in (services._postgres_pid(), services._redis_pid()):
        assert _listening_ports(pid) == []
    rules = (services.place.cluster / "pg_hba.conf").read_text().splitlines()
    assert [line for line in rules if not line.startswith("#")] == ["local all all scram-sha-256"]
    with pytest.raises(redis.exceptions.AuthenticationError):
        redis.Redis(unix_socket_path=str(services.place.sockets / "redis.sock")).ping()
    for private in (services.place.data, services.place.home, services.place.sockets, services.place.cluster):
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert stat.S_IMODE((services.place.data / "secrets.env").stat().st_mode) == 0o600


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    before = tmp_path.stat().st_mode
    with pytest.raises(CannotStart, match="holds something else"):
        Services(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]
    assert tmp_path.stat().st_mode == before


@pytest.mark.skipif("os.geteuid() != 0", reason="only root has another account to give them")
def test_as_root_they_run_under_an_account_of_their_own(services):
    for pid in (services._postgres_pid(), services._redis_pid()):
        assert Path(f"/proc/{pid}").stat().st_uid == services.place.account.uid != 0


def test_a_killed_pair_has_kept_what_was_written(services):
    _write(services, "before the kill")
    time.sleep(1.1)  # the store appends to its file every second
    for pid in (services._postgres_pid(), services._redis_pid()):
        os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: not (services._postgres_pid() or services._redis_pid()), seconds=10)
    services.start(dies_with_us=False)
    assert _read(services) == ("before the kill", "before the kill")


def test_a_process_number_used_again_does_not_stop_a_start(services):
    _write(services, "kept")
    services.stop()
    (services.place.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{services.place.cluster}\n")
    services.start(dies_with_us=False)
    assert _read(services)[0] == "kept"


def test_they_end_with_a_parent_that_is_killed():
    data = Path(tempfile.mkdtemp(prefix="ecm-platform-"))
    program = (
        "import sys, time; from pathlib import Path; from ecm.services import Services;"
        "Services(Path(sys.argv[1])).start(dies_with_us=True); print('up', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(data)], stdout=subprocess.PIPE) as parent:
        assert parent.stdout.readline() == b"up\n"
        services = Services(data)
        assert services.are_running()
        parent.kill()
    assert wait_until(lambda: not (services._postgres_pid() or services._redis_pid()), seconds=20)
    remove(data)


def test_a_long_path_gets_a_short_private_socket_folder():
    long = Path(tempfile.mkdtemp(prefix="ecm-platform-")) / ("deep-" * 20) / ("deeper-" * 10)
    services = Services(long)
    services.start(dies_with_us=False)
    assert len(os.fsencode(services.place.sockets)) < 90
    assert stat.S_IMODE(services.place.sockets.stat().st_mode) == 0o700
    services.stop()
    remove(long)
    shutil.rmtree(long.parent.parent)


def test_an_administrator_who_is_no_superuser_can_make_the_logins_and_hears_what_was_skipped(services):
    """As on a managed server."""
    admin_url = services.environment()["ECM_ADMIN_URL"]
    with closing(psycopg2.connect(admin_url)) as connection:
        connection.autocommit = True
        connection.cursor().execute("CREATE ROLE manager LOGIN CREATEROLE CREATEDB PASSWORD 'only-for-tests'")
    managed = psycopg2.extensions.make_dsn(admin_url, user="manager", password="only-for-tests")
    passwords = {login: secrets.token_urlsafe(12) for login in LOGINS}
    notices = []
    for _ in range(2):
        notices.clear()
        bootstrap(managed, "ecm", passwords, notices=notices.append)
    assert [notice.split(":")[0] for notice in notices] == ["Skipped, since only a superuser may"] * 7
    for login in LOGINS:
        url = psycopg2.extensions.make_dsn(admin_url, dbname="ecm", user=f"ecm_{login}", password=passwords[login])
        with closing(psycopg2.connect(url)) as connection, pytest.raises(psycopg2.errors.InsufficientPrivilege):
            connection.cursor().execute("CREATE TEMPORARY TABLE shadow ()")


def test_powers_that_a_login_won_since_are_taken_back(services):
    """On a cluster of its own: roles belong to the whole cluster, and other tests rely on them."""
    admin_url, passwords = services.environment()["ECM_ADMIN_URL"], dict.fromkeys(LOGINS, "only-for-tests")
    bootstrap(admin_url, "ecm", passwords)
    with closing(psycopg2.connect(admin_url)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("ALTER ROLE ecm_counter SUPERUSER BYPASSRLS CREATEDB CREATEROLE REPLICATION")
        bootstrap(admin_url, "ecm", passwords)
        cursor.execute(
            "SELECT count(*) FROM pg_roles WHERE rolname = 'ecm_counter'"
            " AND (rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication)"
        )
        assert cursor.fetchone() == (0,)


def _write(services, words):
    with closing(psycopg2.connect(services.environment()["ECM_ADMIN_URL"])) as connection, connection:
        connection.cursor().execute("CREATE TABLE kept AS SELECT %s AS words", [words])
    with redis.Redis.from_url(services.environment()["ECM_REDIS_URL"]) as store:
        store.set("kept", words)


def _read(services):
    with closing(psycopg2.connect(services.environment()["ECM_ADMIN_URL"])) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT words FROM kept")
        row = cursor.fetchone()
    with redis.Redis.from_url(services.environment()["ECM_REDIS_URL"]) as store:
        return row[0], (store.get("kept") or b"").decode()


def _listening_ports(pid):
    """The TCP ports on which this process listens, by what the kernel says of its open files."""
    sockets = {os.readlink(file) for file in Path(f"/proc/{pid}/fd").iterdir() if file.is_symlink()}
    lines = [line.split() for name in ("tcp", "tcp6") for line in _lines(f"/proc/net/{name}")[1:]]
    return [line[1] for line in lines if line[3] == "0A" and f"socket:[{line[9]}]" in sockets]


def _lines(file):
    return Path(file).read_text().splitlines() if Path(file).exists() else []
