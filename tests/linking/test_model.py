"""The model's numbers survive being written, and belong to one shape."""

from __future__ import annotations

import json
import math

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.errors import BadInput
from stronghold.linking.comparisons import COMPARISONS
from stronghold.linking.model import PersonModel


@pytest.mark.parametrize("model", [PersonModel.by_reason(), PersonModel.shipped()], ids=["reason", "shipped"])
def test_written_and_read_again_it_is_the_same(model: PersonModel) -> None:
    assert PersonModel.from_json(model.to_json()) == model
    assert PersonModel.from_json(model.to_json()).to_json() == model.to_json()


@pytest.mark.parametrize("model", [PersonModel.by_reason(), PersonModel.shipped()], ids=["reason", "shipped"])
def test_every_rate_is_a_share_and_agreement_speaks_for_disagreement_against(model: PersonModel) -> None:
    for comparison in COMPARISONS:
        rates = model.levels[comparison.name]
        assert all(0 < rate <= 1 for p in rates.values() for rate in (p.m, p.u, p.r))
        if comparison.name not in ("namesakes", "one_birth"):  # corrections of others, no evidence of their own
            first, last = rates[comparison.levels[0].name], rates[comparison.levels[-1].name]
            assert first.m > first.u
            assert last.m < last.u


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"levels": {}}', '{"levels": {"forename": {"exact": [1]}}}', '{"levels": {"nobody": {}}}']
)
def test_what_is_no_model_is_said_so(text: str) -> None:
    with pytest.raises(BadInput):
        PersonModel.from_json(text)


def test_a_model_of_another_shape_is_refused() -> None:
    raw = json.loads(PersonModel.by_reason().to_json())
    del raw["levels"]["surname"]["exact"]
    with pytest.raises(BadInput, match="other comparisons"):
        PersonModel.from_json(json.dumps(raw))


def test_a_model_from_before_a_level_that_is_set_by_reason_has_it() -> None:
    raw = json.loads(PersonModel.shipped().to_json())
    del raw["levels"]["one_birth"]["alone"]
    assert PersonModel.from_json(json.dumps(raw)) == PersonModel.shipped()


def test_only_comparisons_with_something_to_compare_are_used() -> None:
    used = [c.name for c in PersonModel.by_reason().used(["forename", "surname", "postcode"])]
    assert used == ["forename", "surname", "place"]


def test_sex_is_compared_nowhere() -> None:
    text = " ".join(condition for c in COMPARISONS for condition in (c.unknown, *(level.sql for level in c.levels)))
    assert "sex" not in text and "ethnicity" not in text


@given(st.floats(-60, 60), st.floats(-60, 60), st.floats(0.01, 5), st.floats(0.01, 5), st.integers(2, 1_000_000))
def test_the_weight_is_the_log_odds_against_strangers_and_relatives_together(
    strangers: float, relatives: float, expected: float, kin: float, nodes: int
) -> None:
    model = PersonModel.by_reason().with_levels({}, expected=expected, relatives=kin, nodes=nodes)
    sql = model.weight_sql().replace("strangers", repr(strangers)).replace("relatives", repr(relatives))
    with duckdb.connect() as con:
        row = con.execute(f"SELECT {sql}").fetchone()
    odds = 1 / (nodes / expected * 2**-strangers + kin / expected * 2**-relatives)
    assert row is not None
    assert row[0] == pytest.approx(math.log2(odds), abs=1e-5)
