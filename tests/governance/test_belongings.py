"""Homes, phones and vehicles by period: told by visible records alone, and in the audit."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stronghold import engine
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account, AuditEntry, SubjectPseudonym
from stronghold.picture.snapshot import PICTURE_FILE

AMOS, BETH, HOME, NEXT = "P-AM000001", "P-BE000001", "A-H0000001", "A-H0000002"


def test_a_person_and_the_home_tell_the_same_period(analyst: Gateway) -> None:
    (mine,) = analyst.entity(AMOS, sections=("belongings",)).belongings
    assert (mine.entity_id, mine.label, mine.said_words) == (HOME, "14 High Street, Oxford, OX1 4AA", "home")
    assert (mine.records, mine.told_by, mine.until, mine.ended_words) == (1, ("police",), None, "")
    shown = {SubjectPseudonym.objects.get(pseudonym=s).subject for s in AuditEntry.objects.latest("sequence").subjects}
    assert {AMOS, HOME} <= shown
    view = analyst.entity(HOME, sections=("belongings",))
    assert [(period.entity_id, period.first_seen) for period in view.belongings] == [(AMOS, mine.first_seen)]
    assert view.belongings_visible == 1


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("police/covert/meeting/c1", [(HOME, None)]),
        ("council/housing/person/7", [(NEXT, None), (HOME, "moved")]),
    ],
)
def test_what_only_hidden_records_say_neither_shows_nor_ends_anything(
    made_store: Path,
    tmp_path: Path,
    account: Callable[..., Account],
    settings: Any,
    record: str,
    expected: list[tuple[str, str | None]],
) -> None:
    """A later record gives another home: one that the analyst may not see, or one that they may."""
    store = Path(shutil.copytree(made_store, tmp_path / "store"))
    settings.STRONGHOLD_STORE = store
    (picture,) = store.glob(f"snapshots/*/{PICTURE_FILE}")
    with engine.connect(picture) as con:
        ((number,),) = con.execute("SELECT record_id FROM record WHERE record_key = ?", [record]).fetchall()
        con.execute(
            "INSERT INTO mention (mention_id, mention_key, record_id, kind, role) VALUES (900, 'x', ?, 'address', 'subject')",
            [number],
        )
        con.execute("INSERT INTO entity_member VALUES (900, ?)", [NEXT])
        con.execute("INSERT INTO address (mention_id, house, street) VALUES (900, '3', 'low road')")
        con.execute(
            "INSERT INTO belonging (belonging_id, person_entity, thing_entity, kind, place) VALUES (90, ?, ?, 'address', 0)",
            [AMOS, NEXT],
        )
        con.execute(
            "INSERT INTO belonging_evidence SELECT 90, ?, mention_person, 900, 'home' FROM belonging_evidence LIMIT 1", [number]
        )
    account("ana", "police", "analyst")
    with open_gateway(store, "ana", "disruption") as gateway:
        found = gateway.entity(AMOS, sections=("belongings",)).belongings
    assert [(period.entity_id, period.ended_by) for period in found] == expected


def test_a_picture_that_kept_none_shows_none(
    made_store: Path, tmp_path: Path, account: Callable[..., Account], settings: Any
) -> None:
    store = Path(shutil.copytree(made_store, tmp_path / "store"))
    settings.STRONGHOLD_STORE = store
    (picture,) = store.glob(f"snapshots/*/{PICTURE_FILE}")
    with engine.connect(picture) as con:
        con.execute("DROP TABLE belonging")
    account("ana", "police", "analyst")
    with open_gateway(store, "ana", "disruption") as gateway:
        assert gateway.entity(AMOS, sections=("belongings",)).belongings == ()
