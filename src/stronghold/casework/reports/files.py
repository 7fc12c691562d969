"""Entered reports as files that a build can read: JSON lines with their mapping, one file per agency and operation."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from django.db import transaction
from django.db.models import F, Max

from stronghold.casework.models import EnteredFile, Report, ReportVersion
from stronghold.casework.reports.content import KINDS, ROLES, Content, Place
from stronghold.casework.reports.understanding import TIMEZONE, is_whole_address
from stronghold.governance.models import Agency
from stronghold.intake.cleaning.address_lines import clean_address_line
from stronghold.intake.cleaning.folding import to_ascii
from stronghold.intake.load import SourceInput
from stronghold.intake.loading.keys import escaped
from stronghold.intake.mapping import InvolvedMapping, RecordMapping, SourceTerms
from stronghold.intake.mapping import Mapping as FileMapping
from stronghold.vocabulary import kind

__all__ = ["SYSTEM", "file_name", "file_names", "for_build", "is_file_name", "mapping_of", "record_key", "row_of"]

SYSTEM = "entered reports"
"""What sources and record keys call the place where reports are entered by hand."""

_BEGINNING, _ENDING = "entered-reports-", ".jsonl"
_PURPOSE = "Preventing and detecting crime, and protecting people who are at risk"
_LAWFUL_BASIS = "Crime and Disorder Act 1998 s.115; Data Protection Act 2018 Part 3 and Schedule 1; Children Act 2004 s.11; Care Act 2014 s.42"
# Columns of the kind -> columns of the file.
_OWN = {
    "occurred": "when",
    "reference": "number",
    "submitted": "submitted",
    "reported": "submitted",
    "protective_marking": "protective_marking",
    "conditions": "conditions",
    "sanitised": "sanitised",
    "channel": "channel",
    "nature": "nature",
    "narrative": "narrative",
    "source_grade": "source_grade",
    "information_grade": "information_grade",
    "handling": "handling",
    "sensitivity": "sensitivity",
}
# Of each role that is no person's: the kind, and column of the kind -> column of the file.
_PERSON = {"full_name": "name", "date_of_birth": "date_of_birth", "phone": "phone", "address": "address"}
_THINGS = {
    "place": ("address", {"address": "address", "location": "location"}),
    "vehicle": ("vehicle", {"registration": "registration", "make": "make", "colour": "colour"}),
    "phone": ("phone", {"number": "number"}),
    "organisation": ("organisation", {"name": "name"}),
}


def for_build(folder: Path) -> list[SourceInput]:
    """Write what holds of every report that is not withdrawn into ``folder``, ready for a build.

    One file per agency and operation; the same reports give the same bytes. A report's record key ends in its number, so that
    an amended report takes the place of the earlier one. All reports are as they were at one moment.
    """
    found = []
    with transaction.atomic():
        # Not DISTINCT over a join, which PostgreSQL does not lock.
        reporting = Agency.objects.filter(pk__in=Report.objects.values("agency"))
        for agency in reporting.select_for_update().order_by("name"):
            held = ReportVersion.objects.filter(report__agency=agency)
            up_to = held.aggregate(last=Max("id"))["last"]
            current = held.filter(version=F("report__latest"), withdrawn=False).select_related("report")
            by_operation: dict[str, list[ReportVersion]] = {}
            for version in current.order_by("report__prefix", "report__year", "report__serial"):
                by_operation.setdefault(version.operation, []).append(version)
            for operation, versions in sorted(by_operation.items()):
                source = _write(folder, agency.name, operation, versions)
                digest = hashlib.sha256(source.path.read_bytes()).hexdigest()
                EnteredFile.objects.update_or_create(sha256=digest, name=source.name, defaults={"up_to": up_to})
                found.append(source)
    return found


def file_names() -> frozenset[str]:
    """Every name that a file of entered reports ever had: a build leaves those out that :func:`for_build` no longer gives."""
    return frozenset(EnteredFile.objects.values_list("name", flat=True))


def file_name(agency: str, operation: str) -> str:
    """``entered-reports-police.jsonl``; with a few digits of a hash where the names hold more than a file's name may."""
    plain = "-".join(filter(None, (_plain(agency), _plain(operation))))
    if (plain, operation) != (agency, ""):
        plain += "-" + hashlib.sha256(f"{agency}\n{operation}".encode()).hexdigest()[:8]
    return f"{_BEGINNING}{plain}{_ENDING}"


