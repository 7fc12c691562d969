"""Why two mentions were linked, or were not: field by field, in plain words."""

from __future__ import annotations

import math
from dataclasses import dataclass

import duckdb

from stronghold.errors import BadInput
from stronghold.linking.comparisons import COMPARISONS
from stronghold.linking.fields import TERM_COLUMNS
from stronghold.linking.levels import Comparison
from stronghold.linking.model import PersonModel

__all__ = ["Explanation", "FieldEvidence", "Step", "explain", "odds_in_words"]


# A weight that would be told as "1.0 times" says nothing.
_SAYS_SOMETHING = 0.05
_HOUSEHOLD = "household"
_MOST_ODDS = 1_000_000


@dataclass(frozen=True)
class FieldEvidence:
    """One field's part in a link: what was found, the two values, and its weight in bits (log2 odds; above 0 speaks for).

    ``words`` hold neither value, so that they can be shown to a reader who sees only one of the records.
    """

    field: str
    words: str
    left: str | None
    right: str | None
    weight: float

    @property
    def told(self) -> str:
        """The words with the two values: ``nearly the same spelling (Okonkwo, Okonkow)``."""
        shown = [_as_written(value) for value in (self.left, self.right) if value]
        if not shown or self.weight == 0.0:
            return self.words
        return f"{self.words} ({', '.join(dict.fromkeys(shown))})"

    @property
    def strength(self) -> str:
        """The weight in words: how many times likelier this makes it that the two are one person, or two."""
        if abs(self.weight) < _SAYS_SOMETHING:
            return "makes no difference"
        times = 2.0 ** min(abs(self.weight), 60.0)
        said = f"{times:.1f}" if times < 10 else _rounded(times)
        return f"{said} times {'likelier' if self.weight > 0 else 'less likely'} to be one person"


@dataclass(frozen=True)
class Step:
    """One bar of the waterfall: the evidence, and the total after it in bits and as the chance that the two are one person."""

    evidence: FieldEvidence
    running: float
    chance: float


@dataclass(frozen=True)
class Explanation:
    """The fields' weights add up to ``total``, the link's own weight (log2 odds); ``probability`` is the same as a share."""

    fields: tuple[FieldEvidence, ...]
    total: float
    probability: float
    accepted: bool

    def waterfall(self) -> tuple[Step, ...]:
        """From the start (what is known before looking) through every field that says something to the end, in order."""
        steps, running = [], 0.0
        for place, field in enumerate(self.fields):
            running += field.weight
            if place == 0 or abs(field.weight) >= _SAYS_SOMETHING:
                steps.append(Step(field, running, _chance(running)))
        return tuple(steps)

    def sentences(self) -> tuple[str, ...]:
        """The waterfall for reading out: one sentence a step, then what follows from them."""
        start, *rest = self.waterfall()
        told = [f"{start.evidence.words.capitalize()}, so {_odds_words(start.running)}."]
        told += [_sentence(s.evidence) for s in rest]
        end = "This is enough to take" if self.accepted else "This is not enough to take"
        return (*told, f"Together: {_odds_words(self.total)}. {end} them for one person.")


def explain(con: duckdb.DuckDBPyConnection, model: PersonModel, mention_l: int, mention_r: int) -> Explanation:
    """Explains the link between two person mentions (or the nodes they belong to) of a snapshot.

    ``model`` is the snapshot's own (``model.json``). Mentions alike in every field are explained by ``link_repeat``. A pair that was never
    compared, or scored under the floor, has no link: that is bad input.
    """
    nodes = con.execute(
        "SELECT (SELECT node_id FROM node WHERE mention_id = ?), (SELECT node_id FROM node WHERE mention_id = ?)",
        [mention_l, mention_r],
    ).fetchone() or (None, None)
    if None in nodes:
        raise BadInput(f"mentions {mention_l} and {mention_r} are not both person mentions of this snapshot.")
    low, high = min(nodes), max(nodes)
    table = "link_repeat" if low == high else "link"
    present = {row[0] for row in con.execute(f"SELECT column_name FROM (DESCRIBE {table})").fetchall()}
    compared = [c for c in COMPARISONS if f"gamma_{c.name}" in present]
    gammas = "".join(f", gamma_{c.name}" for c in compared)
    row = con.execute(
        f"SELECT match_weight, probability, accepted{gammas} FROM {table} WHERE mention_l = ? AND mention_r = ?",
        [low, high],
    ).fetchone()
    if row is None:
        raise BadInput(
            f"mentions {mention_l} and {mention_r} have no link.", remedy="They were never compared, or too little spoke for it."
        )
    total, probability, accepted, *levels = row
    prior = math.log2(model.expected / max(model.nodes, 2))
    fields = [FieldEvidence("start", _start_words(model), None, None, prior)]
    left, right = (_values(con, node) for node in nodes)
    fields += [_field(con, model, c, level, left, right) for c, level in zip(compared, levels, strict=True)]
    rest = total - sum(f.weight for f in fields)
    fields.append(
        FieldEvidence(
            _HOUSEHOLD,
            "two people of one family or household would agree in part of this too"
            if rest < -_SAYS_SOMETHING
            else "people of one household would not agree like this",
            None,
            None,
            rest,
        )
    )
    return Explanation(tuple(fields), total, probability, bool(accepted))


