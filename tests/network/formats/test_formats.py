"""Exports of one network: each program's file holds the same things and ties, with their handling codes, and reads back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
import python_calamine

from stronghold.errors import BadInput
from stronghold.network.formats import (
    DrawnNetwork,
    DrawnThing,
    DrawnTie,
    read_graphml,
    to_followthemoney,
    to_geojson,
    to_graphml,
    to_xlsx,
)

NETWORK = DrawnNetwork(
    title="Around Kai <Marlow>",
    made="Exported by amina (police) for disruption on 24 November 2026.",
    handling="C",
    things=(
        DrawnThing("P-AAAAAAAA", "person", "=Kai\x01 Marlow", "C", facts={"part": "dealer"}),
        DrawnThing("A-BBBBBBBB", "address", "1 Sea Lane", "P", latitude=54.5, longitude=-1.25),
        DrawnThing("T-CCCCCCCC", "phone", "+441632960001", "P"),
    ),
    ties=(
        DrawnTie(
            "A-BBBBBBBB", "P-AAAAAAAA", ("home", "bail address"), 0.75, 3, 2,
            datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 5, 1, tzinfo=UTC), "C",
        ),
    ),
)  # fmt: skip


def test_graphml_comes_back_as_the_same_network(tmp_path: Path) -> None:
    file = tmp_path / "network.graphml"
    file.write_bytes(to_graphml(NETWORK))
    back = read_graphml(file)
    assert back.ids == ("A-BBBBBBBB", "P-AAAAAAAA", "T-CCCCCCCC")
    assert (back.left.tolist(), back.right.tolist(), back.strength.tolist()) == ([0], [1], [0.75])
    written = file.read_text(encoding="utf-8")
    assert "Handling: C." in written and "Kai &lt;Marlow&gt;" in written and "\x01" not in written


def test_followthemoney_has_an_entity_a_line() -> None:
    lines = [json.loads(line) for line in to_followthemoney(NETWORK).decode().splitlines()]
    assert [line["schema"] for line in lines] == ["Person", "Address", "UserAccount", "UnknownLink"]
    assert lines[3]["properties"]["subject"] == ["A-BBBBBBBB"] and lines[3]["properties"]["startDate"] == ["2024-03-01"]
    assert all(
        any("Handling: " in text for text in line["properties"].get("notes", line["properties"].get("summary"))) for line in lines
    )
    assert all(isinstance(value, list) for line in lines for value in line["properties"].values())


def test_geojson_has_what_has_a_place_and_counts_the_rest() -> None:
    collection = json.loads(to_geojson(NETWORK))
    (place,) = collection["features"]
    assert place["geometry"]["coordinates"] == [-1.25, 54.5]
    assert (place["properties"]["handling"], place["properties"]["tied_to"]) == ("P", ["=Kai\x01 Marlow"])
    assert (collection["without_place"], collection["handling"]) == (2, "C")


def test_a_workbook_holds_no_formula_and_every_row_its_handling() -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(to_xlsx(NETWORK)))
    assert book.sheet_names == ["about", "people and things", "ties"]
    things = book.get_sheet_by_name("people and things").to_python()
    assert things[0] == ["id", "kind", "name", "handling", "part"]
    assert str(things[1][2]).startswith("'=") and [row[3] for row in things[1:]] == ["C", "P", "P"]
    assert book.get_sheet_by_name("ties").to_python()[1][-1] == "C"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("not xml", "not XML"),
        ("<graphml/>", "no graph"),
        ('<!DOCTYPE g [<!ENTITY a "aaaa">]><graphml><graph/></graphml>', "declares the entity"),
        ('<graphml><graph><node id="a"/><edge source="a" target="b"/></graph></graphml>', "no node"),
        (
            '<graphml><key id="s" for="edge" attr.name="strength"/><graph><node id="a"/><node id="b"/>'
            '<edge source="a" target="b"><data key="s">7</data></edge></graph></graphml>',
            "not above 0",
        ),
    ],
)
def test_a_file_that_is_no_such_network_is_refused_with_the_reason(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "bad.graphml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=words) as refused:
        read_graphml(file)
    assert refused.value.file == "bad.graphml" and refused.value.remedy


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_graphml(tmp_path / "none.graphml")
