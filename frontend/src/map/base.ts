/** The town's own streets, wards, parks and water, and how they look. No tiles, no glyph server: all from one GeoJSON. */
import type { Feature, FeatureCollection, Position } from "geojson";
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";

import { fields, rows } from "../reading";
import { type Bounds, boundsOf } from "./places";

export const NOTHING: FeatureCollection = { type: "FeatureCollection", features: [] };

/** Reads the base map. Throws `Unavailable` for what is no collection of features. */
export function readBase(body: unknown): FeatureCollection {
  rows(fields(body, "base map").features, "features");
  return body as FeatureCollection;
}

function* positions(coordinates: unknown): Generator<Position> {
  if (!Array.isArray(coordinates)) return;
  if (typeof coordinates[0] === "number") yield coordinates as Position;
  else for (const part of coordinates) yield* positions(part);
}

/** The box that holds all of the base map. */
export function baseBounds(base: FeatureCollection): Bounds | null {
  const points: [number, number][] = [];
  for (const { geometry } of base.features) {
    if (geometry === null || geometry.type === "GeometryCollection") continue;
    for (const [longitude, latitude] of positions(geometry.coordinates)) {
      if (longitude !== undefined && latitude !== undefined) points.push([longitude, latitude]);
    }
  }
  return boundsOf(points);
}

/** One point for the name of each ward, park and water: MapLibre alone would write it once in each of its tiles. */
export function areaNames(base: FeatureCollection): FeatureCollection {
  const features = base.features.flatMap((feature): Feature[] => {
    if (feature.geometry?.type !== "Polygon" && feature.geometry?.type !== "MultiPolygon") return [];
    const box = boundsOf([...positions(feature.geometry.coordinates)].map(([x = 0, y = 0]) => [x, y] as const));
    if (box === null) return [];
    const coordinates = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    return [{ type: "Feature", geometry: { type: "Point", coordinates }, properties: feature.properties }];
  });
  return { type: "FeatureCollection", features };
}

/** The colours, by name without `--sh-map-`. */
export type Colours = (name: string) => string;

const FONT = ["system-ui", "sans-serif"];

function of(name: string): ExpressionSpecification {
  return ["==", ["get", "class"], name];
}

/** Width in pixels at zooms 11, 14 and 17. */
function width(far: number, middle: number, near: number): ExpressionSpecification {
  return ["interpolate", ["exponential", 1.5], ["zoom"], 11, far, 14, middle, 17, near];
}

function areas(colour: Colours): LayerSpecification[] {
  return [
    { id: "ground", type: "background", paint: { "background-color": colour("ground") } },
    { id: "park", type: "fill", source: "base", filter: of("park"), paint: { "fill-color": colour("park") } },
    { id: "water", type: "fill", source: "base", filter: of("water"), paint: { "fill-color": colour("water") } },
    {
      id: "water-line",
      type: "line",
      source: "base",
      filter: ["all", of("water"), ["==", ["geometry-type"], "LineString"]],
      paint: { "line-color": colour("water"), "line-width": width(2, 6, 20) },
    },
  ];
}

function lines(colour: Colours): LayerSpecification[] {
  const round = { "line-cap": "round", "line-join": "round" } as const;
  return [
    {
      id: "street-edge",
      type: "line",
      source: "base",
      filter: of("street"),
      layout: round,
      paint: { "line-color": colour("street-edge"), "line-width": width(1, 4, 16) },
    },
    {
      id: "street",
      type: "line",
      source: "base",
      filter: of("street"),
      layout: round,
      paint: { "line-color": colour("street"), "line-width": width(0.5, 2.5, 13) },
    },
    {
      id: "ward",
      type: "line",
      source: "base",
      filter: of("ward"),
      paint: { "line-color": colour("ward"), "line-width": 1.5, "line-dasharray": [4, 2] },
    },
  ];
}

function names(colour: Colours): LayerSpecification[] {
  const paint = { "text-color": colour("text"), "text-halo-color": colour("ground"), "text-halo-width": 1.5 };
  const areaNames: LayerSpecification[] = (["ward", "park", "water"] as const).map((name) => ({
    id: `${name}-name`,
    type: "symbol",
    source: "area-names",
    filter: of(name),
    layout: {
      "text-field": ["get", "name"],
      "text-font": FONT,
      "text-size": name === "ward" ? 15 : 12,
      "text-letter-spacing": name === "ward" ? 0.08 : 0,
    },
    paint,
  }));
  return [
    {
      id: "street-name",
      type: "symbol",
      source: "base",
      minzoom: 13.5,
      filter: of("street"),
      layout: {
        "symbol-placement": "line",
        "symbol-spacing": 350,
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": 12,
      },
      paint: { ...paint, "text-halo-color": colour("street") },
    },
    ...areaNames,
    {
      id: "landmark",
      type: "circle",
      source: "base",
      filter: of("landmark"),
      minzoom: 12,
      paint: { "circle-radius": 3, "circle-color": colour("text") },
    },
    {
      id: "landmark-name",
      type: "symbol",
      source: "base",
      filter: of("landmark"),
      minzoom: 13,
      layout: {
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": 12,
        "text-anchor": "top",
        "text-offset": [0, 0.5],
        "text-optional": true,
      },
      paint,
    },
  ];
}

function placeLayers(colour: Colours): LayerSpecification[] {
  const chosen: ExpressionSpecification = ["boolean", ["feature-state", "chosen"], false];
  return [
    {
      id: "spot",
      type: "circle",
      source: "spots",
      paint: {
        "circle-radius": ["case", [">", ["length", ["get", "label"]], 2], 19, 14],
        "circle-color": ["case", chosen, colour("chosen"), colour("place")],
        "circle-stroke-color": "#ffffff",
        "circle-stroke-width": ["case", chosen, 4, 2],
      },
    },
    {
      id: "spot-label",
      type: "symbol",
      source: "spots",
      layout: {
        "text-field": ["get", "label"],
        "text-font": FONT,
        "text-size": 13,
        "text-allow-overlap": true,
        "text-ignore-placement": true,
      },
      paint: { "text-color": "#ffffff" },
    },
  ];
}

/** The whole map as MapLibre draws it. */
export function mapStyle(base: FeatureCollection, spots: FeatureCollection, colour: Colours): StyleSpecification {
  return {
    version: 8,
    sources: {
      base: { type: "geojson", data: base, maxzoom: 16 },
      "area-names": { type: "geojson", data: areaNames(base) },
      spots: { type: "geojson", data: spots },
    },
    layers: [...areas(colour), ...lines(colour), ...names(colour), ...placeLayers(colour)],
  };
}
