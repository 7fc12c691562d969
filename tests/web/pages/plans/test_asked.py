"""What the board is asked for by its address: whatever is written there, it is read as a question or said to be none."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from stronghold.governance.sources_behind import doubted
from stronghold.web.pages.plans.asked import Asked


def test_each_choice_is_read_once_and_nothing_empty() -> None:
    asked = Asked.of(
        QueryDict("people=2&out=p-1&out=P-1&out=P-2&excluded=P-3&false=a.csv&false=x/y/z/1&false=&uncertain=on&do=plan")
    )
    assert (asked.people, asked.out, asked.excluded) == (2, ("P-1", "P-2"), ("P-3",))
    assert doubted(asked.false) == {"false_records": ["x/y/z/1"], "false_sources": ["a.csv"]}
    assert (asked.uncertain, asked.do, asked.problems) == (True, "plan", {})


@pytest.mark.parametrize("people", ["0", "-1", "11", "many", "1e9"])
def test_a_number_that_is_not_offered_is_a_problem(people: str) -> None:
    assert list(Asked.of(QueryDict(f"people={people}")).problems) == ["people"]


def test_without_anything_nobody_is_out_and_nothing_is_computed() -> None:
    asked = Asked.of(QueryDict("do=something"))
    assert (asked.people, asked.out, asked.false, asked.do) == (3, (), (), "")
