"""Object permissions, dated and with a reason: the only file that imports django-guardian.

They lie in guardian's direct foreign-key tables, under policies of their own, so that whatever asks
guardian sees only live grants. They are written by the rooms' verbs, since guardian's own
`assign_perm` knows no reason and no end.
"""

from __future__ import annotations

import uuid
from typing import Any, TypeVar

from django.contrib.auth.models import Permission
from django.db import models
from django.utils import timezone
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase


class Grant(models.Model):
    """What every grant has: whose record, why, from when until when, who granted it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", editable=False)
    reason = models.CharField(max_length=200)
    from_on = models.DateField(default=timezone.localdate)
    until_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True

    @property
    def is_live(self) -> bool:
        """Whether it opens anything today."""
        today = timezone.localdate()
        return self.ended_at is None and self.from_on <= today and (self.until_on is None or today <= self.until_on)


class PersonGrant(Grant, UserObjectPermissionBase):
    """A grant to one person; guardian's user is an id and nothing more: credentials lie elsewhere.

    A room adds `content_object`, a foreign key to its record.
    """

    # guardian's own field is typed as the account; ours is the person of the same id.
    user = models.ForeignKey("agencies.Person", models.PROTECT, related_name="+")  # type: ignore[assignment]

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True
        unique_together = []

    @property
    def names(self) -> bool:
        """Whether it lets the person in to a record that is closed to all but named people."""
        return True


class AgencyGrant(Grant, GroupObjectPermissionBase):
    """A grant to an agency, through its group, which has nobody in it: membership is ours and dated.

    A room adds `content_object`, a foreign key to its record.
    """

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = True
        unique_together = []


G = TypeVar("G", bound=Grant)


def permission(record: models.Model | type[models.Model], codename: str) -> Permission:
    """The permission `codename` of the record's model."""
    return Permission.objects.get(
        codename=codename,
        content_type__app_label=record._meta.app_label,
        content_type__model=record._meta.model_name,
    )


def grant(model: type[G], *, by: Any, record: Any, codename: str, reason: str, **facts: Any) -> G:
    """A saved grant of `codename` on `record`; `facts` names the user or the group, and the dates."""
    facts |= {"content_object": record, "permission": permission(record, codename)}  # guardian's own columns
    made = model(
        owner_id=record.owner_id,
        made_by_id=by.person_id,
        reason=reason,
        **facts,
    )
    made.save(force_insert=True)
    return made
