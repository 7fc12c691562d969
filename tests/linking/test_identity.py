"""Entity ids: their form, their birth, and how they outlive a rebuild."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.engine import connect
from stronghold.linking import identity
from stronghold.linking.identity import entity_id, name_entities

Partition = Sequence[Iterable[str]]
FORM = re.compile(r"[PATVO]-[0-9A-HJKMNP-TV-Z]{8}")


def picture(path: Path, groups: Partition, previous: Path | None = None, kind: str = "person") -> Path:
    """A picture whose person clusters are ``groups`` of mention keys, named after ``previous``."""
    groups = [sorted(group) for group in groups]
    with connect(path) as con:
        con.execute("CREATE TABLE mention (mention_id BIGINT, mention_key VARCHAR, record_id BIGINT, kind VARCHAR)")
        con.execute("CREATE TABLE record (record_id BIGINT, occurred_from TIMESTAMP, occurred_to TIMESTAMP)")
        con.execute("CREATE TABLE person_cluster (mention_id BIGINT, cluster BIGINT)")
        con.execute("CREATE TABLE thing_cluster (mention_id BIGINT, kind VARCHAR, cluster BIGINT)")
        keys = sorted((key for group in groups for key in group), key=lambda key: key[::-1])  # ids unlike the last time's
        ids = {key: number for number, key in enumerate(keys)}
        for group in groups:
            for key in group:
                cluster = min(ids[k] for k in group)
                con.execute("INSERT INTO mention VALUES (?, ?, ?, ?)", [ids[key], key, ids[key], kind])
                con.execute("INSERT INTO record VALUES (?, TIMESTAMP '2024-01-01' + to_days(?), NULL)", [ids[key], ids[key]])
                if kind == "person":
                    con.execute("INSERT INTO person_cluster VALUES (?, ?)", [ids[key], cluster])
                else:
                    con.execute("INSERT INTO thing_cluster VALUES (?, ?, ?)", [ids[key], kind, cluster])
        name_entities(con, previous)
    return path


def ids(path: Path) -> dict[str, str]:
    with connect(path, read_only=True) as con:
        rows = con.execute("SELECT mention_key, entity_id FROM entity_member JOIN mention USING (mention_id)").fetchall()
    return dict(rows)


def aliases(path: Path) -> dict[str, str]:
    with connect(path, read_only=True) as con:
        return dict(con.execute("SELECT old_id, entity_id FROM entity_alias").fetchall())


def test_the_id_is_the_start_of_the_hash_of_the_smallest_key(tmp_path: Path) -> None:
    # printf 'a' | sha256sum starts ca978112ca: 11001 01010 01011 11000 00010 00100 10110 01010.
    assert entity_id("person", "a") == "P-SABR24PA"
    assert ids(picture(tmp_path / "1", ["ba", "c"]))["b"] == "P-SABR24PA"


def test_a_taken_id_gives_way_to_the_next_characters() -> None:
    first = entity_id("phone", "a")
    second = entity_id("phone", "a", {first})
    assert first[3:] == second[2:-1]
    taken: set[str] = set()
    for _ in range(120):
        new = entity_id("phone", "a", taken)
        assert FORM.fullmatch(new) and new not in taken
        taken.add(new)


def test_where_two_have_one_first_choice_it_is_the_smaller_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # With ids of one letter many choices meet.
    monkeypatch.setattr(identity, "_LENGTH", 1)
    keys = "abcdefghijklmnop"
    found = ids(picture(tmp_path / "1", keys))
    assert len(set(found.values())) == len(keys)
    wanted = {key: entity_id("person", key) for key in keys}
    firsts = [min(key for key in keys if wanted[key] == first) for first in set(wanted.values())]
    assert len(firsts) < len(keys)
    assert {key: found[key] for key in firsts} == {key: wanted[key] for key in firsts}


@pytest.mark.parametrize(("kind", "letter"), [("address", "A"), ("phone", "T"), ("vehicle", "V"), ("organisation", "O")])
def test_things_have_letters_of_their_own(tmp_path: Path, kind: str, letter: str) -> None:
    found = picture(tmp_path / "1", ["ab", "c"], kind=kind)
    assert {identity[0] for identity in ids(found).values()} == {letter}
    again = picture(tmp_path / "2", ["ab", "c", "d"], found, kind=kind)
    assert ids(found).items() <= ids(again).items()


def test_a_split_keeps_the_id_on_the_larger_side_and_a_tie_on_the_smallest_key(tmp_path: Path) -> None:
    first = picture(tmp_path / "1", ["abcde"])
    second = picture(tmp_path / "2", ["ab", "cde"], first)
    assert ids(second)["c"] == ids(first)["a"] != ids(second)["a"]
    assert aliases(second) == {}
    third = picture(tmp_path / "3", ["cd", "e", "ab"], second)
    assert ids(third)["c"] == ids(second)["c"]
    fourth = picture(tmp_path / "4", ["d", "c", "e", "ab"], third)
    assert ids(fourth)["c"] == ids(third)["c"] != ids(fourth)["d"]


def test_a_merge_leaves_an_alias_that_is_carried_on(tmp_path: Path) -> None:
    first = picture(tmp_path / "1", ["ab", "cde", "fghi"])
    second = picture(tmp_path / "2", ["abcde", "fghi"], first)
    kept, gone, other = ids(first)["c"], ids(first)["a"], ids(first)["f"]
    assert ids(second)["a"] == kept
    assert aliases(second) == {gone: kept}
    third = picture(tmp_path / "3", ["abcdefghi"], second)
    assert set(ids(third).values()) == {kept}
    assert aliases(third) == {gone: kept, other: kept}
    # Those who part again have their own id back; nobody else is ever born by it.
    fourth = picture(tmp_path / "4", ["ab", "cdefghi"], third)
    assert ids(fourth)["a"] == gone and aliases(fourth) == {other: kept}
    fifth = picture(tmp_path / "5", ["b", "acdefghi"], third)
    assert ids(fifth)["b"] not in {kept, gone, other}
    assert aliases(fifth) == {gone: kept, other: kept}


def test_mentions_that_are_gone_take_their_id_with_them(tmp_path: Path) -> None:
    first = picture(tmp_path / "1", ["ab", "c"])
    second = picture(tmp_path / "2", ["c", "d"], first)
    assert ids(second)["c"] == ids(first)["c"]
    assert ids(first)["a"] not in ids(second).values()
    assert aliases(second) == {}


def test_entities_count_their_mentions_and_tell_when_they_were_seen(tmp_path: Path) -> None:
    found = picture(tmp_path / "1", ["ab", "c"])
    with connect(found, read_only=True) as con:
        rows = con.execute(
            "SELECT kind, mentions, records, first_seen::VARCHAR, last_seen::VARCHAR FROM entity ORDER BY 2"
        ).fetchall()
    assert rows == [
        ("person", 1, 1, "2024-01-03 00:00:00", "2024-01-03 00:00:00"),
        ("person", 2, 2, "2024-01-01 00:00:00", "2024-01-02 00:00:00"),
    ]


partitions = st.lists(st.integers(0, 5), min_size=1, max_size=10)


def grouped(labels: list[int], keys: str = "abcdefghij") -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for key, label in zip(keys, labels, strict=False):
        found.setdefault(label, []).append(key)
    return list(found.values())


@given(partitions, partitions)
@settings(max_examples=12, deadline=None)
def test_laws(before: list[int], after: list[int]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = picture(folder / "1", grouped(before))
        second = picture(folder / "2", grouped(after), first)
        old, new = ids(first), ids(second)
        old_groups = {frozenset(g) for g in grouped(before)}
        groups = grouped(after)
        # One id a cluster, one cluster an id, each of the right form.
        assert len(set(new.values())) == len(groups)
        assert all(len({new[key] for key in group}) == 1 and FORM.fullmatch(new[group[0]]) for group in groups)
        # What was not touched keeps its id.
        for group in groups:
            if frozenset(group) in old_groups:
                assert new[group[0]] == old[group[0]]
        # An id that outlives the change is held by a cluster that shares a mention with its old one.
        for key, identity in new.items():
            if identity in old.values():
                group = next(g for g in groups if key in g)
                assert any(old.get(k) == identity for k in group)
        told = aliases(second)
        # An old id whose mentions are still there is live, or an alias of a live one.
        for key in old.keys() & new.keys():
            assert old[key] in new.values() or told[old[key]] in new.values()
        assert not set(told) & set(new.values())
        assert set(told.values()) <= set(new.values())
        # The same again gives the same again.
        third = picture(folder / "3", grouped(after), second)
        assert (ids(third), aliases(third)) == (new, told)
        # Without a previous picture ids come from the mentions alone.
        assert ids(picture(folder / "4", grouped(before))) == old


@given(st.integers(1, 4), st.integers(1, 4), st.lists(st.booleans(), max_size=6), st.booleans())
@settings(max_examples=15, deadline=None)
def test_law_those_who_were_joined_and_part_again_are_called_as_before(
    left: int, right: int, added: list[bool], first: bool
) -> None:
    """Whatever was added to either meanwhile, also where the larger side is another one by then, or a smaller key has come."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one, other = "bcde"[:left], "mnop"[:right]
        more = "aqrstu" if first else "qrstuv"
        ones = one + "".join(key for key, mine in zip(more, added, strict=False) if mine)
        others = other + "".join(key for key, mine in zip(more, added, strict=False) if not mine)
        apart = picture(folder / "1", [one, other])
        joined = picture(folder / "2", [one + other], apart)
        grown = picture(folder / "3", [ones + others], joined)
        parted = picture(folder / "4", [ones, others], grown)
        assert {ids(parted)[key] for key in ones} == {ids(apart)["b"]}
        assert {ids(parted)[key] for key in others} == {ids(apart)["m"]}
        assert aliases(parted) == {}


def test_an_id_that_was_taken_in_leads_to_the_side_that_has_its_first_mention(tmp_path: Path) -> None:
    first = picture(tmp_path / "1", ["b", "m", "p", "xyz"])
    joined = picture(tmp_path / "2", ["bmpxyz"], first)
    parted = picture(tmp_path / "3", ["mp", "bxyz"], joined)
    now = ids(parted)
    assert now["m"] in (ids(first)["m"], ids(first)["p"]) and now["x"] == ids(first)["x"]
    other = ({ids(first)["m"], ids(first)["p"]} - {now["m"]}).pop()
    assert aliases(parted) == {other: now["m"], ids(first)["b"]: now["x"]}
