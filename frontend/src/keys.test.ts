import { expect, test } from "vitest";

import { answerFor, isTyping } from "./keys";

const plain = { altKey: false, ctrlKey: false, metaKey: false, repeat: false };

test("four keys answer, in either case", () => {
  expect(["y", "n", "S", "U", "a", "Enter", ""].map((key) => answerFor({ ...plain, key }))).toEqual([
    "y",
    "n",
    "s",
    "u",
    null,
    null,
    null,
  ]);
});

test("a key that is held down, or with another, answers nothing", () => {
  for (const held of ["altKey", "ctrlKey", "metaKey", "repeat"]) {
    expect(answerFor({ ...plain, key: "y", [held]: true })).toBeNull();
  }
});

test("what is typed into a field is no answer", () => {
  expect(isTyping({ tagName: "TEXTAREA" })).toBe(true);
  expect(isTyping({ tagName: "INPUT", type: "search" })).toBe(true);
  expect(isTyping({ tagName: "SELECT" })).toBe(true);
  expect(isTyping({ tagName: "DIV", isContentEditable: true })).toBe(true);
  expect(isTyping({ tagName: "INPUT", type: "checkbox" })).toBe(false);
  expect(isTyping({ tagName: "BUTTON" })).toBe(false);
  expect(isTyping(null)).toBe(false);
});
