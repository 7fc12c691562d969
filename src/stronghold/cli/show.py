"""``stronghold show``: one entity or one record, with the evidence behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stronghold import vocabulary
from stronghold.cli.console import print_json, say
from stronghold.cli.entity_story import story_of
from stronghold.cli.options import Account, AsJson, Purpose, StoreFolder
from stronghold.cli.reading import gateway

if TYPE_CHECKING:
    from stronghold.governance.answers import EntityView, LinkView, RecordView, TieView
    from stronghold.governance.belongings import Belonging

__all__ = ["show"]


def show(
    key: Annotated[
        str, typer.Argument(metavar="ID", help="An entity's id (P-..., A-..., T-..., V-..., O-...) or a record's key.")
    ],
    store: StoreFolder,
    account: Account,
    purpose: Purpose,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most this many records, ties and links.")] = 50,
    json: AsJson = False,
) -> None:
    """Show a person, home, phone, vehicle or organisation: its records, its ties, why its records were linked and the weakest link
    that they hang on, what became of it from build to build, and what people decided.

    What is shown comes from records that the account may see for the purpose, and is written to the audit first.

    Example: `stronghold show P-7K2M9QXD --store town --as amina --purpose disruption`
    """
    from stronghold.governance.answers import EntityView

    with gateway(store, account, purpose) as opened:
        view = opened.show(key, limit=limit)
        story = story_of(opened, view, limit=limit) if isinstance(view, EntityView) else None
    if json:
        print_json({**asdict(view), **(story.machine() if story else {})})
        return
    for line in _entity(view) if isinstance(view, EntityView) else _record(view):
        say(line)
    for line in story.lines() if story else ():
        say(line)


def _entity(view: EntityView) -> Iterator[str]:
    if view.redirected_from:
        yield f"{view.redirected_from} has been merged into {view.entity_id}.\n"
    yield f"{view.label}\n{vocabulary.kind(view.kind).label} {view.entity_id}"
    yield f"Seen {_day(view.first_seen)} to {_day(view.last_seen)} in {_many(view.records_visible, 'record')}."
    yield "\nRecords, latest first"
    for record in view.records:
        roles = ", ".join(
            dict.fromkeys((m.part or m.role).replace("_", " ") for m in record.mentions if m.entity_id == view.entity_id)
        )
        yield f"\n  {record.when or 'no date'}  {vocabulary.kind(record.kind).label}, as {roles}"
        yield f"    {_says(record)}"
        yield f"    {record.record_key}  ({_where(record)}; graded {_grading(record)})"
    if view.belongings:
        yield "\nHomes, phones and vehicles" if view.kind == "person" else "\nWhose it was, and when"
        for belonging in view.belongings:
            yield from _belonging(belonging)
    if view.building:
        yield "\nIn the same building"
        yield from (f"  {home.label} ({home.entity_id}, {_many(home.records, 'record')})" for home in view.building)
    if view.ties:
        yield "\nTies (strength is about the evidence, from 0 to 1)"
        for tie in view.ties:
            yield from _tie(tie)
    if view.links:
        yield "\nWhy these records are taken for one"
        for link in view.links:
            yield from _link(link)
    if len(view.ways) > 1:
        yield "\nHow records write it, and why each is taken for the first"
        for way in view.ways:
            yield f"\n  {way.label} ({_many(way.records, 'record')})"
            if way.why:
                yield f"    {way.why}"


def _belonging(period: Belonging) -> Iterator[str]:
    ended = f"until {_day(period.ended_on)}: {period.ended_words}" if period.until else "not known to have ended"
    yield f"\n  {period.label} ({period.entity_id})"
    yield f"    {period.said_words}; recorded {_day(period.first_seen)} to {_day(period.last_seen)}; {ended}"
    yield f"    {_many(period.records, 'record')} of {', '.join(period.told_by)}"


def _tie(tie: TieView) -> Iterator[str]:
    evidence = f"{_many(tie.records, 'record')} of {_many(tie.agencies, 'agency', 'agencies')}"
    yield f"\n  {tie.layer}: {tie.label} ({tie.entity_id})"
    yield f"    strength {tie.strength:.2f}; {evidence}; {_day(tie.first_seen)} to {_day(tie.last_seen)}"
    yield f"    {'; '.join(map(str, tie.evidence))}{' ...' if tie.records > len(tie.evidence) else ''}"


def _link(link: LinkView) -> Iterator[str]:
    yield f"\n  {link.mention_l}\n  {link.mention_r}"
    yield f"    one person with probability {link.probability:.4f}; for (+) and against (-), in powers of two:"
    if link.alike:
        yield f"    {link.alike:,} mentions are alike in every compared field"
    for reason in link.reasons:
        yield f"    {reason}"


def _record(view: RecordView) -> Iterator[str]:
    yield f"{vocabulary.kind(view.kind).label} {view.record_key}"
    yield f"{view.when or 'No date'}. From {view.agency}, {view.system}: {_where(view)}. Graded {_grading(view)}."
    yield f"Held for: {view.purpose}. Lawful basis: {view.lawful_basis}."
    yield "\nWhat it says"
    for name, value in _given(view.values):
        yield f"  {_label(view.kind, name)}: {value}"
    yield "\nWho and what it names"
    for mention in view.mentions:
        as_what = " ".join(filter(None, (mention.role.replace("_", " "), mention.part)))
        yield f"  {as_what}: {mention.label} ({mention.entity_id or 'not linked'})"
    if view.notes:
        yield "\nCells that needed care"
        for note in view.notes:
            yield f"  {note.column}: '{note.raw}': {note.reason}"


def _says(record: RecordView) -> str:
    own = [f"{_label(record.kind, name)}: {value}" for name, value in _given(record.values)]
    named = [f"{_label(m.kind, name)}: {value}" for m in record.mentions if m.part is None for name, value in _given(m.values)]
    return "; ".join([*own, *named])


def _given(values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        (name, "; ".join(map(str, value)) if isinstance(value, list | tuple) else value)
        for name, value in values.items()
        if value not in (None, "", [], ())
    ]


def _label(kind: str, column: str) -> str:
    columns = vocabulary.kind(kind).columns
    return columns[column].label if column in columns else column.replace("_", " ")


def _grading(record: RecordView) -> str:
    return "".join(part or "?" for part in (record.source_grade, record.information_grade, record.handling))


def _where(record: RecordView) -> str:
    return f"{record.file}{f' ({record.sheet})' if record.sheet else ''} line {record.line}"


def _day(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d") if moment else "unknown"


def _many(count: int, one: str, several: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else several or one + 's'}"
