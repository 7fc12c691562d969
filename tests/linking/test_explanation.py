"""Each link's weight is told field by field, and the parts make the whole."""

from __future__ import annotations

import itertools
import math

import pytest

from stronghold.errors import BadInput
from stronghold.linking import FieldEvidence, explain, link_people

ANN = {"forename": "ann", "surname": "okonkwo", "date_of_birth": "1990-03-02", "house": "12", "street": "high street"}
OTHERS = [{"forename": "ann", "surname": f"s{i}", "date_of_birth": f"19{i}-05-06"} for i in range(10, 30)]


@pytest.fixture
def linked(fill):
    rows = [
        {**ANN, "postcode": "OX1 1AA"},
        {
            **ANN,
            "surname": "okonkow",
            "date_of_birth": "1990-02-03",
            "house": "12",
            "street": "hihg street",
            "postcode": "OX1 1AB",
        },
        {**ANN, "postcode": "OX1 1AA"},
        *OTHERS,
    ]
    con = fill(rows)
    return con, link_people(con).model


def test_the_parts_make_the_whole(linked) -> None:
    con, model = linked
    pairs = con.execute("SELECT mention_l, mention_r, match_weight, probability, accepted FROM link").fetchall()
    assert pairs
    for left, right, weight, probability, accepted in pairs:
        found = explain(con, model, left, right)
        assert sum(field.weight for field in found.fields) == pytest.approx(weight, abs=1e-6)
        assert (found.total, found.probability, found.accepted) == (weight, probability, accepted)
        # What is left over is the doubt whether they are relatives: it never speaks for.
        assert found.fields[-1].field == "household"
        assert found.fields[-1].weight <= 1e-6


def test_words_values_and_rarity(linked) -> None:
    con, model = linked
    found = {field.field: field for field in explain(con, model, 0, 1).fields}
    forename = found["First name"]
    assert (forename.left, forename.right) == ("ann", "ann")
    assert forename.words.startswith("the same first name; about 1 in 1 people")  # 22 of 22 nodes are called ann
    surname = found["Surname"]
    assert (surname.left, surname.right, surname.words) == ("okonkwo", "okonkow", "nearly the same spelling")
    assert found["Date of birth"].words == "day and month the other way round"
    assert found["Home"].words == "the same address"
    assert found["Home"].left == "12 high street OX1 1AA"
    p = model.levels["surname"]["close"]
    assert surname.weight == pytest.approx(math.log2(p.m / p.u))


def test_the_sides_are_as_they_were_asked_for(linked) -> None:
    con, model = linked
    found = {field.field: field for field in explain(con, model, 1, 2).fields}
    assert (found["Surname"].left, found["Surname"].right) == ("okonkow", "okonkwo")
    assert explain(con, model, 1, 2).total == explain(con, model, 0, 1).total


def test_alike_mentions_are_explained_too(linked) -> None:
    con, model = linked
    found = explain(con, model, 0, 2)
    assert found.accepted and found.total > model.threshold
    assert sum(field.weight for field in found.fields) == pytest.approx(found.total, abs=1e-6)


def test_a_field_that_one_does_not_give_weighs_nothing(fill) -> None:
    con = fill([{**ANN, "phone": "+441632960001"}, ANN, {**ANN, "forename": "anna", "phone": "+441632960001"}])
    model = link_people(con).model
    phone = next(field for field in explain(con, model, 0, 1).fields if field.field == "Phone")
    assert (phone.words, phone.left, phone.right, phone.weight) == ("not given in one", "+441632960001", None, 0.0)


@pytest.mark.parametrize("pair", [(0, 9_999), (9_999, 9_998)])
def test_mentions_that_are_not_there_are_said_so(linked, pair: tuple[int, int]) -> None:
    con, model = linked
    with pytest.raises(BadInput, match="person mentions"):
        explain(con, model, *pair)


def test_a_pair_that_was_never_compared_has_no_link(fill) -> None:
    con = fill([ANN, {"forename": "zoltan", "surname": "kovacs", "date_of_birth": "1961-12-30", "postcode": "LS9 9ZZ"}])
    model = link_people(con).model
    with pytest.raises(BadInput, match="no link"):
        explain(con, model, 0, 1)


def test_the_waterfall_starts_at_the_prior_and_ends_at_the_link(linked) -> None:
    con, model = linked
    found = explain(con, model, 0, 1)
    steps = found.waterfall()
    assert steps[0].evidence.field == "start" and steps[0].running == found.fields[0].weight
    assert steps[-1].running == pytest.approx(found.total, abs=0.05 * len(found.fields))
    assert steps[-1].chance == pytest.approx(found.probability, abs=0.02)
    for before, after in itertools.pairwise(steps):
        assert (after.running > before.running) is (after.evidence.weight > 0)
        assert 0 < after.chance < 1


def test_it_reads_as_sentences_with_the_values(linked) -> None:
    con, model = linked
    found = explain(con, model, 0, 1)
    told = found.sentences()
    assert told[0].startswith("Before looking: ") and "the odds are 1 to " in told[0]
    assert any(s.startswith("Surname: nearly the same spelling (Okonkwo, Okonkow). ") for s in told)
    assert any("day and month the other way round (1990-03-02, 1990-02-03). " in s for s in told)
    assert told[-1].endswith("This is enough to take them for one person.")
    # Words alone never hold a value: they may be shown to someone who sees only one of the records.
    assert not any("okonk" in f.words.lower() or "1990" in f.words for f in found.fields)


def test_a_name_that_many_share_is_told_and_adds_up(fill) -> None:
    dates = ["1990-03-02", "1971-11-17", "1964-06-30", "2001-08-09"]
    wolskis = [{"forename": "piotr", "surname": "wolski", "date_of_birth": d, "house": str(i)} for i, d in enumerate(dates)]
    strangers = [{"forename": f"f{i}", "surname": f"s{i}", "date_of_birth": f"19{i:02d}-05-05"} for i in range(10, 90)]
    con = fill([*wolskis, {**wolskis[0], "house": None, "postcode": "OX1 1AA"}, *strangers])
    model = link_people(con, train="never").model
    found = explain(con, model, 0, 4)
    (namesakes,) = [f for f in found.fields if f.field == "Namesakes"]
    assert namesakes.words.startswith("4 people here share the whole name") and namesakes.weight < -2
    # What is left for the household is no more than the doubt about relatives.
    assert sum(f.weight for f in found.fields) == pytest.approx(found.total, abs=1e-6)
    assert found.fields[-1].weight > -1


@pytest.mark.parametrize(
    ("weight", "words"),
    [(0.0, "makes no difference"), (1.0, "2.0 times likelier to be one person"), (-1.0, "2.0 times less likely to be one person"),
     (11.2, "2,400 times likelier to be one person")],
)  # fmt: skip
def test_a_weight_in_words(weight: float, words: str) -> None:
    assert FieldEvidence("Surname", "", None, None, weight).strength == words
