"""A sample goes out as a file, comes back filled in, and says what it says."""

from __future__ import annotations

import csv
import json

import pytest

from stronghold.errors import BadInput
from stronghold.linking.clerical import ANSWER, SamplePair, design_beside, read_sample, write_sample
from stronghold.linking.decisions import Judgement
from stronghold.linking.sampling import Stratum

STRATA = [Stratum(-3.0, 2.0, False, 40, 0.3), Stratum(2.0, float("inf"), True, 60, 0.9)]
KEYS = [f"police/rms/person/{number}#subject.1" for number in range(6)]
SIDES = {
    key: {"agency": "police", "handling": "P", "forename": "ann", "surname": name}
    for key, name in zip(KEYS, ("smith", "smyth", "=cmd()", "jones", "turner", "turnor"), strict=True)
}
DRAWN = [SamplePair(1, 1, *KEYS[:2]), SamplePair(2, 0, *KEYS[2:4]), SamplePair(3, 1, *KEYS[4:])]


@pytest.fixture(params=[".csv", ".xlsx"])
def sample(request, tmp_path):
    path = tmp_path / f"sample{request.param}"
    write_sample(path, STRATA, DRAWN, SIDES, snapshot="S", seed=3)
    return path


@pytest.fixture
def filled(tmp_path):
    """A CSV sample with these answers in order."""

    def fill(*answers: str):
        path = tmp_path / "sample.csv"
        write_sample(path, STRATA, DRAWN, SIDES, snapshot="S", seed=3)
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        for row, answer in zip(rows, answers, strict=False):
            row[ANSWER] = answer
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
        return path

    return fill


def test_nothing_is_answered_as_drawn(sample) -> None:
    found = read_sample(sample)
    assert (found.drawn, found.empty, found.decisions, found.snapshot) == (3, 3, (), "S")
    assert found.estimate.precision is None


def test_answers_come_back(filled) -> None:
    found = read_sample(filled("Yes", " no ", "UNSURE"))
    assert [(d.sequence, d.judgement) for d in found.decisions] == [(1, Judgement.SAME), (2, Judgement.NOT_SAME)]
    assert found.decisions[0].left == KEYS[0]
    assert (found.estimate.judged, found.estimate.unsure, found.empty) == (2, 1, 0)
    assert found.estimate.precision.value == 1.0


def test_the_file_runs_nothing_and_does_not_say_what_the_model_thinks(sample) -> None:
    if sample.suffix == ".csv":
        text = sample.read_text(encoding="utf-8-sig")
        assert "'=cmd()" in text
        heading = text.splitlines()[0]
        assert heading.startswith("pair,A first name,B first name,A surname,B surname")
        assert not any(word in heading for word in ("weight", "probability", "stratum", "linked"))
        assert heading.endswith("handling")
    design = json.loads(design_beside(sample).read_text(encoding="utf-8"))
    assert not any(word in json.dumps(design) for word in ("smith", "police"))


def test_another_answer_is_bad_input_with_its_line(filled) -> None:
    with pytest.raises(BadInput) as caught:
        read_sample(filled("yes", "perhaps"))
    assert (caught.value.line, caught.value.column) == (3, ANSWER)


def test_a_sample_without_its_design_or_with_pairs_of_another_is_refused(filled) -> None:
    path = filled("yes")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("person/1#", "person/9#"), encoding="utf-8")
    with pytest.raises(BadInput, match="not in the sample as drawn"):
        read_sample(path)
    design_beside(path).write_text("{}", encoding="utf-8")
    with pytest.raises(BadInput, match="design"):
        read_sample(path)
    path.write_text(text.replace(ANSWER, "same?"), encoding="utf-8")


def test_rows_may_be_left_out_but_not_given_twice(filled) -> None:
    path = filled("yes", "no", "yes")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:3]), encoding="utf-8")
    assert read_sample(path).empty == 1
    path.write_text("".join([*lines, lines[1]]), encoding="utf-8")
    with pytest.raises(BadInput, match="twice"):
        read_sample(path)
