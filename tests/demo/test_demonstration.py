"""The demonstration loads whole, in the shares of the field, with what is odd in it, and only once."""

import pytest

from cases.models import Case
from demo import loading
from demo.stage import OWNER
from victims.models import Client, ServiceEntry


@pytest.fixture
def loaded(house, settings):
    settings.ECM_DEMO = "small"
    settings.ECM_SECOND_FACTOR_REQUIRED = False
    return loading.load()


def test_sizes(loaded):
    assert Case.objects.using(OWNER).count() == 301  # one is Lakeside's
    assert Client.objects.using(OWNER).count() == 251
    assert ServiceEntry.objects.using(OWNER).count() == 4000
