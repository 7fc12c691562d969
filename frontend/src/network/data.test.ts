import { expect, test } from "vitest";

import { Unavailable } from "../fetching";
import { otherEnd, readNetwork } from "./data";
import { EXAMPLE } from "./example";

test("the server's network is read; a tie with an end that is not there is left out", () => {
  const network = readNetwork(EXAMPLE);
  expect(network.entities.map((entity) => entity.id)).toEqual(["P-1", "P-2", "P-3", "T-1"]);
  expect(network.ties.map((tie) => tie.id)).toEqual(["P-1 P-2 home", "P-1 P-3 arrest home", "P-2 T-1 call"]);
  expect(network.leftOut).toEqual({ entities: 2, ties: 3 });
});

test("a tie is known by its ends and layers, whichever way round the server gives it", () => {
  const turned = { ...EXAMPLE.edges[1], id: 77, source: "P-3", target: "P-1", layers: ["home", "arrest"] };
  expect(readNetwork({ ...EXAMPLE, edges: [turned] }).ties[0]?.id).toBe("P-1 P-3 arrest home");
});

test.each([
  ["no object", null],
  ["a list", []],
  ["no nodes", { ...EXAMPLE, nodes: undefined }],
  ["a position that is text", { ...EXAMPLE, nodes: [{ ...EXAMPLE.nodes[0], x: "1" }] }],
  ["layers that are no list", { ...EXAMPLE, edges: [{ ...EXAMPLE.edges[0], layers: "home" }] }],
  ["a date that is none", { ...EXAMPLE, edges: [{ ...EXAMPLE.edges[0], first: "yesterday" }] }],
])("an answer with %s is said to be unreadable", (_what, body) => {
  expect(() => readNetwork(body)).toThrow(Unavailable);
});

test("the other end", () => {
  const tie = readNetwork(EXAMPLE).ties[0];
  if (tie === undefined) throw new Error("the example has a first tie");
  expect([otherEnd(tie, "P-1"), otherEnd(tie, "P-2")]).toEqual(["P-2", "P-1"]);
});
