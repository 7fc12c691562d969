"""Filters of the data pages: numbers with commas, terms of the vocabulary in words, a cell of a row."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from stronghold.vocabulary import terms

__all__ = ["cell", "number", "register", "term"]

register = template.Library()


@register.filter
def number(value: int | None) -> str:
    """``1234567`` as ``1,234,567``; nothing for no number."""
    return "" if value is None else f"{value:,}"


@register.filter
def term(name: str | None, listed: str) -> str:
    """A term of the vocabulary's list ``listed``: its name and label; as it stands where the list does not have it."""
    known = terms(listed).terms.get(name or "")
    if known is None:
        return name or "not stated"
    return known.label if known.label.lower() == known.name else f"{known.name}: {known.label}"


@register.filter
def cell(row: Mapping[str, str | None], name: str) -> str:
    """The cell of ``row`` in the column ``name``; nothing where it is empty."""
    return row.get(name) or ""
