"""What a person decided, with a reason; undone where it no longer counts, and never deleted."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

__all__ = ["Counter", "Undoable"]


class Counter(models.Model):
    """The one row (``id`` 1) that whoever adds or undoes something of a sort holds, so that numbers rise in the order of time and no two
    say opposite things at once."""

    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        abstract = True


class Undoable(models.Model):
    """``number`` counts what was decided of its sort; ``by``, ``at``, ``purpose`` and ``reason`` say who did it and why, and the same
    of who undid it."""

    number = models.PositiveBigIntegerField(unique=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    purpose = models.CharField(max_length=50)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)
    undone_purpose = models.CharField(max_length=50, blank=True)
    undo_reason = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["number"]
        indexes: ClassVar = [models.Index(fields=["undone_at", "number"])]

    @property
    def stands(self) -> bool:
        return self.undone_at is None
