"""Filters that templates in the look of GOV.UK need."""

from __future__ import annotations

from collections.abc import Iterator

from django import template
from django.core.paginator import Paginator

__all__ = ["elided", "register"]

register = template.Library()


@register.filter
def elided(paginator: Paginator[object], number: int) -> Iterator[int | str]:
    """Page numbers around ``number``, the first and the last; an ellipsis where some are left out."""
    return paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)
