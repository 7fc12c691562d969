"""Turning the pages of a list that is read a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

__all__ = ["PAGE_SIZE", "Pages", "asked_page"]

PAGE_SIZE = 20
Thing = TypeVar("Thing")
_LAST = 1_000_000


def asked_page(request: HttpRequest) -> int:
    """The page asked for, from 1; what is no such number is the first."""
    asked = request.GET.get("page", "1")
    return min(max(int(asked), 1), _LAST) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1


class Pages:
    """Where page ``number`` of a list of ``total`` lies."""

    def __init__(self, total: int, number: int, size: int = PAGE_SIZE) -> None:
        self.total = total
        self._number = number
        self._paginator = Paginator(range(total), size)

    @property
    def page(self) -> Page[int]:
        """What ``parts/pagination.html`` shows."""
        return self._paginator.get_page(self._number)

    @property
    def first(self) -> int:
        """The number, in the whole list, of the first thing on the page; 0 where there is none."""
        return self.page.start_index()

    @property
    def last(self) -> int:
        return self.page.end_index()

    def of(self, things: Sequence[Thing]) -> Sequence[Thing]:
        """Those of the whole list that are on the page."""
        return things[max(self.first - 1, 0) : self.last]

    @property
    def turned_too_far(self) -> bool:
        """Whether the page asked for lies behind the last one."""
        return self._number > self._paginator.num_pages

    def back(self, request: HttpRequest) -> HttpResponse:
        """To the last page there is."""
        query = request.GET.copy()
        query["page"] = str(self._paginator.num_pages)
        return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
