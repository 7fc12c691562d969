"""The audit chain: one entry after another, each holding the hash of the one before, so that no change goes unseen.

An entry holds no personal data. Whom it was about and what was typed are rows of their own (``SubjectPseudonym``, ``AuditText``)
under the hash of their own salt and content: such a row can be erased without breaking the chain, but not changed unseen.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from stronghold.errors import BadInput
from stronghold.governance.models import Account, AuditEntry, AuditHead, AuditText, SubjectPseudonym

__all__ = ["Checkpoint", "Verification", "append", "append_durably", "checkpoint", "verify"]

_BEGINNING = "0" * 64
_LONGEST_TEXT = 10_000
_AT_A_TIME = 500


@dataclass(frozen=True)
class Checkpoint:
    """The chain's end at one moment. Kept elsewhere, it proves later that no entry up to it was cut off or rewritten."""

    sequence: int
    entry_hash: str


@dataclass(frozen=True)
class Verification:
    """What a walk along the chain found.

    ``first_broken`` is the sequence number of the first entry that is not as it was written (``None``: the chain holds) and
    ``fault`` says what is wrong there. ``erased`` counts the subjects and texts that entries refer to and that are gone.
    """

    entries: int
    first_broken: int | None = None
    fault: str = ""
    erased: int = 0

    @property
    def holds(self) -> bool:
        return self.first_broken is None


