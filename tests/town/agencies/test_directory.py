from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa

from stronghold.town.agencies.directory import taken
from stronghold.town.agencies.spans import NONE


def test_taken_is_null_where_there_is_none():
    column = pa.chunked_array([["a", "b"]])
    assert taken(column, np.array([1, NONE, 0])).to_pylist() == ["b", None, "a"]


def test_streets_have_a_short_form_that_begins_alike(town):
    assert len(town.street_names) == len(town.short_street_names)
    for long, short in zip(town.street_names.tolist(), town.short_street_names.tolist(), strict=True):
        assert short.rpartition(" ")[0] == long.rpartition(" ")[0]
        assert len(short) <= len(long)
        assert long == long.lower()


def test_children_give_a_parents_phone_and_grown_ups_their_own(town):
    day = int(town.world.size.end.astype(np.int64)) - 30
    person = np.arange(town.world.person.num_rows)
    days = np.full(len(person), day)
    never = np.zeros(len(person), bool)
    own, given = town.phones.at(person, days), town.contact_phone(person, days, before=never)
    lent = (own < 0) & (given >= 0)
    assert lent.sum() > 20
    assert (town.age(person, days)[lent] < 18).all()
    assert (given[lent] == own[town.parent[person[lent]]]).all()
    assert (given[own >= 0] == own[own >= 0]).all()


def test_everyone_in_a_role_of_an_event_has_a_place_of_their_own(town):
    involved = town.world.involved.to_pandas()
    tenants = involved[(involved["kind"] == "tenancy") & (involved["role"] == "tenant")]
    events = np.arange(town.world.tenancy.num_rows)
    found = Counter()
    for nth in (1, 2, 3, 4, 5, 6):
        who = town.involved("tenancy", "tenant", "person", nth, events)
        found.update((int(e), int(w)) for e, w in zip(events, who, strict=True) if w >= 0)
    assert found == Counter(zip(tenants["event"].tolist(), tenants["who"].tolist(), strict=True))
    assert (town.involved("tenancy", "witness", "person", 1, events) == NONE).all()


def test_localities_end_with_the_town_itself(town):
    assert town.localities[NONE] == "Ravenmouth"
    assert town.localities[0] == town.world.city["name"][0].as_py()
