"""Promise: a plan is for the people whom it chose. Once one of them is joined with another, parted or gone, a released plan is suspended and
its owners are told; none is released for whoever they became, until a person has made a plan for them; and nothing else stops a plan."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stronghold import engine
from stronghold.casework import checks, plans
from stronghold.casework.models import Notice, PlanStep, SavedPlan
from stronghold.casework.plans import NotReleasable
from stronghold.concern import Outcome
from stronghold.errors import BadInput
from stronghold.governance.gateway import Gateway
from stronghold.governance.refusals import NotVisible
from stronghold.network.groups.identity import group_id
from stronghold.picture.snapshot import PICTURE_FILE
from stronghold.picture.store import Store
from tests.promises.conftest import next_picture as regrown

_CHECKS = Path(__file__).parents[1] / "casework" / "checks" / "conftest.py"
_spec = importlib.util.spec_from_file_location("checks_fixtures", _CHECKS)
assert _spec is not None and _spec.loader is not None
_fixtures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_fixtures)
store, entered = _fixtures.store, _fixtures.entered

KAY, LEE, MAX = (f"P-GANG000{n}" for n in range(1, 4))
AMOS, NEW = "P-AM000001", "P-NEW00001"
GONE = ""

Entered = Callable[..., Gateway]


@pytest.fixture
def released(entered: Entered) -> SavedPlan:
    """A plan of ann's for Kay and Lee, released by sam."""
    plan = plans.save(entered("ann"), group_id(KAY), [KAY, LEE], aim="Weaken the line", seconds=0.5)
    for who in (KAY, LEE, MAX):
        checks.check(entered("sue"), who, Outcome.NO_REASON, reason="Looked")
    return plans.release(entered("sam"), plan.number, reason="Day of action")


def mentions(store: Store) -> dict[str, list[str]]:
    """The keys of all that names Kay and Lee, hidden records among them."""
    snapshot = store.current()
    assert snapshot is not None
    with snapshot.connect() as con:
        rows = con.execute(
            "SELECT entity_id, list(mention_key ORDER BY mention_key) FROM entity_member JOIN mention USING (mention_id)"
            " WHERE entity_id IN (?, ?) GROUP BY ALL",
            [KAY, LEE],
        ).fetchall()
    return dict(rows)


def serve_changed(store: Store, to: Mapping[str, str], aliases: Mapping[str, str]) -> None:
    """Serve another picture: each mention of these keys is of another entity, or gone, and these ids lead to others."""
    current = store.current()
    assert current is not None
    made = len(store.snapshots())
    name = f"202602{made // 24 + 1:02}T{made % 24:02}0000000Z-00000000"
    folder = Path(shutil.copytree(current.path, store.snapshots_folder / name))
    replace(current.manifest, id=name).write(folder)
    with engine.connect(folder / PICTURE_FILE) as con:
        for key, entity in to.items():
            con.execute(
                "UPDATE entity_member SET entity_id = ? WHERE mention_id = (SELECT mention_id FROM mention WHERE mention_key = ?)",
                [entity, key],
            )
        con.execute("DELETE FROM entity_member WHERE entity_id = ?", [GONE])
        for who, entity in aliases.items():
            con.execute("INSERT INTO entity_alias VALUES (?, ?, 'merged')", [who, entity])
    store.serve(name)


