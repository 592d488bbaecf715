"""Offenses of the law with the class that reports count by."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from investigations import vocabulary as words


class StatuteQuerySet(models.QuerySet):
    def of(self, task_force_ids: list[int]) -> StatuteQuerySet:
        """The federal statutes and those of these task forces, in use."""
        return self.shown_to(task_force_ids).filter(is_active=True)

    def shown_to(self, task_force_ids: list[int]) -> StatuteQuerySet:
        """The federal statutes and those of these task forces, in use or not."""
        return self.filter(Q(task_force=None) | Q(task_force_id__in=task_force_ids))


class Statute(models.Model):
    """An offense of the law with the class that reports count by; federal ones belong to no task force."""

    task_force = models.ForeignKey(
        "agencies.TaskForce",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        db_constraint=False,  # a vocabulary that comes filled stands by itself
    )
    citation = models.CharField(max_length=60, help_text="Such as 18 U.S.C. 1591 or ORC 2905.32.")
    title = models.CharField(max_length=160)
    level = models.CharField(max_length=10, choices=words.CourtLevel)
    kind = models.CharField("class", max_length=10, choices=words.StatuteClass)
    group = models.CharField("group of offenses", max_length=20, choices=words.OffenseGroup)
    is_active = models.BooleanField("in use", default=True)

    objects = StatuteQuerySet.as_manager()

    class Meta:
        ordering = ("level", "citation")
        constraints = [
            models.UniqueConstraint(
                fields=("task_force", "citation"), name="one_statute_a_citation", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citation} {self.title}"

    def get_absolute_url(self) -> str:
        """The table that it stands in."""
        return reverse("investigations:statutes")
