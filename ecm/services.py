"""The embedded PostgreSQL and Redis-compatible servers: private sockets, passwords, nothing on a network.

`python -m ecm.services start|stop|env --data DIR` keeps a pair running for developers and tests;
`ecm.server` starts a pair as its own children.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from shlex import quote
from urllib.parse import quote as urlquote

import psycopg2
import redis

from ecm import keys
from ecm.bootstrap import bootstrap
from ecm.places import Programs, find_programs, own, prepare, remove
from ecm.processes import CannotStart, end, is_running, last_lines, spawn, wait_until, working_in

ADMIN = "ecm_admin"
DATABASE = "ecm"
ALWAYS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "shared_buffers": "256MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "100",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
}
# For tests: a crash may cost the data, and nobody minds.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "300",
    "autovacuum_naptime": "10s",
}


class Services:
    """One installation's pair of servers."""

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self.place = prepare(data)
        self.secrets = keys.load_or_make(self.place.data)
        self.durable = durable
        self._children: list[subprocess.Popen[bytes]] = []

    def start(self, *, dies_with_us: bool) -> None:
        """Start both and wait until they answer. A pair left over by a killed parent is ended first."""
        if not dies_with_us and self.are_running():
            return
        self.stop()
        programs = find_programs(self.place.account)
        self._start_redis(programs, dies_with_us)
        self._start_postgres(programs, dies_with_us)

    def stop(self) -> None:
        """End both, the database last, so that nothing is cut off in the middle of a statement."""
        if pid := self._redis_pid():
            end(pid, marked="valkey-server", by=signal.SIGTERM)
        if pid := self._postgres_pid():
            end(pid, marked=str(self.place.cluster), by=signal.SIGINT)
        while self._children:
            self._children.pop().wait(timeout=30)

    def are_running(self) -> bool:
        return bool(self._postgres_pid() and self._redis_pid())

    def environment(self) -> dict[str, str]:
        """What settings read to reach this pair."""
        sockets, admin = str(self.place.sockets), self.secrets["ECM_ADMIN_PASSWORD"]
        password, redis_socket = self.secrets["ECM_REDIS_PASSWORD"], self.place.sockets / "redis.sock"
        return {name: value for name, value in self.secrets.items() if name not in _OWN_SECRETS} | {
            "ECM_DATABASE_HOST": sockets,
            "ECM_DATABASE_PORT": "5432",
            "ECM_DATABASE_NAME": DATABASE,
            "ECM_ADMIN_URL": f"postgresql://{ADMIN}:{admin}@/postgres?host={urlquote(sockets, safe='')}&port=5432",
            "ECM_REDIS_URL": f"unix://:{password}@{redis_socket}?db=0",
            "ECM_BROKER_URL": f"redis+socket://:{password}@{redis_socket}?virtual_host=1",
        }

    def _start_postgres(self, programs: Programs, dies_with_us: bool) -> None:
        self._make_cluster(programs)
        self._forget_stale_locks()
        settings = ALWAYS | ({} if self.durable else FAST) | {"unix_socket_directories": str(self.place.sockets)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        log = self.place.logs / "postgres.log"
        child = spawn(
            [programs.postgres, "-D", self.place.cluster, *options],
            log=log,
            cwd=self.place.home,
            env=_environment_for(programs),
            account=self.place.account,
            dies_with_us=signal.SIGINT if dies_with_us else None,
        )
        self._children.append(child)
        _wait_for("PostgreSQL", child, self._postgres_answers, log)

    def _make_cluster(self, programs: Programs) -> None:
        """Run initdb once, in a folder beside, renamed when whole: a start cut short leaves no half cluster."""
        if self.place.cluster.exists():
            return
        with tempfile.TemporaryDirectory(dir=self.place.home) as scratch:
            own(Path(scratch), self.place.account)
            password_file, beside = Path(scratch, "password"), Path(scratch, "cluster")
            password_file.write_text(self.secrets["ECM_ADMIN_PASSWORD"])
            if self.place.account:
                os.chown(password_file, self.place.account.uid, self.place.account.gid)
            log = self.place.logs / "initdb.log"
            command: list[str | Path] = [programs.initdb, "-D", beside, "--username", ADMIN, "--pwfile", password_file]
            options = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", "--no-instructions"]
            child = spawn(
                [*command, *options, *([] if self.durable else ["--no-sync"])],
                log=log,
                cwd=self.place.home,
                env=_environment_for(programs),
                account=self.place.account,
            )
            if child.wait():
                raise CannotStart(f"PostgreSQL could not make its data folder. {log} ends with:\n{last_lines(log)}")
            (beside / "pg_hba.conf").write_text("# Passwords over the private socket, and no other way in.\n" + _HBA)
            beside.rename(self.place.cluster)

    def _forget_stale_locks(self) -> None:
        """After kill -9 the last processes stay a moment, and the number in a lock may become somebody else's."""
        if not wait_until(lambda: not working_in(self.place.cluster), seconds=30):
            raise CannotStart(f"An old PostgreSQL still works in {self.place.cluster}: end it, and start again.")
        for lock in (self.place.cluster / "postmaster.pid", self.place.sockets / ".s.PGSQL.5432.lock"):
            lock.unlink(missing_ok=True)

    def _start_redis(self, programs: Programs, dies_with_us: bool) -> None:
        config, log = self.place.home / "redis.conf", self.place.logs / "redis.log"
        config.touch(mode=0o600)
        config.write_text(self._redis_config())
        if self.place.account:
            os.chown(config, self.place.account.uid, self.place.account.gid)
        child = spawn(
            [programs.redis, config],
            log=log,
            cwd=self.place.home,
            account=self.place.account,
            dies_with_us=signal.SIGTERM if dies_with_us else None,
        )
        (self.place.data / "redis.pid").write_text(str(child.pid))
        self._children.append(child)
        _wait_for("Redis", child, self._redis_answers, log)

    def _redis_config(self) -> str:
        """Appended to at every write when durable, so that a killed server loses a second at most."""
        return "\n".join(
            [
                "port 0",
                f'unixsocket "{self.place.sockets / "redis.sock"}"',
                "unixsocketperm 700",
                f"requirepass {self.secrets['ECM_REDIS_PASSWORD']}",
                f'dir "{self.place.store}"',
                f"appendonly {'yes' if self.durable else 'no'}",
                'save ""',
                "databases 64",
                "maxmemory-policy noeviction",
                "",
            ]
        )

    def _postgres_pid(self) -> int | None:
        return _living(self.place.cluster / "postmaster.pid", marked=str(self.place.cluster))

    def _redis_pid(self) -> int | None:
        return _living(self.place.data / "redis.pid", marked="valkey-server")

    def _postgres_answers(self) -> bool:
        try:
            psycopg2.connect(self.environment()["ECM_ADMIN_URL"]).close()
        except psycopg2.OperationalError:
            return False
        return True

    def _redis_answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.environment()["ECM_REDIS_URL"]) as client:
                return bool(client.ping())
        except redis.exceptions.ConnectionError:
            return False


