"""Groups after `stronghold add` are those of a rebuild: who is said to supply, who is tied to whom, and under which ids."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from stronghold.intake.mapping import InvolvedMapping, RecordMapping, SourceTerms
from stronghold.intake.mapping import Mapping as FileMapping
from stronghold.picture.snapshot import Snapshot
from stronghold.picture.store import Store
from tests.promises.test_an_update_ends_as_a_rebuild_would import TOWN, both_ways, built, write

Row = dict[str, Any]

TERMS = SourceTerms("police", "custody", "prevention of crime", "Data Protection Act 2018, part 3", date_order="year first")
_NAMED = ("forename", "surname", "date_of_birth", "phone")
ARRESTS = FileMapping(
    TERMS,
    (
        RecordMapping(
            "arrest",
            {"occurred": ("when",), "offence": ("offence",)},
            key=("ref",),
            involved=tuple(
                InvolvedMapping("person", "arrested", {name: (f"{name}{place}",) for name in _NAMED}) for place in (1, 2, 3)
            ),
        ),
    ),
)
REPORTS = FileMapping(
    SourceTerms("police", "intelligence", "prevention of crime", "Data Protection Act 2018, part 3", date_order="year first"),
    (
        RecordMapping(
            "intelligence_report",
            {"occurred": ("when",), "narrative": ("text",)},
            key=("ref",),
            involved=(InvolvedMapping("person", "subject", {name: (name,) for name in _NAMED}),),
        ),
    ),
)
# People of one surname may be a family, and what is said of one of two namesakes may be said of the other: neither is the point here.
_FULL = [row for row in TOWN if all(row[name] for name in _NAMED)]
_ONE_EACH = list({row["surname"]: row for row in _FULL}.values())
FIRST, SECOND = _ONE_EACH[:5], _ONE_EACH[5:10]


def arrests(people: Sequence[Row], prefix: str, months: range) -> list[Row]:
    """Every three of ``people`` who follow each other in the list arrested together, once in each month."""
    rows = []
    for month in months:
        for start in range(len(people)):
            three = [people[(start + place) % len(people)] for place in range(3)]
            row: Row = {
                "ref": f"{prefix}{month}-{start}",
                "when": f"2025-{month:02d}-1{start} 10:00",
                "offence": "Affray",
            }
            row |= {f"{name}{place}": one[name] for place, one in enumerate(three, 1) for name in _NAMED}
            rows.append(row)
    return rows


def reports(people: Sequence[Row], prefix: str) -> list[Row]:
    return [
        {"ref": f"{prefix}{number}", "when": "2025-06-01 09:00", "text": "Dealing heroin from the stairs.", **one}
        for number, one in enumerate(people)
    ]


def groups(snapshot: Snapshot) -> dict[str, tuple[int, int]]:
    """By id, how many members and how many of them said to supply."""
    with closing(snapshot.connect()) as con:
        rows = con.execute("SELECT group_id, members, suppliers FROM network_group").fetchall()
    return {name: (members, suppliers) for name, members, suppliers in rows}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture with one group, of whom three are said to supply, and others arrested together of whom nobody says anything."""
    files = {
        "p": TOWN[:120],
        "c": [*arrests(FIRST, "F", range(1, 4)), *arrests(SECOND, "S", range(1, 4))],
        "r": reports(FIRST[:3], "A"),
    }
    return built(tmp_path_factory.mktemp("before"), files, c=ARRESTS, r=REPORTS)


def test_reports_that_are_added_make_a_group_of_those_who_were_none(before: Path, tmp_path: Path) -> None:
    served = Store.open(before).current()
    assert served is not None and list(groups(served).values()) == [(5, 3)]
    added = [write(tmp_path / "new" / "s.csv", reports(SECOND[:4], "B"), REPORTS)]
    report, rebuilt = both_ways(tmp_path, before, added)
    assert report.rebuilt is None
    now = groups(rebuilt)
    assert sorted(now.values()) == [(5, 3), (5, 4)] and groups(served).keys() < now.keys()


def test_arrests_that_are_added_tie_two_groups_and_a_report_more_makes_a_supplier(before: Path, tmp_path: Path) -> None:
    both = [*SECOND[:2], FIRST[0]]
    added = [
        write(tmp_path / "new" / "s.csv", [*reports(SECOND[:3], "B"), *reports(FIRST[3:4], "C")], REPORTS),
        write(tmp_path / "new" / "t.csv", arrests(both, "T", range(4, 5)), ARRESTS),
    ]
    _, rebuilt = both_ways(tmp_path, before, added)
    now = groups(rebuilt)
    assert sum(suppliers for _, suppliers in now.values()) == 7
    with closing(rebuilt.connect()) as con:
        linked = con.execute("SELECT count(*) FROM group_link").fetchall()[0][0]
    assert len(now) == 1 or linked == 1


@pytest.mark.parametrize("seed", range(2))
def test_any_day_of_reports_and_arrests_ends_with_the_same_groups(before: Path, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    people = [*FIRST, *SECOND, *_ONE_EACH[10:14]]
    said = reports(rng.sample(people, 8), "D")
    for row in rng.sample(said, 2):
        row["text"] = "Is made to carry for others, exploited."
    # A report of the picture is sent again, and says something else of somebody else.
    said += [{**reports([rng.choice(people)], "A")[0], "ref": "A0"}]
    added = [
        write(tmp_path / "new" / "r2.csv", said, REPORTS),
        write(tmp_path / "new" / "c2.csv", arrests(rng.sample(people, 6), "U", range(5, 7)), ARRESTS),
    ]
    _, rebuilt = both_ways(tmp_path, before, added)
    assert groups(rebuilt)
