"""How the cleaning of intake understands what was typed into a report: what is used, what is wrong, what a person should know.

The same cleaners read the report again when a picture is built, so that what is shown here is what the picture holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from stronghold.casework.reports.content import GROUPS, ROLES, Content, Person, Place, Row
from stronghold.casework.reports.plain_words import absolute, is_year
from stronghold.errors import BadInput
from stronghold.governance.labels import mention_label, title_case
from stronghold.intake.cleaning import Cleaned, CleaningContext, Moment, cleaner
from stronghold.vocabulary import kind, terms

__all__ = ["TIMEZONE", "Field", "ReportProblems", "Understood", "local_now", "moment_of", "understand", "with_day_written_out"]

TIMEZONE = "Europe/London"
_ZONE = ZoneInfo(TIMEZONE)

MOST_ROWS = 30
_LONGEST: Mapping[str, int] = {"narrative": 20_000, "conditions": 2_000, "description": 500, "address": 300}
_LONGEST_OTHER = 200
_OLDEST_YEARS = 100
# Of each list: its columns, the vocabulary's kind and column that read them, and whether a text that cannot be read is an error.
_COLUMNS: Mapping[str, Mapping[str, tuple[str, str, bool]]] = {
    "places": {"address": ("address", "address", False), "description": ("address", "location", False)},
    "people": {
        "name": ("person", "full_name", False),
        "date_of_birth": ("person", "date_of_birth", True),
        "phone": ("person", "phone", True),
        "address": ("person", "address", False),
    },
    "vehicles": {
        "registration": ("vehicle", "registration", True),
        "make": ("vehicle", "make", False),
        "colour": ("vehicle", "colour", False),
    },
    "phones": {"number": ("phone", "number", True)},
    "organisations": {"name": ("organisation", "name", False)},
}
_LISTS: Mapping[str, tuple[str, str]] = {
    "source_grade": ("source_grades", "Choose how reliable the source is"),
    "information_grade": ("information_grades", "Choose how the source knows it"),
    "handling": ("handling", "Choose a handling code"),
    "sensitivity": ("sensitivities", "Choose how closely it is kept"),
    "protective_marking": ("protective_markings", "Choose a protective marking"),
}
_NOUNS = {"phone": "phone number", "number": "phone number"}
_EXAMPLES = "Write it like today 14:30, yesterday, or 12/11/2026 9am"


class ReportProblems(BadInput):
    """A report that cannot be saved as it is: ``problems`` says what to mend, by field (``narrative``, ``people.0.phone``)."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        first = next(iter(problems.values()))
        super().__init__(f"The report cannot be saved: {first}.", remedy="Correct what is said at each field.")
        self.problems = dict(problems)


@dataclass(frozen=True)
class Field:
    """One thing that was typed: what it is read as (``None``: nothing), and what a person should know about that."""

    path: str
    label: str
    typed: str
    read_as: str | None
    note: str | None = None

    @property
    def is_read_otherwise(self) -> bool:
        """Whether what is used differs from what was typed in more than capitals and blanks."""
        return self.read_as is not None and _letters(self.read_as) != _letters(self.typed)


def _letters(text: str) -> str:
    return "".join(text.casefold().split())


@dataclass(frozen=True)
class Understood:
    """A report as it is understood. ``problems`` by field; while there are any, it cannot be saved."""

    content: Content
    occurred: Moment | None
    fields: tuple[Field, ...]
    problems: Mapping[str, str]

    def field(self, path: str) -> Field | None:
        return next((f for f in self.fields if f.path == path), None)

    @property
    def notes(self) -> tuple[Field, ...]:
        """The fields that there is something to know about."""
        return tuple(f for f in self.fields if f.note)


def local_now() -> datetime:
    """The time on the clocks of the place."""
    return datetime.now(UTC).astimezone(_ZONE)


def with_day_written_out(content: Content, now: datetime) -> Content:
    """The content with ``occurred`` worked out from ``when``, and dates of birth with their year in full, as of ``now``."""
    people = tuple(replace(p, date_of_birth=_year_in_full(p.date_of_birth, now.date())) for p in content.people)
    return replace(content, occurred=absolute(content.when, now) or content.when.strip(), people=people)


