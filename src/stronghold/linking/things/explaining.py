"""Why records name one thing: each way in which it is written, beside the way most often given, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stronghold.linking.things.slips import same_but_for_slips

__all__ = ["COLUMNS", "why_one_thing"]

Values = Mapping[str, str | None]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "address": ("uprn", "flat", "house", "street", "town", "postcode", "location"),
    "phone": ("number", "imei"),
    "vehicle": ("registration", "make", "colour"),
    "organisation": ("name", "company_number", "postcode"),
}
"""What of each kind is compared."""

_STRONG = {
    "uprn": "property number",
    "number": "number",
    "imei": "handset number (IMEI)",
    "registration": "registration",
    "company_number": "company number",
}
_WORDS = {"location": "location as described", **_STRONG}
# Two that differ in these are not one thing, unless a number of its own says so.
_SLIPPED = ("house", "street", "postcode")


def why_one_thing(kind: str, written: Values, most: Values) -> str:
    """In words, why the thing as ``written`` is the one that is ``most`` often written otherwise: what is the same, what is a slip, what
    is not said. Both hold some of :data:`COLUMNS`."""
    same, slips, lacking = [], [], []
    for column in COLUMNS[kind]:
        mine, theirs = _clean(written.get(column)), _clean(most.get(column))
        name = _WORDS.get(column, column)
        if mine is None and theirs is None:
            continue
        if mine is None or theirs is None:
            if column not in ("town", "make", "colour", "imei"):
                lacking.append(f"no {name} {'here' if mine is None else 'there'}")
        elif mine == theirs:
            same.append(name)
        elif column == "registration":
            slips.append("registrations that look alike (O and 0, I and 1)")
        elif column in _SLIPPED:
            slips.append(_slip(name, mine, theirs))
        elif column in ("name", "flat"):
            slips.append(f"{name} written in another form")
        elif column not in ("town", "make", "colour"):
            slips.append(f"another {name}")
    told = [f"same {_listed(same)}"] if same else []
    if kind == "organisation" and same == ["name"] and lacking == [] and not written.get("postcode"):
        lacking.append("nothing else is recorded of either: these may be two of one name")
    return "; ".join([*told, *slips, *lacking]) or "people said that these are the same"


def _clean(value: str | None) -> str | None:
    return " ".join(str(value).lower().split()) or None if value is not None else None


def _slip(name: str, mine: str, theirs: str) -> str:
    if name == "postcode":
        return "postcode one character off"
    apart = same_but_for_slips(mine, theirs)
    if apart is None:
        return f"{name} written in another form"
    if apart == 0:
        return f"{name} without its last word, or with another short form of it"
    return f"{name} {'one letter' if apart == 1 else f'{apart} letters'} apart"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
