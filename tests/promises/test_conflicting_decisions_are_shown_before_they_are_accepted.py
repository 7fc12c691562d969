"""Promise: decisions that contradict one another never stand together: one sees which say otherwise before anything is kept."""

from __future__ import annotations

import importlib.util
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stronghold.casework.decisions import Contradicted, Wanted, decide, for_build, undo
from stronghold.casework.models import Decision
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account
from stronghold.linking.decisions import Judgement, contradictions, require_consistent

_WEB = Path(__file__).parents[1] / "web" / "conftest.py"
_spec = importlib.util.spec_from_file_location("web_fixtures", _WEB)
assert _spec is not None and _spec.loader is not None
_fixtures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_fixtures)
built_folder, built_frontend, store, sign_in = (
    _fixtures.built_folder,
    _fixtures.built_frontend,
    _fixtures.store,
    _fixtures.sign_in,
)

KEYS = [
    "police/rms/person/1#subject.1",
    "council/housing/person/7#subject.1",
    "police/rms/meeting/m1#attendee.1",
    "police/rms/meeting/m1#attendee.2",
]
PAIRS = list(itertools.combinations(KEYS, 2))
steps = st.lists(st.tuples(st.sampled_from(PAIRS), st.sampled_from(Judgement)) | st.integers(1, 6), min_size=1, max_size=10)


@pytest.fixture
def gateway(made_store: Path, account: Callable[..., Account]) -> Gateway:
    account("ann", "police", "analyst")
    return open_gateway(made_store, "ann", "disruption")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_law_what_stands_never_contradicts_itself_and_undoing_what_was_named_lets_the_other_in(
    gateway: Gateway, taken: list
) -> None:
    Decision.objects.all().delete()
    for step in taken:
        if isinstance(step, int):
            row = Decision.objects.filter(number=step, undone_at=None).first()
            if row is not None:
                undo(gateway, step, reason="Why not")
            continue
        pair, judgement = step
        before = for_build()
        try:
            decide(gateway, [Wanted(judgement, *pair)], reason="Why")
        except Contradicted as refused:
            assert for_build() == before
            (conflict,) = refused.conflicts
            named = {told.number for told in conflict.chain}
            assert named and named <= {d.sequence for d in before}
            assert all(told.about and told.reason == "Why" for told in conflict.chain)
        require_consistent(for_build())
        assert contradictions(for_build()) == []
    if taken and not isinstance(taken[-1], int):
        pair, judgement = taken[-1]
        for _ in PAIRS:
            try:
                decide(gateway, [Wanted(judgement, *pair)], reason="Why")
                break
            except Contradicted as refused:
                undo(gateway, refused.conflicts[0].chain[0].number, reason="It was wrong")
        assert judgement in {d.judgement for d in for_build() if {d.left, d.right} == set(pair)}


def test_the_page_names_them_and_keeps_nothing(sign_in: Callable[..., Client]) -> None:
    client = sign_in("analyst", "disruption")
    for left, right in ((KEYS[0], KEYS[1]), (KEYS[1], KEYS[3])):
        sent = {"left": left, "right": right, "answer": "same", "reason": f"They are one: {right}"}
        assert client.post("/review/next/", sent).status_code == 302
    answer = client.post(
        "/review/next/", {"left": KEYS[0], "right": KEYS[3], "answer": "not_same", "reason": "A man and a woman"}
    )
    told = answer.content.decode()
    assert answer.status_code == 400
    for words in ("Nothing was decided", 'href="/decisions/1/"', 'href="/decisions/2/"', "They are one", "A man and a woman"):
        assert words in told
    assert Decision.objects.count() == 2
