"""A mapping for a file that nobody has mapped, from the names of its columns and from their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from stronghold.errors import BadInput
from stronghold.intake.cleaning.cleaned import UNKNOWN_COUNTRY
from stronghold.intake.mapping import InvolvedMapping, Mapping, RecordMapping, SourceTerms
from stronghold.intake.proposal.assignment import Assignment, assign, is_usable
from stronghold.intake.proposal.candidates import candidate_for
from stronghold.intake.proposal.kind_choice import KindChoice, choose_kind, mention_kind, no_rows, nothing_recognised
from stronghold.intake.proposal.model import Proposal
from stronghold.intake.proposal.previewing import preview
from stronghold.intake.proposal.profile import Profile, date_order_of
from stronghold.intake.proposal.sampling import SAMPLE_ROWS, sample
from stronghold.intake.proposal.words import names_identifier, rules
from stronghold.intake.readers import open_source
from stronghold.vocabulary import kinds

__all__ = ["propose"]

_FILL_IN = {
    "source.agency": "fill in: who sent the file, such as police, housing or children's services",
    "source.system": "the file's name; change it to the system that the file comes from",
    "source.purpose": "fill in: what the records may be used for",
    "source.lawful_basis": "fill in: on what legal ground they may be used",
    "source.country": "fill in: its postcodes are not those of the United Kingdom",
    "source.handling": "3x5x2 handling of rows without one of their own",
}
_REMEDY = "Have the column mended, or map it by hand: `stronghold map FILE` prints a mapping to correct."
# Identifiers of something else than the row.
_NOT_KEYS = {"nino", "nhs_number", "pnc_id", "phone", "second_phone", "vehicle_registration", "house", "flat", "uprn", "postcode"}


def propose(
    path: Path, *, ignore: Sequence[str] = (), sheet: str | None = None, kind: str | None = None, today: date | None = None
) -> Proposal:
    """Propose a mapping for the file ``path``, and preview what it would keep.

    ``ignore`` names columns that are not to be mapped, ``sheet`` the workbook's sheet (default: the first that holds anything),
    ``kind`` the rows' kind where a person has said it; ``today`` is the day that dates are judged against. Raises ``BadInput``
    where the file cannot be read or has no rows, an ignored column or the sheet is not there, or no column is recognised.
    """
    today = today or datetime.now(tz=UTC).date()
    with open_source(path, sheet=sheet) as reader:
        columns = list(reader.columns)
        _check_ignored(ignore, columns, path.name)
        batch, is_whole = sample(reader.batches(SAMPLE_ROWS), columns)
    if kind is None and not batch.lines:
        raise no_rows(path.name, batch.rejected)
    looked_at = [name for name in columns if name.strip() and name not in ignore]
    order, order_reason = date_order_of([batch.columns[name] for name in looked_at])
    profiles = [Profile(name, batch.columns[name], order, today) for name in looked_at]
    stem = path.name.split(".")[0]
    if kind is None:
        choice, assignment = _assignment(path.name, profiles)
    else:
        choice, assignment = KindChoice(kind, "a person chose it"), _assign(kind, profiles)
    key, key_reason = _key(profiles, assignment, is_whole=is_whole)
    source = SourceTerms(agency="unknown", system=stem, purpose="", lawful_basis="", date_order=order, sheet=sheet)
    if assignment.abroad:
        source = replace(source, country=UNKNOWN_COUNTRY)
    mapping = Mapping(source, (replace(assignment.record, key=key),))
    unmapped = {name: assignment.unmapped[name] for name in looked_at if name in assignment.unmapped and name not in key}
    unmapped.update({name: "it was left out on request" for name in columns if name in ignore})
    reasons = {**_FILL_IN, "source.date_order": order_reason, "record.1.kind": choice.reason, **assignment.reasons}
    if key:
        reasons["record.1.key"] = key_reason
    shown = preview(mapping, columns, batch, is_whole=is_whole, today=today)
    warnings = tuple(
        f"{path.name}, column {name}: {unmapped[name]}. {_REMEDY}" for name in assignment.misnamed if name in unmapped
    )
    return Proposal(mapping, reasons, unmapped, shown, warnings)


def _check_ignored(ignore: Sequence[str], columns: Sequence[str], file: str) -> None:
    for name in ignore:
        if name not in columns:
            raise BadInput("there is no such column.", file=file, column=name, remedy=f"The file has: {', '.join(columns)}.")


def _assignment(file: str, profiles: Sequence[Profile]) -> tuple[KindChoice, Assignment]:
    """The kind and what fills its columns; rows that cannot be of the event kind their names speak for are people or things."""
    choice = choose_kind(file, profiles)
    assignment = _assign(choice.kind, profiles)
    if not is_usable(assignment.record):
        choice = mention_kind(file, profiles)
        assignment = _assign(choice.kind, profiles)
        if not is_usable(assignment.record):
            raise nothing_recognised(file, profiles, {name: assignment.unmapped[name] for name in assignment.misnamed})
    return choice, assignment


def _assign(kind_name: str, profiles: Sequence[Profile]) -> Assignment:
    return assign(kind_name, [candidate_for(profile, kind_name) for profile in profiles])


def _key(profiles: Sequence[Profile], assignment: Assignment, *, is_whole: bool) -> tuple[tuple[str, ...], str]:
    """The column that numbers the rows: called an identifier, filled in every row, and different in each."""
    record = assignment.record
    slots: tuple[RecordMapping | InvolvedMapping, ...] = (record, *record.involved)
    taken = {file: column for slot in slots for column, names in slot.columns.items() for file in names}
    where = "the file" if is_whole else f"the first {SAMPLE_ROWS:,} rows"
    of_things = set(rules()["numbered_things"]) if kinds()[record.kind].is_event else set()
    for profile in profiles:
        if of_things.intersection(profile.words) or taken.get(profile.name) in _NOT_KEYS:
            continue
        if profile.is_unique and names_identifier(profile.words):
            return (profile.name,), f"its name says it is an identifier, and no two rows of {where} have the same"
    return (), ""
