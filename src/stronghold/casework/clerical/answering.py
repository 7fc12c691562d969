"""A clerk's answers: one pair at a time, without what the model thinks of it, each kept at once and taken back at will."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from stronghold.casework.clerical.drawing import as_drawn
from stronghold.casework.clerical.reading import permitted_sample, require_clerk
from stronghold.casework.models import ClericalPair
from stronghold.errors import BadInput
from stronghold.governance import audit
from stronghold.governance.gateway import Gateway
from stronghold.governance.sides import MentionSide
from stronghold.linking.clerical import digest_of, read_answers

__all__ = ["LONGEST_NOTE", "AskedPair", "answer", "next_pair", "take_back", "take_in"]

LONGEST_NOTE = 1_000


@dataclass(frozen=True)
class AskedPair:
    """The pair that is asked about next, with what the two records say. ``lost``: pairs that nobody can be asked about any more,
    as a record of theirs has gone or may not be seen; they count as pairs without an answer."""

    pair: ClericalPair | None
    left: MentionSide | None
    right: MentionSide | None
    lost: int

    @property
    def sides(self) -> tuple[MentionSide, ...]:
        return tuple(side for side in (self.left, self.right) if side)


def next_pair(gateway: Gateway, number: int) -> AskedPair:
    """The first pair of the sample that has no answer and can be shown. Its records are in the audit before they are."""
    require_clerk(gateway)
    sample = permitted_sample(gateway, number)
    waiting = list(sample.pairs.filter(answer="").order_by("number"))
    visible = gateway.known({key for pair in waiting for key in (pair.left, pair.right)}).visible
    open_pairs = [pair for pair in waiting if pair.left in visible and pair.right in visible]
    lost = len(waiting) - len(open_pairs)
    if not open_pairs:
        return AskedPair(None, None, None, lost)
    pair = open_pairs[0]
    sides: Mapping[str, MentionSide] = gateway.mentions([pair.left, pair.right])
    return AskedPair(pair, sides[pair.left], sides[pair.right], lost)


def answer(gateway: Gateway, number: int, pair_number: int, said: str, note: str = "") -> None:
    """Keep the answer to a pair, with its audit entry. ``BadInput`` for what is no answer or a note that is too long."""
    require_clerk(gateway)
    sample = permitted_sample(gateway, number)
    if said not in ClericalPair.Answer.values:
        raise BadInput("Choose an answer: yes, no or not sure.")
    note = note.replace("\0", "").strip()
    if len(note) > LONGEST_NOTE:
        raise BadInput(f"The note must be {LONGEST_NOTE:,} characters or fewer.")
    with transaction.atomic():
        pair = sample.pairs.select_for_update().filter(number=pair_number).first()
        if pair is None:
            raise BadInput(f"The sample has no pair {pair_number}.")
        _keep(gateway, pair, said, note)
        _audit(gateway, "link sample answered", pair, answer=said)


def take_back(gateway: Gateway, number: int) -> int | None:
    """Forget the account's last answer in the sample, so that it is asked again; the pair's number, ``None`` where there is none."""
    require_clerk(gateway)
    sample = permitted_sample(gateway, number)
    with transaction.atomic():
        given = sample.pairs.select_for_update().filter(by=gateway.account).exclude(answer="")
        pair = given.order_by("-at", "-number").first()
        if pair is None:
            return None
        _audit(gateway, "link sample answer taken back", pair, answer=pair.answer)
        pair.answer, pair.note, pair.by, pair.at = "", "", None, None
        pair.save(update_fields=["answer", "note", "by", "at"])
    return pair.number


def take_in(gateway: Gateway, number: int, path: Path) -> int:
    """Keep every answer of a file that was exported and filled in, all or none; how many changed.

    ``BadInput`` names the line and column at fault. A pair without an answer in the file keeps the one that it has.
    """
    require_clerk(gateway)
    sample = permitted_sample(gateway, number)
    pairs = as_drawn(sample).pairs
    strata = {str(pair.number): pair.stratum for pair in pairs}
    digests = {str(pair.number): digest_of(pair) for pair in pairs}
    words = {True: "yes", False: "no", None: "unsure"}
    read = list(read_answers(path, strata, digests))
    changed = 0
    with transaction.atomic():
        held = {pair.number: pair for pair in sample.pairs.select_for_update()}
        for each in read:
            pair, said = held[each.pair.number], words[each.answer]
            if pair.answer != said:
                _keep(gateway, pair, said, each.note[:LONGEST_NOTE])
                changed += 1
        detail = {"sample": sample.pk, "answers": len(read), "changed": changed}
        audit.append("link sample answers taken in", account=gateway.account, purpose=gateway.purpose, detail=detail)
    return changed


def _keep(gateway: Gateway, pair: ClericalPair, said: str, note: str) -> None:
    pair.answer, pair.note, pair.by, pair.at = said, note, gateway.account, datetime.now(UTC)
    pair.save(update_fields=["answer", "note", "by", "at"])


def _audit(gateway: Gateway, action: str, pair: ClericalPair, **detail: str) -> None:
    audit.append(
        action,
        account=gateway.account,
        purpose=gateway.purpose,
        subjects=[key.split("#")[0] for key in (pair.left, pair.right)],
        detail={"sample": pair.sample_id, "pair": pair.number, "snapshot": gateway.snapshot_id, **detail},
    )
