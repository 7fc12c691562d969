"""Records that people withdrew, had corrected or found false: what a load makes of them. Plain data, as casework hands it over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from stronghold.errors import BadInput

__all__ = ["FALSE_GRADE", "Effect", "Withdrawal"]

FALSE_GRADE = "E"
"""The information grade of what is known to be false: the 3x5x2 grade "suspected to be false", which weighs nothing."""


class Effect(Enum):
    """What a withdrawal does to the record of its key."""

    WITHDRAWN = "withdrawn"
    """It is left out, whatever version of it is sent again."""
    CORRECTED = "corrected"
    """The version that was withdrawn is left out; another version of the same key is a record again."""
    DISCREDITED = "discredited"
    """It stays, graded :data:`FALSE_GRADE`: it is shown, and counts as evidence of nothing."""


@dataclass(frozen=True)
class Withdrawal:
    """One withdrawal that stands; ``number`` is its place in the order in which people made them.

    ``content_hash`` (``record.content_hash``) says which version was withdrawn; needed for :attr:`Effect.CORRECTED` alone.
    """

    number: int
    effect: Effect
    record_key: str
    content_hash: str | None = None

    def __post_init__(self) -> None:
        if self.effect is Effect.CORRECTED and self.content_hash is None:
            raise BadInput(
                f"withdrawal {self.number} does not say which version of the record is wrong.",
                remedy="Name it by its content hash.",
            )
