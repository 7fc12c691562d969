"""Every specification that these tests make is held against the schema of Vega-Lite, which a page does not take the time for."""

from __future__ import annotations

from typing import Any

import altair as alt
import pytest


@pytest.fixture(autouse=True)
def checked(monkeypatch: pytest.MonkeyPatch) -> None:
    unchecked = alt.TopLevelMixin.to_dict

    def to_dict(chart: Any, validate: bool = True, **options: Any) -> dict[str, Any]:
        # The parts of a chart come with a context: they are checked with the whole.
        return unchecked(chart, validate=validate or "context" not in options, **options)

    monkeypatch.setattr(alt.TopLevelMixin, "to_dict", to_dict)
