"""Why the read gateway gives nothing, told apart so that a page can answer with the right status."""

from __future__ import annotations

from stronghold.errors import BadInput

__all__ = ["NoPicture", "NotVisible", "Refused"]


class Refused(BadInput):
    """This account may not do that, or not for this purpose. The web answers 403."""


class NotVisible(BadInput):
    """There is nothing of that key, or nothing of it is visible: the words are the same. The web answers 404."""


class NoPicture(NotVisible):
    """The store has no picture yet, so there is nothing to read."""
