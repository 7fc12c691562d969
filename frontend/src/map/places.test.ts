import { expect, test } from "vitest";

import { Unavailable } from "../fetching";
import { boundsOf, placeWords, readPlaces, spotFeatures, spotLabel, spots, widened } from "./places";

function feature(longitude: unknown, latitude: unknown, more: Record<string, unknown> = {}): unknown {
  const own = {
    label: "4 Mill Road",
    entity_id: "A-1",
    url: "/entity/A-1/",
    role: "home",
    records: 3,
    first: "2024-02-03",
    last: null,
  };
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [longitude, latitude] },
    properties: { ...own, ...more },
  };
}

const read = (...features: unknown[]): ReturnType<typeof readPlaces> =>
  readPlaces({ type: "FeatureCollection", features });

test("places are numbered as they come, or as the server numbers them", () => {
  expect(read(feature(2, 54), feature(3, 55)).map((place) => place.number)).toEqual([1, 2]);
  expect(read(feature(2, 54, { number: 7 })).map((place) => place.number)).toEqual([7]);
});

test.each([
  ["a place without coordinates", feature(undefined, 54)],
  ["coordinates that are text", feature("2", "54")],
  ["a place without a name", feature(2, 54, { label: null })],
])("%s is said to be unreadable", (_what, one) => {
  expect(() => read(one)).toThrow(Unavailable);
});

test("places at the same coordinates are one spot that names them", () => {
  const all = spots(read(feature(2, 54), feature(3, 55), feature(2, 54), feature(2, 54), feature(2, 54)));
  expect(all.map(spotLabel)).toEqual(["1, 3 +2", "2"]);
  expect(spotFeatures(all).features.map((one) => one.properties?.spot as number)).toEqual([0, 1]);
});

test("a place in words", () => {
  const exact = read(feature(2, 54, { precision: "Centre of the postcode" }));
  expect(exact.map(placeWords)).toEqual(["home: 3 records, since 3 February 2024. Position: centre of the postcode"]);
  expect(read(feature(2, 54)).map(placeWords)).toEqual(["home: 3 records, since 3 February 2024"]);
});

test("the box around points, and made wider", () => {
  expect(boundsOf([])).toBeNull();
  expect(
    boundsOf([
      [2, 54],
      [1, 56],
    ]),
  ).toEqual([1, 54, 2, 56]);
  expect(widened([0, 0, 10, 10], 0.1)).toEqual([-1, -1, 11, 11]);
  const [west, south, east, north] = widened([2, 54, 2, 54], 0.1);
  expect(west < 2 && south < 54 && east > 2 && north > 54).toBe(true);
});
