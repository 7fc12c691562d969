"""Whoever is to be protected stays so whatever somebody takes for false in thought: no doubt makes anybody a candidate of a plan."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stronghold import engine
from stronghold.concern import protected_now
from stronghold.concern.childhood import today_here
from stronghold.errors import BadInput
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account
from stronghold.governance.overlay import LaidOver, taken_for_false
from stronghold.picture.classes import assign_classes
from stronghold.picture.snapshot import PICTURE_FILE
from stronghold.picture.store import Store
from tests.promises.conftest import _fixtures

KAY, LEE, MAX, TIA = _fixtures.GANG
REPORT = "police/rms/intelligence_report/risk"
ARRESTS = [f"police/rms/arrest/g{number}" for number in (1, 2, 3)]
REPORTS = [f"police/rms/intelligence_report/i{who}" for who in (KAY, LEE, MAX)]
DOUBTS = st.sets(st.sampled_from([REPORT, *ARRESTS, *REPORTS]))


@pytest.fixture(scope="module")
def store(grouped_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The picture with the group, and one report that Max, who is said to deal, is at risk himself."""
    folder = tmp_path_factory.mktemp("doubted") / "store"
    shutil.copytree(grouped_store, folder)
    snapshot = Store.open(folder).current()
    assert snapshot is not None
    at_risk = ("at_risk", None, "person", MAX, {"forename": "MAX", "surname": "GANGER"})
    day = f"{today_here() - timedelta(days=30):%Y-%m-%d}"
    with engine.connect(snapshot.path / PICTURE_FILE) as con:
        ((records, mentions),) = con.execute(
            "SELECT max(record_id), (SELECT max(mention_id) FROM mention) FROM record"
        ).fetchall()
        _fixtures._records(con, [(1, "intelligence_report", "risk", day, {"narrative": "Seen."}, [at_risk])], records, mentions)
        con.execute("DROP TABLE visibility_class")
        assign_classes(con)
    return folder


@pytest.fixture
def gateway(store: Path, account: Callable[..., Account]) -> Iterator[Gateway]:
    account("ann", "police", "analyst")
    with open_gateway(store, "ann", "disruption") as opened:
        yield opened


def never(gateway: Gateway, group: str, **doubt: object) -> dict[str, tuple[str, ...]]:
    """Whom a plan never chooses, and the reasons it shows. However many are asked for, none of them is among the chosen."""
    plan = gateway.group_plan(group, 2, seconds=0.5, **doubt)  # type: ignore[arg-type]
    left_out = {each.entity_id: each.reasons for each in plan.standing.never}
    assert not left_out.keys() & set(plan.plan.chosen)
    assert not any(left_out.keys() & set(other.chosen) for other in plan.alternatives)
    return left_out


@pytest.fixture
def without_doubt(gateway: Gateway) -> dict[str, tuple[str, ...]]:
    (group,) = gateway.groups()
    return never(gateway, group.group_id)


def test_without_any_doubt_the_child_and_the_one_at_risk_are_protected(without_doubt: dict[str, tuple[str, ...]]) -> None:
    assert without_doubt.keys() == {MAX, TIA} and all(without_doubt.values())


def test_the_report_that_is_doubted_is_the_one_that_protects(store: Path) -> None:
    """So that the promise is not kept for want of anything to lose: a report found false in earnest does protect nobody."""
    snapshot = Store.open(store).current()
    assert snapshot is not None
    with closing(snapshot.connect()) as con:
        ((record,),) = con.execute("SELECT record_id FROM record WHERE record_key = ?", [REPORT]).fetchall()
        assert protected_now(con, [MAX]).protected == {MAX}
        with taken_for_false(con, LaidOver(), [record]):
            assert not protected_now(con, [MAX]).protected


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=DOUBTS, whole_file=st.booleans())
def test_no_doubt_about_records_or_a_whole_file_changes_who_is_protected_or_why(
    gateway: Gateway, without_doubt: dict[str, tuple[str, ...]], records: set[str], whole_file: bool
) -> None:
    (group,) = gateway.groups()
    doubt = {"false_records": sorted(records), "false_sources": ["rms.csv"] if whole_file else []}
    assert never(gateway, group.group_id, **doubt) == without_doubt


def test_nor_does_dropping_each_file_in_turn(gateway: Gateway) -> None:
    (group,) = gateway.groups()
    dropped = gateway.plan_without_each_source(group.group_id, 2)
    assert dropped and all(not {MAX, TIA} & set(source.chosen) for source in dropped)


def test_nobody_protected_is_taken_out_to_see_what_would_be_however_much_is_doubted(gateway: Gateway) -> None:
    (group,) = gateway.groups()
    for who in (MAX, TIA):
        with pytest.raises(BadInput, match="is to be protected first"):
            gateway.group_without(group.group_id, [who], false_records=[REPORT, *ARRESTS], false_sources=["rms.csv"])
