"""Declared groups as they hold for one reader: resolved to what the picture holds today, or withheld whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import duckdb
import pytest

from stronghold.governance import declared_groups
from stronghold.governance.declared_groups import DeclaredGroup, DeclaredLine, declarations, terms_of
from stronghold.picture.classes import VisibilityClass

OPEN, CLOSED = VisibilityClass(1, "police", "P", "standard", None), VisibilityClass(2, "health", "P", "sensitive", None)


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """Mentions a to f of entities A (a, b), B (c, d: hidden) and E (e, f); the reader sees class 1."""
    with duckdb.connect() as made:
        made.execute(
            "CREATE TABLE record AS SELECT unnest([1, 2, 3, 4, 5, 6]) AS record_id, unnest([1, 1, 1, 2, 1, 2]) AS class_id"
        )
        made.execute("CREATE TABLE mention AS SELECT unnest([1, 2, 3, 4, 5, 6]) AS mention_id, unnest([1, 2, 3, 4, 5, 6]) AS record_id, "
                     "unnest(['a', 'b', 'c', 'd', 'e', 'f']) AS mention_key")  # fmt: skip
        made.execute("CREATE TABLE entity_member AS SELECT unnest([1, 2, 3, 4, 5, 6]) AS mention_id, "
                     "unnest(['P-A', 'P-A', 'P-B', 'P-B', 'P-E', 'P-E']) AS entity_id")  # fmt: skip
        made.execute("CREATE TABLE visible AS SELECT 1 AS class_id")
        made.execute("CREATE TABLE visibility_class AS SELECT 1 AS class_id, 'police' AS agency, 'P' AS handling, 'standard' AS sensitivity, "
                     "NULL::VARCHAR AS operation UNION ALL SELECT 2, 'health', 'P', 'sensitive', NULL")  # fmt: skip
        yield made


@pytest.fixture
def declare(con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> object:
    def hold(*groups: DeclaredGroup) -> declared_groups.Declarations:
        monkeypatch.setattr(declared_groups, "_sources", [lambda: groups])
        return declarations(con, sees)

    return hold


def sees(kept: Collection[VisibilityClass]) -> bool:
    return OPEN in kept


def line(
    number: int, keys: str, entity: str, *, belongs: bool = True, stands: bool = True, kept: VisibilityClass = OPEN
) -> DeclaredLine:
    return DeclaredLine(number, tuple(keys), entity, belongs, stands, (kept,))


def group(number: int, *lines: DeclaredLine, stands: bool = True, found_id: str | None = None) -> DeclaredGroup:
    return DeclaredGroup(number, f"Group {number}", found_id, lines, stands)


def test_it_is_applied_as_it_was_said(declare: object) -> None:
    held = declare(group(3, line(1, "ab", "P-A"), line(2, "e", "P-E", belongs=False), found_id="G-1"))  # type: ignore[operator]
    (applied,) = held.applied
    assert (applied.name, applied.members, applied.never, applied.found_id) == ("D-3", {"P-A"}, {"P-E"}, "G-1")
    assert [each.state for each in held.shown[0].people] == ["same", "same"]


@pytest.mark.parametrize(
    ("said", "entities", "state"),
    [
        (line(1, "ab", "P-A"), ("P-A",), "same"),
        (line(1, "ab", "P-Z"), ("P-A",), "moved"),
        (line(1, "abe", "P-A"), ("P-A", "P-E"), "split"),
        (line(1, "xy", "P-A"), (), "gone"),
    ],
)
def test_what_has_become_of_somebody_is_told(declare: object, said: DeclaredLine, entities: tuple[str, ...], state: str) -> None:
    held = declare(group(1, said, line(2, "c", "P-B")))  # type: ignore[operator]
    named = held.shown[0].people[0]
    assert (named.entities, named.state) == (entities, state)
    assert held.applied[0].members == {"P-B", *(entities if state in ("same", "moved") else ())}


def test_whoever_does_not_belong_stays_out_by_each_half(declare: object) -> None:
    held = declare(group(1, line(1, "c", "P-B"), line(2, "abe", "P-A", belongs=False)))  # type: ignore[operator]
    assert held.applied[0].never == {"P-A", "P-E"}


def test_whoever_may_see_no_record_of_one_who_was_ever_named_is_told_nothing(declare: object) -> None:
    hidden = line(2, "df", "P-B", stands=False)
    assert declare(group(1, line(1, "a", "P-A"), hidden)).shown == ()  # type: ignore[operator]
    assert declare(group(1)).shown == ()  # type: ignore[operator]


def test_of_records_that_have_gone_those_are_told_who_might_have_seen_them(declare: object) -> None:
    gone = group(1, line(1, "a", "P-A"), line(2, "x", "P-X", kept=CLOSED))
    assert declare(gone) == declared_groups.Declarations()  # type: ignore[operator]
    kept_nothing = DeclaredLine(2, ("x",), "P-X", True)
    assert declare(group(1, line(1, "a", "P-A"), kept_nothing)).shown == ()  # type: ignore[operator]
    assert len(declare(group(1, line(1, "a", "P-A"), line(2, "x", "P-X"))).shown) == 1  # type: ignore[operator]


def test_somebody_in_two_belongs_to_the_earlier_and_the_later_says_so(declare: object) -> None:
    held = declare(group(2, line(2, "ab", "P-A"), line(3, "e", "P-E")), group(1, line(1, "a", "P-A")))  # type: ignore[operator]
    assert [each.members for each in held.applied] == [{"P-A"}, {"P-E"}]
    assert [each.state for each in held.shown[1].people] == ["elsewhere", "same"]


def test_two_lines_that_became_one_entity_are_out_if_either_says_so(declare: object) -> None:
    held = declare(group(1, line(1, "a", "P-A"), line(2, "b", "P-Z", belongs=False)), group(2, line(3, "a", "P-A")))  # type: ignore[operator]
    assert (held.applied[0].members, held.applied[0].never) == (set(), {"P-A"})
    assert held.applied[1].members == {"P-A"}, "whoever is not in the earlier group is free for the later"


def test_what_was_taken_back_or_withdrawn_is_shown_and_not_applied(declare: object) -> None:
    held = declare(group(1, line(1, "a", "P-A", stands=False)), group(2, line(2, "e", "P-E"), stands=False))  # type: ignore[operator]
    assert [(each.name, each.members) for each in held.applied] == [("D-1", set())]
    assert [each.group.number for each in held.shown] == [1, 2]


def test_the_terms_are_those_of_visible_records(con: duckdb.DuckDBPyConnection) -> None:
    terms = {"agency": "police", "handling": "P", "sensitivity": "standard", "operation": ""}
    assert terms_of(con, ["a", "b", "d", "nothing"]) == (terms,)
    assert terms_of(con, ["d"]) == ()
