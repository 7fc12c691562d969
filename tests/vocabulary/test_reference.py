"""The reference page in the docs is the one that the vocabulary gives."""

from __future__ import annotations

from pathlib import Path

from stronghold.vocabulary import kinds
from stronghold.vocabulary.reference import records_page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "records.md"


def test_the_page_in_the_docs_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == records_page(), (
        "write it anew: python -m stronghold.vocabulary.reference > docs/reference/records.md"
    )


def test_every_kind_column_and_role_is_on_the_page() -> None:
    page = records_page()
    for kind in kinds().values():
        section = page.split(f"(`{kind.name}`)\n")[1].split("\n### ")[0]
        for name in (*(c.name for c in kind.columns.values() if not c.common), *kind.roles):
            assert f"`{name}`" in section
