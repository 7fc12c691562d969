"""Learns the person model's numbers from records without truth, with Splink's sampling and expectation-maximisation."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from statistics import mean
from typing import TYPE_CHECKING, Any

import duckdb

from stronghold.linking.comparisons import COMPARISONS
from stronghold.linking.levels import Comparison, Probabilities
from stronghold.linking.model import PersonModel
from stronghold.linking.priors import estimate_priors, learn_contradictions
from stronghold.linking.scoring import score_candidates

if TYPE_CHECKING:
    from splink import Linker

__all__ = ["ENOUGH", "SESSIONS", "learn_model", "splink_settings", "train_model", "worth_training"]

# Fewer nodes than this hold too few pairs of one person to learn twenty-odd rates from.
ENOUGH = 2_000
# Nodes whose every pair is looked at to learn how strangers agree, and the most nodes for expectation-maximisation.
SAMPLE = 2_000
MOST_PAIRS = 1_000_000.0
# A rate learnt from the data is not believed below this: a level that no sampled pair fell in may still happen.
LEAST = 0.002

# Each session looks at pairs that agree on these fields, and learns the comparisons that are not among ``of``.
SESSIONS: tuple[tuple[tuple[str, ...], frozenset[str]], ...] = (
    (("forename_sound", "surname_sound"), frozenset({"forename", "surname"})),
    (("dob_key", "surname_sound"), frozenset({"date_of_birth", "surname"})),
    (("dob_key", "forename_sound"), frozenset({"date_of_birth", "forename"})),
    (("postcode", "surname_sound"), frozenset({"place", "surname"})),
    (("postcode", "forename_sound"), frozenset({"place", "forename"})),
)

Score = Callable[[duckdb.DuckDBPyConnection, Sequence[Comparison], PersonModel], int]


def worth_training(model: PersonModel, columns: Sequence[str], nodes: int) -> bool:
    """Whether the data hold columns the model was not trained on, and enough of them to learn from."""
    learnable = {name for c in COMPARISONS if not all(level.fixed for level in c.levels) for name in c.shows}
    return nodes >= ENOUGH and bool((learnable & set(columns)) - set(model.trained_on))


def splink_settings(
    comparisons: Sequence[Comparison], model: PersonModel, *, prior: float, learn: bool = False
) -> dict[str, Any]:
    """The model in Splink's terms, without relatives. With ``learn`` the levels that are not fixed may move."""
    shaped = []
    for comparison in comparisons:
        levels: list[dict[str, Any]] = [
            {"sql_condition": comparison.unknown, "label_for_charts": "unknown", "is_null_level": True}
        ]
        for level in comparison.levels:
            p = model.levels[comparison.name][level.name]
            shape: dict[str, Any] = {
                "sql_condition": level.sql,
                "label_for_charts": level.name,
                "m_probability": p.m,
                "u_probability": p.u,
            }
            if level.term and not learn:
                shape |= {"tf_adjustment_column": level.term, "tf_adjustment_weight": 1.0}
            if learn and level.fixed:
                shape |= {"fix_m_probability": True, "fix_u_probability": True}
            levels.append(shape)
        shaped.append({"output_column_name": comparison.name, "comparison_levels": levels})
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "node_id",
        "comparisons": shaped,
        "blocking_rules_to_generate_predictions": [],
        "probability_two_random_records_match": prior,
    }


def train_model(
    con: duckdb.DuckDBPyConnection,
    model: PersonModel,
    comparisons: Sequence[Comparison],
    *,
    columns: Sequence[str],
    nodes: int,
) -> PersonModel:
    """A model with ``m`` and ``u`` learnt from ``node_field``; what could not be learnt keeps the given model's numbers.

    ``model.expected`` should be this data's own (``linking.priors``): it says how many of the sampled pairs are true ones, whose
    agreement must not count as strangers'.
    """
    logging.getLogger("splink").setLevel(logging.ERROR)
    u = _strangers(con, model, comparisons)
    m = _one_person(con, model.with_levels(_joined(model, comparisons, {}, u)), comparisons)
    share = min(model.expected / max(nodes, 2), 0.5)
    clean = {
        key: max((seen - share * m.get(key, model.levels[key[0]][key[1]].m)) / (1 - share), seen * 0.05)
        for key, seen in u.items()
    }
    return model.with_levels(
        _joined(model, comparisons, m, clean),
        trained_on=tuple(columns),
        trained_records=nodes,
        origin="data",
    )


