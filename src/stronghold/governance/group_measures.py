"""What a group is like as a whole, and in each span of time: by visible records alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

import duckdb

from stronghold.network.groups.described import Group
from stronghold.network.measures import GroupMeasures, measures
from stronghold.network.reading import network_of

__all__ = ["MeasuredSpan", "MeasuresView", "measures_view"]

_MOST_SPANS = 12
_YEAR = 12
# Lengths of a span in months, the first that is long enough is taken.
_LENGTHS = (1, 3, 6, _YEAR)


@dataclass(frozen=True)
class MeasuredSpan:
    """The group by records of one span of time alone (from ``since``, before ``until``; UTC). ``line_activity``: calls and messages of its
    numbers."""

    label: str
    since: datetime
    until: datetime
    measured: GroupMeasures
    line_activity: int


@dataclass(frozen=True)
class MeasuresView:
    """The group by all its records, and by each span, the earliest first; ``left_out``: earlier spans that are not told."""

    measured: GroupMeasures
    line_activity: int
    spans: tuple[MeasuredSpan, ...]
    left_out: int


def measures_view(
    con: duckdb.DuckDBPyConnection, group: Group, lines: Collection[str], class_ids: Collection[int]
) -> MeasuresView:
    """Measure the group's members of today, not aged; ``lines`` are the numbers that it uses. ``con`` has the table ``visible``.

    The spans are months, quarters, halves or whole years: the shortest of which there are no more than twelve, or the last twelve years.
    """
    people = [member.entity_id for member in group.members]
    whole = measures(network_of(con, people=people, class_ids=class_ids, aged=False))
    sent = _sent(con, lines)
    every = list(_spans(group.first_seen, group.last_seen))
    spans = []
    for label, since, until in every[-_MOST_SPANS:]:
        network = network_of(con, people=people, since=since, until=until, class_ids=class_ids, aged=False)
        active = sum(since <= moment < until for moment in sent if moment is not None)
        spans.append(MeasuredSpan(label, since, until, measures(network), active))
    return MeasuresView(whole, len(sent), tuple(spans), max(0, len(every) - _MOST_SPANS))


def _sent(con: duckdb.DuckDBPyConnection, lines: Collection[str]) -> list[datetime | None]:
    """When each visible call or message of the lines was."""
    rows = con.execute(
        """SELECT any_value(r.occurred_from) FROM entity_member JOIN mention USING (mention_id)
        JOIN record r USING (record_id) JOIN visible USING (class_id)
        WHERE entity_id IN (SELECT unnest($lines::VARCHAR[])) AND r.kind IN ('call', 'message') GROUP BY record_id""",
        {"lines": sorted(lines)},
    ).fetchall()
    return [moment for (moment,) in rows]


def _spans(first: datetime | None, last: datetime | None) -> Iterator[tuple[str, datetime, datetime]]:
    """Label, beginning and end of each span from the first moment to the last; none where no record has a date."""
    if first is None or last is None:
        return
    start, end = (moment.year * _YEAR + moment.month - 1 for moment in (first, last))
    length = next((each for each in _LENGTHS if end // each - start // each < _MOST_SPANS), _YEAR)
    for month in range(start // length * length, end + 1, length):
        yield _label(month, length), _month(month), _month(month + length)


def _month(number: int) -> datetime:
    return datetime(number // _YEAR, number % _YEAR + 1, 1)  # noqa: DTZ001 - UTC without a zone, as the picture has it


def _label(month: int, length: int) -> str:
    begins = _month(month)
    if length == _YEAR:
        return f"{begins:%Y}"
    if length == 1:
        return f"{begins:%b %Y}"
    return f"{begins:%b}\N{EN DASH}{_month(month + length - 1):%b %Y}"