@st.composite
def becoming(draw: st.DrawFn) -> Callable[[str, int], list[str]]:
    """What becomes of somebody's mentions: nothing, all are another's, or each is somebody's or gone."""
    how = draw(st.sampled_from(["nothing", "nothing", "merged", "each"]))
    into = draw(st.sampled_from([AMOS, MAX, NEW, GONE]))
    each = draw(st.lists(st.sampled_from(["own", AMOS, NEW, GONE]), min_size=20, max_size=20))

    def entities(who: str, many: int) -> list[str]:
        if how == "nothing":
            return [who] * many
        return [into] * many if how == "merged" else [who if one == "own" else one for one in each[:many]]

    return entities


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kay=becoming(), lee=becoming(), is_alias=st.booleans())
def test_law_a_released_plan_is_suspended_exactly_when_somebody_is_not_who_they_were(
    kay: Callable[[str, int], list[str]],
    lee: Callable[[str, int], list[str]],
    is_alias: bool,
    entered: Entered,
    released: SavedPlan,
    store: Store,
) -> None:
    before = store.current()
    assert before is not None
    keys = mentions(store)
    now = {who: dict(zip(keys[who], became(who, len(keys[who])), strict=True)) for who, became in ((KAY, kay), (LEE, lee))}
    gone_over = {who: set(to.values()) for who, to in now.items() if len(set(to.values())) == 1 and who not in to.values()}
    aliases = {who: entity for who, (entity,) in gone_over.items() if entity != GONE} if is_alias else {}
    serve_changed(store, {key: entity for to in now.values() for key, entity in to.items()}, aliases)
    are_same = all(set(to.values()) == {who} for who, to in now.items())
    try:
        assert plans.watch(store) == (() if are_same else (released.number,))
        released.refresh_from_db()
        assert released.state == ("released" if are_same else "suspended")
        told = {notice.account.username for notice in Notice.objects.select_related("account").filter(noun="plan")}
        assert told == (set() if are_same else {"ann", "sam"})
        if not are_same:
            with pytest.raises((NotReleasable, NotVisible)):
                plans.release(entered("sam"), released.number, reason="All the same")
    finally:
        store.serve(before.id)
        Notice.objects.all().delete()
        PlanStep.objects.filter(plan=released, by=None).delete()
        SavedPlan.objects.filter(pk=released.pk).update(state="released", watched="")
        released.refresh_from_db()


def test_a_person_makes_a_plan_for_whom_they_became_and_that_one_can_be_released(
    entered: Entered, released: SavedPlan, store: Store
) -> None:
    regrown(store.path, moved=dict.fromkeys(mentions(store)[KAY], AMOS))
    assert plans.watch(store) == (released.number,)
    for _ in range(2):
        with pytest.raises(
            NotReleasable, match=r"Somebody whom the plan chose is found as another person now\. Make another plan"
        ):
            plans.release(entered("sam"), released.number, reason="All the same")
    (group,) = (
        each for each in entered("ann").groups() if AMOS in {one.entity_id for one in entered("ann").group(each.group_id).people}
    )
    anew = plans.save(entered("ann"), group.group_id, [AMOS, LEE], aim="Amos goes by Kay: I looked", seconds=0.5)
    with pytest.raises(NotReleasable, match="Nobody has checked 1 person"):
        plans.release(entered("sam"), anew.number, reason="Day of action")
    checks.check(entered("sue"), AMOS, Outcome.NO_REASON, reason="Looked at all there is now")
    assert plans.release(entered("sam"), anew.number, reason="Day of action").state == "released"


def test_after_a_split_every_side_is_protected_and_none_is_a_target(entered: Entered, released: SavedPlan, store: Store) -> None:
    regrown(store.path, moved=dict.fromkeys(mentions(store)[KAY][:2], NEW))
    assert plans.watch(store) == (released.number,)
    step = released.steps.last()
    assert step is not None and "was parted" in step.reason
    number = checks.check(entered("sue"), LEE, Outcome.PROTECTED, reason="He told me").number
    regrown(store.path, moved=dict.fromkeys(mentions(store)[LEE][:2], "P-NEW00002"))
    assert {each.entity_id for each in checks.read(entered("sue"), number).people} == {LEE, "P-NEW00002"}
    people = {LEE, "P-NEW00002"} & {
        one.entity_id for each in entered("ann").groups() for one in entered("ann").group(each.group_id).people
    }
    for who in people:
        (group,) = (
            each
            for each in entered("ann").groups()
            if who in {one.entity_id for one in entered("ann").group(each.group_id).people}
        )
        with pytest.raises(BadInput, match="is to be protected first"):
            plans.save(entered("ann"), group.group_id, [who], aim="All the same", seconds=0.5)
    assert people
