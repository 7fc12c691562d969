"""Views that people saved of a network: which one, and what of it was chosen to be shown; never what was in it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

__all__ = ["SavedView"]


class SavedView(models.Model):
    """A question that can be asked again: the network around an entity, or the ties of a group, with what narrowed it.

    ``focus`` is the id of the entity or group, as it was in ``snapshot``; ``keys`` those of the mentions that were meant (none for a
    group, whose id stays). ``choices`` are the values of the page's own form by field. Nothing else of anybody is kept: whoever opens
    the view reads the picture anew, by their own rights. Its owner alone renames, shares and deletes it.
    """

    title = models.CharField(max_length=100)
    focus = models.CharField(max_length=20)
    keys = models.JSONField()
    choices = models.JSONField()
    snapshot = models.CharField(max_length=64)
    purpose = models.CharField(max_length=50)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_views")
    saved_at = models.DateTimeField()
    for_agency = models.BooleanField(default=False)
    shared_with = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"view {self.pk}"

    @property
    def is_of_group(self) -> bool:
        return self.focus.startswith(("G-", "D-"))
