import { expect, test } from "vitest";

import { lines } from "./picture";

const byLength = (text: string): number => text.length;

test("words fill a line as far as they fit", () => {
  expect(lines("one two three four", 9, byLength)).toEqual(["one two", "three", "four"]);
});

test("a word that is wider than a line stands alone and nothing is lost", () => {
  expect(lines(" a considerable  word ", 6, byLength)).toEqual(["a", "considerable", "word"]);
  expect(lines("", 6, byLength)).toEqual([]);
});
