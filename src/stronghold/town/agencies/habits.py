"""How a system's clerks write: how often they write anew, in another form, wrongly, or not at all."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Habits"]


@dataclass(frozen=True)
class Habits:
    """Shares from 0 to 1, each of the mentions it can befall.

    *Keeping of people.* ``afresh``: a later mention is written anew, not copied from what the system holds; ``duplicate``: a person
    written anew gets a second number in the system, because nobody found the first.
    *Names.* ``other_form`` short forms and other spellings; ``nickname`` what friends say; ``forename_slip``, ``surname_slip``
    slips of the hand; ``initial`` an initial alone; ``swapped`` forename and surname in each other's place; ``former`` the surname
    before marriage; ``middle`` middle names are written; ``forename_missing``, ``surname_missing``; ``street_name_alone`` only the
    street name, of those who have one; ``accents`` whether the system can hold them.
    *Birthdays.* ``day_month_swapped``, ``born_slip`` one wrong digit, ``first_january`` only the year is known, ``born_missing``.
    *Homes.* ``old_home`` the one before; ``home_missing``; ``street_short`` St for Street; ``street_slip``; ``house_slip``;
    ``flat_missing``; ``postcode_slip``; ``postcode_missing``.
    *Numbers.* ``phone``, ``nino``, ``nhs_number``, ``email``: how often it is written where there is one; ``old_phone``;
    ``phone_slip`` one wrong digit; ``phone_filler`` a filler where the screen demands a number.
    """

    afresh: float = 0.35
    duplicate: float = 0.15
    other_form: float = 0.08
    nickname: float = 0.02
    forename_slip: float = 0.04
    surname_slip: float = 0.04
    initial: float = 0.01
    swapped: float = 0.01
    former: float = 0.25
    middle: float = 0.4
    forename_missing: float = 0.0
    surname_missing: float = 0.0
    street_name_alone: float = 0.0
    accents: bool = False
    day_month_swapped: float = 0.02
    born_slip: float = 0.02
    first_january: float = 0.02
    born_missing: float = 0.08
    old_home: float = 0.10
    home_missing: float = 0.08
    street_short: float = 0.25
    street_slip: float = 0.04
    house_slip: float = 0.01
    flat_missing: float = 0.08
    postcode_slip: float = 0.02
    postcode_missing: float = 0.10
    phone: float = 0.5
    old_phone: float = 0.08
    phone_slip: float = 0.01
    phone_filler: float = 0.005
    nino: float = 0.0
    nhs_number: float = 0.0
    email: float = 0.0
