"""References by records: what becomes of them when entities are joined, parted or gone; an alias is never followed silently."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.casework.anchors import Anchor, State, anchor_record, resolve, resolve_all, resolved
from stronghold.engine import connect
from stronghold.errors import BadInput
from stronghold.governance import overlay
from stronghold.governance.whereabouts import Whereabouts, whereabouts_of
from stronghold.linking.identity import name_entities
from stronghold.picture.snapshot import PICTURE_FILE, Snapshot

KEYS = "abcdefgh"


@pytest.fixture(autouse=True, scope="module")
def nothing_withdrawn() -> Iterator[None]:
    """These pictures are read without casework's tables."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(overlay, "_sources", [])
        yield


def snapshot(folder: Path, groups: Sequence[Sequence[str]], previous: Snapshot | None = None) -> Snapshot:
    """A picture whose people are those groups of mention keys, named as a build names them."""
    folder.mkdir()
    with connect(folder / PICTURE_FILE) as con:
        con.execute("CREATE TABLE mention (mention_id BIGINT, mention_key VARCHAR, record_id BIGINT, kind VARCHAR)")
        con.execute("CREATE TABLE record (record_id BIGINT, record_key VARCHAR, occurred_from TIMESTAMP, occurred_to TIMESTAMP)")
        con.execute("CREATE TABLE person_cluster (mention_id BIGINT, cluster BIGINT)")
        con.execute("CREATE TABLE thing_cluster (mention_id BIGINT, kind VARCHAR, cluster BIGINT)")
        for group in groups:
            for key in group:
                number = ord(key)
                con.execute("INSERT INTO mention VALUES (?, ?, ?, 'person')", [number, f"{key}#subject.1", number])
                con.execute("INSERT INTO record VALUES (?, ?, NULL, NULL)", [number, key])
                con.execute("INSERT INTO person_cluster VALUES (?, ?)", [number, ord(min(group))])
        name_entities(con, previous.path / PICTURE_FILE if previous else None)
    return Snapshot(folder)


def entity_of(found: Snapshot, key: str) -> str:
    with found.connect() as con:
        row = con.execute(
            "SELECT entity_id FROM entity_member JOIN mention USING (mention_id) WHERE mention_key = ?", [f"{key}#subject.1"]
        ).fetchone()
    assert row is not None
    return str(row[0])


def anchored(found: Snapshot, *keys: str) -> Anchor:
    return Anchor(tuple(f"{key}#subject.1" for key in keys), entity_of(found, keys[0]), found.id)


def test_what_is_untouched_is_the_same(tmp_path: Path) -> None:
    first = snapshot(tmp_path / "1", ["ab", "cd"])
    anchor = anchored(first, "a", "b")
    found = resolve(anchor, snapshot(tmp_path / "2", ["abe", "cd"], first))
    assert (found.state, found.entity_id, found.needs_confirmation) == (State.SAME, anchor.entity_id, False)


def test_a_merge_is_told_and_never_followed_silently(tmp_path: Path) -> None:
    first = snapshot(tmp_path / "1", ["ab", "cde"])
    anchor = anchored(first, "a")
    second = snapshot(tmp_path / "2", ["abcde"], first)
    found = resolve(anchor, second)
    assert (found.state, found.entities) == (State.MERGED, (entity_of(second, "c"),))
    with pytest.raises(BadInput, match=r"not as it was \(merged\)"):
        _ = found.entity_id
    # The one that took it in is as it was for who meant it.
    assert resolve(anchored(first, "c", "d"), second).state is State.SAME


def test_after_a_split_the_anchor_says_which_side(tmp_path: Path) -> None:
    first = snapshot(tmp_path / "1", ["abcde"])
    second = snapshot(tmp_path / "2", ["ab", "cde"], first)
    parted, kept = anchored(first, "a"), anchored(first, "d")
    assert resolve(kept, second).state is State.SAME
    assert (resolve(parted, second).state, resolve(parted, second).needs_confirmation) == (State.MOVED, True)
    both = resolve(anchored(first, "a", "c", "d"), second)
    assert both.state is State.SPLIT
    assert both.sides == {entity_of(second, "c"): ("c#subject.1", "d#subject.1"), entity_of(second, "a"): ("a#subject.1",)}


def test_what_is_no_longer_in_the_records_is_gone_even_where_its_entity_is_not(tmp_path: Path) -> None:
    first = snapshot(tmp_path / "1", ["abc"])
    second = snapshot(tmp_path / "2", ["bc"], first)
    assert (resolve(anchored(first, "a"), second).state, resolve(anchored(first, "a"), second).entities) == (State.GONE, ())
    partly = resolve(anchored(first, "a", "b"), second)
    assert (partly.state, partly.missing, partly.needs_confirmation) == (State.SAME, ("a#subject.1",), True)
    with pytest.raises(BadInput):
        _ = partly.entity_id