def _start_words(model: PersonModel) -> str:
    return (
        f"before looking: {model.expected:.2g} others of the same person expected among {max(model.nodes, 2):,} different entries"
    )


def _values(con: duckdb.DuckDBPyConnection, node: int) -> dict[str, str | None]:
    """The person columns of a node as given, by name; ``local_id`` without its system."""
    cursor = con.execute("SELECT * FROM person WHERE mention_id = ?", [node])
    names = [column[0] for column in cursor.description or ()]
    row = cursor.fetchone() or ()
    return {name: None if value is None else str(value) for name, value in zip(names, row, strict=True)}


def _shown(values: dict[str, str | None], comparison: Comparison) -> str | None:
    return " ".join(value for name in comparison.shows if (value := values.get(name))) or None


def _field(
    con: duckdb.DuckDBPyConnection,
    model: PersonModel,
    comparison: Comparison,
    level: int,
    left: dict[str, str | None],
    right: dict[str, str | None],
) -> FieldEvidence:
    one, other = _shown(left, comparison), _shown(right, comparison)
    if level < 0:
        said = "not given" if one is None and other is None else "not given in one" if one is None or other is None else None
        return FieldEvidence(comparison.label, said or "says nothing more", one, other, 0.0)
    shape = comparison.levels[level]
    p = model.levels[comparison.name][shape.name]
    if shape.term is None:
        return FieldEvidence(comparison.label, shape.words, one, other, math.log2(p.m / p.u))
    if shape.term == "namesake":
        return _namesakes(con, comparison.label, left, one, other)
    row = con.execute(
        "SELECT share FROM linking_term WHERE column_name = ? AND value = ?", [shape.term, left.get(shape.term)]
    ).fetchone()
    share = max(float(row[0]), TERM_COLUMNS[shape.term]) if row else p.u
    words = f"{shape.words}; about 1 in {_rounded(1 / share)} people here has it"
    return FieldEvidence(comparison.label, words, one, other, math.log2(p.m / share))


def _namesakes(
    con: duckdb.DuckDBPyConnection, label: str, values: dict[str, str | None], one: str | None, other: str | None
) -> FieldEvidence:
    """A whole name that several people have says less than its two parts."""
    row = con.execute(
        "SELECT people, times FROM linking_namesake WHERE forename = ? AND surname = ?",
        [values.get("forename"), values.get("surname")],
    ).fetchone()
    people, times = row or (0, 1.0)
    words = f"{people:,} people here share the whole name, by their dates of birth"
    return FieldEvidence(label, words, one, other, -math.log2(times))


def _sentence(field: FieldEvidence) -> str:
    if field.field != _HOUSEHOLD:
        return f"{field.field}: {field.told}. {field.strength.capitalize()}."
    said = f"{field.words.capitalize()}."
    # Up to here all was measured against strangers; how much of it is left is in the sum, not in this step alone.
    return f"{said} Measured against that, not all of it counts." if field.weight < 0 else said


def _as_written(value: str) -> str:
    """A compared value as people write it: names with capitals, numbers as they are."""
    return value if any(c.isdigit() for c in value) else " ".join(word[:1].upper() + word[1:] for word in value.split(" "))


def _chance(weight: float) -> float:
    return float(1.0 / (1.0 + 2.0**-weight))


def _odds_words(weight: float) -> str:
    return f"the odds are {odds_in_words(weight)} that they are one person"


def odds_in_words(weight: float) -> str:
    """Odds (bits) as people say them: ``1 to 2,300``. Beyond a million to one a model is not to be taken at its word."""
    times = 2.0 ** min(abs(weight), 60.0)
    if times > _MOST_ODDS:
        return f"more than {_MOST_ODDS:,} to 1" if weight > 0 else f"less than 1 to {_MOST_ODDS:,}"
    said = f"{times:.1f}" if times < 10 else _rounded(times)
    return f"{said} to 1" if weight >= 0 else f"1 to {said}"


def _rounded(number: float) -> str:
    """A number to two figures, as people say it: 2,300 rather than 2,274."""
    digits = max(len(str(round(number))) - 2, 0)
    return f"{round(number, -digits):,.0f}"
