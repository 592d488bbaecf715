"""Counting: every measure runs under the counter's own login and gives the cells that its list names."""

from __future__ import annotations

from django.db import DatabaseError, transaction

from access.context import acting, counting
from reports.measures import Scope, function
from reports.models import Measure
from tests.reports.rows import a_period


def test_every_measure_of_nothing_is_nothing(cast):
    found = {}
    period = a_period(cast, cast.services_award)
    measures = list(Measure.objects.using("owner").collected())
    by = cast.advocate_supervisor
    with acting(by), counting(person_id=by.person_id, agency_id=cast.harbor.pk):
        for measure in measures:
            scope = Scope(cast.harbor.pk, cast.services_award.pk, period.starts_on, period.ends_on, measure.code)
            try:
                with transaction.atomic(using="counter"):
                    cells = function(measure.function)(scope)
            except DatabaseError as error:
                found[measure.code] = str(error)
                continue
            strange = cells.keys() - {cell["key"] for cell in measure.cells}
            if strange or any(cells.values()):
                found[measure.code] = cells
    assert (len(measures), found) == (128, {})
