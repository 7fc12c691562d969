"""Closed lists load, spellings name one term each, and what files say is found."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest

from stronghold.vocabulary import terms

LISTS = sorted(
    entry.name.removesuffix(".yaml")
    for entry in (files("stronghold.vocabulary") / "terms").iterdir()
    if entry.name.endswith("yaml")
)


@pytest.mark.parametrize("name", LISTS)
def test_every_spelling_names_one_term(name: str) -> None:
    found = terms(name)
    spellings = Counter(
        spelling for term in found.terms.values() for spelling in {term.name.lower(), term.label.lower(), *term.also}
    )
    assert [spelling for spelling, times in spellings.items() if times > 1] == []
    assert found.source
    assert found.status in ("confirmed", "to confirm")


@pytest.mark.parametrize("name", LISTS)
def test_a_term_is_found_by_its_name_its_label_and_its_other_spellings_in_any_case(name: str) -> None:
    for term in terms(name).terms.values():
        for spelling in (term.name, term.label, *term.also):
            assert terms(name).find(f"  {spelling.upper()} ") is term


def test_the_3x5x2_lists_are_complete() -> None:
    assert list(terms("source_grades").terms) == ["1", "2", "3"]
    assert list(terms("information_grades").terms) == ["A", "B", "C", "D", "E"]
    assert list(terms("handling").terms)[:2] == ["P", "C"]


@pytest.mark.parametrize("name", ["source_grades", "information_grades"])
def test_a_better_grade_counts_for_more(name: str) -> None:
    weights = [term.weight for term in terms(name).terms.values()]
    assert all(weight is not None and 0 <= weight <= 1 for weight in weights)
    assert weights == sorted(weights, key=lambda weight: -(weight or 0))
    assert len(set(weights)) == len(weights)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Violence and sexual offences", "violent-crime"),
        ("Violent crime", "violent-crime"),
        ("Anti-social behaviour", "anti-social-behaviour"),
        ("Public disorder and weapons", "public-order"),
        ("Criminal damage and arson", "criminal-damage-arson"),
        ("Theft from the person", "theft-from-the-person"),
    ],
)
def test_labels_of_police_uk_files_new_and_old_are_found(label: str, name: str) -> None:
    found = terms("crime_categories").find(label)
    assert found is not None
    assert found.name == name


def test_police_uk_has_fourteen_categories() -> None:
    assert len(terms("crime_categories").terms) == 14


def test_every_drug_has_a_class() -> None:
    for drug in terms("drugs").terms.values():
        assert drug.extra["class"] in terms("drug_classes").terms


def test_an_unknown_word_is_nothing() -> None:
    assert terms("drugs").find("sherbet") is None
