"""Plans for groups that people keep: whom they chose, what it comes to, and what became of each, step by step; never deleted."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from stronghold.casework.anchors import Anchor
from stronghold.casework.models.undoable import Counter

__all__ = ["PlanCounter", "PlanStep", "PlannedPerson", "SavedPlan"]


class PlanCounter(Counter):
    """The one row (``id`` 1) that whoever keeps or changes a plan holds, so that numbers rise in the order of time."""


class SavedPlan(models.Model):
    """A plan for a group as it was in ``snapshot``, and what it is for (``aim``).

    ``options``: ``uncertain``, and who or what was left out (``excluded`` ids, ``false`` names of files and keys of records). ``result``: see
    :class:`stronghold.casework.plans.plan.Result`. ``records`` are the keys of what the group's ties rested on, ``members`` the ids of the
    group as whoever saved it saw it. ``watched`` says up to what it
    was looked whether the plan still holds.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        RELEASED = "released", "released"
        SUSPENDED = "suspended", "suspended"
        WITHDRAWN = "withdrawn", "withdrawn"

    number = models.PositiveBigIntegerField(unique=True)
    group_id = models.CharField(max_length=20)
    snapshot = models.CharField(max_length=64)
    aim = models.TextField()
    options = models.JSONField()
    result = models.JSONField()
    records = models.JSONField()
    members = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    purpose = models.CharField(max_length=50)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    watched = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        indexes: ClassVar = [models.Index(fields=["state"])]

    def __str__(self) -> str:
        return f"plan {self.number}"


class PlannedPerson(models.Model):
    """Somebody whom a plan chose: ``keys`` of every mention they had, ``entity_id`` what they were, and why in a ``sentence``."""

    plan = models.ForeignKey(SavedPlan, on_delete=models.PROTECT, related_name="people")
    keys = models.JSONField()
    entity_id = models.CharField(max_length=20)
    sentence = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"person {self.pk} of plan {self.plan_id}"

    @property
    def anchor(self) -> Anchor:
        """Who was meant, by the records that named them."""
        return Anchor(tuple(self.keys), self.entity_id, self.plan.snapshot)


class PlanStep(models.Model):
    """One step of a plan ``to`` a state: who took it, for what purpose and why, in which picture. ``by`` is empty where it followed from a
    rule (a plan is suspended)."""

    plan = models.ForeignKey(SavedPlan, on_delete=models.PROTECT, related_name="steps")
    to = models.CharField(max_length=10, choices=SavedPlan.State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    purpose = models.CharField(max_length=50, blank=True)
    reason = models.TextField()
    snapshot = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"plan {self.plan_id} {self.to}"
