"""What a record mapping asks for."""

from __future__ import annotations

from datetime import date

import pytest

from stronghold.errors import BadInput
from stronghold.intake.cleaning import CleaningContext
from stronghold.intake.loading.cells import Cleaners
from stronghold.intake.loading.plan import plan_record
from stronghold.intake.mapping import InvolvedMapping, RecordMapping

CLEANERS = Cleaners(CleaningContext(today=date(2026, 6, 15)))


def test_slots_of_one_role_are_counted() -> None:
    one = InvolvedMapping("person", "attendee", {"full_name": ("A",)})
    other = InvolvedMapping("person", "attendee", {"full_name": ("B",)})
    place = InvolvedMapping("address", "place", {"postcode": ("P",)})
    plan = plan_record(RecordMapping("meeting", involved=(one, place, other)), CLEANERS, "a.csv")
    assert [(slot.role, slot.number) for slot in plan.involved] == [("attendee", 1), ("place", 1), ("attendee", 2)]
    assert plan.mention_slots == plan.involved


def test_a_mention_kinds_row_is_its_own_subject() -> None:
    plan = plan_record(RecordMapping("person", {"surname": ("S",), "phone": ("P",)}), CLEANERS, "a.csv")
    assert [(slot.role, slot.number) for slot in plan.mention_slots] == [("subject", 1)]
    assert [part.name for part in plan.own.parts] == ["phone"]


def test_the_order_of_lines_in_a_mapping_changes_no_key() -> None:
    caller = InvolvedMapping("phone", "caller", {"number": ("from",), "imei": ("i",)})
    called = InvolvedMapping("phone", "recipient", {"number": ("to",)})
    turned = InvolvedMapping("phone", "caller", {"imei": ("i",), "number": ("from",)})
    one = plan_record(RecordMapping("call", {"occurred": ("t",), "number": ("n",)}, involved=(caller, called)), CLEANERS, "a")
    other = plan_record(RecordMapping("call", {"number": ("n",), "occurred": ("t",)}, involved=(called, turned)), CLEANERS, "a")
    assert one.hashed == other.hashed


def test_needed_are_those_of_the_kind_and_of_the_mapping() -> None:
    mapping = RecordMapping("recorded_crime", {"category": ("c",), "occurred": ("t",)}, required=("occurred",))
    assert plan_record(mapping, CLEANERS, "a.csv").needed >= {"category", "occurred"}


def test_a_fixed_value_must_be_readable() -> None:
    mapping = RecordMapping("address", {"street": ("s",)}, constants={"postcode": "nowhere"})
    with pytest.raises(BadInput, match="postcode") as error:
        plan_record(mapping, CLEANERS, "a.csv")
    assert error.value.file == "a.csv"


def test_terms_of_the_record_are_not_for_one_involved() -> None:
    one = InvolvedMapping("person", "attendee", {"full_name": ("A",), "handling": ("H",)})
    with pytest.raises(BadInput, match="whole record") as error:
        plan_record(RecordMapping("meeting", involved=(one,)), CLEANERS, "a.csv")
    assert error.value.column == "record.involved.1.columns.handling"


def test_a_batch_holds_the_columns_that_statements_name() -> None:
    plan = plan_record(RecordMapping("person", {"full_name": ("N",), "address": ("A",)}), CLEANERS, "a.csv")
    names = plan.schema().names
    assert {"record_key", "own.surname", "own.postcode", "own:id", "own>home:id"} <= set(names)
    assert [statement.split()[2] for statement, _ in plan.statements] == ["record", "mention", '"person"', "mention", '"address"']
