"""The invented town's people as one table, with the truth about who is who: for trials of linking alone.

Nobody in them is real and nothing in them can be taken for real: see ``numbers``. The same seed gives the same people.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from stronghold.town.households import REFERENCE_DAY
from stronghold.town.mentions import Mentions, mentions_of_town

__all__ = ["PEOPLE_SCHEMA", "people_table"]

Words = NDArray[np.str_]
Flags = NDArray[np.bool_]

_POSTCODE = r"^[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}$"
PEOPLE_SCHEMA = pa.schema(
    [
        ("unique_id", pa.int64()),
        ("person", pa.int64()),
        ("forename", pa.string()),
        ("middle_names", pa.string()),
        ("surname", pa.string()),
        ("date_of_birth", pa.string()),
        ("flat", pa.string()),
        ("house", pa.string()),
        ("street", pa.string()),
        ("postcode", pa.string()),
        ("phone", pa.string()),
        ("nino", pa.string()),
    ]
)


def are_birthdays(text: Words) -> Flags:
    """Which of the words, shape (words,), are ISO dates of birth: real days, not after ``REFERENCE_DAY``."""
    if len(text) == 0:
        return np.zeros(0, np.bool_)
    digits = text.astype("<U10").view(np.uint32).reshape(len(text), 10).astype(np.int64) - ord("0")
    number = [digits[:, at] @ 10 ** np.arange(len(at) - 1, -1, -1) for at in ([0, 1, 2, 3], [5, 6], [8, 9])]
    written = (digits[:, 0] >= 0) & (number[1] >= 1) & (number[1] <= 12)
    month = ((number[0] - 1970) * 12 + number[1] - 1).astype("datetime64[M]")
    day = month.astype("datetime64[D]") + (number[2] - 1)
    return np.asarray(written & (number[2] >= 1) & (day.astype("datetime64[M]") == month) & (day <= REFERENCE_DAY))


def _filled(words: Words) -> pa.Array:
    return pa.array(words, mask=words == "")


def _postcodes(block: Mentions) -> pa.Array:
    """Postcodes in their one form, with the blank where it belongs; a gap where a slip left none."""
    code = pc.replace_substring(pc.utf8_upper(_filled(block.postcode)), " ", "")
    whole = pc.binary_join_element_wise(pc.utf8_slice_codeunits(code, 0, -3), pc.utf8_slice_codeunits(code, -3), " ")
    return pc.if_else(pc.match_substring_regex(whole, _POSTCODE), whole, pa.scalar(None, pa.string()))


def _as_cleaned(block: Mentions, first: int) -> pa.RecordBatch:
    born = np.where(are_birthdays(block.born), block.born, "")
    surname = np.char.replace(block.surname, "'", "")
    words = (block.forename, block.middle, surname, born, block.flat, block.house, block.street)
    numbers = [np.arange(first, first + len(block)), block.person]
    phone = np.where(block.phone == "", "", np.char.add("+44", np.char.replace(block.phone, " ", "").astype("<U11")))
    phone = np.char.replace(phone, "+440", "+44")
    columns = [
        *map(pa.array, numbers),
        *map(_filled, words),
        _postcodes(block),
        _filled(phone),
        _filled(np.char.upper(block.nino)),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=PEOPLE_SCHEMA)


def people_table(mentions: int, seed: int) -> pa.Table:
    """``mentions`` person mentions as they stand after cleaning, in no order, with the true ``person`` of each.

    ``unique_id`` counts from 0. Words are lower case, postcodes and National Insurance numbers capitals, phones E.164; a date
    of birth or a postcode that is none is a gap. ``files.people_files`` writes the same people as partners would send them.
    """
    batches, first = [], 0
    for block in mentions_of_town(mentions, seed):
        batches.append(_as_cleaned(block, first))
        first += len(block)
    table = pa.Table.from_batches(batches, PEOPLE_SCHEMA)
    shuffled = table.take(np.random.default_rng([seed, 1]).permutation(table.num_rows))
    return shuffled.set_column(0, PEOPLE_SCHEMA.field(0), pa.array(np.arange(mentions)))
