"""Mentions in, people out: tables, thresholds, frozen models, and the order of rows."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stronghold.linking import evaluate, link_people
from stronghold.linking.model import PersonModel
from stronghold.town import people_table

ANN = {"forename": "ann", "surname": "okonkwo", "date_of_birth": "1990-03-02", "postcode": "OX1 1AA"}


def groups(con) -> set[frozenset[str]]:
    rows = con.execute("SELECT list(mention_key) FROM person_cluster JOIN mention USING (mention_id) GROUP BY cluster").fetchall()
    return {frozenset(row[0]) for row in rows}


def test_the_same_person_in_other_words_is_one(fill) -> None:
    con = fill(
        [
            {**ANN, "key": "a", "phone": "+441632960001"},
            {**ANN, "key": "b", "date_of_birth": "1990-02-03", "nino": "AB123456C"},
            {"key": "c", "forename": "ann", "surname": "okonkwo", "nino": "AB123456C"},
            {"key": "d", "forename": "zoltan", "surname": "kovacs", "date_of_birth": "1961-12-30"},
        ]
    )
    report = link_people(con)
    assert groups(con) == {frozenset("abc"), frozenset("d")}
    assert (report.mentions, report.people, report.model.origin) == (4, 2, "shipped")


def test_alike_mentions_that_say_enough_are_one_and_a_bare_common_name_is_not(fill) -> None:
    crowd = [{"key": f"x{i}", "forename": "john", "surname": f"s{i}", "date_of_birth": f"19{i}-05-06"} for i in range(10, 70)]
    con = fill(
        [{**ANN, "key": "a"}, {**ANN, "key": "b"}, {"key": "c", "forename": "john"}, {"key": "d", "forename": "john"}, *crowd]
    )
    link_people(con)
    assert {frozenset("ab"), frozenset("c"), frozenset("d")} <= groups(con)
    # They share a node all the same: alike mentions are compared once.
    assert con.execute("SELECT count(DISTINCT node_id) FROM node").fetchone()[0] == len(crowd) + 2


def test_no_people_is_no_error(fill) -> None:
    con = fill([])
    report = link_people(con)
    assert (report.mentions, report.people, report.links) == (0, 0, 0)
    assert con.execute("SELECT count(*) FROM person_cluster").fetchone()[0] == 0


def test_links_are_kept_down_to_the_floor_with_their_levels(fill) -> None:
    con = fill(
        [{**ANN, "key": "a"}, {**ANN, "key": "b", "postcode": "OX1 1AB"}, {"key": "c", "forename": "ann", "surname": "okonkwo"}]
    )
    report = link_people(con)
    rows = con.execute("SELECT mention_l < mention_r, match_weight, probability, accepted, kind FROM link").fetchall()
    assert rows and all(row[0] and row[4] == "person" for row in rows)
    for _, weight, probability, accepted, _ in rows:
        assert weight >= report.model.floor
        assert probability == pytest.approx(1 / (1 + 2**-weight))
        assert accepted == (weight >= report.model.threshold)
    names = {row[0] for row in con.execute("SELECT column_name FROM (DESCRIBE link)").fetchall()}
    assert {"gamma_forename", "gamma_surname", "gamma_date_of_birth", "gamma_place"} <= names
    assert "gamma_nino" not in names


def town(fill, mentions: int, seed: int, shuffle: int | None = None):
    con = fill([])
    rows = people_table(mentions, seed=seed)
    if shuffle is not None:
        order = list(range(mentions))
        random.Random(shuffle).shuffle(order)
        rows = rows.take(order)
    con.register("town_people", rows.append_column("new_id", [list(range(mentions))]))
    con.execute("INSERT INTO person BY NAME SELECT new_id AS mention_id, * EXCLUDE (unique_id, person, new_id) FROM town_people")
    con.execute(
        "INSERT INTO mention BY NAME SELECT new_id AS mention_id, format('{:06d}', unique_id) AS mention_key, "
        "new_id AS record_id, 'person' AS kind FROM town_people"
    )
    con.execute("CREATE TABLE truth AS SELECT new_id AS mention_id, person AS truth FROM town_people")
    return con


def test_the_town_is_linked_well_with_the_shipped_model(fill) -> None:
    con = town(fill, 6_000, 5)
    assert link_people(con, train="never").model.origin == "shipped"
    found = evaluate(con)
    assert found.blocking_recall > 0.99
    assert found.cluster.precision > 0.98
    assert found.cluster.f1 > 0.97


def test_training_on_the_data_at_hand_links_as_well(fill) -> None:
    con = town(fill, 6_000, 5)
    assert link_people(con, train="always").model.origin == "data"
    assert evaluate(con).cluster.f1 > 0.97


def test_a_frozen_model_read_back_gives_the_same_people(fill) -> None:
    con = town(fill, 2_000, 8)
    report = link_people(con)
    first = groups(con)
    again = link_people(con, model=PersonModel.from_json(report.model.to_json()))
    assert groups(con) == first
    assert again.model == report.model


@given(st.integers(1, 10_000))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_rows_changes_nothing(fill, seed: int) -> None:
    straight, turned = town(fill, 1_200, 8), town(fill, 1_200, 8, shuffle=seed)
    reports = [link_people(con) for con in (straight, turned)]
    assert reports[0].model == reports[1].model
    assert groups(straight) == groups(turned)
