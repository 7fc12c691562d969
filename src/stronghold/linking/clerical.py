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
from stronghold.linking.sampling import Drawn, Estimate, Stratum, estimate

__all__ = ["ANSWER", "FIELDS", "Judged", "design_beside", "read_sample", "write_sample"]

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
    drawn: Sequence[Drawn],
    sides: Mapping[int, Side],
    *,
    snapshot: str,
    seed: int,
) -> None:
    """Write the sample (``.csv`` or ``.xlsx``) and its design. ``sides``: by node its ``key``, ``agency``, ``handling`` and fields."""
    shown = {name: label for name, label in FIELDS.items() if any(side.get(name) for side in sides.values())}
    headings = [PAIR, *(f"{which} {label}" for label in shown.values() for which in ("A", "B")), ANSWER, NOTE]
    columns = [*headings, "A agency", "B agency", LEFT_KEY, RIGHT_KEY, "handling"]
    write_table(path, columns, (_row(pair, sides[pair.node_l], sides[pair.node_r], tuple(shown)) for pair in drawn))
    keys = {str(pair.number): _digest(sides[pair.node_l], sides[pair.node_r]) for pair in drawn}
    design: dict[str, Any] = {
        "format": _FORMAT,
        "snapshot": snapshot,
        "seed": seed,
        "strata": [{k: v if k not in ("low", "high") else str(v) for k, v in asdict(s).items()} for s in strata],
        "pairs": {str(pair.number): pair.stratum for pair in drawn},
        "keys": keys,
    }
    design_beside(path).write_text(json.dumps(design, indent=1) + "\n", encoding="utf-8")
    design_beside(path).chmod(0o600)


def _row(pair: Drawn, left: Side, right: Side, shown: Iterable[str]) -> list[object]:
    values = [side.get(name) for name in shown for side in (left, right)]
    handling = "; ".join(sorted({str(side["handling"]) for side in (left, right) if side.get("handling")}))
    return [pair.number, *values, "", "", left["agency"], right["agency"], left["key"], right["key"], handling]


def _digest(left: Side, right: Side) -> str:
    return _keys_digest(str(left["key"]), str(right["key"]))


def _keys_digest(left: str, right: str) -> str:
    return hashlib.sha256(f"{left}\n{right}".encode()).hexdigest()[:16]


def read_sample(path: Path) -> Judged:
    """Read a sample that people filled in, with the design beside it. ``BadInput`` names the line and column that is at fault."""
    design = _design(design_beside(path))
    strata = [
        Stratum(float(s["low"]), float(s["high"]), bool(s["accepted"]), int(s["pairs"]), float(s["probability"]))
        for s in design["strata"]
    ]
    answers: dict[int, list[bool | None]] = {}
    decisions, seen = [], 0
    for number, answer, left, right in _answers(path, design):
        seen += 1
        answers.setdefault(design["pairs"][number], []).append(answer)
        if answer is not None:
            decisions.append(Decision(int(number), Judgement.SAME if answer else Judgement.NOT_SAME, left, right))
    drawn = len(design["pairs"])
    return Judged(estimate(strata, answers), tuple(decisions), drawn, drawn - seen, str(design["snapshot"]))


def _answers(path: Path, design: Mapping[str, Any]) -> Iterator[tuple[str, bool | None, str, str]]:
    """Pair, answer (``None``: unsure) and the two mentions of every pair that has an answer."""
    seen: set[str] = set()
    with open_source(path) as source:
        missing = [name for name in (PAIR, ANSWER, LEFT_KEY, RIGHT_KEY) if name not in source.columns]
        if missing:
            raise BadInput("the column is missing.", file=path.name, column=missing[0], remedy="Fill in the file that was drawn.")
        for batch in source.batches(1_000):
            cells = (batch.columns[name] for name in (PAIR, ANSWER, LEFT_KEY, RIGHT_KEY))
            for line, pair, said, left, right in zip(batch.lines, *cells, strict=True):
                number, keys = (pair or "").strip(), (undefuse(left or ""), undefuse(right or ""))
                if design["keys"].get(number) != _keys_digest(*keys) or number in seen:
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
                    yield number, _ANSWERS[answer], *keys


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
