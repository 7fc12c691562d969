from __future__ import annotations

import pytest

from stronghold.intake.mapping import Mapping
from stronghold.town.agencies import SYSTEMS

SHEETS = [(system, sheet) for system in SYSTEMS for sheet in system.sheets]


@pytest.mark.parametrize(("system", "sheet"), SHEETS, ids=[sheet.file for _, sheet in SHEETS])
def test_every_mapping_is_read_back_and_fits_its_file(system, sheet):
    mapping = system.mapping(sheet)
    read = Mapping.from_toml(mapping.to_toml(), file=sheet.file)
    assert read == mapping
    read.check_columns(sheet.column_names(), file=sheet.file)
    read.require_complete(sheet.file)


def test_a_kind_comes_from_one_place_in_each_system():
    """Else two records could have one key."""
    for system in SYSTEMS:
        kinds = [record.kind for sheet in system.sheets for record in sheet.records]
        assert len(kinds) == len(set(kinds))


def test_names_of_files_and_of_columns_are_each_ones_own():
    files = [name for _, sheet in SHEETS for name in sheet.files]
    assert len(files) == len(set(files))
    for _, sheet in SHEETS:
        for record in sheet.records:
            names = [column.name for column in record.all_columns()]
            assert len(names) == len(set(names)), sheet.file


def test_what_is_told_of_children_and_of_the_sick_is_sensitive():
    for system in SYSTEMS:
        if system.terms.agency in ("children", "schools", "health") or system.terms.system == "missing people":
            assert system.terms.sensitivity == "sensitive"


def test_partners_write_in_many_forms():
    assert {sheet.form for _, sheet in SHEETS} == {"csv", "csv.gz", "xlsx", "jsonl"}
    assert len({sheet.delimiter for _, sheet in SHEETS}) >= 3
    assert len({system.terms.agency for system in SYSTEMS}) == 6
