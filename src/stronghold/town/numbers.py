"""Postcodes, telephone and National Insurance numbers that look real and cannot belong to anyone.

- *Telephones*: the area code 01632, which Ofcom gives to no place and sets aside for drama; its million numbers reach nobody.
  Past a million they are used again, as a network hands out an old number.
- *National Insurance numbers*: the administrative prefixes of HMRC's manual (NIM39110), which are not prefixes of the numbers
  people are given.
- *Postcodes*: areas (the letters in front) that Royal Mail does not use.

Each function maps a running index to a number, one to one up to the range it states, over whole arrays.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["NINO_RANGE", "PHONE_RANGE", "POSTCODES_A_DISTRICT", "POSTCODE_RANGE", "ninos", "phones", "postcodes"]

Indexes = NDArray[np.int64]
Words = NDArray[np.str_]

PHONE_RANGE = 1_000_000
_NINO_PREFIXES = ("MW", "FY", "NC", "CR", "PY", "PZ")
NINO_RANGE = len(_NINO_PREFIXES) * 1_000_000
_AREAS = (
    "AC", "AD", "AG", "AH", "AK", "AP", "AR", "AS", "AT", "AU", "AW", "AX", "AY", "BC", "BE", "BG", "BK", "BM", "BP", "BU",
    "BW", "BY", "CC", "CD", "CE", "CG", "CK", "CL", "CN", "CP", "CS", "CX", "CY", "DB", "DC", "DF", "DK", "DM", "DP", "DR",
)  # fmt: skip
_INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # Royal Mail leaves out C I K M O V
_DISTRICTS = 20
POSTCODES_A_DISTRICT = 300
_UNITS = 10 * len(_INWARD_LETTERS) ** 2
POSTCODE_RANGE = len(_AREAS) * _DISTRICTS * POSTCODES_A_DISTRICT


def _letters(alphabet: str, index: Indexes) -> Words:
    return np.array(list(alphabet))[index]


def _digits(value: Indexes, width: int) -> Words:
    powers = 10 ** np.arange(width - 1, -1, -1)
    code_points = (value[:, None] // powers % 10 + ord("0")).astype(np.uint32)
    return code_points.view(f"<U{width}").reshape(-1)


def phones(index: Indexes) -> Words:
    """Telephone numbers as written at home (``01632 417241``); one to one below ``PHONE_RANGE``."""
    # Any multiplier without the factors 2 and 5 makes this a permutation, so that neighbours get unlike numbers.
    return np.char.add("01632 ", _digits((index * 736_339 + 417_241) % PHONE_RANGE, 6))


def ninos(index: Indexes) -> Words:
    """National Insurance numbers without spaces (``MW123456A``); one to one below ``NINO_RANGE``."""
    number = (index * 618_033 + 271_829) % 1_000_000
    prefix = np.array(_NINO_PREFIXES)[index // 1_000_000 % len(_NINO_PREFIXES)]
    return np.char.add(np.char.add(prefix, _digits(number, 6)), _letters("ABCD", (index * 7 + 3) // 5 % 4))


def postcodes(index: Indexes) -> Words:
    """Postcodes with their space (``AX12 3BD``), ``POSTCODES_A_DISTRICT`` to a district; one to one below ``POSTCODE_RANGE``."""
    district = index // POSTCODES_A_DISTRICT
    area = np.array(_AREAS)[district // _DISTRICTS % len(_AREAS)]
    outward = np.char.add(area, (district % _DISTRICTS + 1).astype(np.str_))
    unit = (index % POSTCODES_A_DISTRICT * 1_237 + district * 97) % _UNITS
    count = len(_INWARD_LETTERS)
    inward = np.char.add(
        (unit // count**2).astype(np.str_),
        np.char.add(_letters(_INWARD_LETTERS, unit // count % count), _letters(_INWARD_LETTERS, unit % count)),
    )
    return np.char.add(np.char.add(outward, " "), inward)
