import { expect, test } from "vitest";

import { drawingAddress } from "./board";

test("the drawing is asked for with what is ticked, and with nothing that is left empty", () => {
  const form = new FormData();
  for (const [name, value] of [
    ["people", "3"],
    ["out", "P-1"],
    ["out", "P-2"],
    ["false", ""],
    ["do", "plan"],
  ] as const) {
    form.append(name, value);
  }
  expect(drawingAddress("/group/G-1/plan/network.json?out=P-9", form, "http://here.test/group/G-1/plan/")).toBe(
    "http://here.test/group/G-1/plan/network.json?people=3&out=P-1&out=P-2",
  );
});
