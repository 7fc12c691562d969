"""A model is fitted to records without truth, and refused where it is worse."""

from __future__ import annotations

import pytest

from stronghold.errors import BadInput
from stronghold.linking import fitting
from stronghold.linking.decisions import Decision, Judgement
from stronghold.linking.fitting import fit_model
from stronghold.linking.model import PersonModel
from stronghold.town import people_table


@pytest.fixture
def town(fill):
    con = fill([])
    con.register("town_people", people_table(4_800, seed=5))
    con.execute("INSERT INTO person BY NAME SELECT unique_id AS mention_id, * EXCLUDE (unique_id, person) FROM town_people")
    con.execute(
        "INSERT INTO mention BY NAME SELECT unique_id AS mention_id, unique_id::VARCHAR AS mention_key, unique_id AS record_id, "
        "'person' AS kind FROM town_people"
    )
    return con


def test_a_model_fitted_to_the_records_is_better_than_one_by_reason_alone(town) -> None:
    pairs = town.execute(
        "SELECT a.unique_id, b.unique_id, a.person = b.person FROM town_people a JOIN town_people b ON a.unique_id < b.unique_id "
        "AND (a.person = b.person OR (a.surname = b.surname AND a.forename = b.forename)) ORDER BY hash(a.unique_id, b.unique_id) LIMIT 400"
    ).fetchall()
    decisions = [
        Decision(number, Judgement.SAME if same else Judgement.NOT_SAME, str(left), str(right))
        for number, (left, right, same) in enumerate(pairs)
    ]
    told: list[str] = []
    found = fit_model(town, PersonModel.by_reason(), decisions=decisions, progress=told.append)
    by_name = {criterion.name: criterion for criterion in found.criteria}
    assert len(by_name) == 4 and not found.reasons_against
    assert by_name["Held-out pairs"].worse is False and "described better" in by_name["Held-out pairs"].words
    assert found.model.origin == "data" and found.model.nodes == 0
    assert (found.model.threshold, found.model.floor) == (PersonModel.by_reason().threshold, PersonModel.by_reason().floor)
    assert found.changes and found.nodes > 2 * found.held_out > 0
    assert told[-1] == "Judging it"
    # It can be kept and read again, and nobody's name or number is in it.
    assert PersonModel.from_json(found.model.to_json()) == found.model
    assert "smith" not in found.model.to_json()


def test_a_worse_one_is_refused_with_its_reasons(town, monkeypatch) -> None:
    shipped = PersonModel.shipped()
    turned = {name: type(p)(p.u, p.m, p.r) for name, p in shipped.levels["date_of_birth"].items()}
    monkeypatch.setattr(fitting, "learn_model", lambda *_, **__: shipped.with_levels({"date_of_birth": turned}))
    found = fit_model(town, PersonModel.shipped())
    assert any(reason.startswith("Held-out pairs: ") for reason in found.reasons_against)
    assert any(reason.startswith("Levels in order: ") for reason in found.reasons_against)


def test_too_few_records_are_said_to_be_too_few(fill) -> None:
    con = fill([{"forename": "ann", "surname": f"s{i}"} for i in range(5)])
    with pytest.raises(BadInput, match="5 different entries of people: too few"):
        fit_model(con, PersonModel.shipped())
