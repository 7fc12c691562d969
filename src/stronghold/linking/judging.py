"""Whether one person model is worse than another, by stated criteria and without known truth.

1. *Held-out pairs.* Of records that the new model has not seen, pairs that agree on some fields are described by each model in
   the fields that are left. The better description is the likelier (a composite likelihood: pairs are not independent, so the interval comes
   from blocks of them). Which share of these pairs is one person's, relatives' or strangers' is found anew for each model.
2. *Levels in order.* Closer agreement must not weigh less than looser, by more than a bit.
3. *Prior.* How many others of a person an entry has in these records, as the model reads them, must be believable.
4. *What people decided*, where that is enough: F1 of the pairs they labelled.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit  # of scipy.stats, which takes a second to import, this is the quantile of Student's t

from stronghold.linking.comparisons import COMPARISONS
from stronghold.linking.intervals import Interval
from stronghold.linking.levels import Comparison
from stronghold.linking.model import PersonModel
from stronghold.linking.quality import f1_spread, labelled_quality
from stronghold.linking.scoring import MOST_EXPECTED, score_sql
from stronghold.linking.training import SESSIONS

__all__ = ["Change", "Criterion", "changes", "held_out", "in_order", "labelled", "plausible"]

Floats = npt.NDArray[np.float64]

# Closer agreement first. Levels that are neither closer nor looser than one another are in no chain together.
_CHAINS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("forename", ("exact", "close", "similar", "different")),
    ("forename", ("exact", "nickname", "different")),
    ("surname", ("exact", "close", "similar", "different")),
    ("middle_names", ("exact", "part", "different")),
    ("date_of_birth", ("exact", "one_edit", "two_edits", "different")),
    ("date_of_birth", ("exact", "swapped", "different")),
    ("date_of_birth", ("exact", "year", "different")),
    ("place", ("home", "street", "street_name", "different")),
    ("place", ("home", "postcode", "district", "different")),
    ("place_of_birth", ("exact", "different")),
    ("occupation", ("exact", "different")),
)
# A looser level may weigh so much more (bits): slips are rarest in rare names, so "nearly the same" means rarer names.
SLACK = 1.0
# A description worse by no more than this (bits a pair) is as good: a model in use that has learnt from the very records has a start.
AS_GOOD = 0.05
# Times more, or less, repetition than the model in use sees in the same records, beyond which one of the two is wrong.
MOST_APART = 4.0
# Labelled pairs that are enough, and how many of them must be of either kind.
ENOUGH_LABELLED, ENOUGH_OF_EACH = 50, 10
_BLOCK_PAIRS, _FOLDS, _ROUNDS = 60, 20, 200
_MOST_PAIRS = 300_000


@dataclass(frozen=True)
class Change:
    """One level's weight (bits, against strangers) in the model in use and in the new one."""

    comparison: str
    level: str
    before: float
    after: float

    @property
    def by(self) -> float:
        return self.after - self.before


@dataclass(frozen=True)
class Criterion:
    """What one criterion found, in words; ``worse`` is ``None`` where it cannot be told."""

    name: str
    words: str
    worse: bool | None


def changes(before: PersonModel, after: PersonModel, comparisons: Sequence[Comparison]) -> tuple[Change, ...]:
    """Every level whose weight differs, the greatest change first."""
    found = []
    for comparison in comparisons:
        for level in comparison.levels:
            one, other = (model.levels[comparison.name][level.name] for model in (before, after))
            weights = math.log2(one.m / one.u), math.log2(other.m / other.u)
            if abs(weights[1] - weights[0]) >= 0.005:
                found.append(Change(comparison.label, level.words, *weights))
    return tuple(sorted(found, key=lambda c: (-abs(c.by), c.comparison, c.level)))


