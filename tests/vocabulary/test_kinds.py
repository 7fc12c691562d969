"""Every kind of the vocabulary loads, and what it refers to is there."""

from __future__ import annotations

from importlib.resources import files

import pytest
import yaml

from stronghold.intake.cleaning import TYPES
from stronghold.vocabulary import Kind, event_kinds, kind, kinds, mention_kinds, terms

EVERY = list(kinds().values())
EVENTS = {
    "ambulance_attendance", "arrest", "call", "community_report", "crime_outcome", "custody", "hospital_attendance",
    "housing_complaint", "intelligence_report", "meeting", "message", "missing_episode", "needle_find", "recorded_crime",
    "school_absence", "school_exclusion", "seizure", "sighting", "stop_and_search", "tenancy",
}  # fmt: skip
COMMON = {"source_grade", "information_grade", "handling", "sensitivity"}


def named(kind: Kind) -> str:
    return kind.name


def test_the_kinds_are_those_that_partners_send() -> None:
    assert {k.name for k in mention_kinds()} == {"person", "address", "phone", "vehicle", "organisation"}
    assert {k.name for k in event_kinds()} == EVENTS


def test_every_file_is_named_after_its_kind() -> None:
    for entry in (files("stronghold.vocabulary") / "kinds").iterdir():
        assert yaml.safe_load(entry.read_text(encoding="utf-8"))["name"] == entry.name.removesuffix(".yaml")


@pytest.mark.parametrize("kind", EVERY, ids=named)
class TestKind:
    def test_columns_have_types_that_intake_can_clean(self, kind: Kind) -> None:
        for column in kind.columns.values():
            if column.type.startswith("term:"):
                assert terms(column.type.removeprefix("term:")).terms
            else:
                assert column.type in TYPES, f"{column.name} has the type {column.type}"

    def test_a_composite_fills_what_its_cleaner_gives(self, kind: Kind) -> None:
        for column in kind.columns.values():
            assert set(column.fills) == set(TYPES[column.type].columns if column.type in TYPES else ())

    def test_every_label_of_a_column_or_role_is_said_once(self, kind: Kind) -> None:
        for labels in ([c.label for c in kind.columns.values()], [r.label for r in kind.roles.values()]):
            assert len(labels) == len(set(labels))

    def test_roles_are_played_by_mention_kinds(self, kind: Kind) -> None:
        mentions = {k.name for k in mention_kinds()}
        for role in kind.roles.values():
            assert role.kinds, role.name
            assert mentions.issuperset(role.kinds), role.name

    def test_ties_are_between_roles_of_the_kind(self, kind: Kind) -> None:
        for tie in kind.ties:
            assert set(tie.between) <= set(kind.roles)
            assert tie.layer
            assert tie.meaning
            assert tie.between[0] != tie.between[1] or kind.roles[tie.between[0]].many, "a tie with oneself"

    def test_weights_are_shares(self, kind: Kind) -> None:
        for weighted in (*kind.ties, *kind.parts.values()):
            assert 0 < weighted.weight <= 1

    def test_grading_columns_belong_to_every_kind(self, kind: Kind) -> None:
        assert {c.name for c in kind.columns.values() if c.common} == COMMON

    def test_what_a_kind_refers_to_is_there(self, kind: Kind) -> None:
        assert set(kind.needs_any) <= set(kind.columns)
        for column in kind.columns.values():
            assert set(column.fills) <= set(kind.columns)
            assert column.part_of is None or column.part_of in kind.parts
        for part in kind.parts.values():
            assert part.kind in kinds()


@pytest.mark.parametrize("kind", event_kinds(), ids=named)
def test_events_have_a_time_and_roles_and_mentions_have_neither(kind: Kind) -> None:
    assert kind.columns["occurred"].type == "datetime"
    assert kind.roles


@pytest.mark.parametrize("kind", mention_kinds(), ids=named)
def test_mentions_need_something_that_tells_them_apart(kind: Kind) -> None:
    assert kind.needs_any
    assert not kind.roles
    assert not kind.ties
    assert "occurred" not in kind.columns


def test_the_same_role_in_two_kinds_has_the_same_layer_word_for_one_meaning() -> None:
    bail = {tie.layer for k in event_kinds() for tie in k.ties if "bail_address" in tie.between}
    assert bail == {"bail address"}


def test_those_who_only_report_or_support_get_no_tie() -> None:
    bystanders = {"reporter", "complainant", "witness", "appropriate_adult"}
    for event in event_kinds():
        for tie in event.ties:
            assert bystanders.isdisjoint(tie.between), f"{event.name}: {tie}"


def test_reports_have_no_place_for_who_gave_them() -> None:
    for name in ("intelligence_report", "community_report"):
        assert not {"reporter", "source", "informant", "complainant"} & {*kind(name).columns, *kind(name).roles}


def test_protected_characteristics_are_for_equality_monitoring_alone() -> None:
    for k in kinds().values():
        for column in k.columns.values():
            if column.name in ("sex", "age_range") or "ethnicity" in column.name:
                assert column.use == "equality", f"{k.name}.{column.name}"
                assert not column.link
