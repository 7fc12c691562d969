from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from stronghold.casework.reports.content import GROUPS, KINDS, ROLES, Content, Person, Place
from stronghold.vocabulary import kind

words = st.text(max_size=20)
contents = st.builds(
    Content,
    narrative=words,
    when=words,
    occurred=words,
    places=st.lists(st.builds(Place, address=words, description=words), max_size=3).map(tuple),
    people=st.lists(st.builds(Person, name=words, phone=words, role=words), max_size=3).map(tuple),
    handling=words,
    sensitivity=words,
    sanitised=st.booleans(),
)


@given(contents)
def test_what_is_kept_is_what_was_typed(content: Content) -> None:
    assert Content.from_json(json.loads(json.dumps(content.to_json()))) == content


def test_columns_that_a_later_version_has_are_passed_over() -> None:
    kept = {"narrative": "Seen.", "shoe_size": "9", "people": [{"name": "Ann", "hat": "red"}], "handling": "P"}
    assert Content.from_json(kept) == Content(narrative="Seen.", people=(Person("Ann"),), handling="P", sensitivity="")


def test_kinds_and_roles_are_of_the_vocabulary_and_none_has_room_for_a_source() -> None:
    for name in KINDS:
        assert kind(name).is_event
        for role in ROLES[name]:
            assert "person" in kind(name).roles[role].kinds
    assert not [f for f in Content.__dataclass_fields__ if "source" in f and f != "source_grade"]
    assert list(GROUPS) == [f for f in Content.__dataclass_fields__ if f in GROUPS]
