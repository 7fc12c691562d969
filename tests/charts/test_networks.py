"""A small network as a drawing."""

from __future__ import annotations

import pytest

from stronghold.charts import drawn_network
from stronghold.charts.chart import Chart

PLACES = {"hub": (0.0, 0.0), "ann": (0.5, 0.5), "ben": (0.6, 0.5), "cat": (-0.5, 0.5), "dan": (1.0, -1.0)}
TIES = [("hub", "ann"), ("ann", "ben"), ("hub", "cat")]


def draw(**changed: object) -> Chart:
    asked = {"marked": ["hub"], "marked_as": "Chosen", "parts": [("ann", "ben"), ("cat",), ("dan",)], "title": "The network"}
    return drawn_network(PLACES, TIES, **{**asked, **changed})  # type: ignore[arg-type]


def test_everybody_is_named_in_the_drawing_and_told_in_the_table() -> None:
    chart = draw()
    assert chart.svg is not None and all(f">{name}<" in chart.svg for name in (*PLACES, "Chosen", "Part 1"))
    assert chart.description == "5 people; chosen: hub; the largest part of the others is 2."
    assert chart.table.rows == (
        ("Chosen", "1", "hub"), ("Part 1", "2", "ann, ben"), ("Alone or in smaller parts", "2", "cat, dan"),
    )  # fmt: skip


def test_where_there_are_many_only_the_marked_are_named() -> None:
    many = {f"n{number}": (number / 100, 0.0) for number in range(100)}
    chart = drawn_network(many, [], marked=["n7"], marked_as="Chosen", parts=[tuple(many.keys() - {"n7"})], title="Many")
    assert chart.svg is not None and ">n7<" in chart.svg and ">n8<" not in chart.svg
    assert "and 87 more" in chart.table.rows[1][2]


def test_nobody_marked_and_nobody_at_all_are_said() -> None:
    everybody = draw(marked=[], parts=[tuple(PLACES)])
    assert everybody.svg is not None and everybody.table.rows[0] == ("Chosen", "0", "nobody")
    assert drawn_network({}, [], marked=[], marked_as="Chosen", parts=[], title="None").svg is None


@pytest.mark.parametrize("changed", [{"parts": []}, {"marked": ["hub", "stray"]}])
def test_somebody_without_a_place_or_a_part_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="has no place, or is in no part"):
        draw(**changed)


def test_a_name_is_drawn_as_it_is_and_never_as_markup() -> None:
    hostile = "</svg><script>x</script>"
    chart = drawn_network({hostile: (0.0, 0.0)}, [], marked=[hostile], marked_as="Chosen", parts=[], title="One")
    assert chart.svg is not None and "<script" not in chart.svg and "&lt;script" in chart.svg
