"""Which record kind the rows of a file are, judged from the file's name and its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stronghold.errors import BadInput
from stronghold.intake.proposal.profile import Profile
from stronghold.intake.proposal.words import EVENT, event_cues, meanings, phrase_in, roles_in, words
from stronghold.intake.readers import RejectedRow
from stronghold.vocabulary import kind

__all__ = ["KindChoice", "NothingRecognised", "choose_kind", "mention_kind", "no_rows", "nothing_recognised"]

# Columns that many kinds of event share, and that therefore speak for none.
_SHARED = {"occurred", "occurred_to", "time", "reference", "narrative", "outcome", "reason", "number", "nature", "status", "type"}
_PERSON_COLUMNS = {
    "full_name",
    "forename",
    "middle_names",
    "surname",
    "date_of_birth",
    "nino",
    "nhs_number",
    "pnc_id",
    "local_id",
    "alias",
}
_LEAST = 3.0


class NothingRecognised(BadInput):
    """The file can be read, but nothing of it says what its rows are about: a person has to."""


@dataclass(frozen=True)
class KindChoice:
    """The kind, and the sentence that says why."""

    kind: str
    reason: str


def choose_kind(file: str, profiles: Sequence[Profile]) -> KindChoice:
    """The kind of the rows of the file called ``file`` with these columns.

    An event where the names speak for one and there is a date that is not a birthday; else a person where anything tells one
    person from another; else the vehicle, phone, place or organisation that the columns describe. ``BadInput`` where none.
    """
    stem = file.split(".")[0]
    best = max((_event_score(name, cues, stem, profiles) for name, cues in event_cues().items()), key=lambda found: found[0])
    if best[0] >= _LEAST:
        return best[1]
    return mention_kind(file, profiles)


def _event_score(name: str, cues: Sequence[str], stem: str, profiles: Sequence[Profile]) -> tuple[float, KindChoice]:
    """How well the names speak for the event kind; 3 is enough."""
    in_file = phrase_in(words(stem), cues)
    cued = [profile.name for profile in profiles if phrase_in(profile.words, cues)]
    own = [profile.name for profile in profiles if _is_own_column(profile, name)]
    roles = [profile.name for profile in profiles if _is_role(profile, name)]
    dated = any(_is_event_date(profile, name) for profile in profiles)
    score = 3.0 * in_file + 1.5 * min(len(cued), 2) + min(len(own), 3) + 0.5 * min(len(roles), 2)
    if not dated and not (in_file and (own or roles)):
        score = 0.0
    said = [f"the file is called '{stem}'"] if in_file else []
    said += [f"there is a column '{column}'" for column in dict.fromkeys([*cued, *own])][:2]
    return score, KindChoice(name, ", ".join(said))


def _is_own_column(profile: Profile, name: str) -> bool:
    found = meanings(profile.words, name)
    return bool(found) and found[0].score == 1.0 and found[0].target[0] == EVENT and found[0].target[1] not in _SHARED


def _is_role(profile: Profile, name: str) -> bool:
    return any(role != "place" for role, _ in roles_in(profile.words, name))


def _is_event_date(profile: Profile, name: str) -> bool:
    """Whether the column is a date of the event: dates by its values, and not somebody's birthday by its name."""
    if profile.share("datetime") < 0.5:
        return False
    found = meanings(profile.words, name)
    return not any(meaning.target == ("person", "date_of_birth") for meaning in found)


def mention_kind(file: str, profiles: Sequence[Profile]) -> KindChoice:
    """The mention kind that the columns describe best; ``BadInput`` where they describe none."""
    told: dict[str, list[str]] = {}
    for profile in profiles:
        found = meanings(profile.words, "person")
        if found and found[0].score > 0.6:
            mention, column = found[0].target
            if mention != "person" or column in _PERSON_COLUMNS:
                told.setdefault(mention, []).append(profile.name)
        elif not found and profile.given_name_share > 0.6:
            told.setdefault("person", []).append(profile.name)
    for mention in ("person", "vehicle", "phone", "address", "organisation"):
        if mention in told:
            columns = ", ".join(f"'{column}'" for column in told[mention][:3])
            return KindChoice(mention, f"{kind(mention).label.lower()} columns are there: {columns}")
    raise nothing_recognised(file, profiles)


def nothing_recognised(file: str, profiles: Sequence[Profile], misnamed: Mapping[str, str] | None = None) -> NothingRecognised:
    """What to say where the columns give no mapping at all; ``misnamed``: what is wrong with columns that are called names."""
    wrong = "".join(f" Column '{name}': {reason}." for name, reason in (misnamed or {}).items())
    which = "column that can be used" if misnamed else "column"
    return NothingRecognised(
        f"no mapping can be proposed: no {which} says who or what its rows are about.{wrong}",
        file=file,
        remedy="Give the columns telling names, or write a mapping by hand; the columns are: "
        f"{', '.join(profile.name for profile in profiles)}.",
    )


def no_rows(file: str, rejected: Sequence[RejectedRow]) -> NothingRecognised:
    """What to say where the file has column names and no row that can be read."""
    if not rejected:
        return NothingRecognised(
            "the file has no rows, only the names of its columns.",
            file=file,
            remedy="Ask for it to be sent again, or leave it out.",
        )
    first = rejected[0]
    return NothingRecognised(
        f"none of its rows can be read; the first: {first.reason}",
        file=file,
        line=first.line,
        column=first.column,
        remedy="Ask for the file to be sent again.",
    )
