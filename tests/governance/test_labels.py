"""What an entity is called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stronghold.governance.labels import mention_label, title_case


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("AMOS PERRY", "Amos Perry"),
        ("o'neil", "O'Neil"),
        ("MARY-ANN D\u2019ARCY", "Mary-Ann D\u2019Arcy"),
        ("ST JOHN'S ROAD", "St John's Road"),
        ("MacDonald", "MacDonald"),
        ("ZO\u00cb", "Zo\u00eb"),
        ("14b", "14B"),
        ("2nd avenue", "2nd Avenue"),
        ("", ""),
    ],
)
def test_title_case(written: str, shown: str) -> None:
    assert title_case(written) == shown


@given(st.text(alphabet=st.characters(codec="latin-1"), max_size=40))
def test_title_case_changes_case_alone(text: str) -> None:
    assert title_case(text).casefold() == text.casefold()


@pytest.mark.parametrize(
    ("kind", "values", "label"),
    [
        ("person", {"forename": "AMOS", "surname": "PERRY", "alias": ["GHOST"]}, "Amos Perry"),
        ("person", {"forename": None, "surname": "PERRY"}, "Perry"),
        ("person", {"alias": ["ghost"]}, "Ghost"),
        ("person", {"date_of_birth": "1990-01-02"}, "Person without a recorded name"),
        ("address", {"flat": "2", "house": "14b", "street": "22nd row", "postcode": "OX1 4AA"}, "Flat 2, 14B 22nd Row, OX1 4AA"),
        ("address", {"flat": "ground floor", "house": "the mill"}, "Ground Floor, The Mill"),
        ("address", {"flat": "b"}, "Flat B"),
        ("address", {"location": "On or near Park/Open Space"}, "On or near Park/Open Space"),
        ("address", {"area_name": "Oxford 008A"}, "Oxford 008A"),
        ("phone", {"number": "+447700900001", "imei": "3"}, "+447700900001"),
        ("vehicle", {"registration": "AB12CDE"}, "AB12CDE"),
        ("organisation", {"name": None, "company_number": "01234567"}, "01234567"),
        ("vehicle", {}, "Vehicle without a recorded name"),
    ],
)  # fmt: skip
def test_mention_label(kind: str, values: dict[str, object], label: str) -> None:
    assert mention_label(kind, values) == label
