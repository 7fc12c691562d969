"""Reports that people enter by hand: each with all its versions, none ever deleted."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from stronghold.governance.models import Agency

__all__ = ["EnteredFile", "Report", "ReportDraft", "ReportVersion"]


class Report(models.Model):
    """One report of an agency. What it says is in its versions, the latest of which holds.

    ``number`` is ``PREFIX-YEAR-SERIAL`` and for ever; ``kind`` is an event kind of the vocabulary. ``token`` is of the form it was
    entered with: the same form sent twice is one report.
    """

    number = models.CharField(max_length=140, unique=True)
    prefix = models.CharField(max_length=120)
    year = models.PositiveIntegerField()
    serial = models.PositiveIntegerField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=50)
    token = models.CharField(max_length=64)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    latest = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["prefix", "year", "serial"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prefix", "year", "serial"], name="report_number_once"),
            models.UniqueConstraint(fields=["entered_by", "token"], name="report_form_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "entered_at"])]

    def __str__(self) -> str:
        return self.number


class ReportVersion(models.Model):
    """What a report said from ``at`` on, as it was typed (``content``), and the terms it may be read on. Never changed.

    A withdrawal is a version too: the same content, ``withdrawn``, with the reason. Ids rise with time within an agency.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    handling = models.CharField(max_length=20)
    sensitivity = models.CharField(max_length=20)
    operation = models.CharField(max_length=100, blank=True)
    withdrawn = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["report", "version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "version"], name="report_version_once")]

    def __str__(self) -> str:
        return f"{self.report_id} version {self.version}"


class EnteredFile(models.Model):
    """A file that reports were handed to a build in: what held when the agency's last version was ``up_to`` (its id).

    A snapshot names its files by their hash; so it is known which version of a report a snapshot has.
    """

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    up_to = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["sha256", "name"], name="entered_file_once")]

    def __str__(self) -> str:
        return self.name


class ReportDraft(models.Model):
    """The unfinished report of one account, field by field as its form was last sent; only that account ever sees it."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    fields = models.JSONField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft of {self.account_id}"
