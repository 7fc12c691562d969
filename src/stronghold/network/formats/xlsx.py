"""A workbook: a sheet that says what it is, one of things, one of ties. Every text is written as text, which no program runs."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter

from stronghold.intake.export import defuse, require_room
from stronghold.network.formats.drawn import DrawnNetwork

__all__ = ["to_xlsx"]

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}

Row = list[str | int | float]


def to_xlsx(network: DrawnNetwork) -> bytes:
    """The workbook; the handling of the whole is on every printed page, that of each row in its column ``handling``."""
    facts = list(dict.fromkeys(name for thing in network.things for name in thing.facts))
    things: list[Row] = [
        [thing.entity_id, thing.kind, thing.label, thing.handling, *(thing.facts.get(name, "") for name in facts)]
        for thing in network.things
    ]
    labels = {thing.entity_id: thing.label for thing in network.things}
    ties: list[Row] = [
        [
            tie.left, labels[tie.left], tie.right, labels[tie.right], "; ".join(tie.layers), tie.strength, tie.records, tie.agencies,
            f"{tie.first_seen:%Y-%m-%d}" if tie.first_seen else "", f"{tie.last_seen:%Y-%m-%d}" if tie.last_seen else "", tie.handling,
        ]
        for tie in network.ties
    ]  # fmt: skip
    tie_columns = [
        "from id", "from", "to id", "to", "tied by", "strength of evidence", "records", "agencies", "first seen", "last seen", "handling",
    ]  # fmt: skip
    written = BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as book:
        _sheet(book, "about", ["about"], [[network.notice]], network.handling)
        _sheet(book, "people and things", ["id", "kind", "name", "handling", *facts], things, network.handling)
        _sheet(book, "ties", tie_columns, ties, network.handling)
    return written.getvalue()


def _sheet(book: xlsxwriter.Workbook, name: str, columns: list[str], rows: list[Row], handling: str) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_header(f"&C{handling.replace('&', '&&')}")
    bold = book.add_format({"bold": True})
    for column, text in enumerate(columns):
        sheet.write_string(0, column, text, bold)
    for row, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                text = defuse(cell)
                require_room(text, file=name, line=row + 1, column=columns[column], remedy="Export it as GraphML.")
                sheet.write_string(row, column, text)
            else:
                sheet.write_number(row, column, cell)
