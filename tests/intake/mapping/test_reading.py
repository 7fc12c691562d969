"""A mapping file is read as it stands, or says where it is wrong and what to do."""

from __future__ import annotations

import pytest

from stronghold.errors import BadInput
from stronghold.intake.mapping import InvolvedMapping, Mapping, QuarantineRule, RecordMapping, SourceTerms

WHOLE = """\
[source]
agency = "police"
system = "custody"
purpose = "Preventing and detecting crime"
lawful_basis = "Data Protection Act 2018, part 3"
handling = "C"
sensitivity = "Sensitive"
operation = "Fisher"
source_grade = "2"
information_grade = "b"
timezone = "Europe/Dublin"
country = "ie"
date_order = "month first"
sheet = "Sheet1"

[[record]]
kind = "arrest"
key = ["Custody No", "Line"]
only = { layer = ["meetings", ""] }
required = ["narrative"]
[record.columns]
occurred = "Arrest date"
narrative = ["Notes 1", "Notes 2"]
[record.constants]
force = "Thames Valley"
[[record.involved]]
kind = "person"
role = "arrested"
[record.involved.columns]
surname = "Surname"
[record.involved.constants]
town = "Oxford"
[[record.involved]]
kind = "address"
role = "bail_address"
[record.involved.columns]
address = "Bail address"
[[record.quarantine_when]]
column = "Notes 1"
contains = "THIS IS A TEST"
reason = "test ticket"

[[record]]
kind = "person"
[record.columns]
full_name = "Name"
"""

SHORT = """\
[source]
agency = "housing"
system = "rents"
purpose = ""
lawful_basis = ""

[[record]]
kind = "person"
[record.columns]
surname = "Surname"
"""


def read(text: str) -> Mapping:
    return Mapping.from_toml(text, file="arrests.mapping.toml")


