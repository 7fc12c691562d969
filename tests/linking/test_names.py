"""What names may stand for: lists and rules, one by one."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.linking.names import canonical_names, known_name, surname_words, variant_groups


def test_a_short_form_stands_for_its_full_names_and_an_unknown_name_for_none() -> None:
    assert {"bob", "robert"} <= set(canonical_names("bob"))
    assert "robert" in canonical_names("robert")
    assert canonical_names("xqzt") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mohammed", "md"),
        ("abdulrahman", "abdel-rahman"),
        ("abdul-karim", "abdelkareem"),
        ("cabdiaziz", "abdulaziz"),
        ("volodymyr", "vladimir"),
        ("katarzyna", "kate"),
    ],
)
def test_spellings_of_one_name_share_a_group(one: str, other: str) -> None:
    assert set(variant_groups(one)) & set(variant_groups(other))


@pytest.mark.parametrize(
    ("one", "other"), [("hassan", "hussain"), ("abdulrahman", "abdulrahim"), ("abdul", "abdullah"), ("ian", "sean")]
)
def test_two_names_share_none(one: str, other: str) -> None:
    assert not set(variant_groups(one)) & set(variant_groups(other))


@pytest.mark.parametrize(
    ("surname", "core"),
    [
        ("al hassan", "hassan"),
        ("alhassan", "hassan"),
        ("bin khalid", "khalid"),
        ("van der berg", "berg"),
        ("smith-jones", "smith jones"),
        ("alan", "alan"),
        ("elder", "elder"),
        ("al", "al"),
        ("de la", "de la"),
    ],
)
def test_surnames_without_their_particles(surname: str, core: str) -> None:
    assert " ".join(surname_words(surname)) == core
    assert known_name(surname).core == core.replace(" ", "")


def test_prefixes_are_the_names_given_to_all_brothers() -> None:
    assert [name for name in ("mohammed", "md", "abdul", "syed", "imran", "karim") if known_name(name).prefix] == [
        "mohammed",
        "md",
        "abdul",
        "syed",
    ]


@given(st.text("abcdefghijklmnopqrstuvwxyz -", min_size=1, max_size=20))
def test_every_name_is_known_somehow(name: str) -> None:
    found = known_name(name)
    assert found.head
    assert found == known_name(name)
    assert found.core == found.words.replace(" ", "")


def test_the_list_is_written_as_names_are_cleaned() -> None:
    text = (files("stronghold.linking") / "shipped" / "name_variants.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", "["))]
    assert len(lines) > 100
    for line in lines:
        forms = line.split()
        assert len(forms) > 1 and len(set(forms)) == len(forms), line
        assert all(re.fullmatch("[a-z]+", form) for form in forms), line
