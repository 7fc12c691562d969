"""Whoever changes, removes, adds or reorders entries of the audit chain, or what they refer to, is found out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from stronghold.governance import audit
from stronghold.governance.models import AuditEntry, AuditHead, AuditText, SubjectPseudonym

pytestmark = pytest.mark.django_db

CHANGES: dict[str, Callable[[AuditEntry], Any]] = {
    "at": lambda e: e.at + timedelta(microseconds=1),
    "account": lambda e: "somebody else",
    "agency": lambda e: "another agency",
    "purpose": lambda e: "safeguarding",
    "action": lambda e: "find",
    "subjects": lambda e: e.subjects[::-1],
    "text": lambda e: "",
    "detail": lambda e: {**e.detail, "found": 0},
    "previous_hash": lambda e: "0" * 63 + "1",
    "entry_hash": lambda e: "0" * 64,
}


@pytest.fixture(autouse=True)
def chain() -> audit.Checkpoint:
    """Six entries, and the checkpoint an operator kept after the fifth."""
    for n in range(1, 6):
        audit.append("show", purpose="disruption", subjects=[f"P-{n}", "P-0"], text=f"words {n}", detail={"found": n})
    kept = audit.checkpoint()
    audit.append("show")
    assert audit.verify() == audit.Verification(entries=6)
    return kept


def rewrite_from(sequence: int) -> None:
    """What somebody who knows the program and may write to the database does: make every hash fit again."""
    last = AuditEntry.objects.filter(sequence__lt=sequence).order_by("sequence").last()
    previous = last.entry_hash if last else "0" * 64
    for entry in AuditEntry.objects.filter(sequence__gte=sequence).order_by("sequence"):
        entry.previous_hash = previous
        entry.entry_hash = previous = audit._hash(entry)
        entry.save()
    AuditHead.objects.update(sequence=AuditEntry.objects.latest("sequence").sequence, entry_hash=previous)


def test_every_column_of_an_entry_is_covered() -> None:
    assert set(CHANGES) | {"sequence"} == {f.name for f in AuditEntry._meta.fields}


@pytest.mark.parametrize("column", CHANGES)
@pytest.mark.parametrize("sequence", [1, 3, 5])
def test_a_changed_column(column: str, sequence: int) -> None:
    entry = AuditEntry.objects.get(sequence=sequence)
    AuditEntry.objects.filter(sequence=sequence).update(**{column: CHANGES[column](entry)})
    assert audit.verify().first_broken == sequence


@pytest.mark.parametrize("sequence", [1, 3, 5])
def test_a_removed_entry(sequence: int) -> None:
    AuditEntry.objects.filter(sequence=sequence).delete()
    assert audit.verify().first_broken == sequence


def test_a_removed_entry_with_the_rest_moved_up() -> None:
    AuditEntry.objects.filter(sequence=3).delete()
    for sequence in (4, 5, 6):
        AuditEntry.objects.filter(sequence=sequence).update(sequence=F("sequence") - 1)
    assert audit.verify().first_broken == 3


def test_two_entries_that_changed_places() -> None:
    AuditEntry.objects.filter(sequence=2).update(sequence=99)
    AuditEntry.objects.filter(sequence=3).update(sequence=2)
    AuditEntry.objects.filter(sequence=99).update(sequence=3)
    assert audit.verify().first_broken == 2


def test_an_added_entry() -> None:
    entry = AuditEntry.objects.get(sequence=6)
    entry.sequence, entry.previous_hash = 7, entry.entry_hash
    entry.entry_hash = audit._hash(entry)
    entry.save(force_insert=True)
    assert audit.verify().first_broken == 8
    assert "head says 6" in audit.verify().fault


def test_an_end_that_was_cut_off() -> None:
    AuditEntry.objects.filter(sequence__gt=4).delete()
    assert audit.verify().first_broken == 5


def test_an_end_that_was_cut_off_with_the_head_rewritten(chain: audit.Checkpoint) -> None:
    AuditEntry.objects.filter(sequence__gt=3).delete()
    rewrite_from(1)
    assert audit.verify().holds, "this alone cannot be told without a checkpoint"
    found = audit.verify(chain)
    assert (found.first_broken, found.fault) == (4, "entries 4 to 5 were cut off")


def test_a_whole_chain_that_was_rewritten(chain: audit.Checkpoint) -> None:
    AuditEntry.objects.filter(sequence=2).update(account="somebody else")
    rewrite_from(2)
    assert audit.verify().holds, "this alone cannot be told without a checkpoint"
    found = audit.verify(chain)
    assert (found.first_broken, found.fault) == (5, "the chain up to here is not the one the checkpoint was taken of")


def test_a_whole_chain_that_was_removed(chain: audit.Checkpoint) -> None:
    AuditEntry.objects.all().delete()
    AuditHead.objects.all().delete()
    assert audit.verify(chain).first_broken == 1


def test_a_checkpoint_of_a_chain_that_went_on_still_holds(chain: audit.Checkpoint) -> None:
    assert audit.verify(chain) == audit.Verification(entries=6)


def test_a_subject_put_in_the_place_of_another() -> None:
    SubjectPseudonym.objects.filter(subject="P-4").update(subject="P-9")
    assert audit.verify().first_broken == 4


def test_words_put_in_the_place_of_others() -> None:
    AuditText.objects.filter(text="words 2").update(text="other words")
    assert audit.verify().first_broken == 2


def test_a_subject_that_was_erased_is_counted_and_breaks_nothing() -> None:
    SubjectPseudonym.objects.filter(subject="P-4").delete()
    assert audit.verify() == audit.Verification(entries=6, erased=1)
