"""How four invented agencies write people down: each with its own columns, order of names and dates, and case.

A layout turns mentions into the columns of its file, and comes with the mapping that reads them back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from stronghold.intake.mapping import DateOrder, RecordMapping, SourceTerms
from stronghold.intake.mapping import Mapping as FileMapping
from stronghold.town.mentions import Mentions
from stronghold.town.names import names

__all__ = ["LAYOUTS", "Layout"]

Words = NDArray[np.str_]
Columns = dict[str, pa.Array]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Layout:
    """One agency's file of people.

    ``columns`` gives the file's columns, in order, without the key column ``key``, whose cells are ``prefix`` and a number.
    ``child_share`` and ``adult_share`` say how often a record of a child or an adult is this agency's, beside the others.
    """

    agency: str
    file: str
    system: str
    prefix: str
    key: str
    child_share: float
    adult_share: float
    date_order: DateOrder
    mapped: Mapping[str, tuple[str, ...]]
    columns: Callable[[Mentions], Columns]

    def mapping(self) -> FileMapping:
        """The mapping that reads the file back."""
        source = SourceTerms(
            agency=self.agency,
            system=self.system,
            purpose="Trying out the partnership's picture on invented people",
            lawful_basis="None needed: nobody in this file is real",
            date_order=self.date_order,
        )
        return FileMapping(source, (RecordMapping("person", columns=self.mapped, key=(self.key,)),))


def _cells(words: Words) -> pa.Array:
    return pa.array(words, mask=words == "")


def _upper(words: Words) -> pa.Array:
    return pc.utf8_upper(_cells(words))


def _title(words: Words) -> pa.Array:
    return pc.utf8_title(_cells(words))


def _joined(between: str, *cells: pa.Array) -> pa.Array:
    """The cells of each row that are not empty, joined; empty where all are."""
    # pyarrow 26 drops a row whose cells are all null when told to skip nulls: hence the last cell, which never is.
    joined = pc.binary_join_element_wise(*cells, "", between, null_handling="skip")
    joined = pc.utf8_rtrim(joined, between)
    return pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.string()), joined)


@cache
def _marked() -> Words:
    return names().marked


def _with_accents(words: Words, codes: NDArray[np.int32]) -> Words:
    """Names as their bearers write them, where the clerk wrote a name that there is."""
    return np.where(codes >= 0, _marked()[codes], words)


def _born(block: Mentions, between: str, *, month_names: bool = False) -> pa.Array:
    """Birthdays with the day first, slips and all; a month that does not exist stays a number."""
    written = _cells(block.born)
    year, month, day = (pc.utf8_slice_codeunits(written, start, stop) for start, stop in ((0, 4), (5, 7), (8, 10)))
    if month_names:
        for number, name in enumerate(_MONTHS, start=1):
            month = pc.if_else(pc.equal(month, f"{number:02d}"), name, month)
    return pc.binary_join_element_wise(day, month, year, between)


def _flat(block: Mentions) -> pa.Array:
    return pc.binary_join_element_wise("Flat", _cells(block.flat), " ")


def _police(block: Mentions) -> Columns:
    return {
        "SURNAME": _upper(block.surname),
        "FORENAME 1": _upper(block.forename),
        "FORENAME 2": _upper(block.middle),
        "DOB": _born(block, "/"),
        "FLAT": _upper(block.flat),
        "HOUSE": _cells(block.house),
        "STREET": _upper(block.street),
        "POST CODE": _upper(block.postcode),
        "TELEPHONE": _cells(block.phone),
        "NI NUMBER": _upper(block.nino),
    }


def _council(block: Mentions) -> Columns:
    forename = _title(_with_accents(block.forename, block.forename_code))
    surname = _title(_with_accents(block.surname, block.surname_code))
    house = _joined(" ", _cells(block.house), _title(block.street))
    return {
        "Tenant": _joined(" ", forename, _title(block.middle), surname),
        "Date of birth": _cells(block.born),
        "Address": _joined(", ", _flat(block), house, _upper(block.postcode)),
        "Contact number": _cells(np.char.replace(block.phone, " ", "")),
        "NI no.": _upper(block.nino),
    }


def _children(block: Mentions) -> Columns:
    return {
        "First name": _title(block.forename),
        "Middle name(s)": _title(block.middle),
        "Last name": _title(block.surname),
        "D.O.B.": _born(block, "-", month_names=True),
        "Address 1": _flat(block),
        "Address 2": _joined(" ", _cells(block.house), _title(block.street)),
        "Postcode": _upper(block.postcode),
        "Phone": _cells(np.char.replace(block.phone, "01632 ", "+44 1632 ")),
        "National Insurance": _upper(block.nino),
    }


def _health(block: Mentions) -> Columns:
    surname = _upper(_with_accents(block.surname, block.surname_code))
    forename = _title(_with_accents(block.forename, block.forename_code))
    return {
        "Patient": _joined(", ", surname, _joined(" ", forename, _title(block.middle))),
        "Born": _born(block, "."),
        "Flat no": _cells(block.flat),
        "House no": _cells(block.house),
        "Road": _title(block.street),
        "PCode": _upper(np.char.replace(block.postcode, " ", "")),
        "Tel": _cells(np.char.replace(block.phone, "01632 ", "(01632) ")),
        "NINO": _cells(block.nino),
    }


def _mapped(**columns: str | tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({name: (c,) if isinstance(c, str) else c for name, c in columns.items()})


_POLICE = Layout(
    agency="police",
    file="police_nominals.csv",
    system="nominals",
    prefix="N",
    key="NOMINAL REF",
    child_share=0.15,
    adult_share=0.40,
    date_order="day first",
    mapped=_mapped(
        forename="FORENAME 1",
        middle_names="FORENAME 2",
        surname="SURNAME",
        date_of_birth="DOB",
        flat="FLAT",
        house="HOUSE",
        street="STREET",
        postcode="POST CODE",
        phone="TELEPHONE",
        nino="NI NUMBER",
    ),
    columns=_police,
)
_COUNCIL = Layout(
    agency="council",
    file="council_tenants.csv",
    system="housing",
    prefix="T",
    key="Tenancy ref",
    child_share=0.10,
    adult_share=0.30,
    date_order="year first",
    mapped=_mapped(full_name="Tenant", date_of_birth="Date of birth", address="Address", phone="Contact number", nino="NI no."),
    columns=_council,
)
_CHILDREN = Layout(
    agency="children",
    file="childrens_contacts.csv",
    system="contacts",
    prefix="C",
    key="Contact ID",
    child_share=0.55,
    adult_share=0.05,
    date_order="day first",
    mapped=_mapped(
        forename="First name",
        middle_names="Middle name(s)",
        surname="Last name",
        date_of_birth="D.O.B.",
        address=("Address 1", "Address 2"),
        postcode="Postcode",
        phone="Phone",
        nino="National Insurance",
    ),
    columns=_children,
)
_HEALTH = Layout(
    agency="health",
    file="health_patients.csv",
    system="patients",
    prefix="H",
    key="Attendance",
    child_share=0.20,
    adult_share=0.25,
    date_order="day first",
    mapped=_mapped(
        full_name="Patient",
        date_of_birth="Born",
        flat="Flat no",
        house="House no",
        street="Road",
        postcode="PCode",
        phone="Tel",
        nino="NINO",
    ),
    columns=_health,
)
LAYOUTS: Mapping[str, Layout] = MappingProxyType({x.agency: x for x in (_POLICE, _COUNCIL, _CHILDREN, _HEALTH)})
