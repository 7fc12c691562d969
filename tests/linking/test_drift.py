"""What a load changed: told where it is more than chance explains, and of what came rather than of the whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stronghold.linking.drift import NOTABLE, WEIGHT_EDGES, FeedSummary, LinkSummary, drift_between, summarise

STOPS, ARRESTS = ("police", "rms", "stop_and_search"), ("police", "custody", "arrest")
WEIGHTS = (0, 100, 100, 800, 0, 0, 0, 0, 0, 0)
SIZES = (700, 200, 100, 0, 0, 0)


def feed(of: tuple[str, str, str], mentions: int, linked: int, **filled: int) -> FeedSummary:
    return FeedSummary(*of, mentions, linked, filled)


def picture(*feeds: FeedSummary, weights: tuple[int, ...] = WEIGHTS) -> LinkSummary:
    return LinkSummary(weights, SIZES, 12, feeds)


def test_a_picture_in_numbers(fill) -> None:
    con = fill([{"forename": "ann", "phone": "1"}, {"forename": "ann", "agency": "council"}, {"forename": "bo"}])
    con.execute(
        "CREATE TABLE entity_member AS SELECT * FROM (VALUES (0, 'P-1'), (1, 'P-1'), (2, 'P-2')) t(mention_id, entity_id)"
    )
    con.execute("CREATE TABLE link AS SELECT * FROM (VALUES (-2.5), (1.99), (2.0), (44.0)) t(match_weight)")
    found = summarise(con)
    assert {each.agency: (each.mentions, each.linked) for each in found.feeds} == {"council": (1, 1), "police": (2, 1)}
    police = next(each for each in found.feeds if each.agency == "police")
    assert (police.filled["forename"], police.filled["phone"], police.filled["surname"]) == (2, 1, 0)
    assert found.pairs == 4 and len(found.weights) == len(WEIGHT_EDGES) + 1
    assert [place for place, count in enumerate(found.weights) if count] == [1, 2, 3, 9]
    assert (found.sizes, found.largest, found.people) == ((1, 1, 0, 0, 0, 0), 2, 2)
    con.execute("CREATE TEMP TABLE seen AS FROM mention WHERE mention_id <> 1")
    assert [(each.mentions, each.linked) for each in summarise(con, mentions="seen").feeds] == [(2, 0)]
    # Of what came alone, linked is still who shares a person with any other entry.
    con.execute("CREATE TEMP TABLE came AS SELECT 1::BIGINT AS mention_id")
    assert [(each.agency, each.mentions, each.linked) for each in summarise(con, only="came").feeds] == [("council", 1, 1)]


def test_no_change_is_no_drift() -> None:
    found = drift_between(picture(feed(STOPS, 500, 200)), picture(feed(STOPS, 520, 210)))
    assert found.weights.share == 0 and not found.notable


def test_a_column_that_is_no_longer_filled_is_told_although_the_whole_hardly_changes() -> None:
    before = picture(feed(STOPS, 10_000, 4_000, date_of_birth=9_500))
    after = picture(feed(STOPS, 10_200, 4_080, date_of_birth=9_500))
    came = picture(feed(STOPS, 200, 80, date_of_birth=0))
    found = drift_between(before, after, came)
    (born,) = (share for share in found.shares if share.notable)
    assert born.column == "date_of_birth" and born.change.value == pytest.approx(-0.95)
    assert born.now.value > 0.93  # in the whole it hides
    assert found.notable


def test_few_records_prove_nothing_and_the_more_is_looked_at_the_surer_it_must_be() -> None:
    before, came = feed(STOPS, 1_000, 600), feed(STOPS, 40, 18)
    found = drift_between(picture(before), picture(before), picture(came))
    assert abs(found.shares[0].change.value) >= NOTABLE and not found.notable
    one = drift_between(picture(feed(STOPS, 1_000, 600)), picture(feed(STOPS, 1_200, 700)), picture(feed(STOPS, 200, 100)))
    assert one.shares[0].notable
    # The same change among a hundred shares that did not change is what chance may bring.
    names = {f"column_{n}": 500 for n in range(100)}
    few = dict.fromkeys(names, 100)
    many = drift_between(
        picture(feed(STOPS, 1_000, 600, **names)),
        picture(feed(STOPS, 1_200, 700, **names)),
        picture(feed(STOPS, 200, 100, **few)),
    )
    assert not many.shares[0].notable


def test_what_is_new_and_what_is_gone_are_not_compared_but_the_gone_is_told() -> None:
    found = drift_between(picture(feed(STOPS, 100, 50)), picture(feed(ARRESTS, 30, 3)))
    (new,) = found.shares
    assert (new.before, new.change, new.notable) == (None, None, False)
    assert found.gone == (STOPS,) and found.notable


def test_weights_that_move_are_told_as_the_share_that_moved_and_what_chance_explains() -> None:
    after = picture(weights=(0, 0, 200, 800, 0, 0, 0, 0, 0, 0))
    found = drift_between(picture(), after)
    assert found.weights.share == pytest.approx(0.1) and found.weights.by_chance < 0.1 and found.weights.notable
    few = drift_between(picture(weights=(0, 2, 2, 16, 0, 0, 0, 0, 0, 0)), picture(weights=(0, 0, 4, 12, 0, 0, 0, 0, 0, 0)))
    assert few.weights.share >= NOTABLE and not few.weights.notable
    assert drift_between(picture(weights=(0,) * 10), after).weights.share == 0


def test_a_person_who_has_grown_beyond_all_others_is_told() -> None:
    before, after = picture(), replace(picture(), largest=60)
    assert drift_between(before, after).larger and drift_between(before, after).notable
    assert not drift_between(before, replace(picture(), largest=13)).larger
