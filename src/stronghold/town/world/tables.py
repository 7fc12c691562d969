"""The true town as tables: what ``make_world`` gives, and the two numbers and two dates that decide all of it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import numpy as np
import pyarrow as pa

__all__ = ["TownSize", "World"]


@dataclass(frozen=True)
class TownSize:
    """How many people live in the town (at least 1,000), the seed, and the years told, which end with ``last_day``."""

    people: int
    seed: int
    years: int = 3
    last_day: date = date(2026, 9, 30)

    def __post_init__(self) -> None:
        if self.people < 1_000 or self.years < 1:
            raise ValueError("a town has at least 1,000 people and one year")

    @property
    def first(self) -> np.datetime64:
        """The first day told."""
        return self.end - np.timedelta64(round(self.years * 365.25), "D")

    @property
    def end(self) -> np.datetime64:
        """The day after the last day told."""
        return np.datetime64(self.last_day, "D") + np.timedelta64(1, "D")


@dataclass(frozen=True)
class World:
    """Everything true of the town. Every field but ``size`` is a ``pyarrow.Table`` with the columns of ``schemas.SCHEMAS``.

    A table's first column of its own name is its row number from 0 (``person.person[i] == i``); the same name elsewhere refers
    to it, as ``schemas.REFERENCES`` says for other names. Days are date32; ``from`` is the first day, ``to`` the first day no
    longer so, null where it is so still on the last day told. Times are UTC, to the second. Latitude and longitude are WGS 84
    degrees; the town and its cities lie in the North Sea.

    *Place.* ``ward``: deprivation from 0 (least) to 1, the outline as a closed ring. ``city``: the two that supply comes from.
    ``street``: a polyline, of a ward of the town or else of a city. ``feature``, for the map: sort ``park`` ``water`` (rings),
    ``road`` (line), ``landmark`` (one point). ``home``: every address, of people and of organisations; flat 0 for a house; sort
    ``house`` ``flat`` ``care home`` ``hostel`` ``children's home`` ``premises``; tenure ``owned`` ``private rent`` ``council``
    ``housing association`` ``none``; ward null in a city, city null in the town.

    *People.* ``person``: names as at birth or on the first day, in full and with accents; the codes are of ``names.Names``
    (middle -1: none; short forms and other spellings of a name are ``Names.others[code]``); city for those who live in one.
    Nobody has two rows. ``name_change``: the surname borne from ``day`` on. ``alias``: sort ``nickname`` (used by friends and some
    clerks), ``street name`` (known to the police, of members and of others). ``kin``: sort ``parent`` (relative is a parent of
    person), ``partner`` (both ways). ``residence``: where each lives, never two at once; as ``householder`` ``partner`` ``child``
    ``lodger`` ``sharer`` ``resident`` (of an institution) ``foster child``. ``vulnerability``: sort ``drug user`` ``older alone``
    ``learning disability`` ``mental health`` ``care leaver`` ``physical disability`` ``in care`` ``homeless``. ``organisation``:
    sort ``primary school`` ``secondary school`` ``pupil referral unit`` ``surgery`` ``shop`` ``hostel`` ``care agency``
    ``taxi firm`` ``children's home`` ``care home`` ``hospital`` ``police station`` ``car hire``; home is its address. ``attends``:
    as ``pupil`` ``patient`` ``staff`` ``client``. ``phone``: number as dialled at home, imei of 15 figures; sort ``personal``
    ``burner`` ``line`` ``shop``. ``holds_phone``: by a person (two may share one) or an organisation. ``vehicle``: sort ``car``
    ``hire car`` ``taxi``. ``keeps_vehicle``: by a person or an organisation, as ``keeper`` or ``hirer``.

    *Supply.* ``group``: size is how many people were ever in it, ward where it dealt at first. ``membership``: role ``supplier``
    ``line_holder`` ``runner`` ``dealer`` ``enforcer``; a person may have one role after another, in one group only. ``supply``: who
    gave drugs to whom, always from a role higher up to one lower down. ``line``: a phone line under one number; the same name
    under a later number is the same line. ``line_holding``: who had its phone, in turn, never two at once. ``customer``: who
    bought. ``activity``: deals of each group in each week (by its Monday) and ward. ``cuckooing``: sort ``deal`` ``store`` ``base``
    ``live``; the victim lives there all the while. ``exploitation``: sort ``child`` (under 18 all through) or ``adult``; how
    ``running`` ``dealing`` ``storing`` ``home``; such a person may be a member too. ``operation``: the day of arrests; effect is the
    true share by which the group's deals fell until ``effect_to``; ward_after where its trade went, null for nowhere; line_after
    the line started again, null for none. ``twin``: innocent look-alikes, whichever of its ids is not null; none is ever in a
    group or exploited, and none of their homes is taken over while it is theirs.

    *Happenings*, one table for each kind of the vocabulary. All have a time, a place (``home``, ``organisation`` or an open
    ``street``; street, ward, lat and lon follow it; ward null is outside the town), ``nature`` in plain words, and why: ``group``
    (null: ordinary life), ``cuckooing``, ``exploitation``, ``operation``, ``twin``. They are in order of time, and all but
    tenancies begin in the years told; ``until`` may be later. ``involved`` has who was in them: kind, event, the role of the
    vocabulary, sort (``person`` ``home`` ``phone`` ``vehicle``) and who: the true one, whatever a record says. The place is not
    repeated there. A missing episode's place is where they were found; missing_from and bail addresses are in ``involved``.
    ``intelligence_report.correct`` is false where what it says is not so. ``custody.arrest`` and ``seizure.arrest`` are rows of
    ``arrest``. ``call`` and ``message`` are of phones under investigation and those they were in touch with; ``why`` and
    ``message.nature`` are ``bulk`` ``order`` ``supply`` ``talk``; a message to many is a row for each recipient.

    Not everything true has a happening: much of what groups do comes to nobody's notice.
    """

    size: TownSize
    ward: pa.Table
    city: pa.Table
    street: pa.Table
    feature: pa.Table
    home: pa.Table
    person: pa.Table
    name_change: pa.Table
    alias: pa.Table
    kin: pa.Table
    residence: pa.Table
    vulnerability: pa.Table
    organisation: pa.Table
    attends: pa.Table
    phone: pa.Table
    holds_phone: pa.Table
    vehicle: pa.Table
    keeps_vehicle: pa.Table
    group: pa.Table
    membership: pa.Table
    supply: pa.Table
    line: pa.Table
    line_holding: pa.Table
    customer: pa.Table
    activity: pa.Table
    cuckooing: pa.Table
    exploitation: pa.Table
    operation: pa.Table
    twin: pa.Table
    involved: pa.Table
    recorded_crime: pa.Table
    stop_and_search: pa.Table
    arrest: pa.Table
    custody: pa.Table
    missing_episode: pa.Table
    sighting: pa.Table
    tenancy: pa.Table
    housing_complaint: pa.Table
    school_exclusion: pa.Table
    school_absence: pa.Table
    ambulance_attendance: pa.Table
    hospital_attendance: pa.Table
    needle_find: pa.Table
    community_report: pa.Table
    seizure: pa.Table
    intelligence_report: pa.Table
    call: pa.Table
    message: pa.Table

    def tables(self) -> dict[str, pa.Table]:
        """Every table by its name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "size"}
