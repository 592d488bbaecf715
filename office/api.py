"""Task forces, agencies and awards through the API: read only."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from access.answers import Cursor
from access.api import Records, Shown
from agencies.models import Agency, Award, Participation, TaskForce


class ByNumber(Cursor):
    """Small integers in their own order."""

    ordering = ("id",)


class TaskForceSerializer(Shown):
    """A task force and its settings."""

    class Meta:
        model = TaskForce
        fields = ("id", "name", "state", "time_zone", "referral_days", "release_days", "release_days_at_most")
        read_only_fields = fields


class TaskForceRecords(Records):
    """The task forces that the acting hat works in."""

    queryset = TaskForce.objects.none()
    serializer_class = TaskForceSerializer
    pagination_class = ByNumber
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet:
        return TaskForce.objects.filter(pk__in=self.hat.task_force_ids)


class AgencySerializer(Shown):
    """An agency: its sector decides what its people may see."""

    class Meta:
        model = Agency
        fields = ("id", "name", "sector", "level", "ori", "city", "county", "state", "on_call_phone", "signs_in")
        read_only_fields = fields


class AgencyRecords(Records):
    """The agencies of the acting hat's task forces, and its own."""

    queryset = Agency.objects.none()
    serializer_class = AgencySerializer
    pagination_class = ByNumber
    filterset_fields = ("sector", "level")
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet:
        beside = Participation.objects.live().filter(task_force_id__in=self.hat.task_force_ids)
        return Agency.objects.filter(Q(pk=self.hat.agency_id) | Q(pk__in=beside.values("agency")))


class AwardSerializer(Shown):
    """A grant."""

    class Meta:
        model = Award
        fields = (
            "id",
            "number",
            "program",
            "funder",
            "task_force",
            "agency",
            "side",
            "starts_on",
            "ends_on",
            "cadence",
            "follows",
        )
        read_only_fields = fields


class AwardRecords(Records):
    """The awards of the acting hat's task forces."""

    serializer_class = AwardSerializer
    pagination_class = ByNumber
    filterset_fields = ("side", "agency")
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet:
        return Award.objects.all()


routes = [("task-forces", TaskForceRecords), ("agencies", AgencyRecords), ("awards", AwardRecords)]
