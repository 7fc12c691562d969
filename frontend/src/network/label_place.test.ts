import { expect, test } from "vitest";

import { labelStart } from "./label_place";

test("a label is right of its node where there is room", () => {
  expect(labelStart(100, 10, 50, 200)).toBe(113);
});

test("it is left of a node at the right edge, so that it is not cut off", () => {
  expect(labelStart(180, 10, 50, 200)).toBe(117);
});

test("one that fits on neither side is read from its beginning", () => {
  expect(labelStart(180, 10, 190, 200)).toBe(193);
});
