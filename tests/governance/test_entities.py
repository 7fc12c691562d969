"""One entity, section by section."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from stronghold.governance import times
from stronghold.governance.answers import RecordView
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.models import Account, AuditEntry, SubjectPseudonym
from stronghold.governance.refusals import NotVisible

AMOS, BETH, DAN, HOME = "P-AM000001", "P-BE000001", "P-DA000001", "A-H0000001"


def test_sections_that_are_not_asked_for_are_not_read(analyst: Gateway) -> None:
    view = analyst.entity(AMOS, sections=())
    assert (view.label, view.records_visible, view.told_by, view.handling) == ("Amos Perry", 3, ("council", "police"), ("P",))
    assert (view.facts, view.records, view.ties, view.links, view.tied) == ((), (), (), (), ())


def test_records_are_paged_and_counted(analyst: Gateway) -> None:
    pages = [analyst.entity(AMOS, sections=("records",), limit=2, offset=offset) for offset in (0, 2)]
    assert [len(page.records) for page in pages] == [2, 1]
    assert {page.records_matching for page in pages} == {3}
    assert len({r.record_key for page in pages for r in page.records}) == 3


def test_records_can_be_narrowed_to_the_evidence_of_ties_to_another(analyst: Gateway) -> None:
    view = analyst.entity(AMOS, sections=("records",), records_tied_to=HOME)
    assert [r.record_key for r in view.records] == ["police/rms/person/1"]
    assert view.narrowed_to == (HOME, "14 High Street, Oxford, OX1 4AA")
    shown = {SubjectPseudonym.objects.get(pseudonym=s).subject for s in AuditEntry.objects.latest("sequence").subjects}
    assert {AMOS, HOME} <= shown
    nobody = analyst.entity(AMOS, sections=("records",), records_tied_to=DAN)
    assert (nobody.records, nobody.records_matching, nobody.narrowed_to) == ((), 0, None)


def test_ties_are_counted_by_layer_and_narrowed_to_one(analyst: Gateway) -> None:
    view = analyst.entity(AMOS, sections=("ties",), layer="home")
    assert view.ties_visible == {"home": 1, "meeting": 1}
    assert [tie.entity_id for tie in view.ties] == [HOME]
    few = analyst.entity(AMOS, sections=("ties",), each=1, limit=1, offset=1)
    assert len(few.ties) == 1


def test_others_are_told_once_with_all_that_ties_them(analyst: Gateway) -> None:
    tied = {t.entity_id: t for t in analyst.entity(AMOS, sections=("facts",)).tied}
    assert set(tied) == {BETH, HOME}
    assert (tied[HOME].layers, tied[HOME].records, tied[HOME].told_by) == ({"home": 1}, 1, ("police",))


def test_a_recorded_date_of_birth_marks_a_child(analyst: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not analyst.entity(AMOS).child
    monkeypatch.setattr(times, "adults_born_until", lambda: date(1980, 1, 1))
    assert analyst.entity(AMOS).child
    assert not analyst.entity(BETH).child
    assert analyst.find("perry").found[0].child
    tied = {t.entity_id: t.child for t in analyst.entity(BETH, sections=("ties",)).ties}
    assert tied == {AMOS: True}
    # Told by any of their records, also where this one gives no date of birth.
    record = analyst.show("police/rms/meeting/m1")
    assert isinstance(record, RecordView)
    assert [mention.child for mention in record.mentions] == [True, False]


def test_a_child_is_marked_on_the_pages_of_their_home(analyst: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(times, "adults_born_until", lambda: date(1980, 1, 1))
    (record,) = analyst.entity(HOME, sections=("records",)).records
    assert [(m.label, m.child) for m in record.mentions] == [("Amos Perry", True), ("14 High Street, Oxford, OX1 4AA", False)]


@pytest.mark.parametrize("asked", [DAN, "P-00000000", "", "  ", "x" * 500])
def test_nothing_visible_is_not_there(analyst: Gateway, asked: str) -> None:
    with pytest.raises(NotVisible):
        analyst.entity(asked)


def test_without_a_model_that_can_be_read_all_is_told_but_reasons(
    made_store: Path, tmp_path: Path, account: Callable[..., Account]
) -> None:
    """A picture whose model this version cannot read still tells everything else."""
    shutil.copytree(made_store, tmp_path / "store")
    (model,) = (tmp_path / "store" / "snapshots").glob("*/model.json")
    model.write_text("{", encoding="utf-8")
    account("ann", "police", "analyst")
    with open_gateway(tmp_path / "store", "ann", "disruption") as gateway:
        assert gateway.entity(AMOS, sections=("facts", "records", "ties")).ties
        assert gateway.entity(AMOS, sections=("links",)).links[0].reasons == ()
        assert gateway.model_problem is not None
