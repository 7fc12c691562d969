"""What differs between two values is marked: letters where they are much alike, else the whole."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.governance.answers import Fact
from stronghold.governance.side_by_side import ComparedField
from stronghold.web.templatetags.differences import marked, marked_sides


def fact(value: str) -> Fact:
    return Fact("surname", "Surname", value, None, 1, ("police",), None, None)


def test_letters_that_differ_are_marked_and_unlike_values_whole() -> None:
    left, right = marked("Okonkwo", "Okonkow")
    assert [text for text, differs in left if differs] and "".join(text for text, _ in right) == "Okonkow"
    assert marked("Smith", "SMITH") == ((("Smith", False),), (("SMITH", False),))
    assert marked("Ann", "Zoe") == ((("Ann", True),), (("Zoe", True),))
    assert marked("", "Zoe") == ((), (("Zoe", False),))


@given(st.text(max_size=12), st.text(max_size=12))
@settings(max_examples=40)
def test_nothing_is_lost_and_something_is_marked_where_they_differ(left: str, right: str) -> None:
    parts = marked(left, right)
    assert ["".join(text for text, _ in side) for side in parts] == [left, right]
    if left and right and left.casefold() != right.casefold():
        assert any(differs for side in parts for _, differs in side)


def test_of_several_values_those_are_marked_that_the_other_side_does_not_say() -> None:
    field = ComparedField("surname", "Surname", (fact("Cole"), fact("Coles")), (fact("Cole"),), "partly")
    left, right = marked_sides(field)
    assert [(each.value, parts) for each, parts in left] == [("Cole", (("Cole", False),)), ("Coles", (("Coles", True),))]
    assert [parts for _, parts in right] == [(("Cole", False),)]
    one = ComparedField("surname", "Surname", (fact("Cole"),), (), "left only")
    assert marked_sides(one) == ([(fact("Cole"), (("Cole", False),))], [])
