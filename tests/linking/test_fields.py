"""What blocking and scoring read is prepared as it says."""

from __future__ import annotations

import duckdb
import pytest

from stronghold.linking import link_people
from stronghold.linking.collapse import collapse_people
from stronghold.linking.fields import TERM_COLUMNS, fill_traits, prepare_fields, present_columns, sound_sql


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("smith", "smyth"),
        ("philip", "filip"),
        ("clark", "klark"),
        ("macdonald", "mcdonald"),
        ("allen", "ellen"),
        ("wright", "right"),
        ("jackson", "jaxon"),
        ("o'neill", "oneil"),
    ],
)
def test_names_that_sound_alike_have_one_sound(one: str, other: str) -> None:
    with duckdb.connect() as con:
        row = con.execute(f"SELECT {sound_sql('a')}, {sound_sql('b')} FROM (SELECT ? AS a, ? AS b)", [one, other]).fetchone()
    assert row is not None and row[0] is not None
    assert row[0] == row[1]


def test_names_that_sound_different_have_two() -> None:
    with duckdb.connect() as con:
        rows = con.execute(f"SELECT DISTINCT {sound_sql('n')} FROM (SELECT unnest(['smith', 'jones', 'turner', 'khan']) AS n)")
        assert len(rows.fetchall()) == 4


def test_shares_are_of_the_nodes_that_have_a_value(fill) -> None:
    con = fill(
        [
            {"forename": "ann", "surname": "a"},
            {"forename": "ann", "surname": "b"},
            {"forename": "bo", "surname": "a"},
            {"surname": "c"},
        ]
    )
    collapse_people(con)
    prepare_fields(con)
    shares = dict(con.execute("SELECT value, share FROM linking_term WHERE column_name = 'forename'").fetchall())
    assert shares == pytest.approx({"ann": 2 / 3, "bo": 1 / 3})


def test_only_columns_with_a_value_are_present(fill) -> None:
    con = fill([{"forename": "ann", "postcode": "OX1 1AA"}, {"surname": "smith"}])
    collapse_people(con)
    prepare_fields(con)
    assert present_columns(con, "node_value") == ("forename", "surname", "postcode")


def test_a_name_that_three_dates_of_birth_share_is_known_to_have_namesakes(fill) -> None:
    dates = ["1990-03-02", "1971-11-17", "1964-06-30", "2001-08-09"]
    pairs = [{"forename": f"f{i}", "surname": f"s{i}", "date_of_birth": f"19{i:02d}-05-05"} for i in range(10, 60)]
    con = fill([{"forename": "piotr", "surname": "wolski", "date_of_birth": date} for date in dates] + pairs)
    collapse_people(con)
    prepare_fields(con)
    found = con.execute("SELECT forename, surname, people, times FROM linking_namesake").fetchall()
    assert [row[:3] for row in found] == [("piotr", "wolski", 4)]
    assert found[0][3] == pytest.approx(((4 - 2) / 54) / ((4 / 54) * (4 / 54)))


def test_a_number_that_is_given_with_many_first_names_is_nobodys(fill) -> None:
    names = [
        "anna",
        "boris",
        "carl",
        "dora",
        "emil",
        "fred",
        "gwen",
        "hugo",
        "igor",
        "jane",
        "kirk",
        "lena",
        "mona",
        "nora",
        "otto",
        "pete",
        "quentin",
        "ruth",
        "silvio",
        "thelma",
    ]
    shared = {"nhs_number": "4010232137", "nino": "JG103759A"}
    con = fill(
        [{"forename": name, "surname": f"s{name}", **shared} for name in names] + [{"forename": "zara", "nino": "JG482201B"}]
    )
    report = link_people(con)
    assert report.people == len(names) + 1
    assert [found[:2] for found in report.crowded] == [("nhs_number", "4010232137"), ("nino", "JG103759A")]
    assert report.notes[0].startswith(f"NHS number 4010232137 is given with {report.crowded[0][2]} first names")
    assert con.execute("SELECT DISTINCT nino, nhs_number FROM node_field ORDER BY 1").fetchall() == [
        ("JG482201B", None),
        (None, None),
    ]
    # What keeps people apart goes by the same.
    fill_traits(con)
    assert con.execute("SELECT DISTINCT nino, nhs_number FROM node_field ORDER BY 1").fetchall() == [
        ("JG482201B", None),
        (None, None),
    ]


def test_a_number_that_few_share_counts(fill) -> None:
    con = fill([{"forename": name, "nhs_number": "4010232137"} for name in ("ann", "anne", "annie", "nan", "ann-marie")])
    report = link_people(con)
    assert (report.people, report.crowded, report.notes) == (1, (), ())


def test_frequencies_of_an_earlier_picture_can_be_used_again(fill, tmp_path) -> None:
    earlier = tmp_path / "earlier.duckdb"
    con = fill([{"forename": "ann", "surname": f"s{i}"} for i in range(4)])
    collapse_people(con)
    prepare_fields(con)
    con.execute(f"ATTACH '{earlier}' AS kept")
    for table in ("linking_term", "linking_namesake", "linking_crowd"):
        con.execute(f"CREATE TABLE kept.{table} AS FROM {table}")
    con.execute("DETACH kept")

    later = fill(
        [{"forename": "ann", "surname": "s1"}, {"forename": "zoltan", "surname": "s9"}, {"forename": "zoltan", "surname": "s8"}]
    )
    collapse_people(later)
    prepare_fields(later, earlier)
    shares = dict(later.execute("SELECT forename, forename_share FROM node_field").fetchall())
    assert shares == {"ann": 1.0, "zoltan": TERM_COLUMNS["forename"]}
