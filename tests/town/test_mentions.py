from __future__ import annotations

import numpy as np
import pytest

from stronghold.town.mentions import mentions_of_town

FIELDS = ("forename", "middle", "surname", "born", "flat", "house", "street", "postcode", "phone", "nino")


@pytest.fixture(scope="module")
def block():
    (block,) = mentions_of_town(30_000, 5)
    return block


def rows(block):
    return list(zip(block.person.tolist(), *(getattr(block, name).tolist() for name in FIELDS), strict=True))


@pytest.mark.parametrize("count", [1, 7, 150, 2_001])
def test_as_many_mentions_as_asked_for(count):
    assert sum(len(b) for b in mentions_of_town(count, 1)) == count


def test_the_same_seed_gives_the_same_people_and_another_others(block):
    (again,) = mentions_of_town(30_000, 5)
    (other,) = mentions_of_town(30_000, 6)
    assert rows(again) == rows(block)
    assert rows(other) != rows(block)


def test_three_mentions_a_person_and_four_in_ten_repeat(block):
    assert 2.8 < len(block) / len(np.unique(block.person)) < 3.2
    assert 0.38 < 1 - len(set(rows(block))) / len(block) < 0.45


def test_a_national_insurance_number_is_one_persons(block):
    held = {(n, p) for n, p in zip(block.nino.tolist(), block.person.tolist(), strict=True) if n}
    assert len({n for n, _ in held}) == len(held)


def test_gaps_come_as_often_as_stated(block):
    assert 0.07 < (block.born == "").mean() < 0.12
    assert 0.12 < (block.postcode == "").mean() < 0.18
    assert 0.12 < (block.street == "").mean() < 0.18
    assert 0.45 < (block.phone == "").mean() < 0.55
    assert (block.forename != "").all()
    assert (block.surname != "").all()


def test_the_same_person_is_written_in_unlike_ways(block):
    surnames, postcodes, birthdays = {}, {}, {}
    for person, *fields in rows(block):
        row = dict(zip(FIELDS, fields, strict=True))
        surnames.setdefault(person, set()).add(row["surname"])
        postcodes.setdefault(person, set()).add(row["postcode"])
        birthdays.setdefault(person, set()).add(row["born"])
    for seen in (surnames, postcodes, birthdays):
        assert 0.02 < np.mean([len(values) > 1 for values in seen.values()]) < 0.6


def test_one_january_is_a_placeholder_more_often_than_a_birthday(block):
    written = block.born[block.born != ""]
    assert 0.02 < np.char.endswith(written, "-01-01").mean() < 0.07


def test_towns_of_several_blocks_go_on_counting_people():
    blocks = list(mentions_of_town(200_000, 2))
    assert len(blocks) > 1
    last, following = blocks[0].person.max(), blocks[1].person.min()
    assert following == last + 1
    assert blocks[1].phones > blocks[0].phones
