"""Promise: nobody decides about records that they may not see, whichever way they try, and nobody is told of such decisions."""

from __future__ import annotations

import importlib.util
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stronghold.casework.decisions import Wanted, decide, listed, pending, read, undo
from stronghold.casework.models import Decision
from stronghold.errors import BadInput
from stronghold.governance.gateway import open_gateway
from stronghold.governance.models import Account
from stronghold.governance.refusals import NotVisible
from stronghold.linking.decisions import Judgement

_GOVERNANCE = Path(__file__).parents[1] / "governance" / "conftest.py"
_spec = importlib.util.spec_from_file_location("governance_fixtures_of_decisions", _GOVERNANCE)
assert _spec is not None and _spec.loader is not None
_fixtures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_fixtures)

# Every person whom a record of the picture in tests/governance/conftest.py names, with the source of the record.
MENTIONS = {
    f"{_fixtures.SOURCES[source][0]}/{_fixtures.SOURCES[source][1]}/{kind}/{key}#{role}.{number}": source
    for source, kind, key, _day, _event, mentions in _fixtures.RECORDS
    for number, (role, part, _kind, _entity, _values) in enumerate(mentions, start=1)
    if part is None
}
# name: (roles, agency, operations, purpose, the sources whose records it may see)
PEOPLE = {
    "ann": (["analyst"], "police", (), "disruption", {1, 2}),
    "max": (["analyst"], "police", ("ash",), "disruption", {1, 2, 4}),
    "cleo": (["analyst", "conditional_reader"], "police", (), "disruption", {1, 2, 5}),
    "wanda": (["social_worker"], "council", (), "safeguarding", {1, 2, 3, 5}),
    "quinn": (["analyst"], "council", (), "data_quality", {2, 5}),
}
PAIRS = list(itertools.combinations(sorted(MENTIONS), 2))


@pytest.fixture
def everyone(account: Callable[..., Account]) -> None:
    for name, (roles, agency, operations, _, _) in PEOPLE.items():
        account(name, agency, *roles, operations=operations)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    tried=st.lists(
        st.tuples(st.sampled_from(sorted(PEOPLE)), st.sampled_from(PAIRS), st.sampled_from(Judgement)), min_size=1, max_size=5
    )
)
def test_law_what_is_decided_and_what_is_told_of_it_rests_on_what_each_may_see(
    tried: list, made_store: Path, everyone: None
) -> None:
    Decision.objects.all().delete()
    for name, pair, judgement in tried:
        sees = PEOPLE[name][4]
        before = Decision.objects.count()
        with open_gateway(made_store, name, PEOPLE[name][3]) as gateway:
            if {MENTIONS[key] for key in pair} <= sees:
                try:
                    decide(gateway, [Wanted(judgement, *pair)], reason="Why")
                except BadInput as refused:
                    # Only because other decisions say otherwise.
                    assert "Earlier decisions say otherwise" in str(refused)
                    hidden = [k for row in Decision.objects.all() for k in (row.left, row.right) if MENTIONS[k] not in sees]
                    assert not any(key in str(refused) for key in hidden)
            else:
                with pytest.raises(NotVisible):
                    decide(gateway, [Wanted(judgement, *pair)], reason="Why")
                assert Decision.objects.count() == before
    for name, (_, _, _, purpose, sees) in PEOPLE.items():
        with open_gateway(made_store, name, purpose) as gateway:
            visible = {row.number for row in Decision.objects.all() if {MENTIONS[row.left], MENTIONS[row.right]} <= sees}
            assert {view.row.number for view in listed(gateway, limit=99).decisions} == visible
            for row in Decision.objects.all():
                if row.number not in visible:
                    for refused in (lambda n=row.number: read(gateway, n), lambda n=row.number: undo(gateway, n, reason="Why")):
                        with pytest.raises(NotVisible):
                            refused()
            told = {
                each.row.number for entity in (_fixtures.AMOS, _fixtures.BETH, _fixtures.DAN) for each in pending(gateway, entity)
            }
            assert told <= visible
