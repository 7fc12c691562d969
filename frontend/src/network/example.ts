/** A small network for the tests: a focus tied to two people and a phone, and a pair of which one end alone is known. */
export const EXAMPLE = {
  focus: "P-1",
  nodes: [
    { id: "P-1", kind: "person", label: "Ava Pike", x: 0, y: 0, url: "/entity/P-1/", records: 9 },
    { id: "P-2", kind: "person", label: "Harry Cole", x: 1, y: 0, url: "/entity/P-2/", records: 3 },
    { id: "P-3", kind: "person", label: "Isla Fenn", x: -1, y: 0.5, url: "/entity/P-3/", records: 2 },
    { id: "T-1", kind: "phone", label: "01632 960001", x: 0, y: 1, url: "/entity/T-1/", records: 5 },
  ],
  edges: [
    {
      id: 1,
      source: "P-1",
      target: "P-2",
      layers: ["home"],
      strength: 0.8,
      records: 4,
      first: "2023-01-05",
      last: "2024-02-01",
    },
    {
      id: 2,
      source: "P-1",
      target: "P-3",
      layers: ["arrest", "home"],
      strength: 0.3,
      records: 2,
      first: "2025-03-01",
      last: null,
    },
    { id: 3, source: "P-2", target: "T-1", layers: ["call"], strength: 0.5, records: 1, first: null, last: null },
    { id: 4, source: "P-1", target: "P-9", layers: ["call"], strength: 0.5, records: 1, first: null, last: null },
  ],
  layers: [
    { name: "home", label: "Home", edges: 2 },
    { name: "arrest", label: "Arrested with", edges: 1 },
    { name: "call", label: "Call", edges: 1 },
  ],
  kinds: [
    { name: "person", label: "Person", nodes: 3 },
    { name: "phone", label: "Phone", nodes: 1 },
    { name: "vehicle", label: "Vehicle", nodes: 0 },
  ],
  left_out: { nodes: 2, edges: 3 },
  url_table: "/entity/P-1/network/",
  url_notice: "/entity/P-1/network/notice.json",
};
