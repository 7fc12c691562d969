"""Builds that people ask for, how far each has come and how it ended."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

__all__ = ["Build"]


class Build(models.Model):
    """One build of the picture. Only one is open (waiting or running) at a time: ``slot`` is 1 then and empty afterwards.

    ``process`` names the process that runs it. ``stage``, ``detail`` and ``share`` (0 to 1) say how far it has come; ``previous`` is
    the snapshot that was served when it began, ``snapshot`` the one it made. ``result`` holds counts of rows by name; ``message``
    and ``remedy`` say in words why there is none.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "waiting to begin"
        RUNNING = "running", "running"
        DONE = "done", "done"
        FAILED = "failed", "failed"
        STOPPED = "stopped", "stopped before it ended"
        CANCELLED = "cancelled", "cancelled"

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="builds")
    asked_at = models.DateTimeField()
    purpose = models.CharField(max_length=50)
    slot = models.PositiveSmallIntegerField(null=True, unique=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.WAITING)
    task = models.CharField(max_length=64, blank=True)
    process = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=50, blank=True)
    detail = models.TextField(blank=True)
    share = models.FloatField(default=0.0)
    previous = models.CharField(max_length=64, blank=True)
    snapshot = models.CharField(max_length=64, blank=True)
    result = models.JSONField(default=dict)
    message = models.TextField(blank=True)
    remedy = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"build {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.status in (self.Status.WAITING, self.Status.RUNNING)
