import { expect, test } from "vitest";

import { readNetwork } from "./data";
import { EXAMPLE } from "./example";
import { drawnTies, tieWords } from "./panel";

const network = readNetwork(EXAMPLE);
const all = new Set(network.ties.map((tie) => tie.id));

test("an entity's ties that are drawn, the best evidenced first", () => {
  expect(drawnTies(network, all, "P-1").map((tie) => tie.id)).toEqual(["P-1 P-2 home", "P-1 P-3 arrest home"]);
  expect(drawnTies(network, new Set(["P-1 P-3 arrest home"]), "P-1")).toHaveLength(1);
  expect(drawnTies(network, all, "T-1")).toHaveLength(1);
});

test("a tie in words: layers, records, when, how well evidenced", () => {
  expect(network.ties.map((tie) => tieWords(network, tie))).toEqual([
    "Home: 4 records, from 5 January 2023 to 1 February 2024, strong evidence",
    "Arrested with and Home: 2 records, since 1 March 2025, weak evidence",
    "Call: 1 record, at no known date, moderate evidence",
  ]);
});
