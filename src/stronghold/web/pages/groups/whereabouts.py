"""Where a group is active, on a map and as a table, and the phone lines it uses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse

from stronghold.governance.gateway import Gateway
from stronghold.governance.groups import GroupView
from stronghold.governance.times import in_utc
from stronghold.network.groups.surroundings import Place
from stronghold.web.doors import Request, reads
from stronghold.web.narrowing import iso_day

__all__ = ["group_places", "group_places_geojson", "urlpatterns"]


@dataclass(frozen=True)
class PlaceRow:
    """A line of the table. ``number`` is the place's on the map; ``None`` where it is not on it."""

    place: Place
    number: int | None
    label: str

    @property
    def first_seen(self) -> datetime | None:
        return in_utc(self.place.first_seen)

    @property
    def last_seen(self) -> datetime | None:
        return in_utc(self.place.last_seen)


@reads
def group_places(request: Request, gateway: Gateway, group_id: str) -> HttpResponse:
    view = gateway.group(group_id)
    rows = _rows(view)
    snapshot = request.store.current()
    told = {
        "view": view,
        "group": view.summary,
        "current": "places",
        "rows": rows,
        "on_map": sum(row.number is not None for row in rows),
        "base": snapshot is not None and snapshot.base_map() is not None,
    }
    return render(request, "pages/groups/places.html", told)


@reads
def group_places_geojson(request: Request, gateway: Gateway, group_id: str) -> JsonResponse:
    view = gateway.group(group_id)
    page = reverse("group_places", args=[view.summary.group_id])
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.place.longitude, row.place.latitude]},
            "properties": {
                "number": row.number,
                "label": row.label,
                "entity_id": "",
                "url": f"{page}#place-{row.number}",
                "role": "Members took part in what happened here",
                "precision": "Middle of the places recorded in the area",
                "records": row.place.records,
                "first": iso_day(row.first_seen),
                "last": iso_day(row.last_seen),
            },
        }
        for row in _rows(view)
        if row.number is not None
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features}, content_type="application/geo+json")


def _rows(view: GroupView) -> list[PlaceRow]:
    """The places, those with most records first; those on the map numbered from 1."""
    rows: list[PlaceRow] = []
    number = 0
    for place in view.places:
        located = place.latitude is not None and place.longitude is not None
        number += located
        named = [part for part in (place.area_name, place.district) if part]
        label = ", ".join(named) or (f"Around {place.latitude:.2f}, {place.longitude:.2f}" if located else "Not known")
        rows.append(PlaceRow(place, number if located else None, label))
    return rows


urlpatterns = [
    path("group/<str:group_id>/places/", group_places, name="group_places"),
    path("group/<str:group_id>/places.geojson", group_places_geojson, name="group_places_geojson"),
]
