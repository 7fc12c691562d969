"""What a proposal says."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field

from stronghold.intake.mapping import Mapping

__all__ = ["LeftOut", "Preview", "Proposal"]


@dataclass(frozen=True)
class LeftOut:
    """A row that would be quarantined: its line (1-based) in the file, the file's column at fault if one is, why, its cells."""

    line: int
    column: str | None
    reason: str
    raw: MappingOf[str, str | None]


@dataclass(frozen=True)
class Preview:
    """What would become of the sample's rows under a mapping: ``read`` = ``kept`` + all of ``quarantined``.

    ``quarantined`` is reason -> rows; ``noted`` is the file's column (several joined by a comma) -> reason -> cells that were
    left out or used with a doubt; ``sample`` holds the first rows as they would be kept, ``column`` or ``role.column`` -> text,
    and ``left_out`` the first that would not be. ``is_whole`` says whether the sample is the whole file.
    """

    read: int
    kept: int
    quarantined: MappingOf[str, int] = field(default_factory=dict)
    noted: MappingOf[str, MappingOf[str, int]] = field(default_factory=dict)
    sample: tuple[MappingOf[str, str], ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    is_whole: bool = True


@dataclass(frozen=True)
class Proposal:
    """A mapping for a file nobody has mapped, with a reason for each of its lines and for each column that is left out.

    ``reasons`` are by key, as :meth:`Mapping.to_toml` takes them. Agency and system are guesses, and purpose and lawful basis are
    empty: only a person can give them (:attr:`Mapping.is_complete` is false until then).
    ``warnings`` name the file, each column that is called a name and holds something else, and the remedy.
    """

    mapping: Mapping
    reasons: MappingOf[str, str]
    unmapped: MappingOf[str, str]
    preview: Preview
    warnings: tuple[str, ...] = ()

    def to_toml(self) -> str:
        """The mapping as TOML with its reasons, and the columns that are left out as comments at the end."""
        text = self.mapping.to_toml(self.reasons)
        if not self.unmapped:
            return text
        lines = [f"#   {name!r}: {reason}" for name, reason in self.unmapped.items()]
        return "\n".join([text.rstrip(), "", "# Columns that are not mapped:", *lines, ""])