def append(
    action: str,
    *,
    account: Account | None = None,
    purpose: str = "",
    subjects: Iterable[str] = (),
    text: str = "",
    detail: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry, in the caller's transaction where there is one: what was done and its entry are kept or lost together.

    ``subjects`` are entity ids and record keys, ``text`` what a person typed; both are kept apart from the chain. ``detail``
    holds no personal data. Appends are one at a time: each waits for the lock on the head row.
    """
    with transaction.atomic():
        head = _locked_head()
        entry = AuditEntry(
            sequence=head.sequence + 1,
            at=datetime.now(UTC),
            account=account.username if account else "",
            agency=account.agency.name if account else "",
            purpose=purpose,
            action=action,
            subjects=_pseudonyms(subjects),
            text=_text_reference(text) if text else "",
            detail=dict(detail or {}),
            previous_hash=head.entry_hash or _BEGINNING,
        )
        entry.entry_hash = _hash(entry)
        entry.save(force_insert=True)
        head.sequence, head.entry_hash = entry.sequence, entry.entry_hash
        head.save(update_fields=["sequence", "entry_hash"])
    return entry


def append_durably(
    action: str,
    *,
    account: Account | None = None,
    purpose: str = "",
    subjects: Iterable[str] = (),
    text: str = "",
    detail: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry as :func:`append` does, committed when this returns.

    An error inside another transaction, which could undo it after something was shown.
    """
    with transaction.atomic(durable=True):
        return append(action, account=account, purpose=purpose, subjects=subjects, text=text, detail=detail)


def checkpoint() -> Checkpoint:
    """The chain's end now, for an operator to keep in another place. An empty chain is sequence 0."""
    head = AuditHead.objects.filter(pk=1).first()
    if head is None:
        return Checkpoint(0, _BEGINNING)
    return Checkpoint(head.sequence, head.entry_hash or _BEGINNING)


def verify(checkpoint: Checkpoint | None = None) -> Verification:
    """Walk the whole chain and say where it first breaks.

    Entries cut from the end together with a rewritten head are only told by a ``checkpoint`` that was kept elsewhere.
    """
    altered, present = _references()
    missing: set[str] = set()
    last, last_hash = 0, _BEGINNING
    while True:
        for entry in _entries_after(last):
            if fault := _fault(entry, last, last_hash, altered):
                return Verification(last, last + 1, fault, len(missing))
            if checkpoint is not None and entry.sequence == checkpoint.sequence and entry.entry_hash != checkpoint.entry_hash:
                return Verification(last, entry.sequence, "the chain up to here is not the one the checkpoint was taken of")
            missing.update(r for r in (*entry.subjects, entry.text) if r and r not in present)
            last, last_hash = entry.sequence, entry.entry_hash
        head = AuditHead.objects.filter(pk=1).first()
        if head is None or head.sequence <= last or not AuditEntry.objects.filter(sequence__gt=last).exists():
            break  # otherwise entries were appended while we walked
        altered, present = _references()
    if missing:  # some may have been written after the references were read
        missing -= _references()[1]
    fault = _fault_of_end(head, last, last_hash, checkpoint)
    return Verification(last, last + 1 if fault else None, fault, len(missing))


def _fault(entry: AuditEntry, last: int, last_hash: str, altered: set[str]) -> str:
    if entry.sequence != last + 1:
        return f"entry {last + 1} is missing" if entry.sequence > last else f"entry {entry.sequence} is out of its order"
    if entry.previous_hash != last_hash:
        return "the entry does not continue the one before"
    if entry.entry_hash != _hash(entry):
        return "the entry was altered"
    if altered.intersection((*entry.subjects, entry.text)):
        return "the subject or text the entry refers to was altered"
    return ""


def _fault_of_end(head: AuditHead | None, last: int, last_hash: str, checkpoint: Checkpoint | None) -> str:
    if checkpoint is not None and checkpoint.sequence > last:
        return f"entries {last + 1} to {checkpoint.sequence} were cut off"
    if head is None:
        return "the head row is missing" if last else ""
    if head.sequence != last or (head.entry_hash or _BEGINNING) != last_hash:
        return f"the chain ends at {last} and its head says {head.sequence}"
    return ""


def _entries_after(sequence: int) -> Iterator[AuditEntry]:
    return AuditEntry.objects.filter(sequence__gt=sequence).order_by("sequence").iterator(chunk_size=2000)


def _references() -> tuple[set[str], set[str]]:
    """References whose row is not as it was written, and all that have a row."""
    altered: set[str] = set()
    present: set[str] = set()
    subjects = SubjectPseudonym.objects.values_list("pseudonym", "salt", "subject").iterator(chunk_size=2000)
    texts = AuditText.objects.values_list("reference", "salt", "text").iterator(chunk_size=2000)
    for rows in (subjects, texts):
        for reference, salt, content in rows:
            present.add(reference)
            if _reference(salt, content) != reference:
                altered.add(reference)
    return altered, present


def _locked_head() -> AuditHead:
    head, made = AuditHead.objects.select_for_update().get_or_create(pk=1)
    if made and AuditEntry.objects.exists():
        raise BadInput(
            "The audit chain has lost its head row, so nothing can be written to it, and nothing is shown.",
            remedy="Restore the casework database from a backup and look into who changed it.",
        )
    return head


def _hash(entry: AuditEntry) -> str:
    content = {
        "sequence": entry.sequence,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "account": entry.account,
        "agency": entry.agency,
        "purpose": entry.purpose,
        "action": entry.action,
        "subjects": entry.subjects,
        "text": entry.text,
        "detail": entry.detail,
        "previous_hash": entry.previous_hash,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _reference(salt: str, content: str) -> str:
    return hashlib.sha256(f"{salt}\n{content}".encode()).hexdigest()


def _pseudonyms(subjects: Iterable[str]) -> list[str]:
    """A pseudonym per subject, in the given order; the same subject always has the same one."""
    wanted = list(dict.fromkeys(_storable(s) for s in subjects))
    known: dict[str, str] = {}
    # SQLite bounds how many values one query may take.
    for start in range(0, len(wanted), _AT_A_TIME):
        part = wanted[start : start + _AT_A_TIME]
        known.update(SubjectPseudonym.objects.filter(subject__in=part).values_list("subject", "pseudonym"))
    new = []
    for subject in wanted:
        if subject not in known:
            salt = secrets.token_hex(32)
            known[subject] = _reference(salt, subject)
            new.append(SubjectPseudonym(pseudonym=known[subject], salt=salt, subject=subject))
    SubjectPseudonym.objects.bulk_create(new, batch_size=_AT_A_TIME)
    return [known[s] for s in wanted]


def _text_reference(text: str) -> str:
    kept = _storable(text)[:_LONGEST_TEXT]
    salt = secrets.token_hex(32)
    return AuditText.objects.create(reference=_reference(salt, kept), salt=salt, text=kept).reference


def _storable(text: str) -> str:
    """``text`` as any database can keep it: what no encoding can hold becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "?")
