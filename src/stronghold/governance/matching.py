"""Which part of a text a search matched, so that a page can mark it."""

from __future__ import annotations

from anyascii import anyascii

from stronghold.picture.search import normal_form, query_words

__all__ = ["matched_parts"]


def matched_parts(text: str, query: str) -> list[tuple[str, bool]]:
    """``text`` in pieces, each with whether a word of ``query`` matched it; together the pieces are the text.

    Words are compared as the search compares them: without case, accents and marks. A word that stands in the text with
    other spaces (a postcode, a number with its country code) is found as well.
    """
    plain, places = _plain(text)
    marked = [False] * len(text)
    for forms in query_words(query):
        for form in forms:
            for start, end in _found(plain, form):
                first, last = places[start], places[end - 1]
                marked[first : last + 1] = [True] * (last + 1 - first)
    pieces: list[tuple[str, bool]] = []
    for letter, is_match in zip(text, marked, strict=True):
        if pieces and pieces[-1][1] == is_match:
            pieces[-1] = (pieces[-1][0] + letter, is_match)
        else:
            pieces.append((letter, is_match))
    return pieces


def _plain(text: str) -> tuple[str, list[int]]:
    """The letters and figures of the text in their normal form, and where in the text each stands."""
    plain: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(text):
        for one in normal_form(anyascii(letter)).replace(" ", ""):
            plain.append(one)
            places.append(at)
    return "".join(plain), places


def _found(plain: str, form: str) -> list[tuple[int, int]]:
    """Where ``form`` stands in the plain text; of a number, also without the 0 that stands for the country code."""
    wanted = form.replace(" ", "")
    tries = [wanted, wanted.removeprefix("0")] if wanted.isdigit() and len(wanted) > 5 else [wanted]
    for each in filter(None, tries):
        spans = []
        start = plain.find(each)
        while start >= 0:
            spans.append((start, start + len(each)))
            start = plain.find(each, start + len(each))
        if spans:
            return spans
    return []