def is_file_name(name: str) -> bool:
    """Whether :func:`file_name` may have given this name."""
    return name.startswith(_BEGINNING) and name.endswith(_ENDING)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", to_ascii(name).lower()).strip("-")[:60]


def record_key(report: Report) -> str:
    """The key that the report has, or will have, in a picture."""
    return f"{escaped(report.agency.name)}/{escaped(SYSTEM)}/{report.kind}/{report.number}"


def _write(folder: Path, agency: str, operation: str, versions: Sequence[ReportVersion]) -> SourceInput:
    name = file_name(agency, operation)
    rows = [row_of(version.report, Content.from_json(version.content)) for version in versions]
    text = "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="\n")
    return SourceInput(path, name, mapping_of(agency, operation, rows))


def row_of(report: Report, content: Content) -> dict[str, str]:
    """One line of the file: column -> text, those without text left out. ``subject.1.name`` is of the first subject."""
    row = {
        "number": report.number,
        "kind": report.kind,
        "when": content.occurred,
        "submitted": report.entered_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "narrative": content.narrative,
        "source_grade": content.source_grade,
        "information_grade": content.information_grade,
        "handling": content.handling,
        "conditions": content.conditions,
        "sensitivity": content.sensitivity,
        "protective_marking": content.protective_marking,
        "channel": content.channel,
        "nature": content.nature,
        "sanitised": "yes" if content.sanitised else "",
        **dict(_rows(content)),
    }
    return {column: text.strip() for column, text in row.items() if text.strip()}


def _rows(content: Content) -> Iterator[tuple[str, str]]:
    numbers: dict[str, int] = {}
    for person in content.people:
        numbers[person.role] = number = numbers.get(person.role, 0) + 1
        for column in _PERSON.values():
            yield f"{person.role}.{number}.{column}", str(getattr(person, column))
    for number, place in enumerate(content.places, 1):
        yield f"place.{number}.address", place.address
        yield f"place.{number}.location", _location(place)
    for number, vehicle in enumerate(content.vehicles, 1):
        for column in ("registration", "make", "colour"):
            yield f"vehicle.{number}.{column}", str(getattr(vehicle, column))
    for number, phone in enumerate(content.phones, 1):
        yield f"phone.{number}.number", phone.number
    for number, organisation in enumerate(content.organisations, 1):
        yield f"organisation.{number}.name", organisation.name


def _location(place: Place) -> str:
    """The place in words; an address that does not tell which place it is belongs to it."""
    address = place.address.strip()
    if address and not is_whole_address(clean_address_line(address).value):
        return "; ".join(filter(None, (address, place.description.strip())))
    return place.description


def mapping_of(agency: str, operation: str, rows: Iterable[Mapping[str, str]]) -> FileMapping:
    """The mapping of a file with these rows."""
    columns: dict[str, dict[str, None]] = {}
    for row in rows:
        columns.setdefault(row["kind"], {}).update(dict.fromkeys(row))
    terms = SourceTerms(agency, SYSTEM, _PURPOSE, _LAWFUL_BASIS, operation=operation, timezone=TIMEZONE)
    return FileMapping(terms, tuple(_record(name, columns[name]) for name in KINDS if name in columns))


def _record(name: str, columns: Mapping[str, None]) -> RecordMapping:
    own = _own_columns(name)
    return RecordMapping(
        name,
        columns={column: (source,) for column, source in own.items() if source in columns},
        key=("number",),
        only={"kind": (name,)},
        involved=tuple(_involved(name, columns)),
    )


def _own_columns(name: str) -> dict[str, str]:
    return {column: source for column, source in _OWN.items() if column in kind(name).columns}


def _involved(name: str, columns: Mapping[str, None]) -> Iterator[InvolvedMapping]:
    """A slot for each person or thing that any of the rows names."""
    for role in ROLES[name]:
        yield from _slots("person", role, role, _PERSON, columns)
    for prefix, (kind_name, read) in _THINGS.items():
        # A community report knows a shop or a school as the place of what is reported.
        role = prefix if prefix in kind(name).roles else "place"
        yield from _slots(kind_name, role, prefix, read, columns)


def _slots(
    kind_name: str, role: str, prefix: str, read: Mapping[str, str], columns: Mapping[str, None]
) -> Iterator[InvolvedMapping]:
    numbers = {int(column.split(".")[1]) for column in columns if column.startswith(f"{prefix}.")}
    for number in sorted(numbers):
        given = {column: (f"{prefix}.{number}.{source}",) for column, source in read.items()}
        yield InvolvedMapping(kind_name, role, {column: names for column, names in given.items() if names[0] in columns})
