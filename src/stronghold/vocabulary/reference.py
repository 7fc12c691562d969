"""The reference page of record kinds, written from the vocabulary: ``docs/reference/records.md``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files

from stronghold.vocabulary.kinds import Column, Kind, kinds
from stronghold.vocabulary.terms import Terms, terms

__all__ = ["records_page"]

_TOP = """# Records

What a row of a partner's file can become: the kinds, their columns, who and what an event may involve, and the ties it is
evidence of. A mapping (`NAME.mapping.toml`) names these. This page is written from `src/stronghold/vocabulary`; correct it there.

Weights say how strongly one well-graded record speaks for a real tie, from 0 to 1. They are about evidence, not about people, and
each partnership has to confirm them.
"""


def records_page() -> str:
    """The whole page, in Markdown."""
    every = list(kinds().values())
    common = [column for column in every[0].columns.values() if column.common]
    blocks = [
        _TOP,
        "## Columns of every kind\n\nWhere a row has none, the `[source]` table of the mapping gives the value.\n",
        _columns(common),
        "## People, places and things\n",
        *(block for kind in every if not kind.is_event for block in _kind(kind)),
        "## Events\n",
        *(block for kind in every if kind.is_event for block in _kind(kind)),
        "## Closed lists\n",
        *(block for name in _list_names() for block in _terms(terms(name))),
    ]
    return "\n".join(block.rstrip("\n") + "\n" for block in blocks)


def _kind(kind: Kind) -> Iterator[str]:
    yield f"### {kind.label} (`{kind.name}`)\n\n{kind.meaning}" + (f" Source: {kind.source}." if kind.source else "")
    yield _columns(column for column in kind.columns.values() if not column.common)
    if kind.needs_any:
        yield f"A row needs at least one of {', '.join(f'`{name}`' for name in kind.needs_any)}."
    if kind.parts:
        parts = ((f"`{part.name}`", kinds()[part.kind].label, part.layer, str(part.weight)) for part in kind.parts.values())
        yield _table(("Comes along", "Kind", "Layer", "Weight"), parts)
    if kind.roles:
        roles = (
            (f"`{role.name}`", role.label, ", ".join(f"`{name}`" for name in role.kinds), "yes" if role.many else "")
            for role in kind.roles.values()
        )
        yield _table(("Role", "Meaning", "Kinds", "Several"), roles)
    if kind.ties:
        ties = ((f"`{tie.between[0]}` {tie.meaning} `{tie.between[1]}`", tie.layer, str(tie.weight)) for tie in kind.ties)
        yield _table(("Tie", "Layer", "Weight"), ties)


def _columns(columns: Iterable[Column]) -> str:
    return _table(("Column", "Type", "Meaning"), ((f"`{c.name}`", c.type.replace("_", " "), _meaning(c)) for c in columns))


def _meaning(column: Column) -> str:
    said = [f"{column.label}."]
    if column.needed:
        said.append("Needed.")
    if column.meaning:
        said.append(column.meaning)
    if column.use == "equality":
        said.append("For equality monitoring alone.")
    return " ".join(said)


def _list_names() -> list[str]:
    folder = files("stronghold.vocabulary") / "terms"
    return sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml"))


def _terms(found: Terms) -> Iterator[str]:
    status = " Some values are still to be confirmed." if found.status != "confirmed" else ""
    yield f"### {found.label} (`term:{found.name}`)\n\nSource: {found.source}.{status}"
    rows = ((f"`{term.name}`", term.label, ", ".join(term.also), term.meaning) for term in found.terms.values())
    yield _table(("Term", "Label", "Also written", "Meaning"), rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def main() -> None:
    """Print the page; ``python -m stronghold.vocabulary.reference > docs/reference/records.md`` writes it."""
    print(records_page(), end="")  # noqa: T201 - this is what the command is for


if __name__ == "__main__":
    main()
