"""The best choice of k people with its proof, by mixed-integer programming (HiGHS).

For each candidate whether they are taken out, for each pair of nodes whether both are left and can reach each other. A pair that is
tied stays so unless one of the two goes; a pair that is not stays so through every neighbour of one of them who can still reach the
other. That is enough: every path is followed one step at a time (Veremyev, Prokopyev and Pasiliao, 2014, on the reduced network).
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from typing import Literal

import highspy
import numpy as np
from scipy.sparse import csr_array

from stronghold.network.disruption.reduction import Reduced

__all__ = ["Objective", "Solved", "solve"]

Objective = Literal["pairs", "largest"]

# Beyond so many pairs the linear programme alone takes longer than a person waits.
_MOST_PAIRS = 30_000


@dataclass(frozen=True)
class Solved:
    """``chosen`` places in the network (``None``: no better choice than the given one was found), a ``bound`` that no choice of at most
    k goes below, and whether the search came to its end (``proved``: the better of ``chosen`` and the one given is best)."""

    chosen: tuple[int, ...] | None
    bound: float
    proved: bool


@dataclass
class _Programme:
    """Columns and rows as they are added. An expression is a constant and (column, factor) terms."""

    costs: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    terms: tuple[list[int], list[int], list[float]] = field(default_factory=lambda: ([], [], []))
    least: list[float] = field(default_factory=list)
    constant: float = 0.0

    def column(self, cost: float, *, whole: bool = False, upper: float = 1.0) -> int:
        self.costs.append(cost)
        self.whole.append(whole)
        self.upper.append(upper)
        return len(self.costs) - 1

    def row(self, terms: Sequence[tuple[int, float]], least: float) -> None:
        """The sum of the terms is at least ``least``."""
        rows, columns, factors = self.terms
        for column, factor in terms:
            rows.append(len(self.least))
            columns.append(column)
            factors.append(factor)
        self.least.append(least)


Expression = tuple[float, list[tuple[int, float]]]


def solve(reduced: Reduced, k: int, *, seconds: float, under: float, objective: Objective = "pairs") -> Solved:
    """The best choice of at most ``k``, if any is better than ``under`` (a value already in hand), within ``seconds``."""
    pairs = len(reduced.beside) * (len(reduced.beside) - 1) // 2
    if pairs > _MOST_PAIRS or seconds <= 0:
        return Solved(None, 0.0, proved=False)
    programme = _programme(reduced, k, objective)
    if not programme.costs:
        return Solved((), programme.constant, proved=True)
    solver = _solver(programme, seconds)
    # Values are whole numbers: only one that is a whole number better is of use.
    solver.setOptionValue("objective_bound", under - 0.5)
    solver.run()
    status, told = solver.getModelStatus(), solver.getInfo()
    done = status in (
        highspy.HighsModelStatus.kOptimal,
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kObjectiveBound,
    )
    bound = max(0.0, math.ceil(told.mip_dual_bound - 1e-6)) if math.isfinite(told.mip_dual_bound) else 0.0
    found = told.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if not found or told.objective_function_value > under - 0.5:
        return Solved(None, under if done else min(bound, under), proved=done)
    taken = np.array(solver.getSolution().col_value)[: len(reduced.candidates)] > 0.5
    chosen = tuple(place for place, out in zip(reduced.candidates, taken, strict=True) if out)
    return Solved(chosen, round(told.objective_function_value) if done else bound, proved=done)


def _programme(reduced: Reduced, k: int, objective: Objective) -> _Programme:
    programme = _Programme()
    candidates = range(len(reduced.candidates))
    for _ in candidates:
        programme.column(0.0, whole=True)
    together = _Together(programme, reduced)
    together.add_rows()
    programme.row([(one, -1.0) for one in candidates], -float(k))
    for later, first in reduced.only_after:
        programme.row([(first, 1.0), (later, -1.0)], 0.0)
    if objective == "pairs":
        _count_pairs(programme, reduced, together)
    else:
        _count_largest(programme, reduced, together)
    return programme


class _Together:
    """Whether two nodes are both left and reach each other, as an expression of the programme."""

    def __init__(self, programme: _Programme, reduced: Reduced) -> None:
        self._programme = programme
        self._beside = reduced.beside
        self._candidates = len(reduced.candidates)
        self._columns = {
            (one, other): programme.column(0.0)
            for one, other in combinations(range(len(reduced.beside)), 2)
            if other < self._candidates or one not in reduced.beside[other]
        }

    def expression(self, one: int, other: int) -> Expression:
        low, high = min(one, other), max(one, other)
        if high >= self._candidates and low in self._beside[high]:
            # Tied to somebody who always stays: only the candidate's going ends it.
            return 1.0, [(low, -1.0)]
        return 0.0, [(self._columns[low, high], 1.0)]

    def add_rows(self) -> None:
        for (one, other), column in self._columns.items():
            gone = [(end, 1.0) for end in (one, other) if end < self._candidates]
            if other in self._beside[one]:
                self._programme.row([(column, 1.0), *gone], 1.0)
                continue
            near, far = (one, other) if len(self._beside[one]) <= len(self._beside[other]) else (other, one)
            gone = [(near, 1.0)] if near < self._candidates else []
            for step in self._beside[near]:
                sure, terms = self.expression(step, far)
                self._programme.row([(column, 1.0), *gone, *((c, -f) for c, f in terms)], sure)


def _count_pairs(programme: _Programme, reduced: Reduced, together: _Together) -> None:
    weights = reduced.weights
    programme.constant = float(reduced.always + sum(reduced.ended))
    for candidate, ended in enumerate(reduced.ended):
        programme.costs[candidate] -= ended
    for one, other in combinations(range(len(weights)), 2):
        sure, terms = together.expression(one, other)
        programme.constant += sure * weights[one] * weights[other]
        for column, factor in terms:
            programme.costs[column] += factor * weights[one] * weights[other]


def _count_largest(programme: _Programme, reduced: Reduced, together: _Together) -> None:
    """One more column: no less than the people of any node's part."""
    weights = reduced.weights
    most = float(sum(weights))
    largest = programme.column(1.0, whole=True, upper=most)
    alone = max((size for parts in reduced.hanging for size in parts), default=0)
    programme.row([(largest, 1.0)], float(alone))
    for node, weight in enumerate(weights):
        least, terms = float(weight), [(largest, 1.0)]
        if node < len(reduced.candidates):
            terms.append((node, float(weight)))
        for other in range(len(weights)):
            if other != node:
                sure, parts = together.expression(node, other)
                least += sure * weights[other]
                terms += [(column, -factor * weights[other]) for column, factor in parts]
        programme.row(_added(terms), least)


