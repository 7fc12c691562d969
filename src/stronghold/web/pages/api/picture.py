"""Reading the picture: find, an entity, a record."""

from __future__ import annotations

from typing import Annotated

from ninja import Path, Query, Router

from stronghold.governance.answers import EntityView
from stronghold.governance.refusals import NotVisible
from stronghold.web.pages.api.doors import ApiRequest
from stronghold.web.pages.api.shapes import EntityOut, FindingsOut, RecordOut, TroubleOut, entity_out, findings_out, record_out

__all__ = ["router"]

router = Router(tags=["picture"])
_TROUBLE = {400: TroubleOut, 403: TroubleOut, 404: TroubleOut}

Limit = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]


@router.get("find", response={200: FindingsOut, **_TROUBLE}, url_name="api_find", summary="Find people, homes, phones, vehicles")
def find(request: ApiRequest, q: Annotated[str, Query(max_length=500)], limit: Limit = 20, offset: Offset = 0) -> FindingsOut:
    """Everything that visible records say by these words, best first."""
    return findings_out(request.gateway.find(q, limit, offset=offset))


@router.get("entities/{entity_id}", response={200: EntityOut, **_TROUBLE}, url_name="api_entity", summary="One person or thing")
def entity(
    request: ApiRequest, entity_id: Annotated[str, Path(max_length=100)], limit: Limit = 50, offset: Offset = 0
) -> EntityOut:
    """With its records and ties, what belonged to it or it to whom, and the ways of writing a thing.

    Of each at most ``limit``; records and ties from the ``offset``th on."""
    return entity_out(
        request.gateway.entity(entity_id, sections=("records", "ties", "belongings", "ways"), limit=limit, offset=offset)
    )


@router.get("records/{path:key}", response={200: RecordOut, **_TROUBLE}, url_name="api_record", summary="One record")
def record(request: ApiRequest, key: str) -> RecordOut:
    """By its key, with everyone and everything it names."""
    view = request.gateway.show(key)
    if isinstance(view, EntityView):
        raise NotVisible(f"'{key}' is no record.", remedy=f"Ask for /api/entities/{view.entity_id}.")
    return record_out(view)
