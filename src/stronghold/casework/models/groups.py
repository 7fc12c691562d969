"""Groups that people declared, and whom they named in them, each with its reason; undone where it no longer counts, and never deleted."""

from __future__ import annotations

from django.db import models

from stronghold.casework.anchors import Anchor
from stronghold.casework.models.undoable import Counter, Undoable

__all__ = ["DeclaredGroup", "DeclaredGroupCounter", "DeclaredPerson"]


class DeclaredGroupCounter(Counter):
    """The one row (``id`` 1) that whoever declares, amends or undoes holds, so that numbers rise in the order of time."""

    last_person = models.PositiveBigIntegerField(default=0)


class DeclaredGroup(Undoable):
    """A group as a person has it. ``found_id`` is the found group that it is (empty: the one that shares most members); ``snapshot`` the
    picture that it was declared in. Undone is withdrawn."""

    name = models.CharField(max_length=100)
    found_id = models.CharField(max_length=20, blank=True)
    snapshot = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"declared group {self.number}"


class DeclaredPerson(Undoable):
    """Somebody who belongs to a declared group, or who does not (``belongs``), whatever is found.

    ``keys`` are those of the mentions that were meant, ``entity_id`` what they belonged to in ``snapshot``. ``terms`` (each: agency, handling,
    sensitivity, operation) say who may see it where the records have gone. Undone is left to the evidence.
    """

    group = models.ForeignKey(DeclaredGroup, on_delete=models.PROTECT, related_name="people")
    belongs = models.BooleanField()
    keys = models.JSONField()
    terms = models.JSONField()
    entity_id = models.CharField(max_length=20)
    snapshot = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"person {self.number} of declared group {self.group_id}"

    @property
    def anchor(self) -> Anchor:
        """Who was meant, by the records that named them."""
        return Anchor(tuple(self.keys), self.entity_id, self.snapshot)
