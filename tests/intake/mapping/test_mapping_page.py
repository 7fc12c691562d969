"""The examples on the reference page are mappings."""

from __future__ import annotations

import re
from pathlib import Path

from stronghold.intake.mapping import Mapping

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "mapping.md"


def test_every_example_is_a_complete_mapping() -> None:
    examples = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert [Mapping.from_toml(example, file="page").records[0].kind for example in examples] == ["arrest", "person"]
    assert all(Mapping.from_toml(example, file="page").is_complete for example in examples)
