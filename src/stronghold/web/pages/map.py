"""Places on a map of the town's own streets, and the same places as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import parse_etags, quote_etag

from stronghold.casework.decisions import pending
from stronghold.governance.gateway import Gateway
from stronghold.governance.places import Places, PlaceView
from stronghold.governance.refusals import NotVisible
from stronghold.web.doors import Request, reads, signed_in
from stronghold.web.narrowing import iso_day
from stronghold.web.templatetags.evidence import record_url

__all__ = ["PRECISIONS", "base_map", "entity_map", "places_geojson", "urlpatterns"]

PRECISIONS = {
    "source": "As recorded",
    "approximate": "On or near the street, moved on purpose",
    "postcode": "Centre of the postcode",
    None: "Not known",
}


@dataclass(frozen=True)
class PlaceRow:
    """A line of the table. ``number`` is the place's on the map; ``None`` where it is not on it. ``evidence`` are (record key,
    its last part, which the source itself uses)."""

    place: PlaceView
    number: int | None
    precision: str
    evidence: tuple[tuple[str, str], ...]
    more: int


@reads
def entity_map(request: Request, gateway: Gateway, entity_id: str) -> HttpResponse:
    found = gateway.places(entity_id)
    rows = _rows(found)
    snapshot = request.store.current()
    context = {
        "found": found,
        "pending": pending(gateway, found.key),
        "rows": rows,
        "distinct": len({(row.place.entity_id, row.place.label, row.place.latitude, row.place.longitude) for row in rows}),
        "on_map": sum(row.number is not None for row in rows),
        "caveats": {row.place.precision for row in rows},
        "base": snapshot is not None and snapshot.base_map() is not None,
    }
    return render(request, "pages/map.html", context)


@reads
def places_geojson(request: Request, gateway: Gateway, entity_id: str) -> JsonResponse:
    features = [_feature(row) for row in _rows(gateway.places(entity_id)) if row.number is not None]
    return JsonResponse({"type": "FeatureCollection", "features": features}, content_type="application/geo+json")


@signed_in
def base_map(request: Request) -> HttpResponse:
    """The town's streets. They tell of no person: no purpose is needed. A browser that has them is told so."""
    snapshot = request.store.current()
    file = snapshot.base_map() if snapshot else None
    if snapshot is None or file is None:
        raise NotVisible(
            "The picture has no map of streets.", remedy="Put a map.geojson into the folder that is built, and build again."
        )
    tag = quote_etag(snapshot.id)
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers={"ETag": tag})
    return HttpResponse(
        file.read_bytes(), content_type="application/geo+json", headers={"ETag": tag, "Cache-Control": "private, no-cache"}
    )


def _rows(found: Places) -> list[PlaceRow]:
    """The places in their order, those on the map numbered from 1."""
    rows: list[PlaceRow] = []
    number = 0
    for place in found.places:
        located = place.latitude is not None and place.longitude is not None
        number += located
        rows.append(
            PlaceRow(
                place=place,
                number=number if located else None,
                precision=PRECISIONS[place.precision],
                evidence=tuple((key, key.split("/", 3)[-1]) for key in place.evidence),
                more=place.records - len(place.evidence),
            )
        )
    return rows


def _feature(row: PlaceRow) -> dict[str, Any]:
    place = row.place
    url = reverse("entity", args=[place.entity_id]) if place.entity_id else record_url(place.evidence[0])
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
        "properties": {
            "number": row.number,
            "label": place.label,
            "entity_id": place.entity_id or "",
            "url": url,
            "role": place.role,
            "precision": row.precision,
            "records": place.records,
            "first": iso_day(place.first_seen),
            "last": iso_day(place.last_seen),
        },
    }


urlpatterns = [
    path("map/base.geojson", base_map, name="base_map"),
    path("entity/<str:entity_id>/map/", entity_map, name="map"),
    path("entity/<str:entity_id>/places.geojson", places_geojson, name="places_geojson"),
]
