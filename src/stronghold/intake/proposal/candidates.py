"""What one column of a file may become, from its name and its values.

Where the two contradict, the values outvote the name; but what is called a name becomes a name or nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stronghold.intake.proposal.misnamed import NAME_TYPES, Held, held_by
from stronghold.intake.proposal.profile import Profile, likely_type
from stronghold.intake.proposal.words import EVENT, FURTHER_LINE, TIME, Meaning, Target, meanings, roles_in, rules
from stronghold.vocabulary import kind

__all__ = ["Candidate", "Refused", "candidate_for", "column_type"]

# The least share of values that must read as a checked type, before a name alone is believed.
_LEAST_SHARE = {
    "datetime": 0.5,
    "birth_date": 0.5,
    "postcode": 0.3,
    "phone": 0.3,
    "email": 0.3,
    "nino": 0.3,
    "nhs_number": 0.3,
    "vehicle_registration": 0.3,
    "latitude": 0.5,
    "longitude": 0.5,
    "sex": 0.3,
    "title": 0.5,
    "boolean": 0.5,
    "count": 0.5,
    "number": 0.5,
    "money": 0.5,
}
_TYPE_WORDS = {
    "datetime": "dates",
    "birth_date": "dates",
    "nino": "National Insurance numbers",
    "nhs_number": "NHS numbers",
    "vehicle_registration": "vehicle registrations",
    "email": "e-mail addresses",
    "boolean": "yes or no",
    "sex": "a sex",
}
_TARGET_OF_TYPE: dict[str, Target] = {
    "email": ("person", "email"),
    "nino": ("person", "nino"),
    "postcode": ("address", "postcode"),
    "vehicle_registration": ("vehicle", "registration"),
    "phone": ("phone", "number"),
}
# Free text and numbers of one's own may hold anything; values that look like something else prove nothing there.
_UNTOLD_TYPES = {"narrative", "identifier"}


# Words that speak of another in the same role.
_SECOND = {"joint", "second", "other"}


@dataclass(frozen=True)
class Candidate:
    """A column of the file, the target it may become, whose it is, and why.

    ``role`` is the role its name speaks of, if any, and ``number`` which one of several ("Tenant 2" is 2).
    """

    profile: Profile
    target: Target
    score: float
    reason: str
    role: str | None = None
    number: int = 1


@dataclass(frozen=True)
class Refused:
    """A column that is not mapped, and why; ``target`` is what its name alone would have made it, ``misnamed``: it is called a name
    and holds something else."""

    profile: Profile
    reason: str
    target: Target | None = None
    misnamed: bool = False


def column_type(target: Target, kind_name: str) -> str:
    """The type of the target's column in a file of the kind ``kind_name``."""
    if target in (TIME, FURTHER_LINE):
        return "text"
    owner = kind_name if target[0] == EVENT else target[0]
    return kind(owner).columns[target[1]].type


def plain(type_name: str) -> str:
    """The type, in words for a reason."""
    known = _TYPE_WORDS.get(type_name)
    return known or f"{type_name.removeprefix('term:').replace('_', ' ').rstrip('s')}s"


def candidate_for(profile: Profile, kind_name: str) -> Candidate | Refused:
    """What the column becomes in a file of that kind, or why it becomes nothing."""
    if not profile.filled:
        return Refused(profile, "it is empty")
    meaning, role, number = _said(profile, kind_name)
    seen = likely_type(profile)
    if meaning is None:
        return _by_values(profile, kind_name, seen)
    wanted = column_type(meaning.target, kind_name)
    if wanted in NAME_TYPES and not _is_role(meaning, role):
        return _by_name_of(profile, meaning, role, number, held_by(profile, wanted))
    if _contradicts(seen, wanted):
        found = _by_values(profile, kind_name, seen)
        if isinstance(found, Candidate):
            reason = f"its name says {meaning.said}, but {found.reason}"
            return Candidate(profile, found.target, 0.9, reason, role, number)
    share = profile.share(wanted) if wanted in _LEAST_SHARE or wanted.startswith("term:") else None
    least = _LEAST_SHARE.get(wanted, 0.5)
    if share is not None and share < least:
        reason = f"its name says {meaning.said}, but only {share:.0%} of its values read as {plain(wanted)}"
        return Refused(profile, reason, meaning.target)
    reason = f"its name says {meaning.said}"
    if share is not None:
        reason += f", and {share:.0%} of its values read as {plain(wanted)}"
    return Candidate(profile, meaning.target, meaning.score, reason, role, number)


