"""The audit chain: appending, walking, and what it keeps apart."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from stronghold.errors import BadInput
from stronghold.governance import accounts, audit
from stronghold.governance.models import AuditEntry, AuditHead, AuditText, SubjectPseudonym


@pytest.mark.django_db
def test_entries_follow_one_another() -> None:
    first = audit.append("one", purpose="disruption", subjects=["P-1", "P-2", "P-1"], text="words", detail={"found": 2})
    second = audit.append("two", subjects=["P-2"])
    assert (first.sequence, second.sequence) == (1, 2)
    assert second.previous_hash == first.entry_hash
    assert second.subjects == [first.subjects[1]]
    assert len(first.subjects) == 2
    assert abs(datetime.now(UTC) - first.at) < timedelta(minutes=1)
    assert audit.verify() == audit.Verification(entries=2)
    assert audit.checkpoint() == audit.Checkpoint(2, second.entry_hash)


@pytest.mark.django_db
def test_an_empty_chain_holds() -> None:
    assert audit.verify() == audit.Verification(entries=0)
    assert audit.verify(audit.checkpoint()).holds


@pytest.mark.django_db
def test_an_entry_holds_nobody_and_no_words() -> None:
    entry = audit.append("find", subjects=["police/rms/person/AB123456C"], text="Amos Perry")
    kept = str({f.name: getattr(entry, f.name) for f in AuditEntry._meta.fields})
    assert "AB123456C" not in kept
    assert "Perry" not in kept


@pytest.mark.django_db
def test_a_subject_can_be_erased_and_the_chain_holds() -> None:
    audit.append("show", subjects=["P-1"], text="gone")
    audit.append("show", subjects=["P-2"])
    SubjectPseudonym.objects.filter(subject="P-1").delete()
    AuditText.objects.all().delete()
    assert audit.verify() == audit.Verification(entries=2, erased=2)
    again = audit.append("show", subjects=["P-1"])
    assert again.subjects != AuditEntry.objects.get(sequence=1).subjects


@pytest.mark.django_db
def test_more_subjects_than_one_query_takes() -> None:
    entry = audit.append("show", subjects=(f"P-{n}" for n in range(1203)))
    assert len(set(entry.subjects)) == 1203
    assert audit.append("show", subjects=["P-1202"]).subjects == entry.subjects[-1:]
    assert audit.verify().holds


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["\udcff\udc80 bytes that are no text", "nul\0", "x" * 20_000, "\U0001f600"])
def test_any_text_can_be_kept(text: str) -> None:
    audit.append("find", text=text, subjects=[text])
    assert audit.verify() == audit.Verification(entries=1)


@pytest.mark.django_db
def test_an_entry_is_lost_with_the_transaction_it_is_part_of() -> None:
    audit.append("kept")
    with pytest.raises(RuntimeError), transaction.atomic():
        audit.append("lost")
        raise RuntimeError
    assert [e.action for e in AuditEntry.objects.all()] == ["kept"]
    audit.append("next")
    assert audit.verify() == audit.Verification(entries=2)


@pytest.mark.django_db(transaction=True)
def test_a_durable_entry_refuses_a_transaction_that_could_undo_it() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        audit.append_durably("find")
    audit.append_durably("find")
    assert audit.verify() == audit.Verification(entries=1)


@pytest.mark.django_db
def test_nothing_is_appended_without_the_head() -> None:
    audit.append("one")
    AuditHead.objects.all().delete()
    with pytest.raises(BadInput, match="lost its head"):
        audit.append("two")
    broken = audit.verify()
    assert (broken.first_broken, broken.fault) == (2, "the head row is missing")


@pytest.mark.django_db
def test_an_account_is_named_with_its_agency() -> None:
    entry = audit.append("show", account=accounts.add("ann", "police", ["analyst"]))
    assert (entry.account, entry.agency) == ("ann", "police")


_WRITER = """
import sys
from pathlib import Path
from threading import Thread
from stronghold.web.setup import prepare
prepare(Path(sys.argv[1]))
from django.db import connection
from stronghold.governance import audit
def write(thread):
    for n in range(10):
        audit.append_durably("show", subjects=[f"P-{n}", f"P-{sys.argv[2]}-{thread}-{n}"], text=f"{thread} {n}")
    connection.close()
threads = [Thread(target=write, args=(t,)) for t in range(2)]
for t in threads: t.start()
for t in threads: t.join()
"""
_READER = """
import sys
from pathlib import Path
from stronghold.web.setup import prepare
prepare(Path(sys.argv[1]))
from stronghold.governance import audit
from stronghold.governance.models import AuditEntry, SubjectPseudonym
print(audit.verify(), AuditEntry.objects.count(), SubjectPseudonym.objects.count())
"""


def test_the_chain_holds_when_many_write_at_once(tmp_path: Path) -> None:
    """Three processes of two threads each, ten entries a thread, started together on a store that has no tables yet."""
    from stronghold.picture.store import Store

    store = str(Store.create(tmp_path / "store").path)
    writers = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", _WRITER, store, str(n)], stderr=subprocess.PIPE) for n in range(3)
    ]
    for writer in writers:
        _, trouble = writer.communicate(timeout=120)
        assert (writer.returncode, trouble) == (0, b"")
    read = subprocess.run([sys.executable, "-c", _READER, store], capture_output=True, text=True, check=True)
    assert read.stdout.split("\n")[0] == f"{audit.Verification(entries=60)} 60 70"
