"""Files that police.uk publishes are known by their columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from stronghold.errors import BadInput
from stronghold.intake.recognise import mapping_for, recognise, shipped

PLACE = ["Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name"]
STREET = [*PLACE, "Crime type", "Last outcome category", "Context"]
OUTCOMES = [*PLACE, "Outcome type"]
STOPS = [
    "Type", "Date", "Part of a policing operation", "Policing operation", "Latitude", "Longitude", "Gender", "Age range",
    "Self-defined ethnicity", "Officer-defined ethnicity", "Legislation", "Object of search", "Outcome",
    "Outcome linked to object of search", "Removal of more than just outer clothing",
]  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "name", "kind"),
    [
        (STREET, "police_uk_street", "recorded_crime"),
        (OUTCOMES, "police_uk_outcomes", "crime_outcome"),
        (STOPS, "police_uk_stop_and_search", "stop_and_search"),
        ([*reversed(STREET), "added"], "police_uk_street", "recorded_crime"),
    ],
)
def test_a_layout_that_is_known_is_recognised(columns: list[str], name: str, kind: str) -> None:
    found = recognise(columns)
    assert found == shipped()[name]
    assert found is not None
    assert found.records[0].kind == kind
    assert found.is_complete
    found.check_columns(columns, file="x.csv")


@pytest.mark.parametrize("left_out", STREET[:-1])
def test_a_file_that_lacks_one_of_the_columns_is_not(left_out: str) -> None:
    assert recognise([column for column in STREET if column != left_out]) is None


def test_every_shipped_mapping_reads_only_columns_it_recognises_by() -> None:
    assert len(shipped()) == 3
    for mapping in shipped().values():
        assert set(mapping.file_columns) <= set(mapping.recognise)


def test_the_mapping_beside_a_file_comes_before_the_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "2018-10-thames-valley-street.csv"
    assert mapping_for(path, STREET) == shipped()["police_uk_street"]
    own = shipped()["police_uk_street"].to_toml().replace('"police"', '"thames valley police"')
    (tmp_path / f"{path.name}.mapping.toml").write_text(own, encoding="utf-8")
    found = mapping_for(path, STREET)
    assert found is not None
    assert found.source.agency == "thames valley police"


def test_a_mapping_beside_a_file_that_lacks_its_columns_is_refused(tmp_path: Path) -> None:
    own = shipped()["police_uk_street"].to_toml()
    (tmp_path / "crimes.mapping.toml").write_text(own, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        mapping_for(tmp_path / "crimes.csv", OUTCOMES)
    assert (caught.value.file, caught.value.column) == ("crimes.csv", "Crime type")


def test_an_unknown_layout_has_no_mapping(tmp_path: Path) -> None:
    assert mapping_for(tmp_path / "x.csv", ["Surname", "DOB"]) is None
