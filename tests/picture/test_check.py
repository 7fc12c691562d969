"""The checks before a snapshot is served: a sound picture passes, and each kind of damage is told."""

from __future__ import annotations

from typing import Any

import pytest

from stronghold.picture.check import CheckFailed, check_picture, failed_checks


def test_a_sound_picture_passes(town: Any) -> None:
    assert failed_checks(town.con) == []
    assert check_picture(town.con) > 20


@pytest.mark.parametrize(
    ("damage", "law"),
    [
        ("UPDATE source SET read_rows = read_rows + 1 WHERE source_id = 1", "rows read are kept or quarantined"),
        ("INSERT INTO quarantine (source_id, line) VALUES (1, 4)", "quarantined rows are all in quarantine"),
        (
            "UPDATE source SET kept_rows = 4, read_rows = 4 WHERE source_id = 1",
            "kept rows are records, repeats, replaced or withdrawn",
        ),
        ("DELETE FROM source WHERE source_id = 2", "every record has a source"),
        ("UPDATE record SET class_id = NULL WHERE record_id = 1", "every record has a visibility class"),
        ("DELETE FROM record WHERE record_id = 1", "every mention has a record"),
        ("UPDATE mention SET belongs_to = 99 WHERE mention_id = 2", "every part belongs to a mention"),
        ("DELETE FROM entity_member WHERE mention_id = 3", "every mention is a member of one entity"),
        ("INSERT INTO entity_member VALUES (3, 'P-JOHN')", "every mention is a member of one entity"),
        ("UPDATE entity SET mentions = mentions + 1 WHERE entity_id = 'P-LI'", "every entity has as many members"),
        ("DELETE FROM entity WHERE entity_id = 'V-CAR'", "every entity has as many members"),
        ("INSERT INTO entity (entity_id, kind, mentions) VALUES ('P-NO', 'person', 0)", "every entity has as many members"),
        ("INSERT INTO entity FROM entity WHERE entity_id = 'P-LI'", "no two entities have one id"),
        ("UPDATE tie SET entity_l = entity_r, entity_r = entity_l", "both ends of a tie are entities, in order"),
        ("DELETE FROM tie_evidence WHERE record_id = 3", "every tie has as many records of evidence"),
        ("DELETE FROM tie WHERE layer = 'meeting'", "every tie has as many records of evidence"),
        ("UPDATE tie_evidence SET record_id = 99", "all evidence is a record"),
        ("UPDATE tie SET strength = 1.0", "a tie's strength"),
        ("DELETE FROM phone", "every mention of kind phone has one row"),
        ("INSERT INTO vehicle (mention_id) VALUES (1)", "every mention of kind vehicle has one row"),
        ("INSERT INTO meeting (record_id) VALUES (3)", "every record of kind meeting has one row"),
        ("UPDATE record SET record_key = 'same' WHERE record_id IN (1, 2)", "no two rows of record have one record_key"),
        ("UPDATE mention SET mention_key = 'same' WHERE mention_id < 3", "no two rows of mention have one mention_key"),
    ],
)
def test_damage_is_told(town: Any, damage: str, law: str) -> None:
    town.con.execute(damage)
    failed = failed_checks(town.con)
    assert [check for check in failed if check.law.startswith(law) and check.rows > 0]
    with pytest.raises(CheckFailed, match="is not served"):
        check_picture(town.con)
