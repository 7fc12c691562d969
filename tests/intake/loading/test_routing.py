"""Rows go to the first record mapping that fits; rules keep rows out."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.intake.loading.cells import Cells
from stronghold.intake.loading.routing import kept_out, rows_taken
from stronghold.intake.mapping import QuarantineRule, RecordMapping

WORDS = st.sampled_from([None, "Person", " person ", "Car", "car  boot", "x"])
RECORDS = (
    RecordMapping("person", only={"type": ("person",), "state": ("x", "")}),
    RecordMapping("vehicle", only={"type": ("CAR", "Car Boot")}),
    RecordMapping("person", only={"state": ("person",)}),
)


@settings(deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=10))
def test_as_the_mapping_says_row_by_row(rows: list[tuple[str | None, str | None]]) -> None:
    columns = {name: Cells.of([row[n] for row in rows]) for n, name in enumerate(("type", "state"))}
    taken, left = rows_taken(RECORDS, columns, len(rows))
    for number, (type_, state) in enumerate(rows):
        fits = [n for n, record in enumerate(RECORDS) if record.takes({"type": type_, "state": state})]
        assert [n for n, of in enumerate(taken) if number in of] == fits[:1]
        assert (number in left) == (not fits)


def test_the_first_rule_that_fits_gives_the_reason() -> None:
    rules = (QuarantineRule("a", "a test", contains="TEST"), QuarantineRule("b", "no area", equals=""))
    record = RecordMapping("person", quarantine_when=rules)
    columns = {"a": Cells.of(["a test row", None, "Smith"]), "b": Cells.of([None, None, "x"])}
    assert kept_out(record, columns, 3) == {0: ("a", "a test"), 1: ("b", "no area")}
