"""A waterfall says where it starts, what each step adds, and where it ends."""

from __future__ import annotations

from stronghold.charts import Step, waterfall

STEPS = [Step("Before looking", -11, -11, "Few"), Step("Surname", 16, 5, "The same"), Step("Household", -2.5, 2.5)]


def test_every_step_is_told_and_the_sum() -> None:
    chart = waterfall(STEPS, title="Why", over="Bits", threshold=2, threshold_words="to be taken for one")
    assert chart.table.rows == (
        ("Before looking", "-11.0", "-11.0", "Few"),
        ("Surname", "+16.0", "+5.0", "The same"),
        ("Household", "-2.5", "+2.5", ""),
        ("Together", "", "+2.5", ""),
    )
    assert chart.description == (
        "It starts at -11.0 and ends at +2.5; most is added by surname (+16.0); most is taken away by household (-2.5);"
        " to be taken for one takes +2.0."
    )
    assert chart.svg is not None
    for words in ("Before looking", "Surname", "Household", "Together", "Speaks against"):
        assert f">{words}<" in chart.svg


def test_steps_of_one_name_stay_apart_and_without_steps_nothing_is_drawn() -> None:
    twice = waterfall([Step("Phone", 1, 1), Step("Phone", 1, 2)], title="Why", over="Bits")
    assert twice.svg is not None and twice.svg.count(">Phone<") == 2 and "takes" not in twice.description
    assert waterfall([], title="Why", over="Bits").svg is None
