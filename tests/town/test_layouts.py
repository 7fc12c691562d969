from __future__ import annotations

import pytest

from stronghold.intake.mapping import Mapping
from stronghold.town.layouts import LAYOUTS
from stronghold.town.mentions import mentions_of_town


@pytest.fixture(scope="module")
def block():
    (block,) = mentions_of_town(2_000, 8)
    return block


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))
def test_the_mapping_reads_every_column_of_the_file(layout, block):
    columns = layout.columns(block)
    assert {len(cells) for cells in columns.values()} == {2_000}
    mapping = Mapping.from_toml(layout.mapping().to_toml(), file=layout.file)
    assert set(mapping.file_columns) == {layout.key, *columns}
    mapping.require_complete(layout.file)


def test_each_agency_writes_in_its_own_way(block):
    person = int((block.middle != "").nonzero()[0][0])
    one = block.at([person])
    first, middle, last = one.forename[0], one.middle[0], one.surname[0]
    police, council, health = (LAYOUTS[a].columns(one) for a in ("police", "council", "health"))
    assert police["SURNAME"][0].as_py() == last.upper()
    assert council["Tenant"][0].as_py().split()[1].lower() == middle
    assert health["Patient"][0].as_py().split(", ")[1].lower().split() == [first, middle]


def test_dates_are_turned_to_each_agencys_order(block):
    known = block.at([int((block.born != "").nonzero()[0][0])])
    year, month, day = known.born[0].split("-")
    assert LAYOUTS["police"].columns(known)["DOB"][0].as_py() == f"{day}/{month}/{year}"
    assert LAYOUTS["council"].columns(known)["Date of birth"][0].as_py() == f"{year}-{month}-{day}"
    assert LAYOUTS["health"].columns(known)["Born"][0].as_py() == f"{day}.{month}.{year}"


def test_a_row_without_an_address_has_an_empty_cell(block):
    bare = block.at([int(((block.street == "") & (block.postcode == "")).nonzero()[0][0])])
    assert LAYOUTS["council"].columns(bare)["Address"].to_pylist() == [None]
