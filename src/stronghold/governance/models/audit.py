"""The audit chain's tables: entries that hold no personal data, and the rows that say whom and what they were about."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

__all__ = ["AuditEntry", "AuditHead", "AuditText", "SubjectPseudonym"]


class AuditHead(models.Model):
    """The one row (``id`` 1) that every append locks: the last sequence number and its hash."""

    sequence = models.BigIntegerField(default=0)
    entry_hash = models.CharField(max_length=64)


class AuditEntry(models.Model):
    """One thing done, by whom, for which purpose. ``entry_hash`` covers every other column and the entry before.

    ``subjects`` and ``text`` are references to ``SubjectPseudonym`` and ``AuditText``; ``detail`` never holds personal data.
    """

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    account = models.CharField(max_length=150, blank=True)
    agency = models.CharField(max_length=100, blank=True)
    purpose = models.CharField(max_length=50, blank=True)
    action = models.CharField(max_length=50)
    subjects = models.JSONField(default=list)
    text = models.CharField(max_length=64, blank=True)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    entry_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "audit entries"
        ordering: ClassVar = ["sequence"]
        indexes: ClassVar = [models.Index(fields=["account", "at"]), models.Index(fields=["at"])]


class SubjectPseudonym(models.Model):
    """Which entity or record a pseudonym stands for.

    The pseudonym is the hash of the row's own random salt and the subject: while the row exists a change to it shows; once the
    row is gone nobody can find the subject again by guessing, and the chain still holds.
    """

    pseudonym = models.CharField(max_length=64, primary_key=True)
    salt = models.CharField(max_length=64)
    subject = models.TextField(unique=True)


class AuditText(models.Model):
    """Words that a person typed (a search, a reason), kept apart for the same reason and in the same way."""

    reference = models.CharField(max_length=64, primary_key=True)
    salt = models.CharField(max_length=64)
    text = models.TextField()