def _year_in_full(text: str, today: date) -> str:
    """A date of birth with two digits of the year would be read as another year some day."""
    cleaned = cleaner("birth_date", _context(today))(text.strip()) if text.strip() else None
    if cleaned is None or cleaned.value is None or "two-digit" not in (cleaned.note or ""):
        return text
    year, month, day = cleaned.value.split("-")
    return f"{int(day)}/{int(month)}/{year}"


def understand(kind_name: str, content: Content, now: datetime) -> Understood:
    """Read everything in ``content`` (as :func:`with_day_written_out` gives it) the way a build will."""
    return _Reading(kind_name, content, now).run()


def moment_of(kind_name: str, content: Content, at: datetime) -> str:
    """When it happened, in words; what was typed where that cannot be read."""
    cleaned = cleaner(kind(kind_name).columns["occurred"].type, _context(at.astimezone(_ZONE).date()))(content.occurred)
    return _moment_in_words(cleaned.value) if cleaned.value is not None else content.occurred


def _context(today: date) -> CleaningContext:
    return CleaningContext(date_order="day first", timezone=TIMEZONE, today=today)


class _Reading:
    def __init__(self, kind_name: str, content: Content, now: datetime) -> None:
        self._kind = kind(kind_name)
        self._content = content
        self._now = now
        self._context = _context(now.astimezone(_ZONE).date())
        self._fields: list[Field] = []
        self._problems: dict[str, str] = {}

    def run(self) -> Understood:
        self._narrative()
        occurred = self._occurred()
        for group in GROUPS:
            self._group(group)
        self._codes()
        return Understood(self._content, occurred, tuple(self._fields), self._problems)

    def _problem(self, path: str, message: str) -> None:
        self._problems.setdefault(path, message)

    def _clean(self, kind_name: str, column: str, text: str) -> Cleaned:
        return cleaner(kind(kind_name).columns[column].type, self._context)(text)

    def _narrative(self) -> None:
        text = self._content.narrative.strip()
        self._too_long("narrative", "narrative", text)
        if not text or self._clean(self._kind.name, "narrative", text).value is None:
            self._problem("narrative", "Say what happened")

    def _too_long(self, path: str, name: str, text: str) -> None:
        longest = _LONGEST.get(name, _LONGEST_OTHER)
        if len(text) > longest:
            self._problem(path, f"This is {len(text):,} characters long; at most {longest:,} can be kept")

    def _occurred(self) -> Moment | None:
        typed = self._content.when.strip()
        if not typed:
            self._problem("when", "Say when it happened; where that is not known, when it was reported")
            return None
        if is_year(typed):
            self._problem("when", f"This may be a year or a time. Write in {typed}, or {typed[:2]}:{typed[2:]}")
            return None
        cleaned = self._clean(self._kind.name, "occurred", self._content.occurred)
        moment: Moment | None = cleaned.value
        if moment is None:
            self._problem("when", f"This is not a date that can be used: {cleaned.note or 'no date'}. {_EXAMPLES}")
            return None
        now = self._now.astimezone(UTC).replace(tzinfo=None)
        shown = _moment_in_words(moment)
        if moment.start > now:
            self._problem("when", f"This is in the future: {shown}")
        elif moment.start.year < now.year - _OLDEST_YEARS:
            self._problem("when", f"This is read as {shown}. Is the year right?")
        self._fields.append(Field("when", "When", self._content.when, shown, cleaned.note))
        return moment

    def _group(self, group: str) -> None:
        rows: tuple[Row, ...] = getattr(self._content, group)
        if len(rows) > MOST_ROWS:
            self._problem(f"{group}.{MOST_ROWS}.{next(iter(_COLUMNS[group]))}", f"At most {MOST_ROWS} can be kept in one report")
        for number, row in enumerate(rows):
            read = {name: self._column(group, number, name, row) for name in _COLUMNS[group]}
            if isinstance(row, Person):
                self._person(f"people.{number}", row, read)
            elif isinstance(row, Place):
                self._place(f"places.{number}", row, read)
            elif first := next(iter(_COLUMNS[group])):
                missing = f"{group}.{number}.{first}"
                if read[first] is None and missing not in self._problems:
                    label = kind(_COLUMNS[group][first][0]).columns[_COLUMNS[group][first][1]].label.lower()
                    self._problem(missing, f"Give the {label}, or leave the whole row empty")

    def _column(self, group: str, number: int, name: str, row: Row) -> Any:
        """The value of one cell, or ``None``."""
        text = str(getattr(row, name)).strip()
        if not text:
            return None
        kind_name, column, must_be_read = _COLUMNS[group][name]
        path = f"{group}.{number}.{name}"
        self._too_long(path, name, text)
        cleaned = self._clean(kind_name, column, text)
        label = kind(kind_name).columns[column].label
        if cleaned.value is None and must_be_read:
            why = cleaned.note or "nothing is given. Leave it empty where it is not known"
            self._problem(path, f"Not {_a(_NOUNS.get(name, label))}: {why}")
        note = cleaned.note if cleaned.value is not None else cleaned.note or "read as: not known"
        self._fields.append(Field(path, label, text, _in_words(column, cleaned.value, note), note))
        return cleaned.value

    def _person(self, path: str, row: Person, read: Mapping[str, Any]) -> None:
        name = read["name"] or {}
        if (
            not ({"forename", "surname", "alias"} & name.keys())
            and read["phone"] is None
            and f"{path}.phone" not in self._problems
        ):
            self._problem(f"{path}.name", "Give a name, or a phone number, by which this person can be known")
        if row.role not in ROLES[self._kind.name]:
            self._problem(f"{path}.role", "Choose this person's part in the report")

    def _place(self, path: str, row: Place, read: Mapping[str, Any]) -> None:
        if row.address.strip() and not is_whole_address(read["address"]) and f"{path}.address" not in self._problems:
            self._fields[:] = [
                replace(f, read_as=None, note="not read as an address: kept as a place in words")
                if f.path == f"{path}.address"
                else f
                for f in self._fields
            ]

    def _codes(self) -> None:
        optional = {"protective_marking"} if self._kind.name == "community_report" else set()
        for name, (list_name, ask) in _LISTS.items():
            value = getattr(self._content, name)
            if value in terms(list_name).terms:
                self._fields.append(Field(name, self._kind.columns[name].label, value, terms(list_name).terms[value].label))
            elif value or name not in optional:
                self._problem(name, ask)
        given = {name: self._words(name) for name in ("conditions", "channel", "nature") if name in self._kind.columns}
        if self._content.handling.startswith("C") and not given["conditions"]:
            self._problem("conditions", "Say on which conditions it may be shared")
        elif self._content.handling == "P" and self._content.conditions.strip():
            self._problem("conditions", "Conditions go with handling code C. Choose C, or take the conditions out")

    def _words(self, name: str) -> str | None:
        text = getattr(self._content, name).strip()
        if not text:
            return None
        self._too_long(name, name, text)
        cleaned = self._clean(self._kind.name, name, text)
        note = "read as: not known" if cleaned.value is None else None
        self._fields.append(Field(name, self._kind.columns[name].label, text, cleaned.value, note))
        return str(cleaned.value) if cleaned.value is not None else None


