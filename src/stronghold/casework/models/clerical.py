"""Samples of pairs that people judge in the browser: what was drawn, and what was said of each pair so far."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

__all__ = ["ClericalPair", "ClericalSample"]


class ClericalSample(models.Model):
    """Pairs drawn from all links of ``snapshot`` that whoever drew them could see.

    ``strata`` holds each stratum as ``linking.sampling.Stratum`` with its ends as text ("-inf" has no number in JSON); ``terms``
    the visibility classes of all that could be drawn: who may see all of those may see the sample and what came of it.
    """

    snapshot = models.CharField(max_length=64)
    seed = models.PositiveBigIntegerField()
    strata = models.JSONField()
    terms = models.JSONField()
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    purpose = models.CharField(max_length=50)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"sample {self.pk}"


class ClericalPair(models.Model):
    """One pair of a sample: its number there, its stratum, the two mentions' keys, and the answer once there is one."""

    class Answer(models.TextChoices):
        YES = "yes", "one person"
        NO = "no", "two people"
        UNSURE = "unsure", "cannot tell"

    sample = models.ForeignKey(ClericalSample, on_delete=models.CASCADE, related_name="pairs")
    number = models.PositiveIntegerField()
    stratum = models.PositiveSmallIntegerField()
    left = models.TextField()
    right = models.TextField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["sample", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["sample", "number"], name="clerical_pair_once_in_its_sample")]

    def __str__(self) -> str:
        return f"pair {self.number} of sample {self.sample_id}"
