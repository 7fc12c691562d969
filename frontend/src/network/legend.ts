/** What stands for each kind of entity in the drawing: a letter, a shape and a colour; the letter and shape say it without colour. */
import { capital } from "../wording";
import type { Network } from "./data";

export type Shape = "circle" | "square";

interface Sign {
  /** The kind of one entity, in words. */
  word: string;
  letter: string;
  shape: Shape;
}

// The letters are those that ids begin with. Square: where; round: who and what moves.
const SIGNS: Record<string, Sign> = {
  person: { word: "Person", letter: "P", shape: "circle" },
  address: { word: "Address", letter: "A", shape: "square" },
  phone: { word: "Phone", letter: "T", shape: "circle" },
  vehicle: { word: "Vehicle", letter: "V", shape: "circle" },
  organisation: { word: "Organisation", letter: "O", shape: "square" },
  group: { word: "Group", letter: "G", shape: "circle" },
};

export function sign(kind: string): Sign {
  return SIGNS[kind] ?? { word: capital(kind), letter: kind.slice(0, 1).toUpperCase() || "?", shape: "circle" };
}

/** The class of the badge in the page's styles. */
export function badgeClass(kind: string): string {
  return `sh-kind sh-kind--${kind in SIGNS ? kind : "other"}`;
}

/** The name of the custom property that holds the colour of the look, or of the kind where there is none. */
export function colourProperty(kind: string, look?: string): string {
  if (look !== undefined) return `--sh-look-${look}`;
  return `--sh-kind-${kind in SIGNS ? kind : "other"}`;
}

export interface LegendRow {
  name: string;
  label: string;
  number: number;
}

function rowsOf(named: Network["kinds"], numbers: ReadonlyMap<string, number>): LegendRow[] {
  const labels = new Map(named.map((one) => [one.name, one.label]));
  const names = new Set([...labels.keys(), ...numbers.keys()]);
  return [...names]
    .map((name) => ({ name, label: labels.get(name) ?? capital(name), number: numbers.get(name) ?? 0 }))
    .filter((row) => row.number > 0);
}

/** How many entities of each kind the network holds, in the server's order; kinds without any are left out. */
export function kindRows(network: Network): LegendRow[] {
  const numbers = new Map<string, number>();
  for (const entity of network.entities) numbers.set(entity.kind, (numbers.get(entity.kind) ?? 0) + 1);
  return rowsOf(network.kinds, numbers);
}

/** How many ties of each layer the network holds; a tie in two layers counts in both. */
export function layerRows(network: Network): LegendRow[] {
  const numbers = new Map<string, number>();
  for (const tie of network.ties) {
    for (const layer of new Set(tie.layers)) numbers.set(layer, (numbers.get(layer) ?? 0) + 1);
  }
  return rowsOf(network.layers, numbers);
}
