import { expect, test } from "vitest";

import { capital, count, day, list, period } from "./wording";

test("numbers with their words", () => {
  expect(count(1, "tie")).toBe("1 tie");
  expect(count(0, "tie")).toBe("0 ties");
  expect(count(1200, "entity", "entities")).toBe("1,200 entities");
});

test("words with a capital, those of a key too", () => {
  expect(["sighting place", "sea_boat", "CCTV", ""].map(capital)).toEqual(["Sighting place", "Sea boat", "CCTV", ""]);
});

test("days are written out; a time of day is left off; what is no date stays as it is", () => {
  expect(day("2025-01-02")).toBe("2 January 2025");
  expect(day("2025-12-31T23:59:00Z")).toBe("31 December 2025");
  expect(day("2025-13-45")).toBe("2025-13-45");
  expect(day("unknown")).toBe("unknown");
});

test.each([
  ["2025-01-02", "2025-05-03", "from 2 January 2025 to 3 May 2025"],
  ["2025-01-02", "2025-01-02T10:00", "on 2 January 2025"],
  ["2025-01-02", null, "since 2 January 2025"],
  [null, "2025-05-03", "until 3 May 2025"],
  [null, null, "at no known date"],
])("period %s to %s", (first, last, words) => {
  expect(period(first, last)).toBe(words);
});

test.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b"], "a and b"],
  [["a", "b", "c"], "a, b and c"],
])("list %j", (words, written) => {
  expect(list(words)).toBe(written);
});
