"""An upload's row."""

from __future__ import annotations

from stronghold.casework.models import Upload


def test_it_is_called_as_its_file_and_has_an_id_that_nobody_can_guess() -> None:
    one, other = Upload(name="people.csv"), Upload(name="people.csv")
    assert str(one) == "people.csv"
    assert one.id != other.id and one.id.version == 4
