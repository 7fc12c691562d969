/** The network as the server sends it: entities with their positions, and the ties between them. */
import { date, fields, number, rows, text, texts } from "../reading";
import { capital } from "../wording";

export interface Entity {
  id: string;
  kind: string;
  label: string;
  /** Position, about -1 to 1, from the server. */
  x: number;
  y: number;
  url: string;
  records: number;
  /** Known to be under 18. */
  child: boolean;
  /** What it is drawn as in place of its kind, with the letter that says so; `null`: as its kind. */
  look: { name: string; letter: string } | null;
}

export interface Tie {
  /** The ids of both ends and the layers. */
  id: string;
  source: string;
  target: string;
  layers: string[];
  /** How well evidenced the tie is, 0 to 1. */
  strength: number;
  records: number;
  first: string | null;
  last: string | null;
}

export interface Named {
  name: string;
  label: string;
}

export interface Network {
  focus: string;
  entities: Entity[];
  ties: Tie[];
  layers: Named[];
  kinds: Named[];
  leftOut: { entities: number; ties: number };
  urlTable: string;
  /** Where the words that go with a picture of it come from. */
  urlNotice: string;
}

function named(value: unknown, what: string): Named[] {
  return rows(value, what).map((row) => ({ name: text(row, "name"), label: capital(text(row, "label")) }));
}

function readTie(row: Record<string, unknown>): Tie {
  const tie = {
    source: text(row, "source"),
    target: text(row, "target"),
    layers: texts(row, "layers"),
    strength: number(row, "strength"),
    records: number(row, "records"),
    first: date(row, "first"),
    last: date(row, "last"),
  };
  // Not the server's number of the tie, which another picture gives to another tie: an expansion may come from a later one.
  return { id: [...[tie.source, tie.target].sort(), ...[...tie.layers].sort()].join(" "), ...tie };
}

/** Reads `network.json`. Ties whose ends are not both there are left out. Throws `Unavailable` for any other shape. */
export function readNetwork(body: unknown): Network {
  const all = fields(body, "network");
  const leftOut = fields(all.left_out, "left_out");
  const entities = rows(all.nodes, "nodes").map((row) => ({
    id: text(row, "id"),
    kind: text(row, "kind"),
    label: text(row, "label"),
    x: number(row, "x"),
    y: number(row, "y"),
    url: text(row, "url"),
    records: number(row, "records"),
    child: row.child === true,
    look: typeof row.look === "string" ? { name: text(row, "look"), letter: text(row, "letter") } : null,
  }));
  const known = new Set(entities.map((entity) => entity.id));
  const ties = rows(all.edges, "edges").map(readTie);
  return {
    focus: text(all, "focus"),
    entities,
    ties: ties.filter((tie) => known.has(tie.source) && known.has(tie.target)),
    layers: named(all.layers, "layers"),
    kinds: named(all.kinds, "kinds"),
    leftOut: { entities: number(leftOut, "nodes"), ties: number(leftOut, "edges") },
    urlTable: text(all, "url_table"),
    urlNotice: text(all, "url_notice"),
  };
}

/** The tie's other end. */
export function otherEnd(tie: Tie, id: string): string {
  return tie.source === id ? tie.target : tie.source;
}
