"""SQL conditions on pairs of nodes, told by arrays instead of joins.

What a condition means is DuckDB's to say. But to join the forty columns of two nodes to millions of pairs, most of which a look
at a few of them rules out, costs more than all else in linking. So a condition is taken apart here. What it asks of one node
alone is a column that DuckDB works out once for each node; whether two values are equal is told by their hashes, as the keys of blocks
are; what only the two texts together tell (how alike two spellings are) DuckDB is asked for the pairs where the answer still matters.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlglot import exp, parse_one

from stronghold.linking.pair_values import Bools, Pairs, Places, Value, code_sql, flag_sql, of_node, sides_of

__all__ = ["Condition", "condition", "first_met"]


class Condition(ABC):
    """What is asked of pairs: true of some, false of others, and of the rest, where a value is missing, neither."""

    dear = 0

    def reads(self) -> frozenset[str]:
        """The numbers of nodes that it goes by (SQL over a node's columns)."""
        return frozenset().union(*(part.reads() for part in self.within()))

    def within(self) -> Iterable[Condition]:
        """The conditions that it is made of."""
        return ()

    @abstractmethod
    def told(self, pairs: Pairs, at: Places, *, true: bool = True) -> Bools:
        """Of which of the pairs at the places ``at`` it is true; unless ``true``, of which it is false."""


@dataclass(frozen=True)
class _Always(Condition):
    """True of all, false of all, or neither of any."""

    yes: bool | None

    def told(self, pairs: Pairs, at: Places, *, true: bool = True) -> Bools:
        return np.full(len(at), self.yes is true)


@dataclass(frozen=True)
class _Not(Condition):
    part: Condition

    def within(self) -> Iterable[Condition]:
        return (self.part,)

    def told(self, pairs: Pairs, at: Places, *, true: bool = True) -> Bools:
        return self.part.told(pairs, at, true=not true)


@dataclass(frozen=True)
class _Together(Condition):
    """All of the parts, or any of them."""

    parts: tuple[Condition, ...]
    all_of_them: bool

    def within(self) -> Iterable[Condition]:
        return self.parts

    def told(self, pairs: Pairs, at: Places, *, true: bool = True) -> Bools:
        found = self.parts[0].told(pairs, at, true=true)
        needs_all = self.all_of_them == true
        for part in self.parts[1:]:
            open_still = np.flatnonzero(found == needs_all)
            if not len(open_still):
                break
            found[open_still] = part.told(pairs, at.take(open_still), true=true)
        return found


@dataclass(frozen=True)
class _Case(Condition):
    whens: tuple[tuple[Condition, Condition], ...]
    otherwise: Condition

    def within(self) -> Iterable[Condition]:
        return (*(part for when in self.whens for part in when), self.otherwise)

    def told(self, pairs: Pairs, at: Places, *, true: bool = True) -> Bools:
        found = np.zeros(len(at), np.bool_)
        met = first_met([when for when, _ in self.whens], pairs, at)
        for number, then in enumerate((*(then for _, then in self.whens), self.otherwise)):
            if len(hit := np.flatnonzero(met == number)):
                found[hit] = then.told(pairs, at.take(hit), true=true)
        return found


@dataclass(frozen=True)
class _OfOne(Condition):
    """What one node alone tells."""

    sql: str
    side: str

    def reads(self) -> frozenset[str]:
        return frozenset({flag_sql(self.sql)})

    def told(self, pairs: Pairs, at: Places, *, true: bool = True) -> Bools:
        return np.asarray(pairs.flag(self.sql, self.side, at) == (1 if true else 0))


@dataclass(frozen=True)
class _Equal(Condition):
    """A value of either node: the same. Neither true nor false where one is missing."""

    left: Value
    right: Value
    dear = 1

    def reads(self) -> frozenset[str]:
        return frozenset(code_sql(sql) for sql, _ in (self.left, self.right))

    def told(self, pairs: Pairs, at: Places, *, true: bool = True) -> Bools:
        return np.asarray(pairs.equal(self.left, self.right, at) == (1 if true else 0))


@dataclass(frozen=True)
class _CommonBits(Condition):
    left: Value
    right: Value
    dear = 1

    def reads(self) -> frozenset[str]:
        return frozenset({self.left[0], self.right[0]})

    def told(self, pairs: Pairs, at: Places, *, true: bool = True) -> Bools:
        return np.asarray(((pairs.bits(*self.left, at) & pairs.bits(*self.right, at)) != 0) == true)


_OPERATORS: dict[type[exp.Expr], Callable[[Any, Any], Any]] = {
    exp.GTE: np.greater_equal,
    exp.GT: np.greater,
    exp.LTE: np.less_equal,
    exp.LT: np.less,
    exp.EQ: np.equal,
    exp.NEQ: np.not_equal,
}


@dataclass(frozen=True)
class _Measured(Condition):
    """A number that the two nodes' values tell together, against a given one."""

    measure: str
    operator: Callable[[Any, Any], Any]
    number: float
    dear = 3

    def told(self, pairs: Pairs, at: Places, *, true: bool = True) -> Bools:
        return self.of(pairs.measure(self.measure, at), true=true)

    def of(self, found: npt.NDArray[np.float64], *, true: bool) -> Bools:
        """Of measures, NaN where there is none."""
        holds = self.operator(found, self.number)
        known = ~np.isnan(found)
        return np.asarray((holds if true else ~holds) & known)


@dataclass(frozen=True)
class _Apart(Condition):
    """In how many letters two texts of one length differ, against a given number."""

    left: Value
    right: Value
    otherwise: _Measured
    dear = 2

    def told(self, pairs: Pairs, at: Places, *, true: bool = True) -> Bools:
        found = pairs.hamming(self.left, self.right, at)
        return self.otherwise.told(pairs, at, true=true) if found is None else self.otherwise.of(found, true=true)


@dataclass(frozen=True)
class _OneSlip(Condition):
    """Two texts a letter apart, or the same."""

    left: Value
    right: Value
    otherwise: _Measured
    dear = 2

    def told(self, pairs: Pairs, at: Places, *, true: bool = True) -> Bools:
        found = pairs.one_slip(self.left, self.right, at, true=true)
        return self.otherwise.told(pairs, at, true=true) if found is None else found


@dataclass(frozen=True)
class _Alike(Condition):
    """Two spellings alike by a given number, or more: measured where they can be."""

    left: Value
    right: Value
    measured: _Measured
    dear = 3

    def told(self, pairs: Pairs, at: Places, *, true: bool = True) -> Bools:
        may = pairs.may_be_alike(self.left, self.right, self.measured.number, at)
        found = np.zeros(len(at), np.bool_) if true else ~may
        if len(asked := np.flatnonzero(may)):
            found[asked] = self.measured.told(pairs, at.take(asked), true=true)
        return found


@dataclass(frozen=True)
class _Asked(Condition):
    """What only DuckDB tells."""

    sql: str
    dear = 4

    def told(self, pairs: Pairs, at: Places, *, true: bool = True) -> Bools:
        return pairs.ask(self.sql if true else f"NOT ({self.sql})", at)


def first_met(conditions: Sequence[Condition], pairs: Pairs, at: Places) -> npt.NDArray[np.int8]:
    """The place of the first condition that is true of each pair; the number of conditions where none is. A condition is asked of those
    pairs alone of which none before it is true."""
    found = np.full(len(at), len(conditions), np.int8)
    left = np.arange(len(at))
    for number, asked in enumerate(conditions):
        if not len(left):
            break
        met = asked.told(pairs, at if len(left) == len(at) else at.take(left))
        found[left.take(np.flatnonzero(met))] = number
        left = left.take(np.flatnonzero(~met))
    return found


@cache
def condition(sql: str) -> Condition:
    """The condition that ``sql`` (a boolean expression over ``<column>_l`` and ``<column>_r``, as DuckDB reads it) states."""
    return _made(parse_one(sql, read="duckdb"))


def _made(tree: exp.Expr) -> Condition:
    tree = _bare(tree)
    if isinstance(tree, exp.Boolean | exp.Null):
        return _Always(bool(tree.this) if isinstance(tree, exp.Boolean) else None)
    if len(sides := sides_of(tree)) == 1:
        return _OfOne(of_node(tree), sides.pop())
    if isinstance(tree, exp.Not):
        return _Not(_made(tree.this))
    if isinstance(tree, exp.And | exp.Or):
        # What is told cheaply first; in SQL too the order is nobody's promise. What must come first is in a CASE.
        parts = sorted((_made(part) for part in tree.flatten()), key=_dearness)
        return _Together(tuple(parts), isinstance(tree, exp.And))
    if isinstance(tree, exp.Case) and tree.this is None:
        whens = tuple((_made(when.this), _made(when.args["true"])) for when in tree.args["ifs"])
        return _Case(whens, _made(tree.args.get("default") or exp.null()))
    return _compared(tree) or _Asked(_text(tree))


def _compared(tree: exp.Expr) -> Condition | None:
    """Two sides of a comparison, where arrays tell it."""
    if type(tree) not in _OPERATORS:
        return None
    left, right = _bare(tree.this), _bare(tree.expression)
    of = [sides_of(part) for part in (left, right)]
    if isinstance(tree, exp.EQ | exp.NEQ) and [len(sides) for sides in of] == [1, 1]:
        same = _Equal(_value(left), _value(right))
        return same if isinstance(tree, exp.EQ) else _Not(same)
    if not isinstance(right, exp.Literal) or right.is_string:
        return None
    if isinstance(left, exp.BitwiseAnd) and isinstance(tree, exp.NEQ) and right.this == "0":
        return _CommonBits(_value(left.this), _value(left.expression))
    measured = _Measured(_text(left), _OPERATORS[type(tree)], float(right.this))
    if isinstance(left, exp.JarowinklerSimilarity) and isinstance(tree, exp.GTE | exp.GT):
        return _Alike(_value(left.this), _value(left.expression), measured)
    name = left.name.lower() if isinstance(left, exp.Anonymous) else ""
    if name not in ("hamming", "damerau_levenshtein"):
        return measured
    one, other = (_value(part) for part in left.expressions)
    if name == "hamming":
        return _Apart(one, other, measured)
    return _OneSlip(one, other, measured) if isinstance(tree, exp.LTE) and right.this == "1" else measured


def _dearness(part: Condition) -> int:
    return max([part.dear, *map(_dearness, part.within())])


def _bare(tree: exp.Expr) -> exp.Expr:
    while isinstance(tree, exp.Paren):
        tree = tree.this
    return tree


def _value(tree: exp.Expr) -> Value:
    return of_node(_bare(tree)), sides_of(tree).pop()


def _text(tree: exp.Expr) -> str:
    return tree.sql(dialect="duckdb")