def held_out(
    con: duckdb.DuckDBPyConnection, fields: str, comparisons: Sequence[Comparison], before: PersonModel, after: PersonModel
) -> Criterion:
    """How well the models describe pairs of the table ``fields`` (as ``node_field``), which ``after`` was not learnt from."""
    gain, pairs = np.zeros(_FOLDS), 0
    present = {c.name for c in comparisons}
    for keys, of in SESSIONS:
        compared = [c for c in comparisons if c.name not in of and not _says_nothing(c)]
        if not of <= present or not compared:
            continue
        folds, levels, counts = _patterns(con, fields, keys, compared)
        if not len(counts):
            continue
        difference = _likelihood(after, compared, levels, counts) - _likelihood(before, compared, levels, counts)
        gain += np.bincount(folds, weights=counts * difference, minlength=_FOLDS)
        pairs += int(counts.sum())
    name = "Held-out pairs"
    if pairs < _FOLDS:
        return Criterion(name, f"only {pairs} such pairs: too few to tell", None)
    found = _mean_interval(gain, pairs)
    worse = found.high < 0 and found.value < -AS_GOOD
    verdict = "worse" if worse else "better" if found.low > 0 else "as well"
    words = (
        f"{pairs:,} pairs are described {verdict} by the new model: {found.value:+.3f} bits a pair (95 % interval {found.low:+.3f}"
        f" to {found.high:+.3f})"
    )
    if before.origin == "data":
        words += "; the model in use may have learnt from them, the new one has not"
    return Criterion(name, words, worse)


def _mean_interval(sums: Floats, pairs: int) -> Interval:
    """The mean per pair, and its interval from folds of whole blocks, which are independent where pairs are not."""
    mean = float(sums.sum()) / pairs
    half = float(stdtrit(len(sums) - 1, 0.975)) * float(sums.std(ddof=1)) * math.sqrt(len(sums)) / pairs
    return Interval(mean, mean - half, mean + half)


def _says_nothing(comparison: Comparison) -> bool:
    """Corrections of other comparisons: they are no outcome of their own."""
    return all(level.start.m == 1.0 for level in comparison.levels)


