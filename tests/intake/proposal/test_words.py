"""Names of columns are taken apart, and what they mean is known."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.intake.proposal.words import (
    EVENT,
    FURTHER_LINE,
    TIME,
    meanings,
    names_identifier,
    phrase_in,
    roles_in,
    rules,
    words,
)
from stronghold.vocabulary import event_kinds, kind, kinds, mention_kinds


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("D.O.B.", ("dob",)),
        ("date_of_birth", ("date", "of", "birth")),
        (" given_name", ("given", "name")),
        ("addressLine1", ("address", "line", "1")),
        ("AddrLine 2", ("addr", "line", "2")),
        ("NINumber", ("ni", "number")),
        ("Forename(s)", ("forename",)),
        ("Tenant's Name", ("tenants", "name")),
        ("", ()),
        ("£", ()),
    ],
)
def test_a_name_is_taken_apart_into_words(name: str, expected: tuple[str, ...]) -> None:
    assert words(name) == expected


@given(st.text(max_size=30))
@settings(deadline=None)
def test_words_hold_lower_case_letters_and_figures_only(name: str) -> None:
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in words(name))


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("dob", ("person", "date_of_birth")),
        ("birth date", ("person", "date_of_birth")),
        ("fname", ("person", "forename")),
        ("sname", ("person", "surname")),
        ("tel", ("phone", "number")),
        ("mob", ("phone", "number")),
        ("vrm", ("vehicle", "registration")),
        ("soc_sec_id", ("person", "local_id")),
        ("addr1", ("address", "address")),
        ("addr2", FURTHER_LINE),
        ("postcode_fake", ("address", "postcode")),
        ("Suname", ("person", "surname")),
    ],
)
def test_what_partners_call_things_is_known(name: str, target: tuple[str, str]) -> None:
    assert meanings(words(name), "person")[0].target == target


def test_a_whole_match_is_surer_than_a_part_and_a_part_than_a_near_miss() -> None:
    scores = [meanings(words(name), "person")[0].score for name in ("surname", "surname of tenant", "surnmae")]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def test_a_name_that_says_nothing_means_nothing() -> None:
    assert meanings(words("xyzzy"), "person") == []
    assert meanings((), "person") == []
    assert meanings(words("abcd"), "person") == []


@pytest.mark.parametrize("name", ["Postcode district", "Address type", "Surname verified", "fire district"])
def test_what_only_begins_like_a_known_name_is_not_it(name: str) -> None:
    assert meanings(words(name), "person") == []


def test_an_event_has_its_own_columns_by_name_and_label() -> None:
    assert meanings(words("Custody number"), "arrest")[0].target == (EVENT, "custody_reference")
    assert meanings(words("interview_held"), "missing_episode")[0].target == (EVENT, "interview_held")
    assert meanings(words("Time"), "arrest")[0].target == TIME
    assert meanings(words("Custody number"), "person") == []


def test_a_role_is_found_with_the_words_that_are_left() -> None:
    assert ("bail_address", ("address",)) in roles_in(words("Bail address"), "arrest")
    assert ("victim", ("surname",)) in roles_in(words("IP Surname"), "recorded_crime")
    assert roles_in(words("Surname"), "arrest") == []


def test_identifiers_are_known_by_their_names() -> None:
    assert names_identifier(words("rec_id"))
    assert names_identifier(words("Custody No."))
    assert not names_identifier(words("Notes"))


def test_a_phrase_is_found_only_whole() -> None:
    assert phrase_in(words("stop-and-search 2018"), ["stop and search"])
    assert not phrase_in(words("stopping"), ["stop"])


def test_the_synonyms_name_only_what_the_vocabulary_has() -> None:
    mentions = {k.name: k for k in mention_kinds()}
    for name, columns in rules()["mentions"].items():
        assert set(columns) <= set(mentions[name].columns)
    event_columns = {column for k in event_kinds() for column in k.columns} | {"time"}
    assert set(rules()["events"]) <= event_columns
    assert set(rules()["roles"]) <= {role for k in kinds().values() for role in k.roles}
    assert set(rules()["kinds"]) == {k.name for k in event_kinds()}
    for name, hints in rules()["kinds"].items():
        if "main" in hints:
            assert kind(name).roles[hints["main"]].kinds
        if "place" in hints:
            assert "address" in kind(name).roles[hints["place"]].kinds


def test_no_phrase_means_two_columns_of_one_thing() -> None:
    for name, columns in rules()["mentions"].items():
        said = [" ".join(words(phrase)) for phrases in columns.values() for phrase in set(phrases)]
        doubled = {phrase for phrase in said if said.count(phrase) > 1}
        # "addr1" and "addr 1" are one phrase twice in one list; that does no harm.
        for phrase in doubled:
            owners = [c for c, phrases in columns.items() if phrase in {" ".join(words(p)) for p in phrases}]
            assert len(owners) == 1, f"{name}: '{phrase}' means {owners}"
