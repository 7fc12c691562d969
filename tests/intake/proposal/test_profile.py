"""What the values of a column look like."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from stronghold.intake.proposal.profile import Profile, date_order_of, likely_type

TODAY = date(2026, 6, 1)


def profile(*cells: str | None) -> Profile:
    return Profile("x", cells, "day first", TODAY)


def test_filled_distinct_and_unique() -> None:
    some = profile("a", " a ", None, "", "b")
    assert (some.rows, some.filled, some.distinct, some.is_unique) == (5, 3, 2, False)
    assert profile("1", "2", "3").is_unique
    assert not profile("1", "2", "2").is_unique
    assert not profile("1", "2", None).is_unique
    assert not profile().is_unique


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["OX4 1AA", "ox37aa", "OX1 2JD"], "postcode"),
        (["07700 900123", "01865 742111", "+44 7700 900456"], "phone"),
        (["AB12 CDE", "KX63ABC", "OX05 XYZ"], "vehicle_registration"),
        (["a@example.org", "b@example.org", "c@example.org"], "email"),
        (["EH103759B", "CE 65 43 21 A", "JG103759A"], "nino"),
        (["12/03/1961", "1 May 2020", "2019-02-28"], "datetime"),
        (["19560409", "19081209", "19990219"], "datetime"),
        (["4011", "4814", "3212"], None),
        (["6988048", "7364009", "2029450"], None),
        (["1956", "1961", "2019"], None),
        (["12", "17", "4"], None),
        (["A1", "B2", "C11"], None),
        (["Smith", "Jones", "Brown"], None),
        (["07700 900123", "07700 900123", "07700 900123"], None),
    ],
)
def test_values_speak_for_a_type_or_for_none(cells: Sequence[str], expected: str | None) -> None:
    assert likely_type(profile(*cells)) == expected


def test_a_share_counts_distinct_values_and_surely_leaves_out_the_doubtful() -> None:
    some = profile("07700 900123", "07700 900123", "6988048", "no", "none")
    assert some.share("phone", surely=True) < some.share("phone") < 1
    assert profile().share("phone") == 0


def test_years_ago_is_of_the_middle_date() -> None:
    years = profile("01/06/1926", "01/06/1986", "01/06/2020").years_ago
    assert years == pytest.approx(40, abs=0.1)
    assert profile("Smith").years_ago is None


def test_names_are_known_by_first_names_wherever_they_stand() -> None:
    assert profile("SMITH, John", "Mrs Sarah Brown", "Xyz Qqq", "Thomas 4").given_name_share == 0.5
    assert profile("Mr John Smith", "Jones").mean_words == 1.5
    assert profile("12 High St", "4a Rose Hill", "Rose Hill", "17").leading_digit_share == 0.5


@pytest.mark.parametrize(
    ("cells", "order", "reason"),
    [
        (["13/02/2020", "01/02/2020"], "day first", "1 different dates have a first figure over 12"),
        (["02/13/2020", "01/02/2020"], "month first", "second figure over 12"),
        (["2020-02-13", "2020-01-01"], "year first", "begin with the year"),
        (["19560409"], "year first", "begin with the year"),
        (["01/02/2020", None, "Smith"], "day first", "usual one in the United Kingdom"),
        (["13/02/2020", "14/02/2020", "02/13/2020"], "day first", "but 1 with a second figure over 12"),
        (["02/13/2020", "02/14/2020", "13/02/2020"], "month first", "but 1 with a first figure over 12"),
    ],
)
def test_the_order_of_day_and_month_is_seen_in_the_values(cells: Sequence[str | None], order: str, reason: str) -> None:
    found, why = date_order_of([["nothing"], cells])
    assert found == order
    assert reason in why
