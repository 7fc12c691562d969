"""A mapping as the text of a TOML file, with the reason for each line beside it."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from typing import Any

import tomlkit
from tomlkit.items import AoT, Array, InlineTable, Table

from stronghold.intake.mapping.model import InvolvedMapping, Mapping, QuarantineRule, RecordMapping, SourceTerms

__all__ = ["write_mapping"]

_ALWAYS = ("agency", "system", "purpose", "lawful_basis")


def write_mapping(mapping: Mapping, reasons: MappingOf[str, str]) -> str:
    """See :meth:`Mapping.to_toml`."""
    return _Writing(reasons).text(mapping)


class _Writing:
    def __init__(self, reasons: MappingOf[str, str]) -> None:
        self.reasons = reasons

    def text(self, mapping: Mapping) -> str:
        document = tomlkit.document()
        if mapping.recognise:
            document["recognise"] = self.table({"columns": _array(mapping.recognise)}, "recognise")
        document["source"] = self.table(_source_values(mapping.source), "source")
        records = tomlkit.aot()
        for number, record in enumerate(mapping.records, start=1):
            records.append(self.record(record, f"record.{number}"))
        document["record"] = records
        return tomlkit.dumps(document)

    def table(self, values: MappingOf[str, Any], at: str) -> Table:
        table = tomlkit.table()
        for key, value in values.items():
            line = tomlkit.item(value)
            reason = self.reasons.get(f"{at}.{key}")
            if reason:
                line.comment(" ".join(reason.split()))
            table.add(key, line)
        return table

    def record(self, record: RecordMapping, at: str) -> Table:
        values: dict[str, Any] = {"kind": record.kind}
        if record.key:
            values["key"] = _array(record.key)
        if record.only:
            values["only"] = _inline({column: list(accepted) for column, accepted in record.only.items()})
        if record.required:
            values["required"] = _array(record.required)
        table = self.table(values, at)
        self.add_columns(table, record, at)
        if record.involved:
            table.add("involved", self.tables([self.involved(i) for i in record.involved], f"{at}.involved"))
            for number, (inner, involved) in enumerate(zip(table["involved"], record.involved, strict=True), start=1):
                self.add_columns(inner, involved, f"{at}.involved.{number}")
        if record.quarantine_when:
            rules = [_rule_values(rule) for rule in record.quarantine_when]
            table.add("quarantine_when", self.tables(rules, f"{at}.quarantine_when"))
        return table

    def tables(self, items: list[dict[str, Any]], at: str) -> AoT:
        tables = tomlkit.aot()
        for number, values in enumerate(items, start=1):
            tables.append(self.table(values, f"{at}.{number}"))
        return tables

    @staticmethod
    def involved(involved: InvolvedMapping) -> dict[str, Any]:
        return {"kind": involved.kind, "role": involved.role}

    def add_columns(self, table: Any, mapped: RecordMapping | InvolvedMapping, at: str) -> None:
        if mapped.columns:
            columns = {name: names[0] if len(names) == 1 else _array(names) for name, names in mapped.columns.items()}
            table.add("columns", self.table(columns, f"{at}.columns"))
        if mapped.constants:
            table.add("constants", self.table(mapped.constants, f"{at}.constants"))


def _source_values(source: SourceTerms) -> dict[str, str]:
    """What is not the default, and what must always be there."""
    values: dict[str, str] = {}
    for name, spec in SourceTerms.__dataclass_fields__.items():
        value = getattr(source, name)
        if name in _ALWAYS or value != spec.default:
            values[name] = value
    values.setdefault("handling", source.handling)
    values.setdefault("date_order", source.date_order)
    return values


def _rule_values(rule: QuarantineRule) -> dict[str, str]:
    values = {"column": rule.column, "contains": rule.contains, "equals": rule.equals, "reason": rule.reason}
    return {key: value for key, value in values.items() if value is not None}


def _array(values: tuple[str, ...]) -> Array:
    array = tomlkit.array()
    array.extend(values)
    return array


def _inline(values: dict[str, list[str]]) -> InlineTable:
    table = tomlkit.inline_table()
    table.update(values)
    return table
