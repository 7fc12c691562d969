from __future__ import annotations

import pyarrow as pa

from stronghold.town.agencies.sayings import clerk, narrative

TABLE = pa.table({"event": list(range(40)), "nature": ["selling stolen goods", None] * 20})


def test_a_box_of_free_words_says_what_happened():
    told = narrative("intelligence_report")(TABLE).to_pylist()
    assert all("elling stolen goods" in text for text in told[::2])
    assert all("ee log" in text for text in told[1::2])
    assert len(set(told)) == 8  # four remarks for each of two natures
    assert told == narrative("intelligence_report")(TABLE).to_pylist()


def test_an_empty_remark_is_an_empty_cell():
    assert None in narrative("tenancy")(TABLE).to_pylist()
    assert "" not in narrative("tenancy")(TABLE).to_pylist()


def test_many_clerks():
    assert len(set(clerk("PO")(TABLE).to_pylist())) > 20
