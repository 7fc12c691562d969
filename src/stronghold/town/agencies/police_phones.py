"""Phone data of the police: calls and messages of numbers under investigation, and whom networks know as subscribers."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stronghold.intake.mapping import SourceTerms
from stronghold.town.agencies.cells import as_text, clock, compact, joined, number, prefixed, replaced, title, upper
from stronghold.town.agencies.directory import Directory
from stronghold.town.agencies.habits import Habits
from stronghold.town.agencies.lines import address_line, happenings
from stronghold.town.agencies.police import POLICE_PURPOSE
from stronghold.town.agencies.sheet import Column, Record, Sheet, Slot, System
from stronghold.town.agencies.spans import ints

__all__ = ["CALL_DATA", "SUBSCRIBERS"]

_DIALLED = prefixed("+44", replaced(compact(as_text("number")), "01632", "1632"))


def _number(role: str, heading: str) -> Slot:
    return Slot(role, "phone", (Column(heading, _DIALLED, "number"),))


_CALL = Record(
    kind="call",
    rows=happenings("call"),
    key=Column("Call ref", number("event", "CD{:08d}")),
    columns=(
        Column("Start", clock("time", "%d/%m/%Y %H:%M:%S"), "occurred"),
        Column("Seconds", number("seconds"), "duration_seconds"),
    ),
    slots=(_number("caller", "A number"), _number("recipient", "B number")),
    recorded=0.98,
)
_MESSAGE = Record(
    kind="message",
    rows=happenings("message"),
    key=Column("Message ref", number("event", "MD{:08d}")),
    columns=(
        Column("Sent", clock("time", "%d/%m/%Y %H:%M:%S"), "occurred"),
        Column("Channel", as_text("channel"), "channel"),
    ),
    slots=(_number("sender", "From"), _number("recipient", "To")),
    recorded=0.95,
)
CALL_DATA = System(
    terms=SourceTerms(
        agency="police",
        system="phone data",
        purpose=POLICE_PURPOSE,
        lawful_basis="Investigatory Powers Act 2016, part 3; Data Protection Act 2018, part 3",
        source_grade="1",
        information_grade="A",
    ),
    habits=Habits(),
    sheets=(
        Sheet("police_calls.csv", "csv", (_CALL,), signed="Batch"),
        Sheet("police_messages.csv", "csv", (_MESSAGE,), signed="Batch"),
    ),
)


def _subscribers(town: Directory) -> pa.Table:
    """Who had each personal phone of the phone data, asked for when they had it."""
    world = town.world
    used = [ints(table[column]) for table, column in ((world.call, "caller"), (world.call, "recipient"))]
    used += [ints(table[column]) for table, column in ((world.message, "sender"), (world.message, "recipient"))]
    phones = np.unique(np.concatenate(used))
    personal = phones[pc.equal(world.phone["sort"], "personal").to_numpy()[phones]]
    held = world.holds_phone
    held = held.filter(pc.and_(held["person"].is_valid(), pa.array(np.isin(ints(held["phone"]), personal))))
    return pa.table(
        {
            "event": pa.array(np.arange(held.num_rows)),
            "subject": held["person"],
            "time": held["from"].cast(pa.timestamp("s")),
        }
    )


_SUBSCRIBER = Record(
    kind="person",
    rows=_subscribers,
    key=Column("Request", number("event", "SB{:06d}")),
    columns=(Column("As of", clock("time", "%Y-%m-%d")),),
    slots=(
        Slot(
            "subject",
            "person",
            (
                Column("Number", _DIALLED, "phone"),
                Column("Subscriber", joined(" ", upper("title"), upper("forename"), upper("surname")), "full_name"),
                Column("Bill address", address_line(flat="Apt "), "address"),
                Column("Bill town", title("locality"), "town"),
            ),
        ),
    ),
    recorded=0.7,
)
SUBSCRIBERS = System(
    terms=SourceTerms(
        agency="police",
        system="subscribers",
        purpose=POLICE_PURPOSE,
        lawful_basis="Investigatory Powers Act 2016, part 3; Data Protection Act 2018, part 3",
        source_grade="1",
        information_grade="B",
        date_order="year first",
    ),
    habits=Habits(afresh=1.0, phone=1.0, old_phone=0.0, phone_slip=0.0, phone_filler=0.0, middle=0.0, initial=0.05),
    sheets=(Sheet("police_subscribers.csv", "csv", (_SUBSCRIBER,), signed="Asked by"),),
)
