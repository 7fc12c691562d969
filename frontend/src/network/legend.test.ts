import { expect, test } from "vitest";

import { readNetwork } from "./data";
import { EXAMPLE } from "./example";
import { badgeClass, colourProperty, kindRows, layerRows, sign } from "./legend";

const KINDS = ["person", "address", "phone", "vehicle", "organisation"];
const network = readNetwork(EXAMPLE);

test("no two kinds have the same letter, so that colour is never needed to tell them apart", () => {
  expect(new Set(KINDS.map((kind) => sign(kind).letter)).size).toBe(KINDS.length);
});

test("a kind that is not known gets its first letter and the colour of others", () => {
  expect(sign("sea_boat")).toEqual({ word: "Sea boat", letter: "S", shape: "circle" });
  expect(badgeClass("boat")).toBe("sh-kind sh-kind--other");
  expect(colourProperty("boat")).toBe("--sh-kind-other");
  expect(sign("").letter).toBe("?");
});

test("kinds are counted from what is there, in the server's order, those without any left out", () => {
  expect(kindRows(network)).toEqual([
    { name: "person", label: "Person", number: 3 },
    { name: "phone", label: "Phone", number: 1 },
  ]);
});

test("a kind that the server did not name is listed by its name", () => {
  expect(kindRows({ ...network, kinds: [] }).map((row) => row.label)).toEqual(["Person", "Phone"]);
});

test("a tie in two layers counts in both", () => {
  expect(layerRows(network).map((row) => [row.label, row.number])).toEqual([
    ["Home", 2],
    ["Arrested with", 1],
    ["Call", 1],
  ]);
});