def _patterns(
    con: duckdb.DuckDBPyConnection, fields: str, keys: Sequence[str], compared: Sequence[Comparison]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Floats]:
    """The fold, the level of each comparison and the number of pairs of each pattern among pairs that agree on ``keys``."""
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE trial_pair AS
        WITH member AS (
            SELECT node_id, hash({", ".join(keys)}) AS key FROM {fields} WHERE {" AND ".join(f"{k} IS NOT NULL" for k in keys)}
            QUALIFY count(*) OVER (PARTITION BY key) BETWEEN 2 AND {_BLOCK_PAIRS}
        )
        SELECT l.node_id AS node_l, r.node_id AS node_r, (l.key % {_FOLDS})::BIGINT AS fold
        FROM member l JOIN member r ON l.key = r.key AND l.node_id < r.node_id ORDER BY hash(l.key), node_l, node_r LIMIT {_MOST_PAIRS}
        """
    )
    gammas = [f"gamma_{c.name}" for c in compared]
    sql = score_sql(compared, PersonModel.by_reason(), pairs="trial_pair", fields=fields, least=-1e9)
    rows = con.execute(
        f"""
        SELECT fold, {", ".join(gammas)}, count(*) FROM ({sql}) JOIN trial_pair USING (node_l, node_r) GROUP BY ALL ORDER BY ALL
        """
    ).fetchall()
    con.execute("DROP TABLE trial_pair")
    table = np.array(rows, np.int64).reshape(len(rows), len(compared) + 2)
    return table[:, 0], table[:, 1:-1], table[:, -1].astype(np.float64)


def _likelihood(model: PersonModel, compared: Sequence[Comparison], levels: npt.NDArray[np.int64], counts: Floats) -> Floats:
    """Bits (log2) of each pattern's probability as a mixture of one person's, strangers' and relatives' pairs.

    Each comparison's rates are made to add up to one, so that no model gains by claiming too much.
    """
    kinds = np.zeros((len(levels), 3))
    for place, comparison in enumerate(compared):
        rates = np.array([[p.m, p.u, p.r] for p in (model.levels[comparison.name][level.name] for level in comparison.levels)])
        logs = np.vstack([np.log(rates / rates.sum(axis=0)), np.zeros((1, 3))])
        kinds += logs[levels[:, place]]  # -1, which says nothing, is the last row
    peak = kinds.max(axis=1, keepdims=True)
    likely = np.exp(kinds - peak)
    shares = np.full(3, 1 / 3)
    for _ in range(_ROUNDS):
        joint = likely * shares
        shares = (counts[:, None] * joint / joint.sum(axis=1, keepdims=True)).sum(axis=0) / counts.sum()
    return np.asarray((np.log((likely * shares).sum(axis=1)) + peak[:, 0]) / math.log(2), np.float64)


def in_order(comparisons: Sequence[Comparison], before: PersonModel, after: PersonModel) -> Criterion:
    """No looser agreement weighs more than closer, and differing never speaks for one person; unless so in the model in use too."""
    used = {c.name for c in comparisons}
    faults = []
    for name, chain in _CHAINS:
        if name in used:
            old, new = _disorder(before, name, chain), _disorder(after, name, chain)
            faults += [fault for fault in new if fault not in old]
    words = "closer agreement always weighs more" if not faults else "; ".join(dict.fromkeys(faults))
    return Criterion("Levels in order", words, bool(faults))


def _disorder(model: PersonModel, name: str, chain: Sequence[str]) -> list[str]:
    shape = next(c for c in COMPARISONS if c.name == name)
    words = {level.name: level.words for level in shape.levels}
    weight = {level: math.log2(p.m / p.u) for level, p in model.levels[name].items()}
    found = [
        f"{shape.label}: “{words[looser]}” weighs more than “{words[closer]}”"
        for closer, looser in itertools.pairwise(chain)
        if weight[looser] > weight[closer] + SLACK
    ]
    if weight[chain[-1]] > 0:
        found.append(f"{shape.label}: “{words[chain[-1]]}” speaks for one person")
    return found


def plausible(before: PersonModel, after: PersonModel) -> Criterion:
    """Both models with the priors that they find in the same records."""
    words = (
        f"each entry has {after.expected:.2g} others of the same person by the new model, {before.expected:.2g} by the one in use"
    )
    apart = max(after.expected, 1e-6) / max(before.expected, 1e-6)
    many = after.expected > MOST_EXPECTED and after.expected > before.expected
    # Where nearly nothing is repeated a ratio says little: one in fifty entries more or fewer is no matter.
    far = not 1 / MOST_APART <= apart <= MOST_APART and abs(after.expected - before.expected) > 0.02
    if many:
        words += f"; more than {MOST_EXPECTED:.0f} is not believed"
    elif far:
        words += f"; more than {MOST_APART:.0f} times apart is not believed"
    return Criterion("How much is repeated", words, many or far)


def labelled(pairs: Mapping[str, Sequence[tuple[bool, bool]]]) -> Criterion:
    """``pairs``: (linked, same) of the same labelled pairs under ``before`` and ``after``."""
    name, before, after = "What people decided", list(pairs["before"]), list(pairs["after"])
    same = sum(is_same for _, is_same in after)
    if len(after) < ENOUGH_LABELLED or min(same, len(after) - same) < ENOUGH_OF_EACH:
        needs = f"{ENOUGH_LABELLED} are needed, {ENOUGH_OF_EACH} of either kind"
        return Criterion(name, f"{len(after)} labelled pairs, {same} of them the same person: {needs}", None)
    one, other = labelled_quality(before), labelled_quality(after)
    linked = np.array([[b[0], a[0]] for b, a in zip(before, after, strict=True)], bool)
    spread = f1_spread(linked, np.array([is_same for _, is_same in after], bool), seed=1)
    low, high = np.quantile(spread[:, 1] - spread[:, 0], (0.025, 0.975))
    words = (
        f"F1 {other.f1} by the new model, {one.f1} by the one in use, over {len(after):,} pairs"
        f" (difference {low:+.3f} to {high:+.3f})"
    )
    return Criterion(name, words, bool(high < 0))
