import { expect, test } from "vitest";

import { type Network, readNetwork } from "./data";
import { EXAMPLE } from "./example";
import { expansionAddress, merge } from "./expansion";

const current = readNetwork(EXAMPLE);
const addition: Network = readNetwork({
  ...EXAMPLE,
  focus: "P-2",
  nodes: [
    { ...EXAMPLE.nodes[1], x: 0.2, y: 0.2, records: 99 },
    { ...EXAMPLE.nodes[0], x: 0.9, y: 0.9 },
    { id: "V-1", kind: "vehicle", label: "QX11 ABC", x: 0.2, y: 1.2, url: "/entity/V-1/", records: 1 },
  ],
  edges: [
    { ...EXAMPLE.edges[0], strength: 0.9 },
    { id: 1, source: "P-2", target: "V-1", layers: ["seen"], strength: 0.4, records: 1, first: null, last: null },
  ],
  layers: [...EXAMPLE.layers.slice(0, 1), { name: "seen", label: "Vehicle seen", edges: 1 }],
  left_out: { nodes: 0, edges: 0 },
});

test("what is new is added; what was there keeps its place, the focus and the table too", () => {
  const { network, addedEntities, addedTies } = merge(current, addition);
  expect([addedEntities, addedTies]).toEqual([1, 1]);
  expect(network.entities.slice(0, 4)).toEqual(current.entities);
  expect([network.focus, network.urlTable]).toEqual(["P-1", "/entity/P-1/network/"]);
  expect(network.layers.map((layer) => layer.name)).toEqual(["home", "arrest", "call", "seen"]);
});

test("of a tie in both, the later answer holds, although the server numbers ties anew", () => {
  const { network } = merge(current, addition);
  expect(network.ties).toHaveLength(4);
  expect(network.ties.find((tie) => tie.id === "P-1 P-2 home")?.strength).toBe(0.9);
});

test("new entities stand on the side of the expanded one, further out than it", () => {
  const added = merge(current, addition).network.entities.find((entity) => entity.id === "V-1");
  expect(added?.x).toBeGreaterThan(1);
});

test("the same expansion again changes nothing", () => {
  const once = merge(current, addition).network;
  const twice = merge(once, addition);
  expect(twice).toEqual({ network: once, addedEntities: 0, addedTies: 0 });
});

test("an expansion where everything lies at one spot has places all the same", () => {
  const alone = { ...current, entities: current.entities.slice(1, 2), ties: [] };
  for (const entity of merge(alone, addition).network.entities) {
    expect(Number.isFinite(entity.x) && Number.isFinite(entity.y)).toBe(true);
  }
});

test("an entity's network is asked for below its page", () => {
  const entity = current.entities[1];
  if (entity === undefined) throw new Error("the example has a second entity");
  const none = new URLSearchParams();
  expect(expansionAddress(entity, none)).toBe("/entity/P-2/network.json");
  expect(expansionAddress({ ...entity, url: "/entity/P-2" }, none)).toBe("/entity/P-2/network.json");
});

test("an expansion is narrowed as the page's network is, to direct ties", () => {
  const entity = current.entities[1];
  if (entity === undefined) throw new Error("the example has a second entity");
  const query = new URLSearchParams("depth=2&kinds=person&kinds=phone&since=2024-01-01");
  expect(expansionAddress(entity, query)).toBe("/entity/P-2/network.json?kinds=person&kinds=phone&since=2024-01-01");
});
