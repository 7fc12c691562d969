"""The text of a mapping file becomes a checked :class:`Mapping`, or says where it is wrong and what to do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from phonenumbers import SUPPORTED_REGIONS

from stronghold.errors import BadInput
from stronghold.intake.cleaning.cleaned import UNKNOWN_COUNTRY
from stronghold.intake.mapping.lines import Path, key_lines
from stronghold.intake.mapping.model import (
    DATE_ORDERS,
    InvolvedMapping,
    Mapping,
    QuarantineRule,
    RecordMapping,
    SourceTerms,
)
from stronghold.intake.mapping.nearest import nearest
from stronghold.vocabulary import Kind, kinds, mention_kinds, terms

__all__ = ["read_mapping"]

_SOURCE_KEYS = tuple(SourceTerms.__dataclass_fields__)
_SOURCE_NEEDED = ("agency", "system", "purpose", "lawful_basis")
_SOURCE_LISTS = {
    "handling": "handling",
    "sensitivity": "sensitivities",
    "source_grade": "source_grades",
    "information_grade": "information_grades",
}
_RECORD_KEYS = ("kind", "key", "only", "required", "columns", "constants", "involved", "quarantine_when")
_INVOLVED_KEYS = ("kind", "role", "columns", "constants")
_RULE_KEYS = ("column", "contains", "equals", "reason")


def read_mapping(text: str, file: str) -> Mapping:
    """See :meth:`Mapping.from_toml`."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # The parser gives the place only inside its message.
        place = re.search(r"\(at line (\d+), column \d+\)", str(error))
        raise BadInput(
            f"this is not TOML: {re.sub(r' [(]at .*[)]$', '', str(error))}.",
            file=file,
            line=int(place[1]) if place else text.count("\n") + 1,
            remedy='Texts need quotes: name = "text"; lists need brackets: ["one", "two"].',
        ) from error
    return _Reading(text, file).mapping(raw)


