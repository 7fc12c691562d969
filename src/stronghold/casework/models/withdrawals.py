"""Records that people withdrew, had corrected or found false; undone where that no longer counts, and never deleted."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

__all__ = ["Withdrawal", "WithdrawalCounter"]


class WithdrawalCounter(models.Model):
    """The one row (``id`` 1) that whoever withdraws or undoes holds, so that numbers rise in the order of time."""

    last = models.PositiveBigIntegerField(default=0)


class Withdrawal(models.Model):
    """One record (by its key) is withdrawn, awaits its corrected version, or is false.

    ``version`` is the hash of what it said, ``kind`` its kind and ``snapshot`` the picture that it was read in. ``terms`` (agency,
    handling, sensitivity, operation) say who may read of it afterwards. Of one record one withdrawal stands at most: ``standing``
    is its key then, and empty once it is undone.
    """

    class Effect(models.TextChoices):
        WITHDRAWN = "withdrawn", "withdrawn"
        CORRECTED = "corrected", "withdrawn until its corrected version is sent"
        DISCREDITED = "discredited", "found false"

    class Origin(models.TextChoices):
        PAGE = "page", "on a page"
        COMMAND = "command", "from the command line"
        API = "api", "by another program"

    number = models.PositiveBigIntegerField(unique=True)
    effect = models.CharField(max_length=12, choices=Effect)
    record_key = models.TextField()
    version = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=50)
    terms = models.JSONField()
    snapshot = models.CharField(max_length=64)
    origin = models.CharField(max_length=10, choices=Origin)
    standing = models.TextField(null=True, unique=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    purpose = models.CharField(max_length=50)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)
    undone_purpose = models.CharField(max_length=50, blank=True)
    undo_reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        indexes: ClassVar = [models.Index(fields=["undone_at", "number"])]

    def __str__(self) -> str:
        return f"withdrawal {self.number}"

    @property
    def stands(self) -> bool:
        return self.undone_at is None
