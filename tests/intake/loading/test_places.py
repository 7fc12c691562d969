"""Addresses are put on the map by their postcode, where their source does not say where they are."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pytest

from stronghold.intake.cleaning import locate
from stronghold.intake.load import SourceInput, load

MakeSource = Callable[..., SourceInput]

MAPPING = """
[[record]]
kind = "address"
[record.columns]
postcode = "P"
latitude = "Y"
longitude = "X"
"""


def test_coordinates_are_the_sources_or_the_postcodes(
    con: duckdb.DuckDBPyConnection, make_source: MakeSource, terms: str
) -> None:
    text = "P,Y,X\nOX1 1AA,,\nOX1 1AA,51.5,-1.2\nOX1 1AA,51.5,\nZZ1 1ZZ,,\n"
    report = load(con, [make_source("a.csv", text, terms + MAPPING)])
    place = locate(["OX1 1AA"])["OX1 1AA"]
    of_postcode = ("postcode", pytest.approx(place.latitude), pytest.approx(place.longitude))
    found = con.execute("SELECT geocoded, latitude, longitude FROM address ORDER BY mention_id").fetchall()
    assert found[:3] == [of_postcode, ("source", 51.5, -1.2), of_postcode]
    assert all(row == (None, None, None) for row in found[3:])
    assert report.counts_add_up


def test_postcodes_that_are_nowhere_are_counted(con: duckdb.DuckDBPyConnection, make_source: MakeSource, tenants: str) -> None:
    text = "Ref,Name,Born,Postcode,Phone\n1,Ann Smith,,OX99 9ZZ,\n2,Bo Smith,,OX99 9ZZ,\n"
    assert locate(["OX99 9ZZ"]) == {}
    assert load(con, [make_source("a.csv", text, tenants)]).unlocated_postcodes == 1
