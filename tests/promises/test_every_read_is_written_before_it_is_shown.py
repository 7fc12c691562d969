"""Every read of people's data is in the audit chain before its answer is given; what cannot be written is not shown."""

from __future__ import annotations

import hashlib
import inspect
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from stronghold.errors import BadInput
from stronghold.governance import audit
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account, AuditEntry
from stronghold.governance.refusals import NotVisible
from tests.processes import python

MENTION = "police/rms/person/1#subject.1"
ROW = f"row-{hashlib.sha256(b'rms').hexdigest()[:12]}-9"

Read = Callable[[Gateway, Path], object]


def none_there(read: Callable[[Gateway], object]) -> Read:
    """A read of what this picture has none of: that it was asked for is written as well."""

    def asked(gateway: Gateway, out: Path) -> None:
        with pytest.raises(NotVisible):
            read(gateway)

    return asked


# How each way of reading is called; a new one without a line here fails the first test.
READS: dict[str, Read] = {
    "find": lambda g, out: g.find("perry"),
    "show": lambda g, out: g.show("P-AM000001"),
    "entity": lambda g, out: g.entity("P-AM000001", sections=("ties",)),
    "overview": lambda g, out: g.overview(),
    "neighbourhood": lambda g, out: g.neighbourhood("P-AM000001"),
    "export_neighbourhood": lambda g, out: g.export_neighbourhood("P-AM000001"),
    "why_one": lambda g, out: g.why_one("P-AM000001", limit=10),
    "history": lambda g, out: g.history("P-AM000001"),
    "bearing": lambda g, out: g.bearing("police/rms/meeting/m1"),
    "groups": lambda g, out: g.groups(),
    "group": none_there(lambda g: g.group("G-00000000")),
    "group_network": none_there(lambda g: g.group_network("G-00000000")),
    "group_graph": none_there(lambda g: g.group_graph("G-00000000")),
    "group_evidence": none_there(lambda g: g.group_evidence("G-00000000")),
    "group_standing": none_there(lambda g: g.group_standing("G-00000000")),
    "group_measures": none_there(lambda g: g.group_measures("G-00000000")),
    "export_group_network": none_there(lambda g: g.export_group_network("G-00000000")),
    "groups_network": lambda g, out: g.groups_network(),
    "export_groups_network": lambda g, out: g.export_groups_network(),
    "groups_of": lambda g, out: g.groups_of("P-AM000001"),
    "declared_groups": lambda g, out: g.declared_groups(),
    "protection_of": lambda g, out: g.protection_of(["P-AM000001"]),
    "group_plan": none_there(lambda g: g.group_plan("G-00000000", 3)),
    "group_without": none_there(lambda g: g.group_without("G-00000000", ["P-AM000001"])),
    "sources_behind_group": none_there(lambda g: g.sources_behind_group("G-00000000")),
    "plan_without_each_source": none_there(lambda g: g.plan_without_each_source("G-00000000", 3)),
    "places": lambda g, out: g.places("P-AM000001"),
    "timeline": lambda g, out: g.timeline("P-AM000001"),
    "side_by_side": lambda g, out: g.side_by_side("P-AM000001", "P-BE000001"),
    "mentions": lambda g, out: g.mentions([MENTION]),
    "questions": lambda g, out: g.questions([]),
    "sources": lambda g, out: g.sources(),
    "quarantine_page": lambda g, out: g.quarantine_page(),
    "quarantined_row": lambda g, out: g.quarantined_row(ROW),
    "quarantine": lambda g, out: g.quarantine(),
    "export_quarantine": lambda g, out: g.export_quarantine(out / "rows.csv"),
    "correct_quarantine": lambda g, out: g.correct_quarantine(out / "corrected.csv"),
}
# What tells nothing of what a record says; to correct a row is to read it first, and both are written (tests/governance).
NO_READS = {
    "close",
    "known",
    "hidden_records",
    "members_among",
    "mention_keys",
    "mention_terms",
    "declared_known",
    "checks_holding",
    "whereabouts",
    "records_held",
    "anchor_keys",
    "link_between",
    "waiting_corrections",
    "correct_row",
}


@pytest.fixture
def gateway(made_store: Path, account: Callable[..., Account]) -> Gateway:
    account("ann", "police", "analyst")
    return open_gateway(made_store, "ann", "disruption")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "corrected.csv").write_text("stronghold_row,born\n")
    return tmp_path


def test_every_way_of_reading_is_tried_here() -> None:
    public = {name for name, _ in inspect.getmembers(Gateway, inspect.isfunction) if not name.startswith("_")}
    assert public == set(READS) | NO_READS


@pytest.mark.parametrize("name", READS)
def test_each_read_is_one_entry_that_says_who_and_why(gateway: Gateway, out: Path, name: str) -> None:
    before = audit.checkpoint().sequence
    READS[name](gateway, out)
    (entry,) = AuditEntry.objects.filter(sequence__gt=before)
    assert (entry.account, entry.agency, entry.purpose) == ("ann", "police", "disruption")
    assert entry.detail["snapshot"]


@pytest.mark.parametrize("name", READS)
def test_what_cannot_be_written_is_not_shown(gateway: Gateway, out: Path, name: str) -> None:
    files = set(out.iterdir())
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER full BEFORE INSERT ON governance_auditentry BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        )
    try:
        with pytest.raises(DatabaseError, match="the disk is full"):
            READS[name](gateway, out)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER full")
    assert set(out.iterdir()) == files


def test_a_failed_look_is_written_too(gateway: Gateway) -> None:
    before = audit.checkpoint().sequence
    with pytest.raises(BadInput):
        gateway.show("P-DA000001")
    assert AuditEntry.objects.filter(sequence__gt=before, action="show").count() == 1


_ADD = """
import sys; from pathlib import Path
from stronghold.web.setup import prepare
prepare(Path(sys.argv[1]))
from stronghold.governance import accounts
accounts.add("ann", "police", ["analyst"])
"""
_READ_AND_DIE = """
import os, sys; from pathlib import Path
from stronghold.web.setup import prepare
prepare(Path(sys.argv[1]))
from stronghold.governance.gateway import open_gateway
found = open_gateway(Path(sys.argv[1]), "ann", "disruption").find("perry").found
os.write(1, found[0].label.encode())
os._exit(0)  # as a power cut would, with nothing closed or flushed
"""
_LOOK = """
import sys; from pathlib import Path
from stronghold.web.setup import prepare
prepare(Path(sys.argv[1]))
from stronghold.governance.models import AuditEntry, AuditText
from stronghold.governance import audit
entry = AuditEntry.objects.latest("sequence")
print(audit.verify().holds, entry.action, AuditText.objects.get(reference=entry.text).text)
"""


def test_the_entry_outlives_a_process_that_dies_once_it_has_the_answer(made_store: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(made_store, store)
    ended = [python(code, store) for code in (_ADD, _READ_AND_DIE, _LOOK)]
    assert [done.returncode for done in ended] == [0, 0, 0], [done.stderr for done in ended]
    assert [done.stdout.strip() for done in ended] == ["", "Amos Perry", "True find perry"]
