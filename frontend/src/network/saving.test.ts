import { expect, test } from "vitest";

import { readNetwork } from "./data";
import { EXAMPLE } from "./example";
import { EVERYTHING, type Filters } from "./filters";
import { savedQuery } from "./saving";

const network = readNetwork(EXAMPLE);

function saved(query: string, change: Partial<Filters>): string {
  return savedQuery(new URLSearchParams(query), { ...EVERYTHING, ...change }, network).toString();
}

test("with nothing chosen in the drawing, what the page was narrowed to is kept as it is", () => {
  expect(saved("depth=2&layers=home&since_day=1", {})).toBe("depth=2&layers=home&since_day=1");
});

test("what is hidden in the drawing is what is not named", () => {
  const names = network.layers.map((layer) => layer.name);
  const kept = names.slice(1).map((name) => `layers=${name}`);
  expect(saved("layers=old", { hiddenLayers: new Set([names[0] as string]) })).toBe(kept.join("&"));
  expect(saved("", { hiddenKinds: new Set(["phone"]) })).toBe("kinds=person&kinds=vehicle");
});

test("to hide everything is no view, and nothing is said of it", () => {
  expect(saved("", { hiddenKinds: new Set(network.kinds.map((kind) => kind.name)) })).toBe("");
});

test("days go into the fields of the form, and the stronger of two strengths is kept", () => {
  expect(saved("since_day=31&least=0.7", { since: "2024-03-09", strength: 0.4 })).toBe(
    "since_day=9&least=0.7&since_year=2024&since_month=3",
  );
  expect(saved("least=0.4", { until: "2025-12-01", strength: 0.9 })).toBe(
    "least=0.9&until_year=2025&until_month=12&until_day=1",
  );
});
