"""What people decided about who is the same, each with its reason; undone where it no longer counts, and never deleted."""

from __future__ import annotations

from django.db import models

from stronghold.casework.models.undoable import Counter, Undoable

__all__ = ["Decision", "DecisionCounter"]


class DecisionCounter(Counter):
    """The one row (``id`` 1) that whoever decides or undoes holds, so that no two say opposite things at once."""


class Decision(Undoable):
    """Two mentions, named by their keys (``left`` before ``right``), are the same or are not.

    ``left_entity`` and ``right_entity`` are what they belonged to in ``snapshot``, where they were looked at. ``left_terms`` and
    ``right_terms`` (agency, handling, sensitivity, operation) say who may see the decision where the records have gone.
    ``match_weight`` (log2 odds) and ``accepted`` are those of the link between the two, where there was one.
    """

    class Judgement(models.TextChoices):
        SAME = "same", "the same"
        NOT_SAME = "not_same", "not the same"

    class Origin(models.TextChoices):
        PAGE = "page", "chosen on a page"
        REVIEW = "review", "asked in the review"
        COMMAND = "command", "from the command line"
        API = "api", "by another program"

    judgement = models.CharField(max_length=10, choices=Judgement)
    kind = models.CharField(max_length=30)
    left = models.TextField()
    right = models.TextField()
    left_entity = models.CharField(max_length=20)
    right_entity = models.CharField(max_length=20)
    left_terms = models.JSONField()
    right_terms = models.JSONField()
    snapshot = models.CharField(max_length=64)
    origin = models.CharField(max_length=10, choices=Origin)
    match_weight = models.FloatField(null=True)
    accepted = models.BooleanField(null=True)

    def __str__(self) -> str:
        return f"decision {self.number}"
