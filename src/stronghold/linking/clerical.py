"""The sample of pairs as a file that people fill in: the two records side by side, without what the model thinks of them.

Beside ``NAME.csv`` lies ``NAME.design.json``: the strata and each pair's place in them, and nothing of anybody.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from stronghold.errors import BadInput
from stronghold.intake.export import undefuse, write_table
from stronghold.intake.readers import open_source
from stronghold.linking.decisions import Decision, Judgement
from stronghold.linking.sampling import Estimate, Stratum, estimate

__all__ = [
    "ANSWER",
    "FIELDS",
    "Answered",
    "Judged",
    "SamplePair",
    "design_beside",
    "digest_of",
    "read_answers",
    "read_sample",
    "strata_as_json",
    "strata_from_json",
    "write_design",
    "write_sample",
]

PAIR, LEFT_KEY, RIGHT_KEY = "pair", "A mention", "B mention"
ANSWER, NOTE = "same person? (yes, no, unsure)", "note"
# What a clerk compares, with its heading; local numbers are left out, as each system has its own.
FIELDS = {
    "forename": "first name",
    "middle_names": "middle names",
    "surname": "surname",
    "date_of_birth": "date of birth",
    "flat": "flat",
    "house": "house",
    "street": "street",
    "town": "town",
    "postcode": "postcode",
    "phone": "phone",
    "email": "e-mail",
    "nino": "National Insurance number",
    "nhs_number": "NHS number",
    "pnc_id": "PNC id",
    "place_of_birth": "place of birth",
    "occupation": "occupation",
}
_ANSWERS = {
    **dict.fromkeys(("yes", "y", "same", "true", "1"), True),
    **dict.fromkeys(("no", "n", "not the same", "different", "false", "0"), False),
    **dict.fromkeys(("unsure", "not sure", "cannot tell", "?", "u"), None),
}
_FORMAT = 1
Side = Mapping[str, object]


@dataclass(frozen=True)
class SamplePair:
    """A pair of a sample: its number, its stratum, and its two mentions by their keys."""

    number: int
    stratum: int
    left: str
    right: str


@dataclass(frozen=True)
class Answered:
    """What a file says of a pair (``None``: unsure), and the note beside it."""

    pair: SamplePair
    answer: bool | None
    note: str


@dataclass(frozen=True)
class Judged:
    """A sample read back. ``decisions``: what it says, as labels to judge a model by; ``empty``: pairs without an answer."""

    estimate: Estimate
    decisions: tuple[Decision, ...]
    drawn: int
    empty: int
    snapshot: str


def design_beside(path: Path) -> Path:
    return path.with_name(f"{path.stem}.design.json")


def write_sample(
    path: Path,
    strata: Sequence[Stratum],
    pairs: Sequence[SamplePair],
    sides: Mapping[str, Side],
    *,
    snapshot: str,
    seed: int,
) -> None:
    """Write the sample (``.csv`` or ``.xlsx``) and its design beside it. ``sides``: by key its ``agency``, ``handling`` and fields;
    a pair of which one is missing is in the design alone."""
    shown = {name: label for name, label in FIELDS.items() if any(side.get(name) for side in sides.values())}
    headings = [PAIR, *(f"{which} {label}" for label in shown.values() for which in ("A", "B")), ANSWER, NOTE]
    columns = [*headings, "A agency", "B agency", LEFT_KEY, RIGHT_KEY, "handling"]
    there = (pair for pair in pairs if pair.left in sides and pair.right in sides)
    write_table(path, columns, (_row(pair, sides, tuple(shown)) for pair in there))
    write_design(design_beside(path), strata, pairs, snapshot=snapshot, seed=seed)


def write_design(path: Path, strata: Sequence[Stratum], pairs: Sequence[SamplePair], *, snapshot: str, seed: int) -> None:
    """Write the design of a sample: what it stands for, without which nobody can read anything from it."""
    design: dict[str, Any] = {
        "format": _FORMAT,
        "snapshot": snapshot,
        "seed": seed,
        "strata": strata_as_json(strata),
        "pairs": {str(pair.number): pair.stratum for pair in pairs},
        "keys": {str(pair.number): _keys_digest(pair.left, pair.right) for pair in pairs},
    }
    path.write_text(json.dumps(design, indent=1) + "\n", encoding="utf-8")
    path.chmod(0o600)


def strata_as_json(strata: Sequence[Stratum]) -> list[dict[str, Any]]:
    """The strata as JSON can hold them: their ends as text, as one may be endless."""
    return [{**asdict(each), "low": str(each.low), "high": str(each.high)} for each in strata]


def strata_from_json(found: Sequence[Mapping[str, Any]]) -> list[Stratum]:
    return [
        Stratum(float(s["low"]), float(s["high"]), bool(s["accepted"]), int(s["pairs"]), float(s["probability"])) for s in found
    ]


def _row(pair: SamplePair, sides: Mapping[str, Side], shown: Iterable[str]) -> list[object]:
    left, right = sides[pair.left], sides[pair.right]
    values = [side.get(name) for name in shown for side in (left, right)]
    handling = "; ".join(sorted({str(side["handling"]) for side in (left, right) if side.get("handling")}))
    return [pair.number, *values, "", "", left["agency"], right["agency"], pair.left, pair.right, handling]


def _keys_digest(left: str, right: str) -> str:
    return hashlib.sha256(f"{left}\n{right}".encode()).hexdigest()[:16]


def read_sample(path: Path) -> Judged:
    """Read a sample that people filled in, with the design beside it. ``BadInput`` names the line and column that is at fault."""
    design = _design(design_beside(path))
    answers: dict[int, list[bool | None]] = {}
    decisions, seen = [], 0
    for said in read_answers(path, design["pairs"], design["keys"]):
        seen += 1
        answers.setdefault(said.pair.stratum, []).append(said.answer)
        if said.answer is not None:
            judgement = Judgement.SAME if said.answer else Judgement.NOT_SAME
            decisions.append(Decision(said.pair.number, judgement, said.pair.left, said.pair.right))
    drawn = len(design["pairs"])
    found = estimate(strata_from_json(design["strata"]), answers)
    return Judged(found, tuple(decisions), drawn, drawn - seen, str(design["snapshot"]))


def read_answers(path: Path, strata: Mapping[str, int], digests: Mapping[str, str]) -> Iterator[Answered]:
    """Every pair of the file that has an answer. ``strata`` and ``digests``: by a pair's number its stratum and the digest of its keys.

    ``BadInput`` names the line and column of a pair that is not of this sample, or is there twice, and of what is no answer.
    """
    seen: set[str] = set()
    with open_source(path) as source:
        missing = [name for name in (PAIR, ANSWER, LEFT_KEY, RIGHT_KEY) if name not in source.columns]
        if missing:
            raise BadInput("the column is missing.", file=path.name, column=missing[0], remedy="Fill in the file that was drawn.")
        for batch in source.batches(1_000):
            cells = [batch.columns[name] for name in (PAIR, ANSWER, LEFT_KEY, RIGHT_KEY)]
            notes = batch.columns.get(NOTE) or [None] * len(batch.lines)
            for line, pair, said, left, right, note in zip(batch.lines, *cells, notes, strict=True):
                number, keys = (pair or "").strip(), (undefuse(left or ""), undefuse(right or ""))
                if digests.get(number) != _keys_digest(*keys) or number in seen:
                    raise BadInput(
                        "this pair is not in the sample as drawn, or is there twice.",
                        file=path.name,
                        line=line,
                        column=PAIR,
                        remedy="Leave the pairs as they were drawn; change the answers only.",
                    )
                seen.add(number)
                answer = undefuse(said or "").strip().lower()
                if answer and answer not in _ANSWERS:
                    remedy = "Write yes, no or unsure."
                    raise BadInput(f"'{answer}' is no answer.", file=path.name, line=line, column=ANSWER, remedy=remedy)
                if answer:
                    found = SamplePair(int(number), strata[number], *keys)
                    yield Answered(found, _ANSWERS[answer], undefuse(note or "").strip())


def digest_of(pair: SamplePair) -> str:
    """What tells a pair of the sample from any other, and says nothing of anybody."""
    return _keys_digest(pair.left, pair.right)


def _design(path: Path) -> dict[str, Any]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if raw["format"] != _FORMAT or not raw["pairs"].keys() == raw["keys"].keys():
            raise ValueError("another format")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            "the design that was drawn with this sample is missing or cannot be read.",
            file=path.name,
            remedy="Keep it beside the sample: without it nobody knows what the sample stands for.",
        ) from error
    return dict(raw)
