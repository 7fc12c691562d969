"""What every page shows around its content: where one may go, who is signed in, and what for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from stronghold.governance import policy
from stronghold.governance.models import Account
from stronghold.vocabulary import terms

__all__ = ["Place", "navigation"]


@dataclass(frozen=True)
class Place:
    """An entry of the service navigation. ``current``: this page is, or lies under, it."""

    label: str
    url: str
    current: bool


# The label, the address, and the beginnings of other addresses that lie under it.
_PLACES = (
    ("Search", "/search/", ("/entity/", "/record/", "/views/", "/view/")),
    ("Groups", "/groups/", ("/group/", "/ties/")),
    ("Plans", "/plans/", ()),
    ("Protection", "/protection/", ()),
    ("Review", "/review/", ("/withdraw/", "/withdrawals/", "/decisions/", "/compare/", "/quality/")),
    ("Reports", "/reports/", ()),
    ("Data", "/data/", ()),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """A context processor: ``account``, ``purpose`` (a term of the vocabulary, or ``None``), ``acts`` and ``places``."""
    account = getattr(request, "user", None)
    if not isinstance(account, Account):
        return {"account": None, "purpose": None, "acts": (), "places": ()}
    stated = request.session.get("purpose")
    purpose = terms("purposes").terms[stated] if stated in policy.permitted_purposes(account) else None
    places = [
        Place(label, url, (request.path == "/" and url == "/search/") or request.path.startswith((url, *under)))
        for label, url, under in _PLACES
    ]
    return {
        "account": account,
        "purpose": purpose,
        "acts": getattr(request, "acts", ()),
        "places": places,
    }