def test_a_record_anchors_who_is_meant_of_those_it_names(tmp_path: Path) -> None:
    first = snapshot(tmp_path / "1", ["ab", "c"])
    assert anchor_record(first, "a", entity_of(first, "b")) == anchored(first, "a")
    with pytest.raises(BadInput, match="does not name"):
        anchor_record(first, "a", entity_of(first, "c"))
    with pytest.raises(BadInput, match="at least one record"):
        Anchor((), entity_of(first, "c"), first.id)


def test_many_are_resolved_as_each_would_be_and_said_in_words(tmp_path: Path) -> None:
    first = snapshot(tmp_path / "1", ["ab", "cd", "ef", "g", "h"])
    second = snapshot(tmp_path / "2", ["abcd", "e", "f", "h"], first)
    anchors = [anchored(first, *keys) for keys in ("ab", "cd", "ef", "g", "h")]
    found = resolve_all(anchors, partial(whereabouts_of, second))
    assert found == tuple(resolve(anchor, second) for anchor in anchors)
    assert [each.state for each in found] == [State.SAME, State.MERGED, State.SPLIT, State.GONE, State.SAME]
    assert ["joined" in found[1].became, "parted" in found[2].became, "gone" in found[3].became] == [True, True, True]
    assert {found[0].became, found[4].became} == {""}
    assert resolve_all([], partial(whereabouts_of, second)) == ()


@given(st.sets(st.sampled_from("abc"), min_size=1), st.dictionaries(st.sampled_from("abc"), st.sampled_from("XYZ")))
def test_law_there_are_words_exactly_where_a_person_must_confirm(keys: set[str], where: dict[str, str]) -> None:
    found = resolved(Anchor(tuple(sorted(keys)), "X", "1"), Whereabouts(where, "Y"))
    assert bool(found.became) == found.needs_confirmation


partitions = st.lists(st.integers(0, 3), min_size=1, max_size=len(KEYS))


def grouped(labels: list[int], keys: Sequence[str]) -> list[str]:
    groups: dict[int, str] = {}
    for key, label in zip(keys, labels, strict=False):
        groups[label] = groups.get(label, "") + key
    return list(groups.values())


@settings(max_examples=25)
@given(partitions, partitions, st.sets(st.sampled_from(KEYS), max_size=4), st.data())
def test_law_an_anchor_leads_where_its_records_are_and_anywhere_else_than_before_only_with_a_warning(
    before: list[int], after: list[int], removed: set[str], data: st.DataObject
) -> None:
    left = [key for key in KEYS if key not in removed]
    with tempfile.TemporaryDirectory() as name:
        first = snapshot(Path(name) / "1", grouped(before, KEYS))
        groups = grouped(after, left)
        second = snapshot(Path(name) / "2", groups, first)
        group = data.draw(st.sampled_from(grouped(before, KEYS)))
        meant = data.draw(st.lists(st.sampled_from(group), min_size=1, unique=True))
        found = resolve(anchored(first, *meant), second)
        held = {key for one in groups for key in one}
        told = {key.split("#")[0]: entity for entity, keys in found.sides.items() for key in keys}
        assert told == {key: entity_of(second, key) for key in meant if key in held}
        assert {key.split("#")[0] for key in found.missing} == {key for key in meant if key not in held}
        assert (found.state is State.GONE) == (not told)
        assert (found.state is State.SPLIT) == (len(set(told.values())) > 1)
        # Nobody is led to another entity than the one that was seen without being asked.
        if not found.needs_confirmation:
            assert found.entities == (found.anchor.entity_id,) and found.entity_id == entity_of(first, meant[0])
        if found.state in (State.MERGED, State.MOVED):
            assert found.entities != (found.anchor.entity_id,)


@given(st.sets(st.sampled_from("abc"), min_size=1), st.dictionaries(st.sampled_from("abc"), st.sampled_from("XYZ")))
def test_an_alias_is_a_merge_only_where_it_leads_to_what_holds_the_records(keys: set[str], where: dict[str, str]) -> None:
    found = resolved(Anchor(tuple(sorted(keys)), "X", "1"), Whereabouts(where, "Y"))
    assert (found.state is State.MERGED) == (set(found.entities) == {"Y"})
    assert (found.state is State.MOVED) == (set(found.entities) == {"Z"})
