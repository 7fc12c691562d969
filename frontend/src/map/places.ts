/** The places as the server sends them, and what follows from them without a map. */
import type { Feature, FeatureCollection, Point } from "geojson";

import { date, fields, number, rows, text } from "../reading";
import { count, period } from "../wording";

export interface Place {
  /** As in the page's own list of places, from 1. */
  number: number;
  label: string;
  entityId: string;
  url: string;
  role: string;
  /** How well the position is known, in words; `""` where the server does not say. */
  precision: string;
  records: number;
  first: string | null;
  last: string | null;
  longitude: number;
  latitude: number;
}

/** West, south, east, north. */
export type Bounds = [number, number, number, number];

function coordinates(feature: Record<string, unknown>): [number, number] {
  const geometry = fields(feature.geometry, "geometry");
  const [longitude, latitude] = Array.isArray(geometry.coordinates) ? geometry.coordinates : [];
  return [number({ longitude }, "longitude"), number({ latitude }, "latitude")];
}

/** Reads `places.geojson`. Throws `Unavailable` for any other shape. */
export function readPlaces(body: unknown): Place[] {
  return rows(fields(body, "places").features, "features").map((feature, index) => {
    const properties = fields(feature.properties, "properties");
    const [longitude, latitude] = coordinates(feature);
    return {
      number: typeof properties.number === "number" ? properties.number : index + 1,
      label: text(properties, "label"),
      entityId: text(properties, "entity_id"),
      url: text(properties, "url"),
      role: text(properties, "role"),
      precision: typeof properties.precision === "string" ? properties.precision : "",
      records: number(properties, "records"),
      first: date(properties, "first"),
      last: date(properties, "last"),
      longitude,
      latitude,
    };
  });
}

/** One spot of the map and every place that lies there. */
export interface Spot {
  places: Place[];
  longitude: number;
  latitude: number;
}

/** Places at the same coordinates make one spot, in the order of the list. */
export function spots(places: readonly Place[]): Spot[] {
  const found = new Map<string, Spot>();
  for (const place of places) {
    const key = `${place.longitude.toFixed(6)} ${place.latitude.toFixed(6)}`;
    const spot = found.get(key);
    if (spot === undefined) found.set(key, { places: [place], longitude: place.longitude, latitude: place.latitude });
    else spot.places.push(place);
  }
  return [...found.values()];
}

/** What is written on a spot: `3`, `3, 4`, or `3, 4 +5` where many places lie there. */
export function spotLabel(spot: Spot): string {
  const numbers = spot.places.map((place) => place.number);
  const more = numbers.length - 2;
  return numbers.slice(0, 2).join(", ") + (more > 0 ? ` +${more}` : "");
}

/** Spots as GeoJSON, each with its place in the list of spots. */
export function spotFeatures(all: readonly Spot[]): FeatureCollection<Point> {
  return {
    type: "FeatureCollection",
    features: all.map((spot, index): Feature<Point> => ({
      type: "Feature",
      id: index,
      geometry: { type: "Point", coordinates: [spot.longitude, spot.latitude] },
      properties: { spot: index, label: spotLabel(spot) },
    })),
  };
}

/** `home: 3 records, from 2 January 2025 to 3 May 2025. Position: as recorded`. */
export function placeWords(place: Place): string {
  const position =
    place.precision === "" ? "" : `. Position: ${place.precision.slice(0, 1).toLowerCase()}${place.precision.slice(1)}`;
  return `${place.role}: ${count(place.records, "record")}, ${period(place.first, place.last)}${position}`;
}

/** The smallest box around the points, or `null` where there are none. */
export function boundsOf(points: readonly (readonly [number, number])[]): Bounds | null {
  if (points.length === 0) return null;
  const box: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [longitude, latitude] of points) {
    box[0] = Math.min(box[0], longitude);
    box[1] = Math.min(box[1], latitude);
    box[2] = Math.max(box[2], longitude);
    box[3] = Math.max(box[3], latitude);
  }
  return box;
}

/** The box made larger by `part` of its size on each side; a single point gets about 300 m. */
export function widened(box: Bounds, part: number): Bounds {
  const [right, up] = [Math.max((box[2] - box[0]) * part, 0.004), Math.max((box[3] - box[1]) * part, 0.003)];
  return [box[0] - right, box[1] - up, box[2] + right, box[3] + up];
}
