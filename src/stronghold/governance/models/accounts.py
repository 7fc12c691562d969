"""Agencies and the named accounts of the people who work in them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

__all__ = ["Account", "Agency"]


class Agency(models.Model):
    """A partner: a police force, a council, a children's service, a landlord, a hospital trust.

    ``name`` is the word that sources and record keys use.
    """

    name = models.CharField(max_length=100, unique=True)
    label = models.CharField(max_length=200)

    class Meta:
        verbose_name_plural = "agencies"
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.label


class Account(AbstractUser):
    """One person's own account. What it may see is decided by the access policy from these fields and the stated purpose.

    ``roles`` are names from the vocabulary's list of roles, ``operations`` the names of operations this person is a member of.
    Django's own ``is_staff``, ``is_superuser``, groups and permissions open no record.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="accounts")
    roles = models.JSONField(default=list)
    operations = models.JSONField(default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["username"]
