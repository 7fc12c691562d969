"""Which links are asked about, in which order, and why: on a picture written out below."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pytest

from stronghold import engine
from stronghold.governance.consequences import RULES, consequences_of, know_groups
from stronghold.governance.reviewing import questions_of, splits_of
from stronghold.intake.loading.schema import create_tables
from stronghold.linking.bridges import UNCERTAIN
from stronghold.linking.model import PersonModel
from stronghold.network import find_ties
from stronghold.network.groups.described import Group, Member
from stronghold.picture.classes import assign_classes

MODEL = PersonModel.by_reason()
THRESHOLD = MODEL.threshold
# Record: kind, source, [(role, entity, values)]. Source 2 is hidden.
RECORDS: dict[str, tuple[str, int, list[tuple[str, str, dict[str, Any]]]]] = {
    "kid": ("person", 1, [("subject", "P-KID00000", {"forename": "kit", "date_of_birth": "2015-01-01"})]),
    "kid2": ("person", 1, [("subject", "P-KID20000", {"forename": "kitt"})]),
    "gone": ("missing_episode", 1, [("missing_person", "P-MIA00000", {"forename": "mia"})]),
    "mia2": ("person", 1, [("subject", "P-MIA20000", {"forename": "mya"})]),
    "risk": ("intelligence_report", 1, [("at_risk", "P-RIA00000", {"forename": "ria"})]),
    "ria2": ("person", 1, [("subject", "P-RIA20000", {"forename": "rya"})]),
    "held": ("arrest", 1, [("arrested", "P-SAM00000", {"forename": "sam"})]),
    "sam2": ("person", 1, [("subject", "P-SAM00000", {"forename": "samuel"})]),
    "sam3": ("person", 1, [("subject", "P-SAM00000", {"forename": "sammy"})]),
    "victim": ("arrest", 1, [("victim", "P-VIC00000", {"forename": "vic"})]),
    "vic2": ("person", 1, [("subject", "P-VIC20000", {"forename": "vik"})]),
    "secret": ("arrest", 2, [("arrested", "P-VIC00000", {"forename": "vic"})]),
    "place": (
        "seizure",
        1,
        [("seized_from", "P-PAT00000", {"forename": "pat"}), ("place", "A-HOME0000", {"house": "1", "street": "LOW ROAD"})],
    ),
    "pat2": ("person", 1, [("subject", "P-PAT20000", {"forename": "patt"})]),
}
# The links: two records, and how far from the threshold.
LINKS = [
    ("kid", "kid2", -2.0),
    ("gone", "mia2", 0.5),
    ("risk", "ria2", 1.0),
    ("held", "sam2", 1.5),
    ("sam2", "sam3", 4.0),
    ("held", "sam3", -1.0),
    ("victim", "vic2", -0.1),
    ("secret", "vic2", -0.2),
    ("place", "pat2", UNCERTAIN + 0.1),
]


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with engine.connect() as made:
        create_tables(made)
        made.execute("CREATE TABLE entity_member (mention_id BIGINT, entity_id VARCHAR)")
        for source, agency in ((1, "police"), (2, "health")):
            made.execute(
                "INSERT INTO source (source_id, name, agency, system, handling, sensitivity) VALUES (?, ?, ?, 's', 'P', 'standard')",
                [source, f"{agency}.csv", agency],
            )
        _fill(made)
        find_ties(made)
        assign_classes(made)
        made.execute("CREATE TEMP TABLE visible AS SELECT class_id FROM visibility_class WHERE agency = 'police'")
        yield made


def _fill(con: duckdb.DuckDBPyConnection) -> None:
    mention = 0
    for number, (key, (kind, source, mentions)) in enumerate(RECORDS.items(), start=1):
        con.execute(
            "INSERT INTO record (record_id, record_key, kind, source_id, line) VALUES (?, ?, ?, ?, 1)",
            [number, key, kind, source],
        )
        if kind != "person":
            con.execute(f"INSERT INTO {kind} (record_id) VALUES (?)", [number])
        for role, entity, values in mentions:
            mention += 1
            table = "address" if entity.startswith("A") else "person"
            con.execute(
                "INSERT INTO mention VALUES (?, ?, ?, ?, ?, NULL, NULL)", [mention, f"{key}#{role}.1", number, table, role]
            )
            names = ", ".join(["mention_id", *values])
            con.execute(
                f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * (len(values) + 1))})", [mention, *values.values()]
            )
            con.execute("INSERT INTO entity_member VALUES (?, ?)", [mention, entity])
    con.execute("CREATE TABLE node AS SELECT mention_id, mention_id AS node_id FROM mention WHERE kind = 'person'")
    con.execute(
        "CREATE TABLE link (mention_l BIGINT, mention_r BIGINT, kind VARCHAR, match_weight DOUBLE, probability DOUBLE, accepted BOOL)"
    )
    con.execute("CREATE TABLE link_repeat AS FROM link")
    for left, right, far in LINKS:
        weight = THRESHOLD + far
        con.execute(
            """
            INSERT INTO link SELECT least(l.mention_id, r.mention_id), greatest(l.mention_id, r.mention_id), 'person', $w,
                1 / (1 + pow(2, -$w)), $w >= $t
            FROM mention l JOIN record a ON a.record_id = l.record_id, mention r JOIN record b ON b.record_id = r.record_id
            WHERE a.record_key = $l AND b.record_key = $r AND l.kind = 'person' AND r.kind = 'person'
            """,
            {"w": weight, "t": THRESHOLD, "l": left, "r": right},
        )


Ask = Callable[..., list[tuple[str, str]]]


@pytest.fixture
def ask(con: duckdb.DuckDBPyConnection) -> Ask:
    def asked(decided: list[tuple[str, str]] | None = None, **how: Any) -> list[tuple[str, str]]:
        found = questions_of(con, MODEL, decided or [], **how)
        return [(q.left.split("#")[0], q.right.split("#")[0]) for q in found.questions]

    return asked


def test_those_who_could_be_hurt_come_first_and_only_uncertain_links_that_matter_are_asked_about(ask: Ask) -> None:
    # A child, who was missing, who is at risk, an arrest. A victim's arrest is no reason, nor is a hidden record; what is
    # certain is not asked about; and of one person only the link that a record hangs on, and the most uncertain.
    assert ask() == [("kid", "kid2"), ("gone", "mia2"), ("risk", "ria2"), ("held", "sam2")]


def test_each_says_why_and_what_the_picture_does_now(con: duckdb.DuckDBPyConnection) -> None:
    kid, missing, risk, held = questions_of(con, MODEL, []).questions
    assert kid.reasons_in_words == ("Kit is a child: a recorded date of birth says under 18 today",)
    assert [rule for _, rule in held.reasons] == ["supply"]
    assert (kid.accepted, kid.joined, held.accepted, held.joined) == (False, False, True, True)
    assert (kid.left_link.child, kid.right_link.child, missing.left_name.label) == (True, False, "Mia")
    assert risk.reasons == (("P-RIA00000", "risk"),)


def test_what_holds_for_both_is_said_once_and_namesakes_by_their_ids(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("UPDATE person SET date_of_birth = '2016-01-01', forename = 'kit' WHERE forename = 'kitt'")
    (both,) = questions_of(con, MODEL, [], limit=1).questions
    assert both.reasons_in_words == ("Each of the two is a child: a recorded date of birth says under 18 today",)
    con.execute("UPDATE person SET date_of_birth = NULL WHERE date_of_birth = '2016-01-01'")
    (one,) = questions_of(con, MODEL, [], limit=1).questions
    assert one.reasons_in_words == ("Kit (P-KID00000) is a child: a recorded date of birth says under 18 today",)


def test_what_was_decided_is_not_asked_again(ask: Ask) -> None:
    assert ("kid", "kid2") not in ask([("kid#subject.1", "kid2#subject.1")])
    assert ("kid", "kid2") not in ask([("kid2#subject.1", "kid#subject.1")])
    # Of one person, the next link that a record hangs on is asked about in its turn.
    assert ask([("held#arrested.1", "sam2#subject.1")])[3:] == [("sam2", "sam3")]
    assert ask([("kid#subject.1", "mia2#subject.1")]) == ask()


def test_nor_is_what_is_alike_to_it(con: duckdb.DuckDBPyConnection, ask: Ask) -> None:
    con.execute("INSERT INTO record (record_id, record_key, kind, source_id, line) VALUES (90, 'kid3', 'person', 1, 1)")
    con.execute("UPDATE record SET class_id = (SELECT class_id FROM record WHERE record_id = 1) WHERE record_id = 90")
    con.execute("INSERT INTO mention VALUES (90, 'kid3#subject.1', 90, 'person', 'subject', NULL, NULL)")
    con.execute("INSERT INTO person (mention_id, forename) VALUES (90, 'kitt')")
    con.execute("INSERT INTO entity_member VALUES (90, 'P-KID30000')")
    con.execute("INSERT INTO node VALUES (90, 90)")
    con.execute("INSERT INTO link SELECT mention_l, 90, kind, match_weight, probability, accepted FROM link LIMIT 1")
    assert ("kid", "kid3") in ask()
    assert ("kid", "kid3") not in ask([("kid#subject.1", "kid2#subject.1")])


def test_pages_and_what_was_skipped(con: duckdb.DuckDBPyConnection, ask: Ask) -> None:
    whole = ask()
    assert [ask(limit=1, offset=n)[0] for n in range(4)] == whole
    assert questions_of(con, MODEL, [], limit=1, offset=9).total == 4
    assert ask(without=[("kid#subject.1", "kid2#subject.1")]) == whole[1:]
    assert questions_of(con, None, []).total == 0


def test_hidden_records_change_nothing(con: duckdb.DuckDBPyConnection, ask: Ask) -> None:
    before = ask()
    con.execute(
        "DELETE FROM link WHERE mention_l IN (SELECT mention_id FROM mention JOIN record USING (record_id) WHERE source_id = 2)"
    )
    con.execute(
        "DELETE FROM link WHERE mention_r IN (SELECT mention_id FROM mention JOIN record USING (record_id) WHERE source_id = 2)"
    )
    assert ask() == before
    con.execute("INSERT INTO visible SELECT class_id FROM visibility_class WHERE agency = 'health'")
    assert ("victim", "vic2") in ask() or ("vic2", "victim") in ask()


def test_consequences_are_counted_by_the_records_that_say_so(con: duckdb.DuckDBPyConnection) -> None:
    found = consequences_of(con, ["P-KID00000", "P-PAT00000", "P-VIC00000", "P-MIA00000", "P-00000000"])
    assert {entity: [(each.rule, each.records) for each in told] for entity, told in found.items()} == {
        "P-KID00000": [("child", 1)],
        "P-MIA00000": [("missing", 1)],
        "P-PAT00000": [("supply", 1), ("place", 1)],
    }
    assert all(each.words == RULES[each.rule] for told in found.values() for each in told)
    assert consequences_of(con, []) == {}


def test_being_in_a_group_matters_with_the_visible_records_that_tie_one_to_another_member(
    con: duckdb.DuckDBPyConnection,
) -> None:
    people = ("P-MIA00000", "P-SAM00000", "P-VIC00000", "P-KID00000")
    members = tuple(Member(who, 0.9, 0.9, True, True, False, None, None) for who in people)
    know_groups(con, {"G-00000001": Group(members, ())})
    into, tie = (
        "INSERT INTO tie_evidence (tie_id, record_id, mention_l, mention_r, weight) ",
        "(tie_id, entity_l, entity_r, layer)",
    )
    told = "SELECT {}, record_id, 1, 1, {} FROM record WHERE record_key = '{}'"
    for number, left, right, layer, key in (
        (900, "P-MIA00000", "P-SAM00000", "meeting", "held"),
        (901, "P-SAM00000", "P-VIC00000", "meeting", "secret"),
        (902, "A-HOME0000", "P-KID00000", "home", "kid"),
        (903, "A-HOME0000", "P-SAM00000", "home", "sam2"),
    ):
        con.execute(f"INSERT INTO tie {tie} VALUES ({number}, '{left}', '{right}', '{layer}')")
        con.execute(into + told.format(number, 0.5, key))

    def by_group(*asked: str) -> dict[str, int]:
        found = consequences_of(con, asked or people)
        return {who: each.records for who, told in found.items() for each in told if each.rule == "group"}

    # Vic is tied by a hidden record alone; Kit to Sam by a home of both.
    assert by_group() == {"P-MIA00000": 1, "P-SAM00000": 2, "P-KID00000": 1}
    con.execute("UPDATE tie_evidence SET weight = 0 WHERE tie_id = 900")
    assert by_group("P-MIA00000") == {}
    know_groups(con, {})
    assert by_group() == {}


def test_what_a_weak_link_alone_held_together_is_listed_until_somebody_decides(con: duckdb.DuckDBPyConnection) -> None:
    assert splits_of(con, []).total == 0  # an earlier version's picture tells of none
    con.execute("CREATE OR REPLACE TABLE linking_split AS SELECT mention_l, mention_r, match_weight, 'weak' AS reason FROM link")
    found = splits_of(con, [])
    keys = [(each.left.split("#")[0], each.right.split("#")[0]) for each in found.splits]
    # Two of one entity are no longer apart, and what a hidden record says is not told.
    assert ("held", "sam2") not in keys and not any("secret" in pair for pair in keys)
    assert ("victim", "vic2") in keys and found.total == len(keys) == 5
    assert (found.splits[0].left_mentions, found.splits[0].right_mentions) == (1, 1)
    assert splits_of(con, [("kid#subject.1", "kid2#subject.1")]).total == 4
    asked = questions_of(con, None, [], splits=2)
    assert asked.total == 0 and len(asked.splits.splits) == 2 and len(asked.subjects) == 4
