"""Columns of one thing that a row tells of, gathered and put in order: its name, its address, its phones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from stronghold.intake.proposal.candidates import Candidate, Refused
from stronghold.intake.proposal.profile import Profile
from stronghold.vocabulary import kind

__all__ = ["Slot", "are_codes"]

_JOINED = {"narrative", "found_narrative"}
_CODE_SHARE = 0.8
_STREET_SHARE = 0.2
_ADDRESS_SHARE = 0.9


@dataclass
class Slot:
    """One thing: the record itself (``role`` is ``None``) or one involved. ``columns`` is the kind's column -> what fills it;
    ``abroad``: the file's postal codes are those of another country."""

    kind: str
    role: str | None = None
    number: int = 1
    abroad: bool = False
    columns: dict[str, list[Candidate]] = field(default_factory=dict)
    further_lines: list[Candidate] = field(default_factory=list)
    unmapped: dict[str, str] = field(default_factory=dict)

    def add(self, column: str, candidate: Candidate) -> None:
        """Take the candidate for the column, or say why it is not taken."""
        if column == "phone" and "phone" in self.columns and "second_phone" not in self.columns:
            column = "second_phone"
        if column not in kind(self.kind).columns:
            self.unmapped[candidate.profile.name] = f"a {kind(self.kind).label.lower()} has no column for it"
        elif column not in self.columns:
            self.columns[column] = [candidate]
        elif column in _JOINED:
            self.columns[column].append(candidate)
        else:
            first = self.columns[column][0].profile.name
            label = kind(self.kind).columns[column].label.lower()
            self.unmapped[candidate.profile.name] = f"the {label} is taken from '{first}'"

    def move(self, column: str, to: str, why: str) -> None:
        """Fill ``to`` with what filled ``column``."""
        self.columns[to] = [
            Candidate(c.profile, c.target, c.score, f"{c.reason}; {why}", c.role, c.number) for c in self.columns.pop(column)
        ]

    def drop(self, column: str, why: str) -> None:
        for candidate in self.columns.pop(column):
            self.unmapped[candidate.profile.name] = why

    def tidy(self, refused: list[Refused]) -> list[Refused]:
        """Settle names and addresses that came in several ways. Gives back the refused columns that found no place here."""
        self._tidy_names()
        return self._tidy_address(refused)

    def tells_who(self) -> bool:
        """Whether what is mapped tells one such thing from another."""
        needs = kind(self.kind).needs_any
        return not needs or any(filled in needs for filled in self._filled())

    def _filled(self) -> Iterator[str]:
        for column in self.columns:
            yield column
            yield from kind(self.kind).columns[column].fills

    def _tidy_names(self) -> None:
        if "full_name" not in self.columns:
            return
        whole = self.columns["full_name"][0].profile
        if "forename" not in self.columns and "surname" in self.columns and whole.mean_words < 1.5:
            self.move("full_name", "forename", "the surname stands in a column of its own")
        elif "forename" in self.columns and "surname" in self.columns:
            self.drop("full_name", "first name and surname have columns of their own, which is surer than splitting a whole name")

    def _tidy_address(self, refused: list[Refused]) -> list[Refused]:
        columns = self.columns
        if "address" in columns and "house" in columns:
            if "street" in columns:
                self.drop("address", "house and street have columns of their own, which is surer than splitting an address")
            else:
                self.move("address", "street", "the house number stands in a column of its own")
        if "street" in columns and "address" not in columns and "house" not in columns:
            share = columns["street"][0].profile.leading_digit_share
            if share >= 0.5:
                self.move("street", "address", f"{share:.0%} of its values begin with a house number")
        self._place_further_lines()
        self._keep_named_places()
        return self._place_foreign_postcodes(refused)

    def _place_further_lines(self) -> None:
        """Further lines that hold streets go on with the address; those that only name a district go with the town."""
        districts = []
        for line in self.further_lines:
            has_parts = "street" in self.columns or ("town" in self.columns and line.profile.leading_digit_share < _STREET_SHARE)
            if has_parts:
                districts.append(line)
            else:
                self.columns.setdefault("address", []).append(line)
        if districts:
            self.columns["town"] = [*districts, *self.columns.get("town", [])]
        self.further_lines = []

    def _keep_named_places(self) -> None:
        """A place of an event may be told by a name alone ("the station"), which no address can be read from."""
        if self.kind != "address" or set(self.columns) != {"address"}:
            return
        first, *more = self.columns["address"]
        if more or first.target != ("address", "address"):
            return
        if first.profile.leading_digit_share < _ADDRESS_SHARE:
            reason = f"{first.reason}; kept as described as well, since not every value is an address"
            self.columns["location"] = [Candidate(first.profile, ("address", "location"), first.score, reason)]

    def _place_foreign_postcodes(self, refused: list[Refused]) -> list[Refused]:
        """Postal codes of another country cannot be checked; they are kept as they are: as such where the whole file is from abroad,
        else with the town."""
        left = []
        for refusal in refused:
            profile = refusal.profile
            is_code = are_codes(profile)
            if refusal.target != ("address", "postcode") or not is_code or not self.columns:
                left.append(refusal)
            elif self.abroad and "postcode" in kind(self.kind).columns and "postcode" not in self.columns:
                reason = "its values are not postcodes of the United Kingdom; kept as they are"
                self.columns["postcode"] = [Candidate(profile, ("address", "postcode"), 0.5, reason)]
            elif "town" in kind(self.kind).columns:
                reason = "its values are not postcodes of the United Kingdom; kept as they are, with the town"
                self.columns.setdefault("town", []).append(Candidate(profile, ("address", "town"), 0.5, reason))
            else:
                left.append(refusal)
        return left


def are_codes(profile: Profile) -> bool:
    """Whether the values look like postal codes of some country: a word or two, nearly all with a digit."""
    return profile.mean_words < 2.5 and _digit_share(profile.values) >= _CODE_SHARE


def _digit_share(values: tuple[str, ...]) -> float:
    return sum(any(c.isdigit() for c in value) for value in values) / len(values) if values else 0.0
