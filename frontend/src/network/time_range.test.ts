import { expect, test } from "vitest";

import { dayAt, moved, offset } from "./time_range";

const SPAN = { first: "2024-01-01", last: "2024-03-01" };
const ALL = { since: "", until: "" };

test("a day is so many days after the first, also over the change to summer time", () => {
  expect(offset(SPAN.first, SPAN.last)).toBe(60);
  expect(dayAt("2024-03-30", 3)).toBe("2024-04-02");
});

test("an end at the edge is no limit", () => {
  expect(moved(SPAN, { since: "2024-02-01", until: "" }, "since", "2024-01-01")).toEqual(ALL);
  expect(moved(SPAN, ALL, "until", "2024-03-01")).toEqual(ALL);
});

test("an end takes the other along rather than past it", () => {
  expect(moved(SPAN, { since: "", until: "2024-01-20" }, "since", "2024-02-01")).toEqual({
    since: "2024-02-01",
    until: "2024-02-01",
  });
});