def _is_role(meaning: Meaning, role: str | None) -> bool:
    """Whether the column is called like a role alone: "Caller" may hold a name or a number, "Caller name" a name only."""
    return role is not None and meaning.said == _role_words(role)


def _by_name_of(profile: Profile, meaning: Meaning, role: str | None, number: int, held: Held) -> Candidate | Refused:
    """What a column becomes that is called a name: a name, whatever else is in it, or nothing. A mistake in it would link strangers."""
    if held.are_names:
        return Candidate(profile, meaning.target, meaning.score, f"its name says {meaning.said}{held.mixture()}", role, number)
    return Refused(profile, f"its name says {meaning.said}, but {held.instead()}", meaning.target, misnamed=True)


def _contradicts(seen: str | None, wanted: str) -> bool:
    """Whether values that read as ``seen`` cannot be what a name promises."""
    if seen is None or seen == wanted or wanted in _UNTOLD_TYPES:
        return False
    return not (seen == "datetime" and wanted in ("birth_date", "text", "count", "number", "house", "flat"))


def _said(profile: Profile, kind_name: str) -> tuple[Meaning | None, str | None, int]:
    """What the name says with and without its role words; the better of the two, with the role and its number."""
    whole = meanings(profile.words, kind_name)
    best: tuple[Meaning | None, str | None, int] = (whole[0] if whole else None, None, 1)
    if best[0] is not None and best[0].score == 1.0:
        return best
    for role, left in roles_in(profile.words, kind_name):
        number, rest = _numbered(left, kind_name)
        if " ".join(rest) in rules()["whole_names"] and profile.words[-1] != rest[-1]:
            continue  # "last tenant" is no surname
        if _SECOND.intersection(profile.words):
            number = 2
        found = meanings(rest, kind_name) if rest else _role_alone(role, kind_name)
        if found and found[0].score >= 0.9 and (best[0] is None or best[1] is None):
            best = (found[0], role, number)
    return best


def _numbered(left: Sequence[str], kind_name: str) -> tuple[int, Sequence[str]]:
    """Which one of several the words speak of, and the words without its number: "1 address 2" is the first one's "address 2"."""
    if left and left[0].isdigit():
        return int(left[0]), left[1:]
    known = meanings(left, kind_name)
    if left and left[-1].isdigit() and not (known and known[0].score == 1.0):
        return int(left[-1]), left[:-1]
    return 1, left


def _role_alone(role: str, kind_name: str) -> list[Meaning]:
    """A column that is called like a role holds the name of who plays it, or the address."""
    targets: dict[str, Target] = {
        "person": ("person", "full_name"),
        "address": ("address", "address"),
        "phone": ("phone", "number"),
        "vehicle": ("vehicle", "registration"),
        "organisation": ("organisation", "name"),
    }
    return [Meaning(targets[allowed], 0.9, _role_words(role)) for allowed in kind(kind_name).roles[role].kinds[:1]]


def _role_words(role: str) -> str:
    return role.replace("_", " ")


def _by_values(profile: Profile, kind_name: str, seen: str | None) -> Candidate | Refused:
    """What the values speak for on their own."""
    if seen in _TARGET_OF_TYPE:
        reason = f"{profile.share(seen):.0%} of its values read as {plain(seen)}"
        return Candidate(profile, _TARGET_OF_TYPE[seen], 0.5, reason)
    if seen == "datetime":
        years = profile.years_ago or 0.0
        if kind(kind_name).is_event:
            if years < 10:
                return Candidate(profile, (EVENT, "occurred"), 0.4, "its values are dates of recent years")
        elif kind_name == "person" and years > 12:
            return Candidate(
                profile, ("person", "date_of_birth"), 0.4, f"its values are dates, half of them over {years:.0f} years ago"
            )
        return Refused(profile, "its values are dates, but its name does not say of what")
    if profile.given_name_share > 0.6 and 1.5 <= profile.mean_words <= 4:
        reason = f"{profile.given_name_share:.0%} of its values hold a known first name"
        return Candidate(profile, ("person", "full_name"), 0.4, reason)
    return Refused(profile, "neither its name nor its values say what it is")
