import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import type { FeatureCollection } from "geojson";
import { expect, test } from "vitest";

import { Unavailable } from "../fetching";
import { areaNames, baseBounds, mapStyle, NOTHING, readBase } from "./base";

const BASE: FeatureCollection = {
  type: "FeatureCollection",
  features: [
    {
      type: "Feature",
      geometry: {
        type: "LineString",
        coordinates: [
          [2, 54],
          [2.1, 54.2],
        ],
      },
      properties: { class: "street", name: "Mill Road" },
    },
    {
      type: "Feature",
      geometry: {
        type: "Polygon",
        coordinates: [
          [
            [1.9, 54],
            [2, 54],
            [2, 54.1],
            [1.9, 54],
          ],
        ],
      },
      properties: { class: "ward", name: "North Quay" },
    },
    {
      type: "Feature",
      geometry: { type: "Point", coordinates: [2.05, 54.3] },
      properties: { class: "landmark", name: "Station", sort: "station" },
    },
  ],
};

test("what is no collection of features is said to be unreadable", () => {
  expect(readBase(BASE)).toBe(BASE);
  expect(() => readBase({ type: "FeatureCollection" })).toThrow(Unavailable);
});

test("the box holds lines, areas and points", () => {
  expect(baseBounds(BASE)).toEqual([1.9, 54, 2.1, 54.3]);
  expect(baseBounds(NOTHING)).toBeNull();
});

test("each area has its name once, at its middle", () => {
  expect(areaNames(BASE).features.map((one) => one.geometry)).toEqual([{ type: "Point", coordinates: [1.95, 54.05] }]);
});

test("the style is one that MapLibre takes, and asks for nothing from anywhere", () => {
  const style = mapStyle(BASE, NOTHING, () => "#123456");
  expect(validateStyleMin(style)).toEqual([]);
  expect(JSON.stringify(style)).not.toMatch(/https?:|"glyphs"|"sprite"|"tiles"|"url"/);
});
