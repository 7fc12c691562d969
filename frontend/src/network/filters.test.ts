import { expect, test } from "vitest";

import { readNetwork } from "./data";
import { EXAMPLE } from "./example";
import { EVERYTHING, type Filters, inRange, shown, span, toggled } from "./filters";

const network = readNetwork(EXAMPLE);

function seen(change: Partial<Filters>): { entities: string[]; ties: number } {
  const found = shown(network, { ...EVERYTHING, ...change });
  return { entities: [...found.entities].sort(), ties: found.ties.size };
}

test("with no choice made, everything is drawn", () => {
  expect(seen({})).toEqual({ entities: ["P-1", "P-2", "P-3", "T-1"], ties: 3 });
});

test("a kind that is hidden takes its ties with it, and who is then tied to nobody", () => {
  expect(seen({ hiddenKinds: new Set(["phone"]) })).toEqual({ entities: ["P-1", "P-2", "P-3"], ties: 2 });
});

test("the focus stays, also when its kind is hidden", () => {
  expect(seen({ hiddenKinds: new Set(["person"]) })).toEqual({ entities: ["P-1"], ties: 0 });
});

test("a tie is drawn while one of its layers is", () => {
  expect(seen({ hiddenLayers: new Set(["home"]) })).toEqual({ entities: ["P-1", "P-2", "P-3", "T-1"], ties: 2 });
  expect(seen({ hiddenLayers: new Set(["home", "arrest"]) })).toEqual({ entities: ["P-1", "P-2", "T-1"], ties: 1 });
});

test("strength is a floor, itself included", () => {
  expect(seen({ strength: 0.8 })).toEqual({ entities: ["P-1", "P-2"], ties: 1 });
  expect(seen({ strength: 0.81 }).ties).toBe(0);
});

test("both ends of the range are in it, and a tie without a date is never ruled out by one", () => {
  expect(seen({ since: "2024-02-01" }).ties).toBe(3);
  expect(seen({ since: "2024-02-02" }).entities).toEqual(["P-1", "P-2", "P-3", "T-1"]);
  expect(seen({ since: "2024-02-02" }).ties).toBe(2);
  expect(seen({ until: "2023-01-04" }).ties).toBe(1);
});

test("of a tie with one date known, that date counts", () => {
  const tie = network.ties[1];
  if (tie === undefined) throw new Error("the example has a second tie");
  expect(inRange(tie, "2025-03-01", "2025-03-01")).toBe(true);
  expect(inRange(tie, "2025-03-02", "")).toBe(false);
});

test("choices are toggled without a change to what was chosen before", () => {
  const before = new Set(["a"]);
  expect(toggled(before, "b", true)).toEqual(new Set(["a", "b"]));
  expect(toggled(before, "a", false)).toEqual(new Set());
  expect(before).toEqual(new Set(["a"]));
});

test("the span of all dates", () => {
  expect(span(network.ties)).toEqual({ first: "2023-01-05", last: "2025-03-01" });
  expect(span([])).toBeNull();
});

test("what has no tie at all is shown whatever ties are chosen, and a focus that is no entity is not", () => {
  const network = readNetwork({
    ...EXAMPLE,
    focus: "G-1",
    nodes: [
      ...EXAMPLE.nodes,
      { id: "P-8", kind: "person", label: "Lone", x: 0, y: 0, url: "/entity/P-8/", records: 1 },
    ],
  });
  expect([...shown(network, { ...EVERYTHING, strength: 1 }).entities]).toEqual(["P-8"]);
});