def is_whole_address(value: Mapping[str, str] | None) -> bool:
    """Whether the parts of an address tell one place from another, as the vocabulary asks of an address."""
    return value is not None and any(column in value for column in kind("address").needs_any)


def _a(label: str) -> str:
    lower = label[0].lower() + label[1:]
    return f"an {lower}" if lower[0] in "aeio" else f"a {lower}"


def _in_words(column: str, value: Any, note: str | None) -> str | None:
    if value is None:
        return None
    if column == "full_name":
        return _name_in_words(value)
    if column == "address":
        return mention_label("address", value)
    if column == "date_of_birth":
        return _birth_in_words(date.fromisoformat(value), note or "")
    return str(value)


def _birth_in_words(day: date, note: str) -> str:
    if "only the year" in note:
        return f"{day:%Y}"
    return f"{day:%B %Y}" if "only the month" in note else _day_in_words(day)


def _name_in_words(value: Mapping[str, Any]) -> str:
    name = " ".join(title_case(value[part]) for part in ("title", "forename", "middle_names", "surname") if part in value)
    others = ", ".join(title_case(alias) for alias in value.get("alias", ()))
    return ", also known as ".join(filter(None, (name, others))) if name else others


def _day_in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _moment_in_words(moment: Moment) -> str:
    local = moment.start.replace(tzinfo=UTC).astimezone(_ZONE)
    if moment.precision == "minute":
        return f"{local:%A} {_day_in_words(local.date())}, {local:%H:%M}"
    if moment.precision == "day":
        return f"{local:%A} {_day_in_words(local.date())}, time not known"
    return f"{local:%B %Y}, day not known" if moment.precision == "month" else f"{local:%Y}, day not known"
