"""What changed, in sentences that say what, by how much, and what it was before."""

from __future__ import annotations

from stronghold.linking.drift import SIZE_EDGES, WEIGHT_EDGES, FeedSummary, LinkSummary, drift_between
from stronghold.linking.drift_words import column_words, feed_words, findings, percent, size_ranges, weight_ranges

STOPS = ("police", "rms", "stop_and_search")


def test_each_finding_is_one_plain_sentence() -> None:
    weights, sizes = (0, 0, 1_000, 0, 0, 0, 0, 0, 0, 0), (900, 100, 0, 0, 0, 0)
    before = LinkSummary(
        weights,
        sizes,
        8,
        (FeedSummary(*STOPS, 1_000, 700, {"date_of_birth": 980}), FeedSummary("council", "asb", "person", 9, 1)),
    )
    after = LinkSummary(
        (0, 1_000, 1_000, 0, 0, 0, 0, 0, 0, 0),
        (500, 500, 0, 0, 0, 0),
        40,
        (FeedSummary(*STOPS, 2_000, 1_000, {"date_of_birth": 990}),),
    )
    came = LinkSummary((0, 1_000, 0, 0, 0, 0, 0, 0, 0, 0), (), 0, (FeedSummary(*STOPS, 1_000, 300, {"date_of_birth": 10}),))
    told = findings(drift_between(before, after, came))
    assert told[0] == "Council, asb: people: there are none any more, and there were some before."
    assert told[1] == (
        "Police, rms: stops and searches: date of birth is given in 1% (0.5% to 2%) of those that came, and was in 98% before."
    )
    assert told[2].startswith("Police, rms: stops and searches: 30% (27% to 33%) of those that came are linked")
    assert told[3].startswith("Of the links, 50% lie in other ranges")
    assert told[4].startswith("Of the people, 40% lie in other ranges") and "40 entries" in told[5]
    assert findings(drift_between(before, before)) == ()


def test_words_for_feeds_columns_and_ranges() -> None:
    assert feed_words(("police", "rms", "unheard_of")) == "Police, rms: unheard_of"
    assert (column_words(None), column_words("nhs_number")) == ("Linked to another record", "NHS number")
    assert [percent(share) for share in (0.0, 0.004, 0.41, 0.995, 1.0)] == ["0%", "0.4%", "41%", "99.5%", "100%"]
    assert len(weight_ranges()) == len(WEIGHT_EDGES) + 1 and weight_ranges()[0] == "Under -3"
    assert size_ranges() == ("1", "2", "3 to 4", "5 to 9", "10 to 19", "20 or more") and len(size_ranges()) == len(SIZE_EDGES) + 1
