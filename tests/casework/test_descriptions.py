"""A form's description of a file and the mapping it makes say the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.casework.descriptions import TERMS, Description, choices, describe, label_of, mapping_of, missing
from stronghold.intake.mapping import InvolvedMapping, Mapping, QuarantineRule, RecordMapping, SourceTerms
from stronghold.intake.recognise import shipped
from stronghold.vocabulary import event_kinds, kinds

SOURCE = SourceTerms("police", "rms", "crime", "public task", operation="ash", source_grade="1", timezone="Europe/Paris")
COLUMNS = [f"Column {number}" for number in range(8)]


@st.composite
def descriptions(draw: st.DrawFn) -> Description:
    """Any choice that the form offers."""
    kind = draw(st.sampled_from(sorted(kinds())))
    offered = [value for _, options in choices(kind) for value, _ in options]
    chosen = draw(st.lists(st.sampled_from(offered), max_size=len(COLUMNS)))
    targets = dict(zip(COLUMNS, chosen, strict=False))
    keys = tuple(draw(st.lists(st.sampled_from(COLUMNS), unique=True, max_size=2)))
    terms = {name: getattr(SOURCE, name) or "" for name in TERMS}
    return Description(kind, targets, keys, terms)


@given(descriptions())
def test_a_mapping_is_described_as_it_was_made(said: Description) -> None:
    made = mapping_of(said, COLUMNS, SOURCE, None)
    assert describe(made) == said
    assert made.source == SOURCE
    assert mapping_of(said, COLUMNS, SOURCE, made) == made


@given(descriptions())
def test_where_nothing_is_missing_the_mapping_can_be_read(said: Description) -> None:
    made = mapping_of(said, COLUMNS, SOURCE, None)
    if missing(said):
        with pytest.raises(Exception, match="mapped"):
            Mapping.from_toml(made.to_toml(), file="mapping")
    else:
        assert Mapping.from_toml(made.to_toml(), file="mapping") == made


@given(descriptions())
def test_everything_that_is_used_is_offered_in_words(said: Description) -> None:
    offered = dict(option for _, options in choices(said.kind, list(said.targets.values())) for option in options)
    assert set(said.targets.values()) <= set(offered)
    assert all(label_of(said.kind, target) == offered[target] for target in said.targets.values())


def test_a_role_that_many_may_play_is_offered_once_more_than_it_is_used() -> None:
    used = ["searched.person.1.surname", "searched.person.2.surname"]
    labels = [label for label, _ in choices("stop_and_search", used)]
    assert "Person searched, number 3" in labels
    assert "Person searched, number 4" not in labels


def test_what_a_form_does_not_show_is_kept() -> None:
    rule = QuarantineRule("Notes", "a test", contains="TEST")
    involved = InvolvedMapping("address", "place", {}, {"town": "Hill"})
    base = Mapping(
        SOURCE,
        (
            RecordMapping(
                "stop_and_search",
                {"occurred": ("When",)},
                {"force": "Town police"},
                only={"Type": ("stop",)},
                involved=(involved,),
                quarantine_when=(rule,),
                required=("occurred",),
            ),
        ),
    )
    said = Description("stop_and_search", {"When": "record.occurred", "Name": "searched.person.1.full_name"}, (), {})
    made = mapping_of(said, ["When", "Name", "Type", "Notes"], base.source, base).records[0]
    assert (made.only, made.constants, made.quarantine_when, made.required) == (
        {"Type": ("stop",)},
        {"force": "Town police"},
        (rule,),
        ("occurred",),
    )
    assert [(one.role, one.columns, one.constants) for one in made.involved] == [
        ("searched", {"full_name": ("Name",)}, {}),
        ("place", {}, {"town": "Hill"}),
    ]
    other = mapping_of(replace(said, kind="arrest", targets={"When": "record.occurred"}), ["When"], base.source, base)
    assert other.records == (RecordMapping("arrest", {"occurred": ("When",)}),)


def test_the_order_in_which_columns_are_joined_is_kept() -> None:
    base = Mapping(SOURCE, (RecordMapping("person", {"address": ("Town", "Street")}),))
    said = describe(base)
    assert said is not None
    assert mapping_of(said, ["Street", "Town"], SOURCE, base) == base


def test_a_mapping_that_says_more_than_a_form_is_not_described() -> None:
    record = RecordMapping("person", {"surname": ("Name",), "alias": ("Name",)})
    assert describe(Mapping(SOURCE, (record,))) is None
    assert describe(Mapping(SOURCE, (RecordMapping("person"), RecordMapping("vehicle")))) is None


def test_every_shipped_mapping_is_described_or_left_to_its_text() -> None:
    for mapping in shipped().values():
        said = describe(mapping)
        if said is not None:
            again = mapping_of(said, mapping.recognise, mapping.source, mapping)
            assert again.records == mapping.records


def test_what_is_missing_is_said_in_words() -> None:
    (needed,) = missing(Description("stop_and_search", {"Name": "searched.person.1.surname"}))
    assert "“When”" in needed
    (telling,) = missing(Description("person", {"Sex": "record.sex"}))
    assert "Nothing tells one person from another" in telling
    assert missing(Description("stop_and_search", {}), fixed=("occurred",)) == []
    assert all(
        missing(Description(kind.name)) == ["No column is used: choose what at least one of them becomes."]
        for kind in event_kinds()
    )
