"""What waits for one person to look at: something they answer for, and what happened to what it rests on."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

__all__ = ["Notice"]


class Notice(models.Model):
    """``account`` is asked to look at ``noun`` ``key`` (decision 12), at ``address``, because of ``cause`` (withdrawal 3;
    none where a report was withdrawn on its own page).

    Nothing in it is about anybody: it names numbers, and what they stand for is read where they lead. ``done_at`` once the person
    has looked, or there is nothing left to look at.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    noun = models.CharField(max_length=30)
    key = models.CharField(max_length=140)
    address = models.CharField(max_length=300)
    why = models.CharField(max_length=300)
    cause = models.ForeignKey("casework.Withdrawal", on_delete=models.PROTECT, related_name="notices", null=True)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "noun", "key", "cause"], name="notice_once")]
        indexes: ClassVar = [models.Index(fields=["account", "done_at"])]

    def __str__(self) -> str:
        return f"{self.noun} {self.key} for {self.account_id}"
