"""docker-compose.yml is what an engine would take and an auditor would sign; checked without an engine."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from ecm.safety import unsafe

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
ONE_OFF = {"bootstrap", "migrate"}
OURS = {"bootstrap", "migrate", "web", "worker", "beat"}
EVERY = pytest.mark.parametrize("name", sorted(SERVICES))

# The words of the Compose specification that this file uses. A misspelled one would be refused by an engine.
SERVICE_WORDS = {
    "build", "cap_drop", "command", "depends_on", "environment", "healthcheck", "image", "logging", "networks",
    "ports", "read_only", "restart", "security_opt", "shm_size", "stop_grace_period", "stop_signal", "tmpfs", "user",
    "volumes",
}  # fmt: skip
HEALTHCHECK_WORDS = {"test", "interval", "timeout", "retries", "start_period"}
VARIABLE = re.compile(r"\$\{(\w+)(?::(.)([^}]*))?\}")


def test_the_deployment_is_whole():
    assert set(SERVICES) == {"postgres", "redis", "bootstrap", "migrate", "web", "worker", "beat", "proxy"}
    assert set(COMPOSE) == {"x-hardened", "x-app", "x-settings", "services", "networks", "volumes"}


@EVERY
def test_only_words_that_compose_knows_are_used(name):
    assert set(SERVICES[name]) <= SERVICE_WORDS
    assert set(SERVICES[name].get("healthcheck", {})) <= HEALTHCHECK_WORDS


@EVERY
def test_a_service_tells_whether_it_is_well_or_runs_once(name):
    if name in ONE_OFF:
        assert SERVICES[name]["restart"] == "no"
    else:
        assert SERVICES[name]["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
        assert SERVICES[name]["restart"] == "unless-stopped"


@EVERY
def test_a_service_runs_under_an_account_without_rights_and_writes_to_volumes_alone(name):
    service = SERVICES[name]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@EVERY
def test_only_the_proxy_can_be_reached_from_outside(name):
    assert ("ports" in SERVICES[name]) == (name == "proxy")


def test_the_database_and_the_store_are_on_the_inner_network_alone():
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert [SERVICES[name]["networks"] for name in ("postgres", "redis")] == [["inside"], ["inside"]]


@EVERY
def test_what_a_service_names_is_declared(name):
    service = SERVICES[name]
    volumes = {mount.split(":")[0] for mount in service.get("volumes", [])}
    assert volumes <= set(COMPOSE["volumes"])
    assert set(service["networks"]) <= set(COMPOSE["networks"])
    for other, rule in service.get("depends_on", {}).items():
        expected = "service_completed_successfully" if other in ONE_OFF else "service_healthy"
        assert rule == {"condition": expected}


def test_no_service_waits_for_itself():
    waits = {name: set(service.get("depends_on", {})) for name, service in SERVICES.items()}
    while ready := {name for name, others in waits.items() if not others}:
        waits = {name: others - ready for name, others in waits.items() if name not in ready}
    assert waits == {}


@EVERY
def test_every_secret_comes_from_the_environment_and_is_demanded(name):
    for variable, value in SERVICES[name].get("environment", {}).items():
        if re.search(r"PASSWORD|KEY|AUTH|ADMIN_URL|REDIS_URL|BROKER_URL", variable):
            found = VARIABLE.findall(value)
            assert found, f"{variable} is written out"
            assert {sign for _, sign, _ in found} == {"?"}, f"{variable} may be empty"


def test_each_program_holds_the_logins_that_it_needs():
    held = {
        name: {
            login for login in ("OWNER", "DOOR", "APP", "COUNTER", "CLERK", "ADMIN") if _knows(SERVICES[name], login)
        }
        for name in OURS
    }
    assert held == {
        "bootstrap": {"OWNER", "DOOR", "APP", "COUNTER", "CLERK", "ADMIN"},
        "migrate": {"OWNER", "DOOR", "APP"},
        "web": {"DOOR", "APP"},
        "worker": {"DOOR", "APP", "COUNTER", "CLERK"},
        "beat": {"APP"},
    }


def test_fresh_secrets_fill_the_file_and_settings_accept_them():
    lines = subprocess.run(
        [ROOT / "deploy" / "new-secrets", "cases.example.org"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    made = dict(line.split("=", 1) for line in lines)
    demanded = {
        variable for variable, sign, _ in VARIABLE.findall((ROOT / "docker-compose.yml").read_text()) if sign == "?"
    }
    assert set(made) == demanded
    settings = {name: _filled(value, made) for name, value in SERVICES["web"]["environment"].items()}
    assert list(unsafe(_as_settings(settings))) == []


def test_images_are_built_from_files_that_exist_and_end_as_an_ordinary_account():
    for context in (ROOT, ROOT / "deploy" / "proxy"):
        lines = (context / "Dockerfile").read_text().splitlines()
        users = [line.split()[1] for line in lines if line.startswith("USER ")]
        assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[-1])
        copied = [line.split()[1:-1] for line in lines if line.startswith("COPY ") and "--from" not in line]
        assert all((context / name).exists() for names in copied for name in names)


def test_no_secret_is_baked_into_an_image():
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".env", ".data", ".git"} <= set(ignored)


def _knows(service, login):
    return f"ECM_{login}_PASSWORD" in "".join(map(str, service["environment"].values()))


def _filled(value, made):
    return VARIABLE.sub(lambda found: made[found[1]], str(value))


def _as_settings(environment):
    return environment | {
        "SECRET_KEY": environment["ECM_SECRET_KEY"],
        "DEBUG": environment["ECM_DEBUG"] == "1",
        "ALLOWED_HOSTS": environment["ECM_HOST"].split(","),
    }
