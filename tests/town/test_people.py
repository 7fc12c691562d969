from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stronghold.town.people import PEOPLE_SCHEMA, are_birthdays, people_table


def test_the_table_has_its_schema_and_every_row_a_person():
    table = people_table(3_000, 4)
    assert table.schema == PEOPLE_SCHEMA
    assert table.num_rows == 3_000
    assert table["unique_id"].to_pylist() == list(range(3_000))
    assert table["person"].null_count == 0


def test_a_persons_mentions_are_not_side_by_side():
    people = np.array(people_table(3_000, 4)["person"])
    assert (people[1:] == people[:-1]).mean() < 0.01


def test_values_are_as_cleaning_leaves_them():
    table = people_table(3_000, 4)
    for born in table["date_of_birth"].drop_null().to_pylist():
        assert date.fromisoformat(born) <= date(2026, 6, 30)
    assert all(p.startswith("+441632") and len(p) == 13 for p in table["phone"].drop_null().to_pylist())
    assert all(p[-4] == " " and p == p.upper() for p in table["postcode"].drop_null().to_pylist())
    assert not any("'" in s or s != s.lower() for s in table["surname"].to_pylist())
    assert not any(value == "" for name in table.column_names[2:] for value in table[name].to_pylist())


@given(st.dates(date(1900, 1, 1), date(2040, 1, 1)))
def test_every_date_up_to_the_reference_day_is_a_birthday(day):
    assert bool(are_birthdays(np.array([day.isoformat()]))[0]) == (day <= date(2026, 6, 30))


@given(st.integers(0, 19), st.integers(0, 39))
def test_a_birthday_is_a_date_that_there_is(month, day):
    text = f"1987-{month:02d}-{day:02d}"
    try:
        date.fromisoformat(text)
    except ValueError:
        assert not are_birthdays(np.array([text]))[0]
    else:
        assert are_birthdays(np.array([text]))[0]


def test_a_gap_is_no_birthday():
    assert are_birthdays(np.array(["", "1987-02-28"])).tolist() == [False, True]
    assert are_birthdays(np.array([], "<U10")).tolist() == []


def test_the_same_seed_gives_the_same_people_in_every_process():
    script = (
        "import hashlib; from stronghold.town.people import people_table; "
        "print(hashlib.sha256(repr(people_table(2_000, 4).to_pylist()).encode()).hexdigest())"
    )

    def digest(hash_seed: str) -> str:
        env = {**os.environ, "PYTHONHASHSEED": hash_seed}
        return subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True).stdout

    assert digest("1") == digest("2")
