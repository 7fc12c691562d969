"""An engine is what its name says, or is refused with the names that there are."""

from __future__ import annotations

import pytest

from stronghold.engine import DUCKDB, Engine
from stronghold.errors import BadInput


@pytest.mark.parametrize(
    ("name", "master", "local", "masters"),
    [
        ("duckdb", None, True, ()),
        (" DuckDB ", None, True, ()),
        ("local", "local[*]", True, ()),
        ("local[2]", "local[2]", True, ()),
        ("local[*]", "local[*]", True, ()),
        ("spark://town.example:7077", "spark://town.example:7077", False, (("town.example", 7077),)),
        ("spark://a:1,b:65535", "spark://a:1,b:65535", False, (("a", 1), ("b", 65535))),
        ("spark://[::1]:7077", "spark://[::1]:7077", False, (("::1", 7077),)),
    ],
)
def test_names_of_engines(name: str, master: str | None, local: bool, masters: tuple[tuple[str, int], ...]) -> None:
    engine = Engine.named(name)
    assert (engine.master, engine.is_local, engine.masters) == (master, local, masters)
    assert engine.is_spark == (engine != DUCKDB)
    assert Engine.named(engine.name) == engine


@pytest.mark.parametrize(
    "name", ["", "spark", "local[0]", "local[two]", "local[2", "spark://", "spark://host", "spark://h:0", "spark://h:99999", "yarn",
             "spark://h:7077/x", "spark://a:1,b"]
)  # fmt: skip
def test_what_is_no_engine_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(BadInput, match=r"no engine.*spark://HOST:7077"):
        Engine.named(name)
