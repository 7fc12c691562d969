"""Files that people send through the browser, from the moment they are received to the snapshot that they are in."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from stronghold.governance.models import Agency

__all__ = ["Upload"]


class Upload(models.Model):
    """One file that an account sent. Its bytes lie in ``STORE/incoming/<id>/data`` until they are loaded or withdrawn.

    ``name`` is what the file is called, here and in the picture. ``proposal`` is what was proposed: ``columns`` (the file's),
    ``targets`` (file column -> what it becomes), ``reasons`` (file column -> sentence), ``sheets``, ``origin`` (the shipped mapping
    or earlier file that it was recognised by, or empty). ``mapping`` is the mapping as it was last saved without a fault, as TOML;
    ``typed`` is a form with a fault as it was last typed. None of them holds a cell of the file.
    """

    class Status(models.TextChoices):
        MAPPING = "mapping", "being described"
        ACCEPTED = "accepted", "waits for the next build"
        LOADED = "loaded", "in a picture"
        WITHDRAWN = "withdrawn", "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64)
    bytes = models.BigIntegerField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="uploads")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uploads")
    sent_at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=Status, default=Status.MAPPING)
    proposal = models.JSONField(default=dict)
    mapping = models.TextField(blank=True)
    typed = models.JSONField(null=True)
    problem = models.TextField(blank=True)
    build = models.ForeignKey("casework.Build", on_delete=models.SET_NULL, related_name="uploads", null=True)
    snapshot = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["sent_at"]
        indexes: ClassVar = [models.Index(fields=["status", "agency"])]

    def __str__(self) -> str:
        return self.name
