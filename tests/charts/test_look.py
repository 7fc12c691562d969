"""The look that every chart has."""

from __future__ import annotations

import altair as alt

from stronghold.charts.look import dressed, legend_above
from stronghold.charts.palette import TEXT


def test_a_chart_is_dressed_and_its_legend_stands_above() -> None:
    colour = alt.Color("series:N", legend=legend_above(widest=99))
    spec = dressed(alt.Chart({"values": [{"series": "a"}]}).mark_bar().encode(color=colour), labels=15)
    assert spec["config"]["axis"]["labelFontSize"] == 15 and spec["config"]["legend"]["labelColor"] == TEXT  # type: ignore[index]
    assert (spec["encoding"]["color"]["legend"]["orient"], spec["encoding"]["color"]["legend"]["labelLimit"]) == ("top", 99)  # type: ignore[index]
