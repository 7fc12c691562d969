from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from stronghold.town.agencies.cells import (
    as_text,
    clock,
    compact,
    fixed,
    joined,
    number,
    prefixed,
    replaced,
    said,
    title,
    upper,
    wall_clock,
    written_date,
)


def cells(make, **columns):
    return make(pa.table({name: pa.array(values) for name, values in columns.items()})).to_pylist()


def test_empty_cells_stay_empty():
    made = joined(", ", prefixed("Flat ", as_text("flat")), joined(" ", as_text("house"), title("street")))
    assert cells(made, flat=["3", None, None], house=["12", "4", None], street=["high road", None, None]) == [
        "Flat 3, 12 High Road",
        "4",
        None,
    ]


@given(st.lists(st.tuples(*[st.none() | st.text("ab ", min_size=1, max_size=3)] * 3), min_size=1, max_size=6))
def test_joining_is_joining_what_there_is(rows):
    names = ("a", "b", "c")
    table = {name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(names)}
    made = joined("-", *map(as_text, names))(pa.table(table)).to_pylist()
    assert made == ["-".join(cell for cell in row if cell is not None) or None for row in rows]


def test_words_are_put_in_the_agencys_own():
    assert cells(said("drug", {"crack": "Crack cocaine"}), drug=["crack", "tea", None]) == ["Crack cocaine", "tea", None]
    assert cells(upper("name"), name=["o'brien", None]) == ["O'BRIEN", None]
    assert cells(compact(as_text("phone")), phone=["01632 417241"]) == ["01632417241"]
    assert cells(replaced(as_text("phone"), "01632 ", "+44 1632 "), phone=["01632 417241"]) == ["+44 1632 417241"]
    assert cells(number("card", "N{:04d}"), card=[7, None]) == ["N0007", None]
    assert cells(fixed("X"), card=[7, None]) == ["X", "X"]


def test_times_are_those_of_british_clocks():
    times = pa.array([datetime(2026, 1, 5, 13, 5), datetime(2026, 7, 5, 23, 30), None], pa.timestamp("s"))
    assert cells(clock("time", "%d/%m/%Y %H:%M"), time=times) == ["05/01/2026 13:05", "06/07/2026 00:30", None]


def test_clocks_agree_with_the_zone_at_every_change():
    utc = np.arange(np.datetime64("2024-01-01T00:30", "s"), np.datetime64("2027-01-01", "s"), np.timedelta64(1, "h"))
    london = ZoneInfo("Europe/London")
    expected = [moment.replace(tzinfo=UTC).astimezone(london).replace(tzinfo=None) for moment in utc.tolist()]
    assert wall_clock(utc).tolist() == expected


def test_dates_are_written_in_the_order_of_the_screen_even_where_they_are_none():
    born = ["1990-05-31", "1990-31-05", None]
    assert cells(written_date("born", "/"), born=born) == ["31/05/1990", "05/31/1990", None]
    assert cells(written_date("born", "-", month_names=True), born=born) == ["31-May-1990", "05-31-1990", None]
    assert cells(written_date("born", "-", year_first=True), born=born) == born
