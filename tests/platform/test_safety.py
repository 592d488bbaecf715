"""Settings refuse to start where starting would be unsafe, and say how to mend it."""

import base64
import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from ecm.safety import refuse_unsafe, unsafe

LAPTOP = {
    "SECRET_KEY": "demonstration-key",
    "ECM_CONTEXT_KEY": "ab" * 32,
    "ECM_MASTER_KEY": base64.b64encode(b"k" * 32).decode(),
    "DEBUG": True,
    "ECM_DEMO": "small",
    "ALLOWED_HOSTS": ["127.0.0.1", "localhost"],
    "ECM_ORIGIN": "http://127.0.0.1:8000",
}
PUBLIC = LAPTOP | {
    "SECRET_KEY": "a-long-key-of-the-deployments-own",
    "DEBUG": False,
    "ECM_DEMO": "none",
    "ALLOWED_HOSTS": ["cases.example.org"],
    "ECM_ORIGIN": "https://cases.example.org",
}


def test_a_laptop_may_run_the_demonstration_in_debug():
    assert list(unsafe(LAPTOP)) == []


def test_a_public_host_may_run_with_keys_of_its_own():
    assert list(unsafe(PUBLIC)) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"DEBUG": True}, "set ECM_DEBUG=0"),
        ({"ECM_DEMO": "small"}, "set ECM_DEMO=none"),
        ({"SECRET_KEY": "demonstration-key"}, "ECM_SECRET_KEY is one of the demonstration's"),
        ({"ALLOWED_HOSTS": ["*"]}, "list the names that people use"),
        ({"ECM_ORIGIN": "http://cases.example.org"}, "set ECM_ORIGIN=https://"),
        ({"SECRET_KEY": ""}, "ECM_SECRET_KEY is not set"),
        ({"ECM_CONTEXT_KEY": ""}, "ECM_CONTEXT_KEY is not set"),
        ({"ECM_MASTER_KEY": ""}, "ECM_MASTER_KEY is not set"),
        ({"ECM_CONTEXT_KEY": "abcd"}, "ECM_CONTEXT_KEY must be 64 hexadecimal digits"),
        ({"ECM_MASTER_KEY": "not base64!"}, "ECM_MASTER_KEY must be 32 bytes in base64"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else None,
)
def test_a_public_host_refuses(change, sentence):
    with pytest.raises(ImproperlyConfigured, match=re.escape(sentence)) as refusal:
        refuse_unsafe(PUBLIC | change)
    assert len(str(refusal.value).splitlines()) == 1


def test_every_reason_is_given_at_once():
    with pytest.raises(ImproperlyConfigured) as refusal:
        refuse_unsafe(PUBLIC | {"DEBUG": True, "ECM_DEMO": "small", "SECRET_KEY": ""})
    assert len(str(refusal.value).splitlines()) == 3
