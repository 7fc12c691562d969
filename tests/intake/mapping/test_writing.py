"""What is written is read back the same, with a reason beside each line."""

from __future__ import annotations

import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.intake.mapping import (
    DATE_ORDERS,
    InvolvedMapping,
    Mapping,
    QuarantineRule,
    RecordMapping,
    SourceTerms,
)

text = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).map(str.strip)
word = text.filter(bool)
columns = st.lists(word, min_size=1, max_size=3).map(tuple)


def mapped(*names: str) -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
    return st.fixed_dictionaries({names[0]: columns}, optional=dict.fromkeys(names[1:], columns))


rules = st.builds(QuarantineRule, column=word, reason=word, contains=word, equals=st.none()) | st.builds(
    QuarantineRule, column=word, reason=word, contains=st.none(), equals=text
)
people = st.builds(InvolvedMapping, kind=st.just("person"), role=st.just("arrested"), columns=mapped("surname", "postcode"))
homes = st.builds(
    InvolvedMapping,
    kind=st.just("address"),
    role=st.just("bail_address"),
    columns=mapped("address", "town"),
    constants=st.dictionaries(st.just("location"), word, max_size=1),
)
records = st.builds(
    RecordMapping,
    kind=st.just("arrest"),
    columns=mapped("occurred", "narrative"),
    constants=st.dictionaries(st.just("force"), word, max_size=1),
    key=st.just(()) | columns,
    only=st.dictionaries(word, columns, max_size=2),
    involved=st.lists(people | homes, max_size=3).map(tuple),
    quarantine_when=st.lists(rules, max_size=2).map(tuple),
    required=st.just(()) | st.just(("occurred",)),
)
sources = st.builds(
    SourceTerms,
    agency=text,
    system=text,
    purpose=text,
    lawful_basis=text,
    handling=st.sampled_from(["P", "C"]),
    operation=text,
    source_grade=st.none() | st.sampled_from("123"),
    date_order=st.sampled_from(DATE_ORDERS),
    sheet=st.none() | word,
)
mappings = st.builds(
    Mapping, source=sources, records=st.lists(records, min_size=1, max_size=3).map(tuple), recognise=st.just(()) | columns
)


@given(mappings)
@settings(max_examples=60, deadline=None)
def test_a_mapping_written_and_read_is_the_same(mapping: Mapping) -> None:
    assert Mapping.from_toml(mapping.to_toml(), file="m.toml") == mapping


def test_reasons_stand_beside_their_lines() -> None:
    mapping = Mapping(
        SourceTerms(agency="unknown", system="s", purpose="", lawful_basis=""),
        (
            RecordMapping(
                kind="arrest",
                columns={"occurred": ("Date", "Time")},
                involved=(InvolvedMapping("person", "arrested", {"surname": ("Surname",)}),),
            ),
        ),
    )
    written = mapping.to_toml(
        {
            "source.agency": "fill\nin",
            "record.1.kind": "by its name",
            "record.1.columns.occurred": "dates and times",
            "record.1.involved.1.columns.surname": "names",
        }
    )
    lines = written.splitlines()
    assert 'agency = "unknown" # fill in' in lines
    assert 'kind = "arrest" # by its name' in lines
    assert 'occurred = ["Date", "Time"] # dates and times' in lines
    assert 'surname = "Surname" # names' in lines
    assert tomllib.loads(written)["source"]["purpose"] == ""
