"""Where addresses are, when their source gives a postcode and no coordinates."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from stronghold.intake.cleaning import locate

__all__ = ["locate_addresses"]

_WANTED = "SELECT DISTINCT postcode FROM address WHERE geocoded IS NULL AND postcode IS NOT NULL ORDER BY postcode"
_PLACE = """
UPDATE address SET latitude = located.latitude, longitude = located.longitude, geocoded = 'postcode'
FROM located_postcode AS located WHERE address.postcode = located.postcode AND address.geocoded IS NULL
"""


def locate_addresses(con: duckdb.DuckDBPyConnection) -> int:
    """Give addresses without coordinates those of their postcode (WGS 84 degrees); returns how many postcodes have none.

    Half a pair of coordinates counts as none. ``geocoded`` says where the coordinates come from.
    """
    postcodes = [row[0] for row in con.execute(_WANTED).fetchall()]
    found = locate(postcodes)
    if found:
        places = {
            "postcode": list(found),
            "latitude": [place.latitude for place in found.values()],
            "longitude": [place.longitude for place in found.values()],
        }
        con.register("located_postcode", pa.table(places))
        con.execute(_PLACE)
        con.unregister("located_postcode")
    return len(postcodes) - len(found)
