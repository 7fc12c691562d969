"""The law of the distributed parts: however a table is cut, pair by pair and level by level what DuckDB gives in one piece."""

from __future__ import annotations

from collections import Counter, defaultdict

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stronghold.linking.blocking import BLOCKS, MOST_PAIRS, afforded, find_candidates, key_sql, largest_looked_at, tokens_sql
from stronghold.linking.collapse import collapse_people
from stronghold.linking.fields import prepare_fields, present_columns
from stronghold.linking.model import PersonModel
from stronghold.linking.scoring import least_kept, needed_columns, score_candidates, score_sql
from stronghold.linking.spark.partitions import block_keys, pairs_of, scores_of, shared_keys

# Few of each, so that people meet; spellings apart by a letter, exchanged names, empty cells, and what is not English.
PEOPLE = st.fixed_dictionaries(
    {"forename": st.sampled_from(["ann", "anne", "smith", "mohammed", "muhammad", "zoë", None])},
    optional={
        "surname": st.sampled_from(["smith", "smyth", "ann", "al-hassan", "o'brien", "kowalska"]),
        "middle_names": st.sampled_from(["ann", "maria jane"]),
        "date_of_birth": st.sampled_from(["1990-03-02", "1990-02-03", "1990-01-01", "1961-12-30", "1961-12-03"]),
        "postcode": st.sampled_from(["OX1 1AA", "OX1 1AB", "LS9 9ZZ"]),
        "street": st.sampled_from(["high street", "hihg street", "king's road"]),
        "house": st.sampled_from(["1", "12"]),
        "phone": st.sampled_from(["+441632960001", "+441632960010"]),
        "nino": st.sampled_from(["AB123456C", "AB123465C"]),
        "place_of_birth": st.sampled_from(["leeds", "leed", "lagos"]),
    },
)


def cut(table: pa.Table, of: list[int], parts: int) -> list[pa.Table]:
    """Rows whose number in ``of`` is alike go to one part."""
    return [table.filter(pa.array([number % parts == part for number in of], pa.bool_())) for part in range(parts)]


def run(function, table: pa.Table, **settings) -> pa.Table:
    return pa.Table.from_batches(list(function(iter(table.to_batches()), **settings)) or [], SHAPES[function])


SHAPES = {
    block_keys: pa.schema([("place", pa.int32()), ("key", pa.int64()), ("node_id", pa.int64())]),
    shared_keys: pa.schema([("place", pa.int32()), ("size", pa.int64()), ("nodes", pa.list_(pa.field("l", pa.int64())))]),
    pairs_of: pa.schema([("node_l", pa.int64()), ("node_r", pa.int64()), ("found_by", pa.int64())]),
}


def by_place(numbers) -> str:
    return f"CASE place {' '.join(f'WHEN {place} THEN {number}' for place, number in enumerate(numbers))} END"


def found_in_parts(nodes: pa.Table, parts: int, scatter) -> dict[tuple[int, int], int]:
    """Pair -> the blocks that gave it, as Spark would move rows between the parts."""
    blocks = [(place, key_sql(b, "node_token" if b.per_token else "linking_node")) for place, b in enumerate(BLOCKS)]
    spread = cut(nodes, [scatter.randrange(100) for _ in range(nodes.num_rows)], parts)
    keys = pa.concat_tables([run(block_keys, part, tokens=tokens_sql("linking_node"), blocks=blocks) for part in spread])
    largest = by_place(largest_looked_at(block, nodes.num_rows) for block in BLOCKS)
    shared = [run(shared_keys, part, largest=largest) for part in cut(keys, [hash(k) for k in keys["key"].to_pylist()], parts)]
    sizes: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for part in shared:
        for place, size in zip(part["place"].to_pylist(), part["size"].to_pylist(), strict=True):
            sizes[place][size] += 1
    most = by_place(afforded(sorted(sizes[place].items()), block, MOST_PAIRS) for place, block in enumerate(BLOCKS))
    found: defaultdict[tuple[int, int], int] = defaultdict(int)
    for part in shared:
        for left, right, bits in zip(*(column.to_pylist() for column in run(pairs_of, part, most=most).columns), strict=True):
            found[left, right] |= bits
    return found


@given(st.lists(PEOPLE, min_size=2, max_size=40), st.integers(1, 4), st.randoms(use_true_random=False))
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_cut_in_parts_the_same_pairs_have_the_same_levels_and_weights(fill, rows, parts: int, scatter) -> None:
    con = fill(rows)
    collapse_people(con)
    prepare_fields(con)
    find_candidates(con)
    model = PersonModel.shipped()
    comparisons = model.used(present_columns(con, "node_field"))
    score_candidates(con, comparisons, model)
    con.complete()
    found = found_in_parts(con.sql("SELECT * EXCLUDE (alike) FROM linking_node").to_arrow_table(), parts, scatter)
    candidates = con.sql("SELECT node_l, node_r, found_by FROM candidate").to_arrow_table()
    whole = {(left, right): bits for left, right, bits in con.execute("FROM candidate WHERE node_l < node_r").fetchall()}
    assert found == whole
    fields = con.sql(f"SELECT node_id, {', '.join(needed_columns(comparisons))} FROM node_field").to_arrow_table()
    sql = score_sql(comparisons, model, least=least_kept(con, model))
    scores = [
        scores_of(part, fields, score=sql)
        for part in cut(candidates, [scatter.randrange(9) for _ in range(len(candidates))], parts)
    ]
    in_parts = sorted(tuple(row.values()) for row in pa.concat_tables(scores).to_pylist())
    # To the last digit: a level's threshold is never met by one engine alone.
    assert in_parts == sorted(con.execute("SELECT * EXCLUDE (found_by) FROM scored").fetchall())


def test_a_part_of_no_rows_gives_none() -> None:
    nothing = iter(())
    assert list(block_keys(nothing, tokens="", blocks=[])) == []
    assert list(shared_keys(nothing, largest="1")) == []
    assert list(pairs_of(nothing, most="1")) == []
