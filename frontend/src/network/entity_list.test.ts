import { expect, test } from "vitest";

import { readNetwork } from "./data";
import { matching, ordered } from "./entity_list";
import { EXAMPLE } from "./example";

const ties: Record<string, number> = { "P-1": 1, "P-2": 2, "P-3": 1, "T-1": 2 };
const rows = readNetwork(EXAMPLE).entities.map((entity) => ({ entity, ties: ties[entity.id] ?? 0 }));
const ids = (found: typeof rows): string[] => found.map((row) => row.entity.id);

test("the focus comes first, then those with most ties, equal ones by name", () => {
  expect(ids(ordered(rows, "P-3"))).toEqual(["P-3", "T-1", "P-2", "P-1"]);
});

test("every typed word is looked for, in any case and order", () => {
  expect(ids(matching(rows, "cole HARRY"))).toEqual(["P-2"]);
  expect(ids(matching(rows, "  "))).toHaveLength(4);
  expect(ids(matching(rows, "harry fenn"))).toEqual([]);
  expect(ids(matching(rows, "960"))).toEqual(["T-1"]);
});