# As in the demonstration, no second factor is asked for; the tests that want one say so.
FOR_TESTS = {"ECM_DEMO": "small"}
_OWN_SECRETS = {"ECM_ADMIN_PASSWORD", "ECM_REDIS_PASSWORD"}
_HBA = "local all all scram-sha-256\n"


def _living(pid_file: Path, *, marked: str) -> int | None:
    pid = _number_in(pid_file)
    return pid if pid and is_running(pid, marked=marked) else None


def _number_in(pid_file: Path) -> int | None:
    try:
        return int(pid_file.read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _environment_for(programs: Programs) -> dict[str, str]:
    """Nothing of ours is handed to the database server: no secret, and no locale that this machine may lack."""
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "LD_LIBRARY_PATH": str(programs.libraries)}


def _wait_for(name: str, child: subprocess.Popen[bytes], answers: Callable[[], bool], log: Path) -> None:
    """Wait until a server answers, or say why it does not."""
    wait_until(lambda: answers() or child.poll() is not None, seconds=60)
    if child.poll() is not None or not answers():
        raise CannotStart(f"{name} did not start. {log} ends with:\n{last_lines(log)}")


def exports(environment: dict[str, str]) -> str:
    """The environment as lines for a shell to read."""
    return "".join(f"export {name}={quote(value)}\n" for name, value in sorted(environment.items()))


def keep_exports(data: Path, environment: dict[str, str]) -> None:
    """Leave the environment in the data folder, for its owner's shell alone."""
    written = data / "env.sh"
    written.touch(mode=0o600)
    written.write_text(exports(environment))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="script/services", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("command", choices=("start", "stop", "env"))
    parser.add_argument("--data", type=Path, default=Path(".data/dev"), help="their folder (default .data/dev)")
    parser.add_argument("--reset", action="store_true", help="start: from nothing; stop: and forget the data")
    options = parser.parse_args(arguments)
    services = Services(options.data, durable=False)
    if options.command == "stop" or options.reset:
        services.stop()
    if options.reset:
        remove(options.data.resolve())
    if options.command == "start":
        services = Services(options.data, durable=False)
        services.start(dies_with_us=False)
        env = services.environment() | FOR_TESTS
        passwords = {login: env[f"ECM_{login.upper()}_PASSWORD"] for login in keys.LOGINS}
        bootstrap(env["ECM_ADMIN_URL"], DATABASE, passwords, notices=lambda line: print(line, file=sys.stderr))
        keep_exports(services.place.data, env)
    if options.command != "stop":
        print(exports(services.environment() | FOR_TESTS), end="")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CannotStart as why:
        sys.exit(str(why))
