"""What a mapping says, as plain frozen values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace
from typing import get_args

from stronghold.errors import BadInput
from stronghold.intake.cleaning.cleaned import DateOrder
from stronghold.intake.mapping.nearest import nearest

__all__ = [
    "DATE_ORDERS",
    "DateOrder",
    "InvolvedMapping",
    "Mapping",
    "QuarantineRule",
    "RecordMapping",
    "SourceTerms",
]

DATE_ORDERS: tuple[DateOrder, ...] = get_args(DateOrder)

Columns = MappingOf[str, tuple[str, ...]]


def folded(text: str | None) -> str:
    """A cell as conditions compare it: without case, outer blanks or runs of blanks; an empty cell is ``""``."""
    return " ".join(text.split()).casefold() if text else ""


@dataclass(frozen=True)
class SourceTerms:
    """Where the file comes from and on what terms it may be used: the ``[source]`` table.

    ``country`` (ISO 3166 alpha-2; ``ZZ`` is one that is not known) is whose postcodes, phone numbers and registrations it holds.
    ``handling``, ``sensitivity``, ``operation`` and the two grades hold for rows that have none of their own.
    """

    agency: str
    system: str
    purpose: str
    lawful_basis: str
    handling: str = "P"
    sensitivity: str = "standard"
    operation: str = ""
    source_grade: str | None = None
    information_grade: str | None = None
    timezone: str = "Europe/London"
    country: str = "GB"
    date_order: DateOrder = "day first"
    sheet: str | None = None


@dataclass(frozen=True)
class QuarantineRule:
    """Rows to keep out, with the reason; exactly one of ``contains`` and ``equals`` is given. Case does not count."""

    column: str
    reason: str
    contains: str | None = None
    equals: str | None = None

    def fits(self, cell: str | None) -> bool:
        """Whether a row with this cell in ``column`` is to be quarantined."""
        if self.equals is not None:
            return folded(cell) == folded(self.equals)
        return folded(self.contains) in folded(cell)


@dataclass(frozen=True)
class InvolvedMapping:
    """Someone or something that an event's row names, in a role of that event."""

    kind: str
    role: str
    columns: Columns = field(default_factory=dict)
    constants: MappingOf[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RecordMapping:
    """How a row becomes a record of ``kind``: the kind's column -> the file's columns, joined by a blank.

    ``key`` is the source's own key (several columns join); ``only`` says which rows: file's column -> accepted values (``""`` is
    an empty cell), all of which must fit; the first record mapping that fits takes the row. A row whose ``required`` column
    cannot be read is quarantined; any other bad cell is noted and left empty.
    """

    kind: str
    columns: Columns = field(default_factory=dict)
    constants: MappingOf[str, str] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    only: MappingOf[str, tuple[str, ...]] = field(default_factory=dict)
    involved: tuple[InvolvedMapping, ...] = ()
    quarantine_when: tuple[QuarantineRule, ...] = ()
    required: tuple[str, ...] = ()

    def takes(self, row: MappingOf[str, str | None]) -> bool:
        """Whether this record mapping is for ``row`` (file's column -> cell). Case and outer blanks do not count."""
        return all(folded(row.get(column)) in {folded(value) for value in accepted} for column, accepted in self.only.items())

    def file_columns(self) -> Iterator[str]:
        """Every column of the file that this record mapping reads, with repeats."""
        yield from self.key
        yield from self.only
        for columns in (self.columns, *(involved.columns for involved in self.involved)):
            for names in columns.values():
                yield from names
        for rule in self.quarantine_when:
            yield rule.column


@dataclass(frozen=True)
class Mapping:
    """One file's mapping: its source terms and one or more record mappings.

    ``recognise`` (shipped mappings only) lists columns that a file must have for this mapping to be taken without asking.
    """

    source: SourceTerms
    records: tuple[RecordMapping, ...]
    recognise: tuple[str, ...] = ()

    @classmethod
    def from_toml(cls, text: str, *, file: str) -> Mapping:
        """Read and check the text of a mapping file; ``file`` names it in messages.

        Raises ``BadInput`` with the file, the line, the key and a remedy at the first thing that is wrong.
        """
        from stronghold.intake.mapping.reading import read_mapping  # reading builds this class

        return read_mapping(text, file)

    def to_toml(self, reasons: MappingOf[str, str] | None = None) -> str:
        """The mapping as TOML. ``reasons`` are comments by key: ``"source.agency"``, ``"record.1.columns.surname"``,
        ``"record.1.involved.1.columns.postcode"`` (counting from 1)."""
        from stronghold.intake.mapping.writing import write_mapping  # writing reads this class

        return write_mapping(self, reasons or {})

    @property
    def file_columns(self) -> tuple[str, ...]:
        """Every column of the file that the mapping reads, once, in the order of first use."""
        return tuple(dict.fromkeys(column for record in self.records for column in record.file_columns()))

    def check_columns(self, columns: Sequence[str], *, file: str) -> None:
        """Raise ``BadInput`` where the file lacks a column that the mapping reads."""
        present = set(columns)
        for column in self.file_columns:
            if column not in present:
                near = nearest(column, columns)
                raise BadInput(
                    "the mapping reads this column, but the file does not have it.",
                    file=file,
                    column=column,
                    remedy=f"Did you mean '{near}'? Correct the name in the mapping."
                    if near
                    else f"The file has: {', '.join(columns)}. Correct the name in the mapping, or take the line out.",
                )

    @property
    def is_complete(self) -> bool:
        """Whether the source terms that only a person can give have been given."""
        return not self._missing_terms()

    def require_complete(self, file: str) -> None:
        """Raise ``BadInput`` where agency, system, purpose or lawful basis still have to be filled in."""
        missing = self._missing_terms()
        if missing:
            raise BadInput(
                f"the mapping does not say the source's {', '.join(missing)}.",
                file=file,
                column=f"source.{missing[0].replace(' ', '_')}",
                remedy="Fill in the [source] table: without them records may not be put into a picture.",
            )

    def for_trial(self) -> Mapping:
        """The mapping with whatever terms are missing filled in by "trial", for loading that stays in memory and is thrown away:
        a preview, or linking one file on its own."""
        missing = self._missing_terms()
        source = replace(
            self.source,
            agency="trial" if "agency" in missing else self.source.agency,
            system="trial" if "system" in missing else self.source.system,
            purpose="trial" if "purpose" in missing else self.source.purpose,
            lawful_basis="trial" if "lawful basis" in missing else self.source.lawful_basis,
        )
        return replace(self, source=source)

    def _missing_terms(self) -> list[str]:
        terms = {
            "agency": self.source.agency,
            "system": self.source.system,
            "purpose": self.source.purpose,
            "lawful basis": self.source.lawful_basis,
        }
        return [name for name, value in terms.items() if folded(value) in ("", "unknown")]