def refused(text: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read(text)
    assert caught.value.file == "arrests.mapping.toml"
    assert caught.value.remedy
    return caught.value


def test_everything_that_a_mapping_can_say_is_read() -> None:
    assert read(WHOLE) == Mapping(
        source=SourceTerms(
            agency="police",
            system="custody",
            purpose="Preventing and detecting crime",
            lawful_basis="Data Protection Act 2018, part 3",
            handling="C",
            sensitivity="sensitive",
            operation="Fisher",
            source_grade="2",
            information_grade="B",
            timezone="Europe/Dublin",
            country="IE",
            date_order="month first",
            sheet="Sheet1",
        ),
        records=(
            RecordMapping(
                kind="arrest",
                columns={"occurred": ("Arrest date",), "narrative": ("Notes 1", "Notes 2")},
                constants={"force": "Thames Valley"},
                key=("Custody No", "Line"),
                only={"layer": ("meetings", "")},
                involved=(
                    InvolvedMapping("person", "arrested", {"surname": ("Surname",)}, {"town": "Oxford"}),
                    InvolvedMapping("address", "bail_address", {"address": ("Bail address",)}),
                ),
                quarantine_when=(QuarantineRule("Notes 1", "test ticket", contains="THIS IS A TEST"),),
                required=("narrative",),
            ),
            RecordMapping(kind="person", columns={"full_name": ("Name",)}),
        ),
    )


def test_what_is_not_said_has_the_usual_value() -> None:
    source = read(SHORT).source
    assert (source.handling, source.sensitivity, source.timezone, source.country, source.date_order) == (
        "P",
        "standard",
        "Europe/London",
        "GB",
        "day first",
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "remedy"),
    [
        ('agency = "police"', 'agncy = "police"', 2, "no key of [source] 'agncy'", "Did you mean 'agency'?"),
        ('purpose = "Preventing and detecting crime"\n', "", 1, "source's purpose is missing", 'Add purpose = "..."'),
        ('agency = "police"', "agency = 7", 2, "must be a text, not 7", "in quotes"),
        ('agency = "police"', "agency = police", 2, "not TOML", "quotes"),
        ('handling = "C"', 'handling = "X"', 6, "no handling 'X'", "Known: P, C"),
        ('information_grade = "b"', 'information_grade = "F"', 10, "no information grade 'F'", "A, B, C, D, E"),
        ('source_grade = "2"', 'source_grade = "4"', 9, "no source grade '4'", "1, 2, 3"),
        ("Europe/Dublin", "Europe/Oxford", 11, "no time zone 'Europe/Oxford'", "IANA"),
        ("Europe/Dublin", "../etc", 11, "no time zone '../etc'", "IANA"),
        ('country = "ie"', 'country = "Eire"', 12, "no country 'Eire'", '"ZZ" where it is not known'),
        ("month first", "months first", 13, "no date order 'months first'", "Did you mean 'month first'?"),
        ('kind = "arrest"', 'kind = "arrests"', 17, "no kind 'arrests'", "Did you mean 'arrest'?"),
        ('kind = "arrest"\n', "", 16, "the kind is missing", "arrest"),
        ("required =", "requires =", 20, "no key of [[record]] 'requires'", "Did you mean 'required'?"),
        ('required = ["narrative"]', 'required = ["outcome"]', 20, "no mapped column 'outcome'", "Known: occurred"),
        ("occurred =", "ocurred =", 22, "no column of the kind 'arrest' 'ocurred'", "Did you mean 'occurred'?"),
        ('occurred = "Arrest date"', "occurred = 5", 22, "a text or a list of texts", "Address 1"),
        ('force = "Thames', 'narrative = "Thames', 25, "fixed as well", "Take one of the two out"),
        ('force = "Thames Valley"', 'handling = "Q"', 25, "no handling 'Q'", "Known"),
        ('role = "arrested"', 'role = "detained"', 28, "no role in the kind 'arrest' 'detained'", "arrested"),
        ('role = "arrested"', 'role = "bail_address"', 28, "not for the kind 'person', but for address", "arrested, victim"),
        ('role = "arrested"\n', "", 26, "the role is missing", "arrested"),
        ('surname = "Surname"', 'house = "No"', 26, "tells one person from another", "forename, surname"),
        ('surname = "Surname"', 'surnam = "Surname"', 30, "'surnam'", "Did you mean 'surname'?"),
        ('kind = "address"', 'kind = "arrest"', 34, "no kind 'arrest'", "address"),
        ('contains = "THIS IS A TEST"\n', "", 38, "one of contains and equals", "contains ="),
        ('contains = "THIS IS A TEST"', 'contains = ""', 40, "every row contains nothing", "equals"),
        ('reason = "test ticket"\n', "", 38, "the reason is missing", "reason"),
        ('occurred = "Arrest date"\n', "", 16, "'occurred' is not mapped", 'Add occurred = "..."'),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_a_remedy(old: str, new: str, line: int, message: str, remedy: str) -> None:
    assert WHOLE.count(old) >= 1
    error = refused(WHOLE.replace(old, new, 1))
    assert error.line == line
    assert message in error.message
    assert remedy in (error.remedy or "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "[source] table is missing"),
        ('[[record]]\nkind = "person"\n', "[source] table is missing"),
        (SHORT.split("[[record]]")[0], "no record is mapped"),
        (SHORT.replace("[[record]]", "[record]"), "must be a list of tables"),
        (SHORT.replace('[record.columns]\nsurname = "Surname"\n', ""), "no column is mapped"),
        (SHORT.replace("surname =", "house ="), "tells one person from another"),
        (SHORT + '[[record.involved]]\nkind = "person"\nrole = "subject"\n', "nobody involved"),
        (SHORT.replace("[source]", "[source").replace("]]", "]]"), "not TOML"),
        (SHORT + "\n[sauce]\n", "no part of a mapping 'sauce'"),
    ],
)
def test_a_mapping_that_lacks_a_part_says_which(text: str, message: str) -> None:
    assert message in refused(text).message


def test_a_whole_name_or_a_whole_address_tells_things_apart() -> None:
    assert read(SHORT.replace("surname =", "full_name =")).records[0].columns == {"full_name": ("Surname",)}


def test_a_term_of_a_closed_list_may_be_fixed_by_any_of_its_spellings() -> None:
    text = SHORT.split("[[record]]")[0] + '[[record]]\nkind = "recorded_crime"\n[record.constants]\ncategory = "Violent crime"\n'
    assert read(text).records[0].constants == {"category": "violent-crime"}


def test_an_event_may_say_only_who_was_involved() -> None:
    text = SHORT.replace('kind = "person"', 'kind = "meeting"').replace(
        '[record.columns]\nsurname = "Surname"\n',
        '[[record.involved]]\nkind = "person"\nrole = "attendee"\ncolumns = { local_id = "source" }\n',
    )
    (record,) = read(text).records
    assert record.columns == {}
    assert record.involved == (InvolvedMapping("person", "attendee", {"local_id": ("source",)}),)
