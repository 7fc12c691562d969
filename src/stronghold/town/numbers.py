"""Postcodes, telephone, National Insurance and NHS numbers, registrations and e-mail addresses that look real and are nobody's.

- *Telephones*: the area code 01632, which Ofcom gives to no place and sets aside for drama; its million numbers reach nobody.
  Past a million they are used again, as a network hands out an old number.
- *National Insurance numbers*: the administrative prefixes of HMRC's manual (NIM39110), which are not prefixes of the numbers
  people are given.
- *Postcodes*: areas (the letters in front) that Royal Mail does not use.
- *NHS numbers*: the range from 999, which the NHS keeps for tests; the check digit is right.
- *Vehicle registrations*: the current form with the age identifier 01, which was left out (the form began with 51 in September
  2001 and went on with 02), and a first letter that stands for no place.
- *Handset numbers*: the type allocation code 00, given to test handsets; the check digit is right.
- *E-mail addresses*: the domains of ``.example``, which no network serves (RFC 2606).

Each function maps a running index to a number, one to one up to the range it states, over whole arrays.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "IMEI_RANGE",
    "NHS_NUMBER_RANGE",
    "NINO_RANGE",
    "PHONE_RANGE",
    "POSTCODES_A_DISTRICT",
    "POSTCODE_RANGE",
    "REGISTRATION_RANGE",
    "emails",
    "imeis",
    "nhs_numbers",
    "ninos",
    "phones",
    "postcodes",
    "registrations",
]

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
# Of the million numbers from 999 one in eleven has no check digit (it would be 10) and is never given.
NHS_NUMBER_RANGE = 909_091
_NO_PLACE = "JTU"
_SECOND_LETTERS = "ABCDEFGHJKLMNPRSTUVWXY"
_LAST_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
REGISTRATION_RANGE = len(_NO_PLACE) * len(_SECOND_LETTERS) * len(_LAST_LETTERS) ** 3
IMEI_RANGE = 100_000_000
_MAIL_HOSTS = ("post.example", "mail.example", "inbox.example", "letterbox.example")


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


@cache
def _nhs_stems() -> Indexes:
    """The six figures after 999 of every number with a check digit, in order; shape (NHS_NUMBER_RANGE,)."""
    stem = np.arange(1_000_000)
    figures = stem[:, None] // 10 ** np.arange(5, -1, -1) % 10
    remainder = (9 * (10 + 9 + 8) + figures @ np.arange(7, 1, -1)) % 11
    return np.asarray(stem[remainder != 1])


def nhs_numbers(index: Indexes) -> Words:
    """NHS numbers of ten figures without spaces (``9991234565``); one to one below ``NHS_NUMBER_RANGE``."""
    stems = _nhs_stems()
    stem = stems[(index * 500_009 + 123_457) % len(stems)]
    figures = stem[:, None] // 10 ** np.arange(5, -1, -1) % 10
    check = (11 - (9 * (10 + 9 + 8) + figures @ np.arange(7, 1, -1)) % 11) % 11
    return np.char.add("999", _digits(stem * 10 + check, 7))


def registrations(index: Indexes) -> Words:
    """Vehicle registrations with their space (``JB01 KLM``); one to one below ``REGISTRATION_RANGE``."""
    number = (index * 600_011 + 271_829) % REGISTRATION_RANGE
    last = len(_LAST_LETTERS)
    end = [_letters(_LAST_LETTERS, number // last**power % last) for power in (0, 1, 2)]
    place, second = np.divmod(number // last**3, len(_SECOND_LETTERS))
    front = np.char.add(np.char.add(_letters(_NO_PLACE, place), _letters(_SECOND_LETTERS, second)), "01 ")
    return np.char.add(front, np.char.add(end[0], np.char.add(end[1], end[2])))


def imeis(index: Indexes) -> Words:
    """Handset numbers of fifteen figures; one to one below ``IMEI_RANGE``."""
    body = (index * 61_803_399 + 27_182_819) % IMEI_RANGE
    figures = body[:, None] // 10 ** np.arange(7, -1, -1) % 10
    # The check figure of Luhn: every second figure doubled, counted from the right.
    front = np.array([0, 0, 1, 0, 0, 1])
    whole = np.hstack([np.broadcast_to(front, (len(body), 6)), figures])
    doubled = whole[:, 1::2] * 2
    total = whole[:, 0::2].sum(axis=1) + (doubled - 9 * (doubled > 9)).sum(axis=1)
    return np.char.add("001001", _digits(body * 10 + -total % 10, 9))


def emails(forename: Words, surname: Words, index: Indexes) -> Words:
    """Addresses like ``jane.smith417@mail.example``: names in ASCII letters, lower case; one to one where the index is."""
    local = np.char.add(np.char.add(np.char.add(forename, "."), surname), index.astype(np.str_))
    return np.char.add(np.char.add(local, "@"), np.array(_MAIL_HOSTS)[index % len(_MAIL_HOSTS)])
