"""Nobody is shown anything that only records hidden from them say, by any way of reading; and there is no other way."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

import pytest

import stronghold
from stronghold.errors import BadInput
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account

SOURCE = Path(stronghold.__file__).parent

# What only the records of one source say, by source: see the picture in tests/governance/conftest.py.
ONLY_IN = {
    "police rms": ["1990-02-01", "Seen by the bridge", "31/02/1990"],
    "council housing": ["Someone, of here", "council/housing/person/7"],
    "health ed": ["perryman", "ghost", "jay", "health"],
    "police covert": ["voss", "covert", "elizabeth", "P-DA000001"],
    "council asb": ["Shared with conditions", "council/asb"],
    "police ungraded": ["nora", "P-NA000001", "ungraded"],
}
# account: (agency, roles, operations, purpose, the sources whose records it may see)
READERS: dict[str, tuple[str, list[str], tuple[str, ...], str, set[str]]] = {
    "analyst": ("police", ["analyst"], (), "disruption", {"police rms", "council housing"}),
    "member": ("police", ["analyst"], ("ash",), "disruption", {"police rms", "council housing", "police covert"}),
    "cleared": ("police", ["analyst", "conditional_reader"], (), "disruption", {"police rms", "council housing", "council asb"}),
    "worker": ("council", ["social_worker"], (), "safeguarding", {"police rms", "council housing", "health ed", "council asb"}),
    "mender": ("council", ["analyst"], (), "data_quality", {"council housing", "council asb"}),
    "officer": ("health", ["data_protection_officer"], (), "data_protection", {"health ed"}),
    "lead": ("council", ["council_lead"], (), "reporting", set()),
    "stranger": ("nowhere", ["analyst"], (), "data_quality", set()),
}
TEXTS = ["perry", "amos", "perryman", "ghost", "voss", "elizabeth", "cole", "nora", "14 high", "m1", "c1", "h1", "1990-02-01"]
KEYS = [
    *("P-AM000001", "P-AM0000ZZ", "P-BE000001", "P-DA000001", "P-NA000001", "A-H0000001"),
    *("police/rms/person/1", "police/rms/meeting/m1", "council/housing/person/7", "health/ed/person/h1"),
    *("police/covert/meeting/c1", "council/asb/meeting/a1", "police/ungraded/person/n1"),
]


def everything(gateway: Gateway, folder: Path) -> str:
    """All that the account can get to see, as one text in lower case."""
    told: list[Any] = [gateway.find(text, limit=100) for text in TEXTS]
    for key in KEYS:
        try:
            told.append(gateway.show(key))
        except BadInput as refused:
            told.append(str(refused).replace(key, ""))  # the refusal repeats what was typed
    told += [gateway.overview(), *(gateway.find(key) for key in KEYS)]
    told.append(list(gateway.quarantine()))
    gateway.export_quarantine(folder / "rows.csv")
    told.append((folder / "rows.csv").read_text(encoding="utf-8"))
    return " ".join(map(str, words(told))).lower()


def words(value: Any) -> Iterator[Any]:
    if is_dataclass(value) and not isinstance(value, type):
        yield from words(asdict(value))
    elif isinstance(value, dict):
        yield from words(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from words(one)
    else:
        yield value


@pytest.mark.parametrize("reader", READERS)
def test_an_account_sees_what_it_may_and_nothing_else(
    made_store: Path, account: Callable[..., Account], tmp_path: Path, reader: str
) -> None:
    agency, roles, operations, purpose, may_see = READERS[reader]
    account(reader, agency, *roles, operations=operations)
    with open_gateway(made_store, reader, purpose) as gateway:
        told = everything(gateway, tmp_path)
    own_quarantine = {"police rms": "31/02/1990", "council housing": "Someone, of here"}
    for source, marks in ONLY_IN.items():
        for mark in marks:
            if source not in may_see:
                assert mark.lower() not in told, f"{reader} was shown '{mark}', which only records of {source} say"
            elif mark != own_quarantine.get(source):
                assert mark.lower() in told, f"{reader} was not shown '{mark}'"
    # A quarantined row counts as shared with conditions: its own agency sees it, or one cleared for that.
    for source, mark in own_quarantine.items():
        may = source in may_see and (source.startswith(agency) or "conditional_reader" in roles)
        assert (mark.lower() in told) == may


def test_one_account_sees_nothing_of_another_purpose(made_store: Path, account: Callable[..., Account]) -> None:
    account("worker", "council", "social_worker")
    with pytest.raises(BadInput, match="do not permit the purpose 'disruption'"):
        open_gateway(made_store, "worker", "disruption")


# Commands that read plain files or only the manifests of snapshots; none opens a store's picture of people.
PLAIN_FILES = {"cli/link.py", "cli/map_.py"}
DOORS = ("stronghold.picture.snapshot", "stronghold.picture.search", "stronghold.picture.Snapshot", "stronghold.engine", "duckdb")


# What of those rooms only says where work is done, and opens nothing.
SAYS_WHERE = {"stronghold.engine.Engine", "stronghold.engine.DUCKDB", "stronghold.engine.spark.require_spark"}


def outside() -> Iterator[tuple[str, ast.Module]]:
    for room in ("cli", "web"):
        for path in sorted((SOURCE / room).rglob("*.py")):
            yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def ways_past(tree: ast.Module) -> list[str]:
    """Imports and calls by which a module could read a picture itself."""
    found = []
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names if f"{node.module}.{alias.name}" not in SAYS_WHERE]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect":
            found.append(".connect()")
        found += [n for n in names if any(n == door or n.startswith(door + ".") for door in DOORS)]
    return found


def test_the_command_line_and_the_pages_read_people_through_the_gateway_alone() -> None:
    modules = dict(outside())
    assert len(modules) > 5
    wrong = {name: found for name, tree in modules.items() if name not in PLAIN_FILES and (found := ways_past(tree))}
    assert wrong == {}


def test_the_exceptions_open_no_store() -> None:
    for name, tree in outside():
        if name in PLAIN_FILES:
            imported = {f"{n.module}.{a.name}" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) for a in n.names}
            assert not any(i.startswith("stronghold.picture") or i == "stronghold.cli.options.StoreFolder" for i in imported), (
                name
            )


def test_the_search_for_ways_past_finds_them() -> None:
    text = "from stronghold.picture import Snapshot\nimport duckdb\ndef f(s): return s.connect()\nfrom stronghold import engine\n"
    assert len(ways_past(ast.parse(text))) == 4
