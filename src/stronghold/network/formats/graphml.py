"""GraphML (Brandes et al. 2002), as Gephi, yEd and igraph read it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from stronghold.errors import BadInput
from stronghold.network.formats.drawn import DrawnNetwork
from stronghold.network.graph import Network

__all__ = ["graphml_ties", "read_graphml", "to_graphml"]

_SPACE = "http://graphml.graphdrawing.org/xmlns"
_THING = {"label": "string", "kind": "string", "handling": "string", "facts": "string"}
_TIE = {
    "layers": "string", "strength": "double", "records": "int", "agencies": "int", "first_seen": "string", "last_seen": "string",
    "handling": "string",
}  # fmt: skip
_STRENGTHS = ("strength", "probability")
_LARGEST = 200 * 1024 * 1024
# What XML 1.0 cannot hold.
_NO_TEXT = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)), "\ufffd")


def to_graphml(network: DrawnNetwork) -> bytes:
    """The network as GraphML, undirected; its notice is the graph's ``desc``."""
    root = ElementTree.Element("graphml", {"xmlns": _SPACE})
    for what, columns in (("node", _THING), ("edge", _TIE)):
        for name, sort in columns.items():
            ElementTree.SubElement(root, "key", {"id": f"{what}_{name}", "for": what, "attr.name": name, "attr.type": sort})
    graph = ElementTree.SubElement(root, "graph", {"id": "network", "edgedefault": "undirected"})
    ElementTree.SubElement(graph, "desc").text = _text(network.notice)
    for thing in network.things:
        node = ElementTree.SubElement(graph, "node", {"id": thing.entity_id})
        facts = "; ".join(f"{name}: {value}" for name, value in thing.facts.items())
        _data(node, "node", {"label": thing.label, "kind": thing.kind, "handling": thing.handling, "facts": facts})
    for tie in network.ties:
        edge = ElementTree.SubElement(graph, "edge", {"source": tie.left, "target": tie.right})
        _data(
            edge,
            "edge",
            {
                "layers": "; ".join(tie.layers),
                "strength": f"{tie.strength}",
                "records": f"{tie.records}",
                "agencies": f"{tie.agencies}",
                "first_seen": tie.first_seen.isoformat() if tie.first_seen else "",
                "last_seen": tie.last_seen.isoformat() if tie.last_seen else "",
                "handling": tie.handling,
            },
        )
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _data(parent: ElementTree.Element, what: str, values: dict[str, str]) -> None:
    for name, value in values.items():
        if value:
            ElementTree.SubElement(parent, "data", {"key": f"{what}_{name}"}).text = _text(value)


def _text(text: str) -> str:
    return text.translate(_NO_TEXT)


def read_graphml(path: Path) -> Network:
    """The network of a GraphML file: its nodes and edges, with the edge column ``strength`` (or ``probability``) where there is one.

    Directions and loops are not kept, of repeats the strongest is. ``BadInput`` as by :func:`graphml_ties`.
    """
    nodes, ties = graphml_ties(path)
    return Network.of(ties, nodes)


def graphml_ties(path: Path) -> tuple[list[str], list[tuple[str, str, float]]]:
    """The nodes of a GraphML file, and its edges (source, target, strength) as they stand in it, loops and repeats too.

    ``BadInput`` with the line for what is not GraphML, a node without an id, an edge to a node that is not there, a strength that is not
    above 0 and at most 1, a negative weight, a file over 200 MB, and one that declares entities (which could be made to fill the memory).
    """
    root, lines = _parsed(path)
    keys = {
        key.get("id", ""): key.get("attr.name", "").lower()
        for key in _found(root, "key")
        if key.get("for", "all") in ("edge", "all")
    }
    graph = next(iter(_found(root, "graph")), None)
    if graph is None:
        raise BadInput("holds no graph.", file=path.name, remedy="Export it as GraphML again.")
    nodes = [node.get("id", "").strip() for node in _found(graph, "node")]
    known = set(nodes)
    if "" in known:
        raise BadInput("has a node without an id.", file=path.name, remedy="Export it as GraphML again.")
    ties: list[tuple[str, str, float]] = []
    for edge in _found(graph, "edge"):
        line = lines[id(edge)]
        ends = edge.get("source", "").strip(), edge.get("target", "").strip()
        for end in ends:
            if end not in known:
                message = f"has an edge that leads to {end!r}, which is no node of the graph."
                raise BadInput(message, file=path.name, line=line, remedy="Mend it there.")
        ties.append((*ends, _strength(edge, keys, line, path.name)))
    return nodes, ties


def _parsed(path: Path) -> tuple[ElementTree.Element, dict[int, int]]:
    """The document, and the line of each of its edges by the ``id`` of the element."""
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST else None
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}.", file=path.name, remedy="Check the path and its rights.") from error
    if data is None:
        raise BadInput("is larger than 200 MB.", file=path.name, remedy="Export it as CSV: source,target,strength.")
    checker = expat.ParserCreate()

    def refuse(name: str, *_: object) -> None:
        raise BadInput(
            f"declares the entity {name!r}, which no GraphML needs.", file=path.name, remedy="Export it as GraphML again."
        )

    begun: list[int] = []

    def begin(name: str, *_: object) -> None:
        if name.rpartition(":")[2] == "edge":
            begun.append(checker.CurrentLineNumber)

    checker.EntityDeclHandler, checker.StartElementHandler = refuse, begin
    try:
        checker.Parse(data, True)
        root = ElementTree.parse(BytesIO(data)).getroot()  # noqa: S314 - entities were refused above
        edges = (element for element in root.iter() if str(element.tag).rpartition("}")[2] == "edge")
        return root, {id(edge): line for edge, line in zip(edges, begun, strict=True)}
    except (expat.ExpatError, ElementTree.ParseError) as error:
        line = getattr(error, "lineno", None)
        raise BadInput("is not XML that can be read.", file=path.name, line=line, remedy="Export it as GraphML again.") from error


def _found(parent: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [child for child in parent if child.tag in (name, f"{{{_SPACE}}}{name}")]


def _strength(edge: ElementTree.Element, keys: dict[str, str], line: int, file: str) -> float:
    strength = 1.0
    for data in _found(edge, "data"):
        name = keys.get(data.get("key", ""), "")
        if name not in (*_STRENGTHS, "weight") or not (data.text or "").strip():
            continue
        said = (data.text or "").strip()
        try:
            number = float(said)
        except ValueError:
            number = float("nan")
        if name == "weight":
            # It says how often and not how likely.
            if not number >= 0:
                message = f"has an edge of the weight {said!r}, which is no number from 0 on."
                raise BadInput(message, file=file, line=line, column=name, remedy="Mend it.")
            continue
        if not 0 < number <= 1:
            message = f"has an edge of the {name} {said!r}, which is not above 0 and at most 1."
            remedy = "Give the chance that the tie is real, or leave it out."
            raise BadInput(message, file=file, line=line, column=name, remedy=remedy)
        strength = number
    return strength
