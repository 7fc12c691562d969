from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from stronghold.town.world.seizures import phone_on


def test_member_is_found_with_the_line_when_holding_it(town, supply):
    line = next(x for x in supply.trade.lines if x.turns and x.turns[0][1] > 0)
    person, since, _ = line.turns[0]
    day = np.array([town.size.first + since])
    assert phone_on(town, np.array([person]), day).tolist() == [line.phone]


def test_drugs_have_a_quantity_cash_a_sum_and_phones_a_number(world, involved):
    seizure = world.seizure
    drugs = seizure.filter(pc.field("what") == "drugs")
    assert drugs["drug"].null_count == 0 and pc.min(drugs["quantity"]).as_py() > 0
    cash = seizure.filter(pc.field("what") == "cash")
    assert cash.num_rows > 0 and cash["cash"].null_count == 0
    event, _ = involved("seizure", "phone", "phone")
    assert set(pc.take(seizure["what"], event).to_pylist()) == {"phone"}
