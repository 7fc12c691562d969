"""A network as files that other programs read, each with its handling codes; and networks read from such files."""

from stronghold.network.formats.drawn import DrawnNetwork, DrawnThing, DrawnTie
from stronghold.network.formats.followthemoney import to_followthemoney
from stronghold.network.formats.geojson import to_geojson
from stronghold.network.formats.graphml import read_graphml, to_graphml
from stronghold.network.formats.xlsx import to_xlsx

__all__ = [
    "DrawnNetwork",
    "DrawnThing",
    "DrawnTie",
    "read_graphml",
    "to_followthemoney",
    "to_geojson",
    "to_graphml",
    "to_xlsx",
]
