"""The files that a group's ties rest on, and the records of one, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stronghold.errors import BadInput
from stronghold.governance.sources_behind import SourceBehind, records_of_source, sources_behind
from tests.network.groups.handmade import entities
from tests.network.handmade import Town

PEOPLE = ["P-A", "P-B", "P-C"]


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    made = Town()
    made.record("arrest", [("arrested", "P-A"), ("arrested", "P-B")], at="2024-03-01", agency="Custody")
    made.record("arrest", [("arrested", "P-A"), ("arrested", "P-B")], at="2024-03-02", agency="Custody")
    # Ties that no network of the three is made of: to somebody else, a home that one has alone, a victim, an unshared phone's calls.
    made.record("arrest", [("arrested", "P-A"), ("arrested", "P-Z")], at="2024-03-03", agency="Elsewhere")
    for number, who in enumerate(PEOPLE):
        (mention,) = made.record("person", [("subject", who)], at="2024-01-01", agency="Subscribers")
        made.mention("phone", f"T-{number}", belongs_to=mention, part="phone")
    made.record("call", [("caller", "T-0"), ("recipient", "T-1")], at="2024-03-04", agency="Calls")
    made.record("call", [("caller", "T-0"), ("recipient", "T-9")], at="2024-03-04", agency="Shop calls")
    made.con.execute("UPDATE record SET class_id = source_id")
    made.con.execute("UPDATE source SET name = lower(agency) || '.csv'")
    entities(made)
    made.con.execute("CREATE TEMP TABLE visible AS SELECT DISTINCT class_id FROM record")
    yield made
    made.con.close()


def see(town: Town, *hidden: str) -> None:
    town.con.execute(
        "CREATE OR REPLACE TEMP TABLE visible AS SELECT source_id AS class_id FROM source WHERE agency NOT IN"
        " (SELECT unnest($hidden::VARCHAR[]))",
        {"hidden": list(hidden)},
    )


def test_direct_ties_and_numbers_in_touch_have_their_files_and_no_others(town: Town) -> None:
    see(town)
    assert sources_behind(town.con, PEOPLE) == (
        SourceBehind("custody.csv", "Custody", 2),
        SourceBehind("subscribers.csv", "Subscribers", 2),
        SourceBehind("calls.csv", "Calls", 1),
    )


def test_a_file_that_may_not_be_seen_is_not_told_of(town: Town) -> None:
    see(town, "Custody")
    assert [each.name for each in sources_behind(town.con, PEOPLE)] == ["subscribers.csv", "calls.csv"]
    assert sources_behind(town.con, []) == ()


def test_records_are_found_by_their_keys_and_by_their_file(town: Town) -> None:
    see(town)
    assert records_of_source(town.con, ["r3"], ["custody.csv"]) == (1, 2, 3)
    assert records_of_source(town.con, [], []) == ()


@pytest.mark.parametrize(
    ("keys", "names", "words"),
    [(["nothing"], [], "no record 'nothing'"), ([], ["nothing.csv"], "no source 'nothing.csv'"), (["r1"], [], "no record 'r1'")],
)
def test_what_is_not_there_and_what_is_hidden_are_refused_in_the_same_words(
    town: Town, keys: list[str], names: list[str], words: str
) -> None:
    see(town, "Custody")
    with pytest.raises(BadInput, match=f"There is {words} that you may see"):
        records_of_source(town.con, keys, names)