def _added(terms: list[tuple[int, float]]) -> list[tuple[int, float]]:
    total: dict[int, float] = {}
    for column, factor in terms:
        total[column] = total.get(column, 0.0) + factor
    return list(total.items())


def _solver(programme: _Programme, seconds: float) -> highspy.Highs:
    rows, columns, factors = programme.terms
    matrix = csr_array((factors, (rows, columns)), shape=(len(programme.least), len(programme.costs)))
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(programme.costs), len(programme.least)
    lp.col_cost_ = np.array(programme.costs)
    lp.col_lower_, lp.col_upper_ = np.zeros(len(programme.costs)), np.array(programme.upper)
    lp.row_lower_, lp.row_upper_ = np.array(programme.least), np.full(len(programme.least), highspy.kHighsInf)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    lp.offset_ = programme.constant
    kinds = highspy.HighsVarType
    lp.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in programme.whole]
    _hush()
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    for option, value in (("time_limit", float(seconds)), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.99)):
        solver.setOptionValue(option, value)
    solver.passModel(lp)
    return solver


@cache
def _hush() -> None:
    """HiGHS names itself on standard output when it is made for the first time in a process, before any option can be set: there an
    answer in JSON may be all that is expected. The file descriptor, since it is not Python that writes."""
    sys.stdout.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        highspy.Highs()  # type: ignore[no-untyped-call]
    finally:
        os.dup2(kept, 1)
        os.close(nowhere)
        os.close(kept)
