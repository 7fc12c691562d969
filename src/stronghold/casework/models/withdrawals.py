"""Records that people withdrew, had corrected or found false; undone where that no longer counts, and never deleted."""

from __future__ import annotations

from django.db import models

from stronghold.casework.models.undoable import Counter, Undoable

__all__ = ["Withdrawal", "WithdrawalCounter"]


class WithdrawalCounter(Counter):
    """The one row (``id`` 1) that whoever withdraws or undoes holds, so that numbers rise in the order of time."""


class Withdrawal(Undoable):
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

    effect = models.CharField(max_length=12, choices=Effect)
    record_key = models.TextField()
    version = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=50)
    terms = models.JSONField()
    snapshot = models.CharField(max_length=64)
    origin = models.CharField(max_length=10, choices=Origin)
    standing = models.TextField(null=True, unique=True)

    def __str__(self) -> str:
        return f"withdrawal {self.number}"
