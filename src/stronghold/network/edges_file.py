"""A network from a file of ties: CSV with ``source,target`` and, where there is one, ``strength`` (the chance that the tie is real); or
GraphML."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stronghold.errors import BadInput
from stronghold.network.graph import Network

__all__ = ["EdgesFile", "read_edges", "read_ids"]

_STRENGTHS = ("strength", "probability")
_LARGEST = 500 * 1024 * 1024


@dataclass(frozen=True)
class EdgesFile:
    """The network of a file, and what of it was not kept: ties of somebody to themselves, and the same tie again (the stronger stays)."""

    network: Network
    loops: int
    repeats: int


def read_edges(path: Path) -> EdgesFile:
    """Read ``path``: GraphML where it begins as XML does, whatever it is called, and else CSV.

    Columns other than source, target, and strength (or probability) are passed over; ``weight`` may be there, and is only checked, as it
    says how often and not how likely.

    ``BadInput`` names line and column of what cannot be used: a missing column or cell, a strength that is not above 0 and at most 1, a
    weight below 0, a file without ties, one that is not UTF-8 text or over 500 MB; of GraphML as by
    :func:`.formats.graphml.graphml_ties`.
    """
    if _is_xml(path):
        from stronghold.network.formats.graphml import graphml_ties  # with what writes the other formats: a tenth of a second

        nodes, ties = graphml_ties(path)
        if not nodes:
            raise BadInput("holds nobody.", file=path.name, remedy="Export a network that has nodes.")
        return _edges_file(ties, nodes)
    ties = []
    for line, row, columns in _rows(path):
        ends = [_cell(row, columns, name, path, line) for name in ("source", "target")]
        ties.append((ends[0], ends[1], _strength(row, columns, path, line)))
    if not ties:
        raise BadInput("holds no ties.", file=path.name, remedy="Give a line for each tie: source,target.")
    return _edges_file(ties)


def _edges_file(ties: Sequence[tuple[str, str, float]], nodes: Sequence[str] = ()) -> EdgesFile:
    network, loops = Network.of(ties, nodes), sum(one == other for one, other, _ in ties)
    return EdgesFile(network, loops, len(ties) - loops - len(network.left))


def _is_xml(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            beginning = file.read(256)
    except OSError:
        return False  # whoever reads it says so
    wide = beginning.startswith((b"\xff\xfe", b"\xfe\xff"))
    return beginning.decode("utf-16" if wide else "utf-8-sig", errors="ignore").lstrip().startswith("<")


def read_ids(path: Path) -> tuple[tuple[int, str], ...]:
    """(line, id) of each line of a text file that is not empty; ``BadInput`` where it cannot be read."""
    return tuple((line, text.strip()) for line, text in enumerate(_text(path).splitlines(), 1) if text.strip())


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise BadInput("is larger than 500 MB.", file=path.name, remedy="Give the ties of one group, not of everybody.")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}.", file=path.name, remedy="Check the path and its rights.") from error
    except UnicodeDecodeError as error:
        raise BadInput("is not UTF-8 text.", file=path.name, remedy="Save it as CSV in UTF-8.") from error


def _rows(path: Path) -> list[tuple[int, list[str], dict[str, int]]]:
    reader = csv.reader(_text(path).splitlines())
    try:
        header = next(reader, [])
        columns = {name.strip().lower(): at for at, name in enumerate(header)}
        for name in ("source", "target"):
            if name not in columns:
                remedy = f"The first line must name the columns source and target; it names: {', '.join(header) or 'nothing'}."
                raise BadInput(f"has no column {name!r}.", file=path.name, line=1, column=name, remedy=remedy)
        return [(reader.line_num, row, columns) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise BadInput(f"cannot be read: {error}.", file=path.name, line=reader.line_num, remedy="Mend the line.") from error


def _cell(row: list[str], columns: dict[str, int], name: str, path: Path, line: int) -> str:
    found = row[columns[name]].strip() if columns[name] < len(row) else ""
    if not found:
        raise BadInput(f"says no {name}.", file=path.name, line=line, column=name, remedy="Fill it in, or take the line out.")
    return found


def _strength(row: list[str], columns: dict[str, int], path: Path, line: int) -> float:
    strength = 1.0
    for name, least, most in (*((name, 0.0, 1.0) for name in _STRENGTHS), ("weight", -1.0, float("inf"))):
        text = row[columns[name]].strip() if columns.get(name, len(row)) < len(row) else ""
        if not text:
            continue
        try:
            number = float(text)
        except ValueError:
            number = float("nan")
        if name == "weight" and not number >= 0:
            raise BadInput(
                f"has the weight {text!r}, which is no number from 0 on.",
                file=path.name,
                line=line,
                column=name,
                remedy="Mend it.",
            )
        if name != "weight":
            if not least < number <= most:
                remedy = "Give the chance that the tie is real, above 0 and at most 1."
                raise BadInput(f"has the {name} {text!r}.", file=path.name, line=line, column=name, remedy=remedy)
            strength = number
    return strength
