"""Whether somebody is to be protected, as people found who looked; undone where it no longer counts, and never deleted."""

from __future__ import annotations

from django.db import models

from stronghold.casework.anchors import Anchor
from stronghold.casework.models.undoable import Counter, Undoable

__all__ = ["CheckCounter", "ProtectionCheck"]


class CheckCounter(Counter):
    """The one row (``id`` 1) that whoever checks or undoes holds, so that numbers rise in the order of time."""


class ProtectionCheck(Undoable):
    """What one person found of another on the day ``on`` (in the United Kingdom).

    ``keys`` are those of every mention that the person had in ``snapshot``, where they were ``entity_id``; ``looked_at`` those of the records
    whose reasons the checker was shown. ``overrides``: records gave a live reason, and the checker found that it is none.
    """

    class Outcome(models.TextChoices):
        PROTECTED = "protected", "to be protected"
        NO_REASON = "no reason found", "no reason found"

    outcome = models.CharField(max_length=20, choices=Outcome)
    keys = models.JSONField()
    entity_id = models.CharField(max_length=20)
    snapshot = models.CharField(max_length=64)
    looked_at = models.JSONField()
    overrides = models.BooleanField()
    on = models.DateField()

    def __str__(self) -> str:
        return f"protection check {self.number}"

    @property
    def anchor(self) -> Anchor:
        """Who was meant, by the records that named them."""
        return Anchor(tuple(self.keys), self.entity_id, self.snapshot)
