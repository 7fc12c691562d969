"""Two values beside each other, with what differs marked."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from django import template

from stronghold.governance.answers import Fact
from stronghold.governance.side_by_side import ComparedField
from stronghold.web.templatetags.evidence import fact_value

__all__ = ["Parts", "marked", "register"]

register = template.Library()

Parts = tuple[tuple[str, bool], ...]
"""A value in parts: (text, whether the other has it otherwise)."""

# How much alike two values are where marking single letters helps the eye; below it the whole is marked.
_LIKE_ENOUGH = 0.5


def marked(left: str, right: str) -> tuple[Parts, Parts]:
    """Both values in parts. Where one is empty, or they differ in capitals alone, nothing is marked."""
    if not left or not right or left.casefold() == right.casefold():
        return _whole(left, differs=False), _whole(right, differs=False)
    matcher = SequenceMatcher(None, left.lower(), right.lower(), autojunk=False)
    if len(left.lower()) != len(left) or len(right.lower()) != len(right) or matcher.ratio() < _LIKE_ENOUGH:
        return _whole(left, differs=True), _whole(right, differs=True)
    one, other = [], []
    for tag, a, b, c, d in matcher.get_opcodes():
        if a < b:
            one.append((left[a:b], tag != "equal"))
        if c < d:
            other.append((right[c:d], tag != "equal"))
    return tuple(one), tuple(other)


@register.filter
def marked_sides(field: ComparedField) -> tuple[list[tuple[Fact, Parts]], list[tuple[Fact, Parts]]]:
    """What each of the two says in a field, each value in parts. Of one value against one the letters that differ are marked; of
    several, those that the other side does not say."""
    if len(field.left) == 1 and len(field.right) == 1:
        one, other = marked(fact_value(field.left[0]), fact_value(field.right[0]))
        return [(field.left[0], one)], [(field.right[0], other)]
    return _against(field.left, field.right), _against(field.right, field.left)


def _against(facts: Sequence[Fact], others: Sequence[Fact]) -> list[tuple[Fact, Parts]]:
    theirs = {fact_value(fact).casefold() for fact in others}
    shown = [(fact, fact_value(fact)) for fact in facts]
    return [(fact, _whole(text, differs=bool(theirs) and text.casefold() not in theirs)) for fact, text in shown]


def _whole(text: str, *, differs: bool) -> Parts:
    return ((text, differs),) if text else ()
