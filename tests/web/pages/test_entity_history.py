"""The history of an entity: joined and parted, and who decided what of its records."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from django.test import Client

from stronghold import engine
from stronghold.picture.manifest import MANIFEST_FILE
from stronghold.picture.snapshot import PICTURE_FILE

SignIn = Callable[..., Client]
AMOS, BETH = "P-AM000001", "P-BE000001"
POLICE, COUNCIL = "police/rms/person/1#subject.1", "council/housing/person/7#subject.1"


def page(client: Client) -> str:
    answer = client.get(f"/entity/{AMOS}/history/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_happened_and_who_decided(store: Path, sign_in: SignIn) -> None:
    (served,) = store.glob("snapshots/*")
    earlier = served.with_name("20251201T090000000Z-00000000")
    shutil.copytree(served, earlier)
    with engine.connect(earlier / PICTURE_FILE) as con:
        con.execute(
            "UPDATE entity_member SET entity_id = 'P-BEF0RE00' FROM mention m"
            " WHERE m.mention_id = entity_member.mention_id AND m.mention_key = $key",
            {"key": COUNCIL},
        )
    for folder, changes in ((served, {"previous": earlier.name, "decisions": [1]}), (earlier, {"id": earlier.name})):
        manifest = json.loads((folder / MANIFEST_FILE).read_text())
        (folder / MANIFEST_FILE).write_text(json.dumps({**manifest, **changes}))
    analyst = sign_in("analyst", "disruption")
    analyst.post(f"/compare/?left={POLICE}&right={COUNCIL}".replace("#", "%23"), {"judgement": "same", "reason": "One tattoo"})
    told = page(analyst)
    assert "P-BEF0RE00" in told and "were joined with these" in told and "The first of these records came" in told
    assert told.count('href="/decisions/1/"') == 2 and "One tattoo" in told and "In the picture" in told


def test_where_nothing_happened_it_says_so(sign_in: SignIn) -> None:
    told = page(sign_in("analyst", "disruption"))
    assert "Nobody has decided anything about these records" in told and "The first of these records came" in told
    assert sign_in("analyst", "disruption").get("/entity/P-00000000/history/").status_code == 404
