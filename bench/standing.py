"""Do places in a network find those who lead? The Montagna inquiry, whose ten bosses are known: area under the curve, with an interval.

Each place alone, on meetings and calls together; then a ridge logistic model of places and what the case says of people (arrested, in
prison, informant, entrepreneur, partner, facilitator, official; kin among the others), learnt with one family left out at a time and
asked about that family; those of no family are left out in five parts. Never used: the title, the godfather, the family itself.
Intervals: 2,000 bootstrap draws of people. Ten bosses allow no pass mark.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import rustworkx as rx
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import rankdata

from bench.rows import Part, Row
from stronghold.network.cuts import pairs_cut
from stronghold.network.graph import Network

SIZE = 143  # the people of the inquiry
_DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "networks" / "montagna"
_SAID = ("arrest", "prison", "informant", "enterpreneur", "partner", "facilitator", "bureaucrat")
_DRAWS, _PARTS, _RIDGE = 2_000, 5, 1.0

Reals = NDArray[np.float64]


def prepare(folder: Path, size: int) -> None:
    """Nothing: the data is read where it lies."""


def _read(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _places(ids: list[str]) -> dict[str, Reals]:
    network = Network.of(((row["source"], row["target"]) for row in _read("edges.csv")), nodes=ids)
    at = [network.place[name] for name in ids]
    between = rx.graph_betweenness_centrality(network.to_rustworkx())
    degree = np.bincount(np.concatenate([network.left, network.right]), minlength=len(network.ids))
    kin = dict.fromkeys(network.ids, 0)
    for row in _read("kinship.csv"):
        kin[row["source"]] = kin.get(row["source"], 0) + 1
    return {
        "ties": degree[at].astype(np.float64),
        "on the way": np.array([between[place] for place in at]),
        "pairs cut": pairs_cut(network)[at].astype(np.float64),
        "kin": np.array([kin[name] for name in ids], np.float64),
    }


def _area(values: Reals, leads: NDArray[np.bool_]) -> float:
    ranks = rankdata(values)[leads]
    return float((ranks.sum() - leads.sum() * (leads.sum() + 1) / 2) / (leads.sum() * (~leads).sum()))


def _figures(values: Reals, leads: NDArray[np.bool_], columns: str = "") -> dict[str, float | int | str]:
    rng = np.random.default_rng(1)
    drawn: list[float] = []
    while len(drawn) < _DRAWS:
        at = rng.integers(0, len(values), len(values))
        if leads[at].any() and not leads[at].all():
            drawn.append(_area(values[at], leads[at]))
    low, high = np.percentile(drawn, [2.5, 97.5])
    figures: dict[str, float | int | str] = {
        "AUC": round(_area(values, leads), 3),
        "95 %": f"{low:.2f} to {high:.2f}",
        "leaders": int(leads.sum()),
    }
    return figures | ({"columns": columns} if columns else {})


def _learnt(inputs: Reals, leads: NDArray[np.bool_], parts: NDArray[np.int64]) -> Reals:
    """What a model learnt without someone's part says of them."""
    said = np.zeros(len(leads))
    for part in np.unique(parts):
        out = parts == part
        mean, spread = inputs[~out].mean(axis=0), inputs[~out].std(axis=0)
        scaled = (inputs - mean) / np.where(spread > 0, spread, 1)
        known, truth = scaled[~out], leads[~out].astype(np.float64)

        def loss(weights: Reals, known: Reals = known, truth: Reals = truth) -> float:
            odds = known @ weights[1:] + weights[0]
            return float((np.logaddexp(0, odds) - truth * odds).sum() + _RIDGE / 2 * (weights[1:] ** 2).sum())

        weights = minimize(loss, np.zeros(inputs.shape[1] + 1), method="L-BFGS-B").x
        said[out] = scaled[out] @ weights[1:] + weights[0]
    return said


def judge(folder: Path, size: int) -> list[Row]:
    people = sorted(_read("nodes.csv"), key=lambda row: row["id"])
    places = _places([row["id"] for row in people])
    families = sorted({row["familia"] for row in people} - {""})
    rng = np.random.default_rng(1)
    parts = np.array([families.index(p["familia"]) if p["familia"] else len(families) + rng.integers(_PARTS) for p in people])
    case = np.array([[row[name] == "Y" for name in _SAID] for row in people], np.float64)
    inputs = np.column_stack([np.log1p(places["ties"]), places["on the way"], places["kin"], case])
    rows = []
    for stage, titles in (("bosses", {"boss", "underboss"}), ("bosses and executives", {"boss", "underboss", "executive"})):
        leads = np.array([row["title"] in titles for row in people])
        rows += [
            Row(f"{name} alone", stage, figures=_figures(places[name], leads)) for name in ("ties", "on the way", "pairs cut")
        ]
        columns = "log ties, on the way, kin, " + ", ".join(_SAID)
        rows.append(Row("places and the case", stage, figures=_figures(_learnt(inputs, leads, parts), leads, columns)))
    return rows


def conclude(rows: list[Row]) -> list[Row]:
    return []


PARTS: dict[str, Part] = {"judge": judge}
