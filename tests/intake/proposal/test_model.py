"""A proposal is written as a mapping with its reasons, and says what it left out."""

from __future__ import annotations

from stronghold.intake.mapping import Mapping, RecordMapping, SourceTerms
from stronghold.intake.proposal import Preview, Proposal

MAPPING = Mapping(
    SourceTerms(agency="unknown", system="list", purpose="", lawful_basis=""),
    (RecordMapping(kind="person", columns={"surname": ("Surname",)}),),
)


def test_the_text_is_the_mapping_with_its_reasons_and_what_is_left_out() -> None:
    proposal = Proposal(MAPPING, {"record.1.columns.surname": "its name"}, {"Foo": "unknown"}, Preview(read=1, kept=1))
    text = proposal.to_toml()
    assert 'surname = "Surname" # its name\n' in text
    assert text.endswith("# Columns that are not mapped:\n#   'Foo': unknown\n")
    assert Mapping.from_toml(text, file="list.mapping.toml") == MAPPING


def test_where_nothing_is_left_out_nothing_is_said() -> None:
    assert Proposal(MAPPING, {}, {}, Preview(read=1, kept=1)).to_toml() == MAPPING.to_toml()


def test_a_column_called_by_a_line_break_does_not_break_out_of_its_comment() -> None:
    text = Proposal(MAPPING, {}, {"a\nb = 1": "x"}, Preview(read=1, kept=1)).to_toml()
    assert Mapping.from_toml(text, file="list.mapping.toml") == MAPPING
