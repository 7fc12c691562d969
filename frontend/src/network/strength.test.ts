import { expect, test } from "vitest";

import { strengthWord } from "./strength";

test.each([
  [0.95, "very strong"],
  [0.9, "very strong"],
  [0.89, "strong"],
  [0.7, "strong"],
  [0.4, "moderate"],
  [0.39, "weak"],
  [0, "weak"],
])("a strength of %d is %s", (strength, word) => {
  expect(strengthWord(strength)).toBe(word);
});
