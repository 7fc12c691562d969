"""Visible records: where they come from, what they say."""

from __future__ import annotations

from stronghold.governance.answers import EntityView, RecordView
from stronghold.governance.gateway import Gateway
from stronghold.governance.models import AuditEntry, SubjectPseudonym

AMOS, BETH = "P-AM000001", "P-BE000001"


def entity(gateway: Gateway, entity_id: str) -> EntityView:
    view = gateway.show(entity_id)
    assert isinstance(view, EntityView)
    return view


def test_show_gives_records_with_their_source_and_rules(analyst: Gateway) -> None:
    view = entity(analyst, AMOS)
    assert (view.label, view.kind, view.records_visible, view.redirected_from) == ("Amos Perry", "person", 3, None)
    assert [r.record_key for r in view.records] == ["police/rms/meeting/m1", "council/housing/person/7", "police/rms/person/1"]
    last = view.records[-1]
    assert (last.agency, last.system, last.file, last.line, last.handling) == ("police", "rms", "rms.csv", 2, "P")
    assert (last.purpose, last.lawful_basis, last.when) == ("crime prevention", "public task", "2024-01-05")
    assert [(m.part, m.label) for m in last.mentions] == [(None, "Amos Perry"), ("home", "14 High Street, Oxford, OX1 4AA")]
    assert last.mentions[0].values == {"forename": "AMOS", "surname": "PERRY", "date_of_birth": "1990-02-01"}


def test_show_keeps_protected_characteristics_out(analyst: Gateway) -> None:
    (record,) = [r for r in entity(analyst, AMOS).records if r.record_key == "police/rms/person/1"]
    assert all("sex" not in m.values for m in record.mentions)
    assert [n.column for n in record.notes] == ["nino"]


def test_show_a_record_with_all_it_names(analyst: Gateway) -> None:
    view = analyst.show("police/rms/meeting/m1")
    assert isinstance(view, RecordView)
    assert view.values == {"narrative": "Seen by the bridge."}
    assert [(m.role, m.entity_id, m.label) for m in view.mentions] == [
        ("attendee", AMOS, "Perry"),
        ("attendee", BETH, "Beth Cole"),
    ]
    entry = AuditEntry.objects.latest("sequence")
    shown = {SubjectPseudonym.objects.get(pseudonym=s).subject for s in entry.subjects}
    assert shown == {"police/rms/meeting/m1", AMOS, BETH}


def test_show_takes_a_mention_key_for_its_record(analyst: Gateway) -> None:
    view = analyst.show("police/rms/meeting/m1#attendee.2")
    assert isinstance(view, RecordView)
    assert view.record_key == "police/rms/meeting/m1"
