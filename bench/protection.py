"""Who of those a group exploits is protected by the lists alone, and whom plans would choose all the same; held to invented towns.

Three towns of SIZE people each, of seeds that nothing was tried on. Counted are members of found groups who by the truth were exploited
or had their home taken over at any time of its three years, each once by the first that holds: a child still, a child then, home taken
over, an adult made to deal or run. ``protected``: some record gives a live reason on the day of the latest record; ``unchecked``: none
does, and there are no checks. Plans are of three people for each group (fewer where fewer may be chosen), all ties taken as real. ``as
if nobody were protected``: the same plans were there no protection at all. ``were children of late left out``: the same plans were
those left out too who were under 18 at a record of the last three years; no rule of Stronghold does so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

import duckdb

from bench.groups import _truth
from bench.rows import Part, Row
from stronghold.concern import protected_now
from stronghold.concern.childhood import LATEST_BIRTH
from stronghold.network.disruption.plan import make_plan
from stronghold.network.reading import latest_date, network_of
from stronghold.picture.build import build
from stronghold.picture.store import Store
from stronghold.town import make_town

SIZE = 20_000
_SEEDS = (41, 42, 43)
_CHOSEN = 3
_SORTS = ("a child still", "a child then", "home taken over", "made to deal or run")


def prepare(folder: Path, size: int) -> None:
    for seed in _SEEDS:
        town = folder / f"town{seed}"
        make_town(town, people=size, seed=seed)
        build(Store.create(folder / f"store{seed}"), town / "files")


def _exploited(con: duckdb.DuckDBPyConnection, truth: Path, day: date) -> dict[str, str]:
    """How each person of the truth was exploited, by the first of ``_SORTS`` that holds."""
    rows = con.execute(
        f"""SELECT 'true ' || person, sort, how, born FROM '{truth}/exploitation.parquet' JOIN '{truth}/person.parquet' USING (person)
        UNION ALL SELECT 'true ' || victim, 'adult', 'home', born FROM '{truth}/cuckooing.parquet'
        JOIN '{truth}/person.parquet' ON person = victim"""
    ).fetchall()
    found: dict[str, str] = {}
    for who, sort, how, born in rows:
        years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        child = "a child still" if years < 18 else "a child then"
        named = child if sort == "child" else "home taken over" if how == "home" else "made to deal or run"
        found[who] = min(named, found.get(who, named), key=_SORTS.index)
    return found


def _chosen(con: duckdb.DuckDBPyConnection, members: Collection[str], excluded: Collection[str]) -> tuple[str, ...]:
    open_ = len(members) - len(excluded)
    if not open_:
        return ()
    return make_plan(network_of(con, people=members, aged=False), min(_CHOSEN, open_), excluded=excluded).chosen


def _children_of_late(con: duckdb.DuckDBPyConnection, members: Collection[str], day: date) -> set[str]:
    """Those of ``members`` whom a record of the 36 months before ``day`` names while they were under 18 by some date of birth of theirs."""
    rows = con.execute(
        f"""WITH named AS (SELECT entity_id, mention_id, record_id FROM entity_member JOIN mention USING (mention_id)
            WHERE entity_id IN (SELECT unnest($members::VARCHAR[]))),
        born AS (SELECT entity_id, max({LATEST_BIRTH}) AS born FROM named JOIN person p USING (mention_id) GROUP BY entity_id)
        SELECT DISTINCT entity_id FROM named JOIN born USING (entity_id) JOIN record USING (record_id)
        WHERE occurred_from >= $day::DATE - INTERVAL 36 MONTH AND born > strftime(occurred_from - INTERVAL 18 YEAR, '%Y-%m-%d')""",
        {"members": sorted(members), "day": day},
    ).fetchall()
    return {who for (who,) in rows}


def _counted(people: Collection[str], sorts: Mapping[str, str], person: Mapping[str, str]) -> Counter[str]:
    return Counter(sorts.get(person.get(who, who), "nobody exploited") for who in people)


def judge(folder: Path, size: int) -> list[Row]:
    rows = []
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for seed in _SEEDS:
        snapshot = Store.open(folder / f"store{seed}").current()
        assert snapshot is not None
        con = snapshot.connect()
        latest = latest_date(con)
        assert latest is not None
        truth = folder / f"town{seed}" / "truth"
        _, _, person = _truth(con, truth)
        sorts = _exploited(con, truth, latest.date())
        groups: dict[str, list[str]] = defaultdict(list)
        for group, who in con.execute("SELECT group_id, entity_id FROM group_member ORDER BY ALL").fetchall():
            groups[group].append(who)
        told: dict[str, Counter[str]] = {"known of": Counter(sorts[who] for who in set(person.values()) & sorts.keys())}
        for members in groups.values():
            now = protected_now(con, members, on=latest.date())
            late = _children_of_late(con, members, latest.date())
            for name, people in (
                ("in a group", members),
                ("protected", now.protected),
                ("unchecked", now.unchecked),
                ("chosen", _chosen(con, members, now.protected)),
                ("chosen as if nobody were protected", _chosen(con, members, ())),
                ("chosen were children of late left out", _chosen(con, members, now.protected | late)),
            ):
                told[name] = told.get(name, Counter()) + _counted(people, sorts, person)
        con.close()
        for name, counts in told.items():
            totals[name] += counts
        rows += _rows(f"town {seed}, {len(groups)} groups", told)
    return [*rows, *_rows("all towns", totals)]


def _rows(part: str, told: Mapping[str, Counter[str]]) -> list[Row]:
    return [
        Row(part, sort, figures={name: counts[sort] for name, counts in told.items() if name != "known of" or sort in _SORTS})
        for sort in (*_SORTS, "nobody exploited")
    ]


def conclude(rows: list[Row]) -> list[Row]:
    """The shares over all towns."""
    of = {row.stage: row.figures for row in rows if row.part == "all towns"}

    def total(name: str) -> int:
        return sum(int(of[sort][name]) for sort in _SORTS)

    chosen = total("chosen") + int(of["nobody exploited"]["chosen"])
    figures: dict[str, float | int | str] = {
        "protected": round(total("protected") / max(total("in a group"), 1), 3),
        "unchecked": round(total("unchecked") / max(total("in a group"), 1), 3),
        "chosen people": chosen,
        "of them exploited": total("chosen"),
        "as if nobody were protected": total("chosen as if nobody were protected"),
        "were children of late left out": total("chosen were children of late left out"),
    }
    return [Row("all towns", "the exploited in found groups", figures=figures)]


PARTS: dict[str, Part] = {"judge": judge}
