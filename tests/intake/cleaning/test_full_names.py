"""A whole name in one cell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.intake.cleaning.full_names import clean_full_name


def parts(
    forename: str | None = None,
    surname: str | None = None,
    middle: str | None = None,
    title: str | None = None,
    alias: list[str] | None = None,
) -> dict[str, object]:
    given = {"title": title, "forename": forename, "middle_names": middle, "surname": surname, "alias": alias}
    return {column: value for column, value in given.items() if value}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("John Smith", parts("john", "smith")),
        ("JOHN SMITH", parts("john", "smith")),
        ("John Paul Smith", parts("john", "smith", "paul")),
        ("Mr John O'Neill", parts("john", "oneill", title="mr")),
        ("Mary O Neill", parts("mary", "oneill")),
        ("John Mac Donald", parts("john", "macdonald")),
        ("Sarah Smith-Jones", parts("sarah", "smith-jones")),
        ("Ludwig van Beethoven", parts("ludwig", "van beethoven")),
        ("Mohammed bin Salman", parts("mohammed", "bin salman")),
        ("Juan de la Cruz", parts("juan", "de la cruz")),
        ("Ian St John", parts("ian", "st john")),
        ("Al-Amin Hussain", parts("al-amin", "hussain")),
        ("Ahmed Al-Hassan", parts("ahmed", "al hassan")),
        ("Иван Петров", parts("ivan", "petrov")),
        ("J. R. Smith", parts("j", "smith", "r")),
        ("Smith, J.R.", parts("j", "smith", "r")),
        ("paul colomiès", parts("paul", "colomies")),
        ("James Earl Jones", parts("james", "jones", "earl")),
    ],
)
def test_forename_first(text: str, expected: dict[str, object]) -> None:
    assert clean_full_name(text) == (expected, None, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SMITH, John Paul", parts("john", "smith", "paul")),
        ("smith, john", parts("john", "smith")),
        ("Smith, Mr John", parts("john", "smith", title="mr")),
        ("SMITH John", parts("john", "smith")),
        ("DE LA CRUZ Maria", parts("maria", "de la cruz")),
        ("Maria GARCIA LOPEZ", parts("maria", "garcia lopez")),
        ("Garcia Lopez, Maria", parts("maria", "garcia lopez")),
        ("van der Berg, Jan", parts("jan", "van der berg")),
    ],
)
def test_surname_first_by_comma_or_capitals(text: str, expected: dict[str, object]) -> None:
    assert clean_full_name(text).value == expected


def test_two_capitals_in_front_are_initials() -> None:
    assert clean_full_name("JP Smith").value == parts("jp", "smith")


def test_an_o_before_another_name_is_an_initial() -> None:
    assert clean_full_name("David O Selznick").value == parts("david", "selznick", "o")


@pytest.mark.parametrize(
    ("text", "alias"),
    [
        ("John 'Johnny' Smith", ["johnny"]),
        ('John "T-Bone" Smith', ["t-bone"]),
        ("John Smith (Johnny)", ["johnny"]),
        ("John Smith aka Johnny", ["johnny"]),
        ("John Smith a.k.a. Johnny, Big J", ["johnny", "big j"]),
        ("John Smith alias Jack Jones", ["jack jones"]),
        ("John Smith, known as Johnny", ["johnny"]),
        ("SMITH (aka JONES), John", ["jones"]),
        ("SMITH aka JONES, John", ["jones"]),
        ("John Smith nickname: Johnny", ["johnny"]),
    ],
)
def test_other_names_are_taken_out(text: str, alias: list[str]) -> None:
    assert clean_full_name(text).value == parts("john", "smith", alias=alias)


def test_a_birth_name_is_another_name() -> None:
    assert clean_full_name("Ann SMITH (née Jones)").value == parts("ann", "smith", alias=["jones"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dave", parts("dave")),
        ("Mr Smith", parts(surname="smith", title="mr")),
        ("PC Jones", parts(surname="jones", title="pc")),
        ("Sir Paul", parts("paul", title="sir")),
        ("Lord Lucan", parts(surname="lucan", title="lord")),
        ("Dave Unknown", parts("dave")),
        ("Known as Dave", parts("dave")),
    ],
)
def test_one_word_is_what_others_call_them_unless_a_title_stands_before(text: str, expected: dict[str, object]) -> None:
    assert clean_full_name(text).value == expected


@pytest.mark.parametrize(
    ("text", "expected", "note"),
    [
        ("Dr Rev John Smith Jr OBE", parts("john", "smith", title="dr rev"), "left out: OBE, Jr"),
        ("Smith, John, Jr", parts("john", "smith"), "left out: Jr"),
        ("John Smith 2nd", parts("john", "smith"), "left out: 2nd"),
        ("John Smith (deceased)", parts("john", "smith"), "left out: deceased"),
        ("John Smith (DOB 01/02/1990)", parts("john", "smith"), "left out: DOB 01/02/1990"),
        ("John Smith 7", parts("john", "smith"), "left out: 7"),
        ("J0hn Smith", parts("j0hn", "smith"), "a digit in a name"),
        ("Mr", parts(title="mr"), "a title without a name"),
    ],
)
def test_what_is_no_name_is_left_out_and_noted(text: str, expected: dict[str, object], note: str) -> None:
    assert clean_full_name(text) == (expected, note, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "thomas clifford, 1st baron clifford of chudleigh",
            parts("thomas", "clifford", title="1st baron clifford of chudleigh"),
        ),
        ("alfred douglas-hamilton, 13th duke of hamilton", parts("alfred", "douglas-hamilton", title="13th duke of hamilton")),
        ("tom 1st baron clifford of chudleigh", parts("tom", "clifford", title="1st baron clifford of chudleigh")),
        ("thomas clifford, of chudleigh", parts("thomas", "clifford", title="of chudleigh")),
        ("justin welby, archbishop of canterbury", parts("justin", "welby", title="archbishop of canterbury")),
        ("thomas 1st chudleigh", parts("thomas", "chudleigh")),
        ("hon. freddy willy stopford", parts("freddy", "stopford", "willy", title="hon")),
        ("Sacha Baron Cohen", parts("sacha", "cohen", "baron")),
    ],
)
def test_the_peerage_goes_to_the_title(text: str, expected: dict[str, object]) -> None:
    assert clean_full_name(text).value == expected


@pytest.mark.parametrize("text", ["unknown male", "Unknown", "???", "n/a", "unknown unknown"])
def test_nobody_is_no_value(text: str) -> None:
    assert clean_full_name(text)[::2] == (None, False)


def test_a_number_is_no_name() -> None:
    assert clean_full_name("12345 678") == (None, "a number, not a name", True)


WORD = st.text(alphabet="abcdeorz", min_size=1, max_size=6).map(str.title)


@settings(deadline=None, max_examples=300)
@given(st.lists(WORD, min_size=2, max_size=3), st.booleans())
def test_the_short_way_gives_what_the_long_way_gives(words: list[str], surname_first: bool) -> None:
    text = f"{words[0]}, {' '.join(words[1:])}" if surname_first else " ".join(words)
    assert clean_full_name(text).value == clean_full_name(f"{text} .").value