def learn_model(
    con: duckdb.DuckDBPyConnection,
    model: PersonModel,
    comparisons: tuple[Comparison, ...],
    *,
    columns: Sequence[str],
    nodes: int,
    score: Score = score_candidates,
) -> PersonModel:
    """The model learnt anew, from the rates set by reason: each round scores the candidates with what the last one found.

    Needs ``node_field`` and what ``score`` scores; leaves ``scored``. The given model's threshold and floor stay; priors are unset.
    """
    start = PersonModel.by_reason().with_levels({}, threshold=model.threshold, floor=model.floor)
    score(con, comparisons, start)
    learnt = train_model(con, estimate_priors(con, start, nodes), comparisons, columns=columns, nodes=nodes)
    score(con, comparisons, learnt)
    return learn_contradictions(con, learnt, nodes)


Rates = dict[tuple[str, str], float]


def _joined(
    model: PersonModel, comparisons: Sequence[Comparison], m: Mapping[tuple[str, str], float], u: Mapping[tuple[str, str], float]
) -> dict[str, dict[str, Probabilities]]:
    joined: dict[str, dict[str, Probabilities]] = {}
    for c in comparisons:
        joined[c.name] = {}
        for level in c.levels:
            old, key = model.levels[c.name][level.name], (c.name, level.name)
            joined[c.name][level.name] = Probabilities(round(m.get(key, old.m), 6), float(f"{u.get(key, old.u):.4g}"), old.r)
    return joined


def _linker(con: duckdb.DuckDBPyConnection, table: str, settings: dict[str, Any]) -> Linker:
    from splink import DuckDBAPI, Linker  # takes half a second, which whoever learns no model need not wait for

    api = DuckDBAPI(connection=con)
    return Linker(api.register(table), settings, log_level=None, validate_settings=False)


def _strangers(con: duckdb.DuckDBPyConnection, model: PersonModel, comparisons: Sequence[Comparison]) -> Rates:
    """How often each level holds among all pairs of a sample. The sample is chosen by content, not by the order of rows."""
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE training_sample AS
        SELECT * FROM node_field ORDER BY hash(forename, surname, middle_names, dob, house, street, town, postcode),
            hash(phone, email, nino, place_of_birth, occupation)
        LIMIT {SAMPLE}
        """
    )
    linker = _linker(con, "training_sample", splink_settings(comparisons, model, prior=0.0001, learn=True))
    linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLE * SAMPLE, seed=1, min_count_per_level=None, num_chunks=1)
    rates = _read(linker, "u_probability", comparisons)
    _forget(linker)
    con.execute("DROP TABLE training_sample")
    pairs = SAMPLE * (SAMPLE - 1) / 2
    return {key: rate for key, rate in rates.items() if rate * pairs >= 5}


def _one_person(con: duckdb.DuckDBPyConnection, model: PersonModel, comparisons: Sequence[Comparison]) -> Rates:
    found: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    present = {c.name for c in comparisons}
    for keys, of in SESSIONS:
        learnt = [c for c in comparisons if c.name not in of]
        if not of <= present or not learnt:
            continue
        con.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE training_block AS
            SELECT *, hash({", ".join(keys)})::VARCHAR AS block_key, FROM node_field
            WHERE {" AND ".join(f"{key} IS NOT NULL" for key in keys)}
            QUALIFY count(*) OVER (PARTITION BY block_key) BETWEEN 2 AND 60
            """
        )
        if not con.execute("SELECT 1 FROM training_block LIMIT 1").fetchall():
            continue  # no two records agree on these fields: nothing to learn from
        linker = _linker(con, "training_block", splink_settings(learnt, model, prior=0.3, learn=True))
        linker.training.estimate_parameters_using_expectation_maximisation(
            "l.block_key = r.block_key", estimate_without_term_frequencies=True, max_pairs=MOST_PAIRS
        )
        for key, rate in _read(linker, "m_probability", learnt).items():
            found[key].append(rate)
        _forget(linker)
        con.execute("DROP TABLE training_block")
    return {key: max(mean(rates), LEAST) for key, rates in found.items()}


def _read(linker: Linker, what: str, comparisons: Sequence[Comparison]) -> Rates:
    rates: Rates = {}
    model = linker.misc.save_model_to_json()
    for comparison, shape in zip(comparisons, model["comparisons"], strict=True):
        for level, found in zip(comparison.levels, shape["comparison_levels"][1:], strict=True):
            if not level.fixed and isinstance(found.get(what), int | float):
                rates[comparison.name, level.name] = float(found[what])
    return rates


def _forget(linker: Linker) -> None:
    forget: Callable[[], None] = linker.table_management.delete_tables_created_by_splink_from_db
    forget()