class _Reading:
    """One reading of one text; ``at`` paths are as :func:`key_lines` gives them."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.lines = key_lines(text)

    def fail(self, at: Path, message: str, remedy: str | None = None) -> NoReturn:
        line = next((self.lines[at[:n]] for n in range(len(at), 0, -1) if at[:n] in self.lines), None)
        raise BadInput(message, file=self.file, line=line, column=".".join(str(p) for p in at) or None, remedy=remedy)

    def one_of(self, value: str, known: Iterable[str], at: Path, what: str) -> None:
        known = tuple(known)
        if value in known:
            return
        near = nearest(value, known)
        listed = f"Known: {', '.join(known)}."
        self.fail(at, f"there is no {what} '{value}'.", f"Did you mean '{near}'? {listed}" if near else listed)

    def known_keys(self, table: MappingOf[str, Any], known: Iterable[str], at: Path, what: str) -> None:
        for key in table:
            self.one_of(key, known, (*at, key), what)

    def table(self, value: Any, at: Path) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.fail(at, "this must be a table.", f"Write [{'.'.join(p for p in at if isinstance(p, str))}] on its own line.")
        return value

    def tables(self, value: Any, at: Path) -> list[dict[str, Any]]:
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            name = ".".join(p for p in at if isinstance(p, str))
            self.fail(at, "this must be a list of tables.", f"Write [[{name}]], with two brackets, above each.")
        return value

    def text(self, value: Any, at: Path) -> str:
        if not isinstance(value, str):
            self.fail(at, f"this must be a text, not {value!r}.", 'Put it in quotes: "...".')
        return value.strip()

    def texts(self, value: Any, at: Path) -> tuple[str, ...]:
        """A text or a list of texts; blanks are kept, since the names of columns may have them."""
        items = value if isinstance(value, list) else [value]
        if not items or not all(isinstance(item, str) for item in items):
            self.fail(at, f"this must be a text or a list of texts, not {value!r}.", 'For instance ["Address 1", "Town"].')
        return tuple(items)

    def mapping(self, raw: dict[str, Any]) -> Mapping:
        self.known_keys(raw, ("source", "record", "recognise"), (), "part of a mapping")
        if "source" not in raw:
            self.fail((), "the [source] table is missing.", f"Add it, with {', '.join(_SOURCE_NEEDED)}.")
        if not raw.get("record"):
            self.fail((), "no record is mapped.", 'Add [[record]] with kind = "..." and [record.columns].')
        records = self.tables(raw["record"], ("record",))
        recognise = self.table(raw.get("recognise", {"columns": []}), ("recognise",))
        self.known_keys(recognise, ("columns",), ("recognise",), "key")
        return Mapping(
            source=self.source(self.table(raw["source"], ("source",))),
            records=tuple(self.record(record, ("record", n)) for n, record in enumerate(records, start=1)),
            recognise=self.texts(recognise["columns"], ("recognise", "columns")) if recognise.get("columns") else (),
        )

    def source(self, raw: dict[str, Any]) -> SourceTerms:
        at: Path = ("source",)
        self.known_keys(raw, _SOURCE_KEYS, at, "key of [source]")
        for key in _SOURCE_NEEDED:
            if key not in raw:
                self.fail(at, f"the source's {key} is missing.", f'Add {key} = "..." under [source].')
        given: dict[str, Any] = {key: self.text(value, (*at, key)) for key, value in raw.items()}
        for key, name in _SOURCE_LISTS.items():
            if key in given:
                given[key] = self.term(given[key], name, (*at, key))
        if "date_order" in given:
            self.one_of(given["date_order"], DATE_ORDERS, (*at, "date_order"), "date order")
        if "timezone" in given:
            self.check_zone(given["timezone"], (*at, "timezone"))
        if "country" in given:
            given["country"] = self.country(given["country"], (*at, "country"))
        return SourceTerms(**given)

    def check_zone(self, name: str, at: Path) -> None:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):  # what zoneinfo raises for a name that is unknown, malformed, or a folder
            self.fail(at, f"there is no time zone '{name}'.", 'Use an IANA name such as "Europe/London".')

    def country(self, code: str, at: Path) -> str:
        known = code.upper()
        if known != UNKNOWN_COUNTRY and known not in SUPPORTED_REGIONS:
            remedy = f'Use two letters of ISO 3166, such as "GB" or "IE"; "{UNKNOWN_COUNTRY}" where it is not known.'
            self.fail(at, f"there is no country '{code}'.", remedy)
        return known

    def term(self, value: str, name: str, at: Path) -> str:
        """The name of the term of the closed list ``name`` that ``value`` means."""
        found = terms(name).find(value)
        if found is None:
            self.one_of(value, terms(name).terms, at, terms(name).label.lower())
        return found.name if found else value

    def record(self, raw: dict[str, Any], at: Path) -> RecordMapping:
        self.known_keys(raw, _RECORD_KEYS, at, "key of [[record]]")
        kind = self.kind(raw, at, tuple(kinds().values()))
        columns, constants = self.columns(raw, kind, at)
        if not columns and not constants and not raw.get("involved"):
            self.fail(at, "no column is mapped.", "Add [record.columns] with the kind's column = the file's column.")
        self.check_needs(kind, {*columns, *constants}, at)
        required = self.texts(raw["required"], (*at, "required")) if raw.get("required") else ()
        for name in required:
            self.one_of(name, {**columns, **constants}, (*at, "required"), "mapped column")
        involved = self.tables(raw.get("involved", []), (*at, "involved"))
        if involved and not kind.is_event:
            self.fail((*at, "involved"), f"a row of the kind '{kind.name}' has nobody involved.", "Map its own columns instead.")
        only = self.table(raw.get("only", {}), (*at, "only"))
        rules = self.tables(raw.get("quarantine_when", []), (*at, "quarantine_when"))
        return RecordMapping(
            kind=kind.name,
            columns=columns,
            constants=constants,
            key=self.texts(raw["key"], (*at, "key")) if "key" in raw else (),
            only={column: self.texts(accepted, (*at, "only", column)) for column, accepted in only.items()},
            involved=tuple(self.involved(i, kind, (*at, "involved", n)) for n, i in enumerate(involved, start=1)),
            quarantine_when=tuple(self.rule(r, (*at, "quarantine_when", n)) for n, r in enumerate(rules, start=1)),
            required=required,
        )

    def kind(self, raw: dict[str, Any], at: Path, allowed: tuple[Kind, ...]) -> Kind:
        if "kind" not in raw:
            self.fail(at, "the kind is missing.", f'Add kind = "...": one of {", ".join(k.name for k in allowed)}.')
        name = self.text(raw["kind"], (*at, "kind"))
        self.one_of(name, (k.name for k in allowed), (*at, "kind"), "kind")
        return kinds()[name]

    def columns(self, raw: dict[str, Any], kind: Kind, at: Path) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
        columns = {}
        for name, value in self.table(raw.get("columns", {}), (*at, "columns")).items():
            self.one_of(name, kind.columns, (*at, "columns", name), f"column of the kind '{kind.name}'")
            columns[name] = self.texts(value, (*at, "columns", name))
        constants = {}
        for name, value in self.table(raw.get("constants", {}), (*at, "constants")).items():
            here = (*at, "constants", name)
            self.one_of(name, kind.columns, here, f"column of the kind '{kind.name}'")
            if name in columns:
                self.fail(here, "this is mapped from the file and fixed as well.", "Take one of the two out.")
            constants[name] = self.text(value, here)
            if kind.columns[name].type.startswith("term:"):
                constants[name] = self.term(constants[name], kind.columns[name].type.removeprefix("term:"), here)
        return columns, constants

    def check_needs(self, kind: Kind, mapped: set[str], at: Path) -> None:
        for column in kind.needed:
            if column not in mapped:
                self.fail(
                    at,
                    f"'{column}' is not mapped; a record of the kind '{kind.name}' cannot do without.",
                    f'Add {column} = "..." under columns or constants.',
                )
        filled = mapped.union(*(kind.columns[name].fills for name in mapped))
        if kind.needs_any and not filled.intersection(kind.needs_any):
            self.fail(
                at,
                f"nothing that tells one {kind.label.lower()} from another is mapped.",
                f"Map at least one of {', '.join(kind.needs_any)}.",
            )

    def involved(self, raw: dict[str, Any], event: Kind, at: Path) -> InvolvedMapping:
        self.known_keys(raw, _INVOLVED_KEYS, at, "key of [[record.involved]]")
        kind = self.kind(raw, at, mention_kinds())
        if "role" not in raw:
            self.fail(at, "the role is missing.", f'Add role = "...": one of {", ".join(event.roles)}.')
        role = self.text(raw["role"], (*at, "role"))
        self.one_of(role, event.roles, (*at, "role"), f"role in the kind '{event.name}'")
        if kind.name not in event.roles[role].kinds:
            fitting = [r.name for r in event.roles.values() if kind.name in r.kinds]
            self.fail(
                (*at, "role"),
                f"the role '{role}' is not for the kind '{kind.name}', but for {' or '.join(event.roles[role].kinds)}.",
                f"Roles for '{kind.name}': {', '.join(fitting) or 'none'}.",
            )
        columns, constants = self.columns(raw, kind, at)
        self.check_needs(kind, {*columns, *constants}, at)
        return InvolvedMapping(kind=kind.name, role=role, columns=columns, constants=constants)

    def rule(self, raw: dict[str, Any], at: Path) -> QuarantineRule:
        self.known_keys(raw, _RULE_KEYS, at, "key of [[record.quarantine_when]]")
        given = {key: self.text(value, (*at, key)) for key, value in raw.items()}
        for key in ("column", "reason"):
            if not given.get(key):
                self.fail(at, f"the {key} is missing.", f'Add {key} = "..." to the rule.')
        if ("contains" in given) == ("equals" in given):
            self.fail(at, "a rule needs one of contains and equals.", 'For instance contains = "TEST".')
        if given.get("contains") == "":
            self.fail((*at, "contains"), "every row contains nothing.", 'Use equals = "" for empty cells.')
        return QuarantineRule(given["column"], given["reason"], given.get("contains"), given.get("equals"))
