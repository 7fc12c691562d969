"""Plans for a group: the best choice, never somebody who is to be protected, and everything that is left open said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stronghold.concern import Check, Outcome
from stronghold.concern.childhood import today_here
from stronghold.errors import BadInput
from stronghold.governance.groups import GroupSummary
from stronghold.governance.planning import (
    NotChosen,
    Person,
    Standing,
    around_plan,
    best_choice,
    blocked_by,
    parts_in_supply,
    plan_for,
    what_if,
    without_source,
)
from stronghold.network.disruption.plan import Plan
from stronghold.network.graph import Network
from tests.network.handmade import Town

GROUP = GroupSummary("G-AAAAAAAA", "Group active around OX4", 5, 5, 3, 0, None, None, (), 0, ())
# m holds a, b and c together; n holds d and e.
NETWORK = Network.of([("P-M", "P-A"), ("P-M", "P-B"), ("P-M", "P-C"), ("P-N", "P-D"), ("P-N", "P-E"), ("P-M", "P-N")])
PEOPLE = list(NETWORK.ids)
RECENT = f"{datetime.now(UTC) - timedelta(days=30):%Y-%m-%d}"


def standing(never: tuple[str, ...] = (), unchecked: tuple[str, ...] = (), network: Network = NETWORK) -> Standing:
    return Standing(
        GROUP,
        network,
        {who: who.replace("P-", "Person ") for who in network.ids},
        tuple(NotChosen(who, who.replace("P-", "Person "), ("Is a child",), ("r1",)) for who in never),
        tuple(Person(who, who.replace("P-", "Person ")) for who in unchecked),
        {},
    )


@pytest.fixture
def town() -> Iterator[Town]:
    made = Town()
    made.record("arrest", [("arrested", who) for who in PEOPLE], at=RECENT)
    made.record("intelligence_report", [("at_risk", "P-M")], at=RECENT, agency="Children")
    made.record("intelligence_report", [("subject", "P-N")], at=RECENT, narrative="dealing heroin")
    made.con.execute("UPDATE record SET class_id = source_id, occurred_precision = 'day'")
    made.con.execute("CREATE TABLE visibility_class AS SELECT source_id AS class_id, agency, NULL AS handling FROM source")
    made.con.execute("UPDATE source SET timezone = 'Europe/London'")
    made.con.execute("INSERT INTO person (mention_id, forename, surname) SELECT mention_id, 'NAME', entity_id FROM entity_member")
    yield made
    made.con.close()


def around(town: Town, classes: list[int], *checks: Check) -> Standing:
    town.con.execute(
        "CREATE OR REPLACE TEMP TABLE visible AS SELECT unnest($classes::INTEGER[]) AS class_id", {"classes": classes}
    )
    parts = parts_in_supply(town.con, PEOPLE, classes)
    return around_plan(town.con, GROUP, NETWORK, parts, classes, checks)


def test_whoever_has_a_live_reason_is_never_to_be_chosen_and_the_rest_are_unchecked(town: Town) -> None:
    found = around(town, [1, 2])
    ((who, reasons, records),) = [(each.entity_id, each.reasons, each.records) for each in found.never]
    assert (who, records) == ("P-M", ("r2",)) and reasons[0].startswith("Is reported as a person at risk (1 record")
    assert {each.entity_id for each in found.unchecked} == set(PEOPLE) - {"P-M"}
    assert found.parts == {"P-N": frozenset({"dealer"})}
    assert found.called("P-A").label.startswith("Name")


def test_a_hidden_record_protects_and_is_not_told(town: Town) -> None:
    found = around(town, [1])
    assert [(each.entity_id, each.reasons, each.records) for each in found.never] == [("P-M", (), ())]
    assert "P-M" not in plan_for(found, "S1", 1).plan.chosen


def test_a_confirmation_protects_and_says_by_which_check(town: Town) -> None:
    found = around(town, [1, 2], Check("P-N", Outcome.PROTECTED, 7, today_here()))
    confirmed = next(each for each in found.never if each.entity_id == "P-N")
    assert confirmed.reasons[0].startswith("Confirmed as to be protected on ") and "(check 7)" in confirmed.reasons[0]


def test_a_reason_that_was_looked_at_is_not_told_as_the_one_that_protects(town: Town) -> None:
    town.record("missing_episode", [("missing_person", "P-M")], at=RECENT, agency="Police")
    town.con.execute("UPDATE record SET class_id = source_id")
    looked_at = Check("P-M", Outcome.NO_REASON, 1, today_here(), frozenset({"r2"}))
    found = around(town, [1, 2], looked_at)
    ((reasons, records),) = [(each.reasons, each.records) for each in found.never]
    assert records == ("r4",) and len(reasons) == 1 and reasons[0].startswith("Went missing")


def test_everybody_checked_leaves_nothing_in_the_way_of_release(town: Town) -> None:
    found = around(town, [1, 2], *(Check(who, Outcome.NO_REASON, n, today_here()) for n, who in enumerate(PEOPLE)))
    assert not found.unchecked and blocked_by(found) == ()
    assert [each.entity_id for each in found.never] == ["P-M"]  # looked at none of its records


def test_a_plan_says_whom_why_how_sure_and_what_else(town: Town) -> None:
    plan = plan_for(standing(unchecked=("P-M", "P-A")), "S1", 2)
    assert plan.plan.chosen == ("P-M", "P-N") and plan.plan.proved and plan.plan.surviving_pairs == 0
    assert [(each.label, each.unchecked) for each in plan.chosen] == [("Person M", True), ("Person N", False)]
    assert plan.chosen[0].sentence.startswith("With the others out, they hold 4 people together")
    assert (plan.before.largest_part, plan.after.largest_part, plan.snapshot_id) == (7, 1, "S1")
    assert plan.blocked_by == ("Nobody has checked 2 people of the group for reasons to protect them first.",)


def test_one_person_unchecked_is_told_in_the_singular() -> None:
    assert blocked_by(standing(unchecked=("P-A",))) == (
        "Nobody has checked 1 person of the group for reasons to protect them first.",
    )


@settings(max_examples=15)
@given(
    never=st.sets(st.sampled_from(PEOPLE), max_size=6),
    excluded=st.sets(st.sampled_from(PEOPLE), max_size=3),
    uncertain=st.booleans(),
)
def test_nobody_to_be_protected_is_chosen_or_offered_whatever_is_asked(
    never: set[str], excluded: set[str], uncertain: bool
) -> None:
    left_out = never | excluded
    if len(left_out) == len(PEOPLE):
        return
    plan = plan_for(standing(tuple(never)), "S1", 1, excluded=excluded, uncertain=uncertain, seconds=0.2)
    assert not left_out & set(plan.plan.chosen)
    assert not any(left_out & set(other.chosen) for other in plan.alternatives)
    assert set(plan.standing.network.ids) == set(PEOPLE)  # they stay in the network


def test_whom_a_plan_puts_in_danger_is_to_be_protected_first() -> None:
    plan = plan_for(standing(("P-N",), ("P-A",)), "S1", 1)
    assert plan.plan.chosen == ("P-M",)
    (place,) = plan.replacement.replacements
    assert [(one.person, one.protected, one.unchecked) for one in place.successors] == [
        ("P-D", False, False), ("P-E", False, False), ("P-A", False, True),
    ]  # fmt: skip
    # Nobody who is to be protected is left out for being less likely than three others.
    assert place.near_by == ("P-D", "P-E", "P-A", "P-B", "P-C", "P-N")
    assert [each.label for each in plan.protect_first] == ["Person A", "Person N"]
    assert what_if(standing(("P-N",), ("P-A",)), ["P-M"]).protect_first == plan.protect_first
    assert plan_for(standing(), "S1", 1).protect_first == ()


def test_a_group_of_protected_people_alone_has_nobody_to_act_against() -> None:
    with pytest.raises(BadInput, match="Everybody in this group is to be protected"):
        plan_for(standing(tuple(PEOPLE)), "S1", 1)


def test_more_people_than_may_be_chosen_and_people_of_no_group_are_refused() -> None:
    with pytest.raises(BadInput, match="3 people cannot be chosen of 2 who may be"):
        plan_for(standing(tuple(PEOPLE[:5])), "S1", 3)
    with pytest.raises(BadInput, match="'P-X' is to be left out, and is not in the network"):
        plan_for(standing(), "S1", 1, excluded=["P-X"])


def test_what_if_says_who_is_left_in_which_part_before_and_after() -> None:
    view = what_if(standing(), ["P-N", "P-M", "P-M"])
    assert [each.entity_id for each in view.out] == ["P-M", "P-N"]
    assert (view.pairs_before, view.largest_before, view.after.surviving_pairs) == (21, 7, 0)
    assert (view.measures_before.people, view.measures_after.people, view.measures_after.parts) == (7, 5, 5)
    nobody = what_if(standing(), [])
    assert nobody.after.surviving_pairs == 21 and nobody.replacement.replacements == ()


def test_not_even_in_thought_is_somebody_taken_out_who_is_to_be_protected() -> None:
    with pytest.raises(BadInput, match="Person M is to be protected first, and is never taken out"):
        what_if(standing(("P-M",)), ["P-M"])
    with pytest.raises(BadInput, match="P-X is not in this group"):
        what_if(standing(), ["P-X"])


def test_a_false_file_leaves_the_plan_standing_or_says_what_it_would_be() -> None:
    def planning(asked: Standing) -> Plan:
        return best_choice(asked, 1)

    without_n = Network.of([("P-M", "P-A"), ("P-M", "P-B"), ("P-M", "P-C")], nodes=PEOPLE)
    same = without_source(standing(network=without_n), "calls.csv", planning, ["P-M"])
    assert (same.chosen, same.surviving_pairs, same.stands, same.problem) == (("P-M",), 0, True, "")
    assert same.people == (Person("P-M", "Person M"),)
    without_m = Network.of([("P-N", "P-D"), ("P-N", "P-E"), ("P-N", "P-M")], nodes=PEOPLE)
    other = without_source(standing(network=without_m), "arrests.csv", planning, ["P-M"])
    assert (other.chosen, other.stands) == (("P-N",), False)


def test_another_choice_that_is_as_good_leaves_the_plan_standing() -> None:
    pair = Network.of([("P-A", "P-B")], nodes=PEOPLE)
    for planned in (["P-A"], ["P-B"]):
        assert without_source(standing(network=pair), "x.csv", lambda asked: best_choice(asked, 1), planned).stands


def test_a_file_without_which_no_plan_can_be_made_says_so() -> None:
    told = without_source(standing(tuple(PEOPLE)), "x.csv", lambda asked: best_choice(asked, 1), ["P-M"])
    assert not told.stands and told.chosen == () and told.problem.startswith("Everybody in this group is to be protected")
