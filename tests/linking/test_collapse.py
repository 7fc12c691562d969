"""Mentions share a node exactly where every linking column is alike."""

from __future__ import annotations

from stronghold.linking.collapse import collapse_people, linking_columns
from stronghold.vocabulary import kind

ANN = {"forename": "ann", "surname": "smith", "date_of_birth": "1990-03-02"}


def nodes(con) -> list[int]:
    return [row[0] for row in con.execute("SELECT node_id FROM node ORDER BY mention_id").fetchall()]


def test_alike_in_every_linking_column_is_one_node_named_by_the_smallest_mention(fill) -> None:
    con = fill([ANN, {**ANN, "surname": "smyth"}, ANN, {**ANN, "sex": "female"}])
    assert collapse_people(con) == 2
    assert nodes(con) == [0, 1, 0, 0]
    assert con.execute("SELECT mentions FROM node_value ORDER BY node_id").fetchall() == [(3,), (1,)]


def test_an_empty_cell_is_like_a_missing_one_and_unlike_a_value(fill) -> None:
    con = fill([{**ANN, "postcode": ""}, ANN, {**ANN, "postcode": "OX1 1AA"}])
    collapse_people(con)
    assert nodes(con) == [0, 0, 2]


def test_a_systems_own_number_counts_inside_that_system_alone(fill) -> None:
    rows = [
        {**ANN, "local_id": "7"},
        {**ANN, "local_id": "7", "agency": "council", "system": "housing"},
        {**ANN, "local_id": "7"},
    ]
    con = fill(rows)
    collapse_people(con)
    assert nodes(con) == [0, 1, 0]
    found = con.execute("SELECT local_id FROM node_value ORDER BY node_id").fetchall()
    assert found == [("police/crime/7",), ("council/housing/7",)]


def test_sex_and_ethnicity_are_never_linking_columns() -> None:
    equality = {c.name for c in kind("person").columns.values() if c.use == "equality"}
    assert equality and not equality & set(linking_columns())
