"""What a mapping knows of a file: which rows it takes, which columns it reads, whether it is complete."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stronghold.errors import BadInput
from stronghold.intake.mapping import InvolvedMapping, Mapping, QuarantineRule, RecordMapping, SourceTerms

SOURCE = SourceTerms(agency="police", system="custody", purpose="crime", lawful_basis="law")
MAPPING = Mapping(
    SOURCE,
    (
        RecordMapping(
            kind="meeting",
            columns={"number": ("weight",)},
            key=("id",),
            only={"layer": ("meetings",)},
            involved=(InvolvedMapping("person", "attendee", {"local_id": ("source",)}),),
            quarantine_when=(QuarantineRule("notes", "test", contains="test"),),
        ),
        RecordMapping(kind="call", columns={"number": ("weight",)}),
    ),
)


def test_a_rule_that_looks_for_words_finds_them_anywhere_in_any_case() -> None:
    rule = QuarantineRule("Notes", "test ticket", contains="this is a TEST")
    assert rule.fits("Closed: This  is a test.")
    assert not rule.fits("This was a test")
    assert not rule.fits(None)


def test_a_rule_of_equality_wants_the_whole_cell() -> None:
    rule = QuarantineRule("Status", "cancelled", equals="Cancelled")
    assert rule.fits(" CANCELLED ")
    assert not rule.fits("cancelled later")
    assert QuarantineRule("Status", "empty", equals="").fits(None)


def test_rows_are_taken_where_every_condition_fits() -> None:
    record = RecordMapping(kind="call", only={"layer": ("Calls", "phonecalls"), "void": ("",)})
    assert record.takes({"layer": " calls ", "void": None})
    assert record.takes({"layer": "PHONECALLS", "void": " "})
    assert not record.takes({"layer": "meetings", "void": None})
    assert not record.takes({"layer": "calls", "void": "y"})
    assert not record.takes({"void": None})
    assert RecordMapping(kind="call").takes({})


def test_the_columns_that_are_read_are_listed_once() -> None:
    assert MAPPING.file_columns == ("id", "layer", "weight", "source", "notes")


def test_a_column_that_the_file_lacks_is_named_with_the_nearest_it_has() -> None:
    MAPPING.check_columns(["notes", "id", "layer", "weight", "source", "more"], file="edges.csv")
    with pytest.raises(BadInput) as caught:
        MAPPING.check_columns(["id", "layer", "Weights", "source", "notes"], file="edges.csv")
    assert (caught.value.file, caught.value.column) == ("edges.csv", "weight")
    assert "Did you mean 'Weights'?" in (caught.value.remedy or "")


def test_where_no_column_is_near_all_are_named() -> None:
    with pytest.raises(BadInput) as caught:
        MAPPING.check_columns(["xx", "yy"], file="edges.csv")
    assert "The file has: xx, yy." in (caught.value.remedy or "")


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ({"purpose": " "}, "purpose"),
        ({"agency": "unknown"}, "agency"),
        ({"system": "", "lawful_basis": ""}, "system, lawful basis"),
    ],
)
def test_a_mapping_without_its_terms_is_not_complete(left_out: dict[str, str], said: str) -> None:
    mapping = replace(MAPPING, source=replace(SOURCE, **left_out))
    assert not mapping.is_complete
    with pytest.raises(BadInput) as caught:
        mapping.require_complete("edges.csv")
    assert said in caught.value.message
    assert caught.value.remedy


def test_a_mapping_with_all_its_terms_is_complete() -> None:
    assert MAPPING.is_complete
    MAPPING.require_complete("edges.csv")
