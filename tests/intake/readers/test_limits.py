"""Limits: their defaults, how they are set, what a refusal says."""

from __future__ import annotations

import pytest

from stronghold.errors import BadInput
from stronghold.intake.readers.limits import Limits


def test_two_gigabytes_are_within_the_defaults() -> None:
    assert Limits().max_file_bytes > 2 << 30
    assert Limits().max_uncompressed_bytes > 2 << 30


def test_an_environment_variable_raises_one_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRONGHOLD_MAX_RATIO", "999")
    assert Limits.from_environment() == Limits(max_ratio=999)


@pytest.mark.parametrize("text", ["many", "-1", "0", "1e9", "", "²"])
def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("STRONGHOLD_MAX_COLUMNS", text)
    with pytest.raises(BadInput, match="STRONGHOLD_MAX_COLUMNS"):
        Limits.from_environment()


def test_a_refusal_says_which_limit_and_how_to_raise_it() -> None:
    with pytest.raises(BadInput) as caught:
        Limits(max_columns=3).check_columns(4, file="wide.csv", line=1)
    assert "max_columns = 3" in caught.value.message
    assert caught.value.remedy is not None
    assert "STRONGHOLD_MAX_COLUMNS" in caught.value.remedy
    assert (caught.value.file, caught.value.line) == ("wide.csv", 1)


def test_small_files_may_expand_a_thousand_times() -> None:
    limits = Limits(max_ratio=10)
    limits.check_expansion(1_000_000, 1_000, file="small.gz")
    with pytest.raises(BadInput, match="max_ratio"):
        limits.check_expansion(65 << 20, 1 << 20, file="bomb.gz")
    limits.check_expansion(65 << 20, 8 << 20, file="fair.gz")


def test_workbooks_have_a_shorter_limit() -> None:
    limits = Limits(max_uncompressed_bytes=100, max_spreadsheet_bytes=50)
    limits.check_expansion(60, 60, file="a.gz")
    with pytest.raises(BadInput, match="max_spreadsheet_bytes"):
        limits.check_expansion(60, 60, file="a.xlsx", spreadsheet=True)
