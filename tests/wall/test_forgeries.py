"""Nobody writes a row in another's name, for another agency or onto a hidden row, whatever they may write."""

import pytest

from tests.wall.declared import protections, rows
from tests.wall.forging import forgeries, hidden_twins, insiders

WRITTEN = [each for each in protections() if each.inserts]


@pytest.mark.parametrize("protection", WRITTEN, ids=lambda protection: protection.model)
def test_an_insider_forges_nothing(protection, cast):
    row = rows()[protection.model](cast)
    within = insiders(cast, row)

    assert list(forgeries(cast, protection, row, within, hidden_twins(cast, row))) == []
    assert within
