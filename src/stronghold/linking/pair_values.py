"""What conditions on pairs read: nodes' values in arrays, fetched once each, and what DuckDB tells of two texts, kept per batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp, parse_one

from stronghold.linking.outlines import Outlines

__all__ = ["Bools", "Keys", "NodeValues", "Pairs", "Places", "Value", "code_sql", "flag_sql", "of_node", "sides_of"]

Bools = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
# SQL over the columns of a node, and which of the two nodes of a pair.
Value = tuple[str, str]

# Room for the letters of a short text (a date, a postcode, a number) and what ends it.
_LETTERS = 16
# To outline a text costs about a third of measuring a pair.
_PAIRS_A_NODE = 3
# Numbers fetched together.
_AT_ONCE = 48
# Of each byte, all bits but the highest.
_LOW = np.uint64(0x7F7F7F7F7F7F7F7F)


def sides_of(tree: exp.Expr) -> set[str]:
    """Which of the two nodes, "l" and "r", an expression speaks of."""
    return {column.name[-1] for column in tree.find_all(exp.Column)}


def of_node(tree: exp.Expr) -> str:
    """An expression of one side as SQL over the columns of a node."""

    def unsided(part: exp.Expr) -> exp.Expr:
        return exp.column(part.name[:-2]) if isinstance(part, exp.Column) else part

    return tree.transform(unsided).sql(dialect="duckdb")


def code_sql(sql: str) -> str:
    """SQL: a number for a value, the same for the same value."""
    return f"hash({sql})"


def flag_sql(sql: str) -> str:
    """SQL: 1 where a condition on one node holds, 0 where it does not, 2 where it says nothing."""
    return f"CASE WHEN {sql} THEN 1 WHEN NOT ({sql}) THEN 0 ELSE 2 END::UTINYINT"


class NodeValues:
    """The nodes of a table shaped as ``node_field``, by place: the order of its rows. Each expression over its columns is worked out
    once, when it is first asked for; the table must not change meanwhile. ``own`` is the column of ids."""

    def __init__(self, con: duckdb.DuckDBPyConnection, fields: str = "node_field", own: str = "node_id") -> None:
        self.con = con
        self._fields, self._own = fields, own
        self._arrays: dict[str, npt.NDArray[np.generic]] = {}
        self._texts: dict[str, pa.Array] = {}
        self.missing = np.uint64(con.execute("SELECT hash(NULL)").fetchall()[0][0])
        self._letters: dict[str, npt.NDArray[np.uint64] | None] = {}
        self._outlines: dict[str, Outlines] = {}
        self._looks: dict[str, int] = {}
        self.ids = con.execute(f"SELECT {own}::BIGINT AS own FROM {fields}").fetchnumpy()["own"]
        # Mention ids are numbers in a row, so that a table of all of them is small.
        self._places = np.full(int(self.ids.max(initial=0)) + 1, -1, np.int64)
        self._places[self.ids] = np.arange(len(self.ids))

    def places(self, ids: npt.NDArray[np.int64]) -> Places:
        """The place of each node id."""
        return self._places.take(ids)

    def prepare(self, numbers: Iterable[str]) -> None:
        """Have these numbers at hand: fetched together they cost less."""
        new = sorted(set(numbers) - self._arrays.keys())
        for start in range(0, len(new), _AT_ONCE):
            asked = new[start : start + _AT_ONCE]
            self._arrays |= {sql: column.to_numpy() for sql, column in zip(asked, self._fetched(asked), strict=True)}

    def array(self, sql: str) -> npt.NDArray[np.generic]:
        """A number of each node."""
        self.prepare([sql])
        return self._arrays[sql]

    def codes(self, sql: str) -> Keys:
        """A number for a value of each node: see :func:`code_sql`."""
        return self.array(code_sql(sql)).astype(np.uint64, copy=False)

    def text(self, sql: str) -> pa.Array:
        """A value of each node, of any type."""
        if sql not in self._texts:
            (column,) = self._fetched([sql])
            self._texts[sql] = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
        return self._texts[sql]

    def letters(self, sql: str) -> npt.NDArray[np.uint64] | None:
        """The letters of a text of each node, one a byte, in two words; nothing where any text is too long, or of other letters."""
        if sql not in self._letters:
            texts = self.text(sql)
            longest = pc.max(pc.binary_length(texts)).as_py() or 0
            fit = longest < _LETTERS and pc.all(pc.string_is_ascii(texts), min_count=0).as_py()
            padded = pc.ascii_rpad(texts.fill_null(""), _LETTERS, padding="\0") if fit else None
            self._letters[sql] = padded and np.frombuffer(padded.buffers()[2], np.uint64).reshape(-1, _LETTERS // 8)
        return self._letters[sql]

    def outlines(self, sql: str, pairs: int) -> Outlines | None:
        """Of a text of each node, to be looked at for so many pairs; nothing as long as few pairs were looked at: these are measured
        sooner than all nodes outlined."""
        self._looks[sql] = self._looks.get(sql, 0) + pairs
        if sql not in self._outlines and self._looks[sql] * _PAIRS_A_NODE > len(self.ids):
            self._outlines[sql] = Outlines.of(self.text(sql))
        return self._outlines.get(sql)

    def _fetched(self, asked: Sequence[str]) -> list[pa.ChunkedArray]:
        shown = ", ".join(f"{sql} AS value_{number}" for number, sql in enumerate(asked))
        table = self.con.sql(f"SELECT {self._own}::BIGINT AS own, {shown} FROM {self._fields}").to_arrow_table()
        ids = table.column("own").to_numpy()
        if not np.array_equal(ids, self.ids):
            # DuckDB keeps the order of rows unless it is told that it need not.
            table = table.take(np.argsort(self.places(ids)))
        columns: list[pa.ChunkedArray] = table.columns[1:]
        return columns


class Pairs:
    """A batch of pairs: the places of their two nodes. Asked is always of some of them or all, ``at`` their own places in the batch,
    in order and each once."""

    def __init__(self, nodes: NodeValues, left: Places, right: Places) -> None:
        self.nodes = nodes
        self._at = {"l": left, "r": right}
        self._measured: dict[str, Floats] = {}
        self._last: tuple[Places, dict[str, Places]] = (np.empty(0, np.int64), {})
        self._equal: dict[tuple[Value, Value], npt.NDArray[np.int8]] = {}

    def __len__(self) -> int:
        return len(self._at["l"])

    def of(self, sql: str, side: str, at: Places) -> npt.NDArray[np.generic]:
        """A number of one node of each pair."""
        return self.nodes.array(sql).take(self._chosen(side, at))

    def _chosen(self, side: str, at: Places) -> Places:
        """The places of one node of each pair. Conditions ask several things of the same pairs in a row."""
        if self._last[0] is not at:
            self._last = (at, {})
        chosen = self._last[1]
        if side not in chosen:
            chosen[side] = self._at[side] if len(at) == len(self) else self._at[side].take(at)
        return chosen[side]

    def flag(self, sql: str, side: str, at: Places) -> npt.NDArray[np.generic]:
        """A condition on one node of each pair: see :func:`flag_sql`."""
        return self.of(flag_sql(sql), side, at)

    def equal(self, left: Value, right: Value, at: Places) -> npt.NDArray[np.int8]:
        """1 where two values are the same, 0 where they differ, 2 where one is missing."""
        key = left, right
        if key not in self._equal:
            self._equal[key] = np.full(len(self), -1, np.int8)
        known = self._equal[key]
        found = known.take(at)
        if len(new := np.flatnonzero(found < 0)):
            asked = at if len(new) == len(at) else at.take(new)
            one, other = (self.of(code_sql(of), side, asked) for of, side in (left, right))
            told = np.equal(one, other).view(np.int8)
            told[(one == self.nodes.missing) | (other == self.nodes.missing)] = 2
            known[asked] = told
            found[new] = told
        return found

    def bits(self, sql: str, side: str, at: Places) -> npt.NDArray[np.int64]:
        """A whole number of one node of each pair, which no node lacks."""
        return self.of(sql, side, at).astype(np.int64, copy=False)

    def measure(self, sql: str, at: Places) -> Floats:
        """A number that the values of both tell; NaN where it says nothing."""
        if sql not in self._measured:
            # Not yet worked out: infinite.
            self._measured[sql] = np.full(len(self), np.inf)
        known = self._measured[sql]
        found = known.take(at)
        if len(new := np.flatnonzero(np.isinf(found))):
            asked = at if len(new) == len(at) else at.take(new)
            told = self._worked_out(f"({sql})::DOUBLE", asked).fill_null(np.nan).to_numpy()
            known[asked] = told
            found[new] = told
        return found

    def hamming(self, left: Value, right: Value, at: Places) -> Floats | None:
        """In how many letters two texts of one length differ; NaN where one is missing, nothing where their letters are not told."""
        if (letters := self._letters(left, right, at)) is None:
            return None
        differ = np.zeros(len(at), np.uint8)
        for word in range(_LETTERS // 8):
            bits = letters[0][:, word] ^ letters[1][:, word]
            # The highest bit of each byte that is not naught.
            differ += np.bitwise_count(((bits & _LOW) + _LOW | bits) & ~_LOW)
        found = differ.astype(np.float64)
        found[self._missing(left, right, at)] = np.nan
        return found

    def one_slip(self, left: Value, right: Value, at: Places, *, true: bool) -> Bools | None:
        """Whether two texts are a letter apart (another, one more, one less, or two neighbours exchanged), or the same; where one is
        missing, neither. Nothing where their letters are not told."""
        if (letters := self._letters(left, right, at)) is None:
            return None
        one, other = (side.view(np.uint8) for side in letters)
        differ = one != other
        first, rows = np.minimum(differ.argmax(axis=1), _LETTERS - 2), np.arange(len(at))
        before = np.arange(_LETTERS - 1) < first[:, None]
        exchanged = (one[rows, first] == other[rows, first + 1]) & (one[rows, first + 1] == other[rows, first])
        apart = differ.sum(axis=1)
        near = (apart <= 1) | ((apart == 2) & exchanged)
        for short, long in ((one, other), (other, one)):
            near |= ((short[:, :-1] == long[:, 1:]) | before).all(axis=1)
        return np.asarray((near == true) & ~self._missing(left, right, at))

    def may_be_alike(self, left: Value, right: Value, least: float, at: Places) -> Bools:
        """Whether two texts can be ``least`` alike, as Jaro and Winkler tell it; it can where one is missing."""
        one, other = (self.nodes.outlines(of, len(at)) for of, _ in (left, right))
        if one is None or other is None:
            return np.ones(len(at), np.bool_)
        return one.take(self._chosen(left[1], at)).may_be_alike(other.take(self._chosen(right[1], at)), least)

    def _letters(self, left: Value, right: Value, at: Places) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]] | None:
        one, other = self.nodes.letters(left[0]), self.nodes.letters(right[0])
        if one is None or other is None:
            return None
        return one.take(self._chosen(left[1], at), axis=0), other.take(self._chosen(right[1], at), axis=0)

    def _missing(self, left: Value, right: Value, at: Places) -> Bools:
        one, other = (self.flag(f"({of}) IS NULL", side, at) == 1 for of, side in (left, right))
        return np.asarray(one | other)

    def ask(self, sql: str, at: Places) -> Bools:
        """Where a condition holds."""
        return np.asarray(self._worked_out(f"coalesce({sql}, false)", at).to_numpy(zero_copy_only=False), np.bool_)

    def _worked_out(self, sql: str, at: Places) -> pa.Array:
        asked, columns = _split(sql)
        table = pa.table(
            [self.nodes.text(of).take(pa.array(self._chosen(side, at))) for of, side in columns.values()], [*columns]
        )
        con = self.nodes.con
        con.register("asked_pair", table)
        try:
            return con.sql(f"SELECT {asked} AS found FROM asked_pair").to_arrow_table()["found"].combine_chunks()
        finally:
            con.unregister("asked_pair")


@cache
def _split(sql: str) -> tuple[str, dict[str, Value]]:
    """An expression over columns that each have what it asks of one node, and these: (SQL over the node's columns, its side)."""
    columns: dict[str, Value] = {}

    def replaced(part: exp.Expr) -> exp.Expr:
        if isinstance(part, exp.Cast | exp.Column | exp.Func | exp.Bracket) and len(sides := sides_of(part)) == 1:
            value = of_node(part), sides.pop()
            name = next((name for name, known in columns.items() if known == value), f"value_{len(columns)}")
            columns[name] = value
            return exp.column(name)
        return part

    return parse_one(sql, read="duckdb").transform(replaced).sql(dialect="duckdb"), columns
