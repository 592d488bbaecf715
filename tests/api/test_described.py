"""Every described operation, tried by schemathesis as several people: no server error, and what is described."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from ecm.wsgi import application

EXAMPLES = 6
CHECKS = (schemathesis.checks.not_a_server_error, response_schema_conformance, status_code_conformance)


@pytest.mark.parametrize("who", ["coordinator", "detective", "advocate", "grant_manager"])
def test_what_is_described_is_what_happens(who, cast, signed_in, settings):
    settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]["user"] = "100000/min"
    client = signed_in(cast.hats[who])
    client.get("/cases/")  # a page with a form gives the token that sending needs
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    described = client.get("/api/v1/schema/?format=json").content
    schema = schemathesis.openapi.from_file(described.decode())
    tried = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        operation.app = application
        _try(operation, cookies)
        tried += 1
    assert tried > 20


def _try(operation, cookies):
    headers = {"X-CSRFToken": cookies.get("csrftoken", "")}

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def once(case):
        case.call_and_validate(cookies=cookies, headers=headers, checks=CHECKS)

    once()
