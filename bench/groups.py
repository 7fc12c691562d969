"""Groups that were found, held to the truth of invented towns and to the families of a real inquiry.

SIZE is the people of the larger town; a second has 20,000. A pair of people is right where both are in one group of the truth; counted
are the people of whom the picture holds anything. ``precision`` of members: found members who are in a group of the truth (of any);
the share ``or exploited`` takes those exploited by one for right too. Beside it, what a plain analysis gives: every community (Louvain,
networkx) of all ties between people with three who are said to supply. Of Montagna: communities of its meetings and calls by their
counts, against the families; people of no family are left out.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import combinations
from pathlib import Path

import duckdb
import networkx as nx

from bench.rows import Part, Row, measured
from stronghold.linking.evaluation import Rates
from stronghold.network.graph import Network
from stronghold.network.groups.communities import communities
from stronghold.network.groups.evidence import supply_evidence
from stronghold.network.groups.rules import rule
from stronghold.picture.build import build
from stronghold.picture.store import Store
from stronghold.town import make_town

SIZE = 60_000
_SMALLER, _SEED = 20_000, 31
_MONTAGNA = Path(__file__).resolve().parents[2] / "shared" / "data" / "networks" / "montagna"

Sets = list[set[str]]


def prepare(folder: Path, size: int) -> None:
    for people in sorted({_SMALLER, size}):
        town = folder / f"town{people}"
        make_town(town, people=people, seed=_SEED)
        build(Store.create(folder / f"store{people}"), town / "files")


def _pairs(groups: Iterable[Collection[str]]) -> set[tuple[str, str]]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def _pairwise(found: Sets, true: Sets) -> Rates:
    held, wanted = _pairs(found), _pairs(true)
    return Rates.of(len(held & wanted), len(held), len(wanted))


def _figures(found: Sets, true: Sets, exploited: set[str]) -> dict[str, float | int | str]:
    rates = _pairwise(found, true)
    members, wanted = set[str]().union(*found), set[str]().union(*true)
    held = max(len(members), 1)
    return {
        "groups": len(found),
        "of": len(true),
        "F1": round(rates.f1, 3),
        "pair precision": round(rates.precision, 3),
        "pair recall": round(rates.recall, 3),
        "member precision": round(len(members & wanted) / held, 3),
        "or exploited": round(len(members & (wanted | exploited)) / held, 3),
        "member recall": round(len(members & wanted) / len(wanted), 3),
    }


def town(folder: Path, size: int) -> list[Row]:
    rows = []
    for people in sorted({_SMALLER, size}):
        snapshot = Store.open(folder / f"store{people}").current()
        assert snapshot is not None
        con = snapshot.connect()
        truth = folder / f"town{people}" / "truth"
        true, exploited, person = _truth(con, truth)
        members: dict[str, set[str]] = defaultdict(set)
        for group, who in con.execute("SELECT group_id, entity_id FROM group_member").fetchall():
            members[group].add(person.get(who, who))
        rows.append(Row(f"town of {people:,}", "found", figures=_figures(list(members.values()), true, exploited)))
        plain = [{person.get(who, who) for who in each} for each in _plain(con)]
        rows.append(Row(f"town of {people:,}", "plain communities", figures=_figures(plain, true, exploited)))
        con.close()
    return rows


def _truth(con: duckdb.DuckDBPyConnection, truth: Path) -> tuple[Sets, set[str], dict[str, str]]:
    """The true groups, as far as the picture holds anything of their members; who is exploited; and which true person an entity is."""
    person = dict(
        con.execute(
            f"""SELECT entity_id, 'true ' || arg_max(true_id, n) FROM (
                SELECT entity_id, true_id, count(*) AS n FROM entity_member JOIN mention USING (mention_id)
                JOIN '{truth}/mention.parquet' t USING (mention_key) WHERE t."table" = 'person' GROUP BY ALL) GROUP BY entity_id"""
        ).fetchall()
    )
    there = set(person.values())
    groups: dict[int, set[str]] = defaultdict(set)
    for group, who in con.execute(f"""SELECT "group", 'true ' || person FROM '{truth}/membership.parquet'""").fetchall():
        groups[group] |= {who} & there
    exploited = {who for (who,) in con.execute(f"SELECT 'true ' || person FROM '{truth}/exploitation.parquet'").fetchall()}
    return [group for group in groups.values() if group], exploited, person


def _plain(con: duckdb.DuckDBPyConnection) -> Sets:
    graph: nx.Graph[str] = nx.Graph()
    for left, right, strength in con.execute(
        """SELECT entity_l, entity_r, max(strength) FROM tie
        WHERE entity_l[1] = 'P' AND entity_r[1] = 'P' AND strength > 0 GROUP BY ALL ORDER BY ALL"""
    ).fetchall():
        graph.add_edge(left, right, weight=strength)
    suppliers = supply_evidence(con).suppliers
    return [
        set(each) for each in nx.community.louvain_communities(graph, seed=1) if len(each & suppliers) >= rule("said_to_supply")
    ]


def montagna(folder: Path, size: int) -> list[Row]:
    if not _MONTAGNA.is_dir():
        return []
    with (_MONTAGNA / "nodes.csv").open(encoding="utf-8", newline="") as file:
        family = {row["id"]: row["familia"] for row in csv.DictReader(file) if row["familia"]}
    with (_MONTAGNA / "edges.csv").open(encoding="utf-8", newline="") as file:
        edges = list(csv.DictReader(file))
    true: dict[str, set[str]] = defaultdict(set)
    for who, name in family.items():
        true[name].add(who)
    network = Network.of((row["source"], row["target"], 1 - 0.5 ** float(row["weight"] or 1)) for row in edges)
    rows = []
    for stage, scale in (("as in a picture", rule("scale")), ("modularity", 2 * float(network.strength.sum()))):
        with measured("montagna", stage) as row:
            labels = communities(network, scale=scale)
        found = [
            {network.ids[at] for at in range(len(labels)) if labels[at] == number} & family.keys()
            for number in set(labels.tolist())
        ]
        there = [group & set(network.ids) for group in true.values()]
        rates = _pairwise([each for each in found if len(each) > 1], there)
        row.figures = {
            "communities": len([each for each in found if len(each) > 1]),
            "families": len(there),
            "F1": round(rates.f1, 3),
            "precision": round(rates.precision, 3),
            "recall": round(rates.recall, 3),
        }
        rows.append(row)
    return rows


def conclude(rows: list[Row]) -> list[Row]:
    return []


PARTS: dict[str, Part] = {"town": town, "montagna": montagna}
