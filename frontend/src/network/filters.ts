/** Which entities and ties are drawn, by what the reader chose. */
import type { Network, Tie } from "./data";

export interface Filters {
  /** Names of kinds and layers that are *not* drawn: what an expansion brings in is drawn until it is ruled out. */
  hiddenKinds: ReadonlySet<string>;
  hiddenLayers: ReadonlySet<string>;
  /** ISO days, `""` for no limit; both ends inclusive. */
  since: string;
  until: string;
  /** Ties weaker than this are not drawn, 0 to 1. */
  strength: number;
}

export interface Shown {
  entities: Set<string>;
  ties: Set<string>;
}

export const EVERYTHING: Filters = {
  hiddenKinds: new Set(),
  hiddenLayers: new Set(),
  since: "",
  until: "",
  strength: 0,
};

/** Whether some time of the tie lies in the range. A tie of no known date cannot be ruled out by one: it stays. */
export function inRange(tie: Tie, since: string, until: string): boolean {
  const first = tie.first ?? tie.last;
  const last = tie.last ?? tie.first;
  if (first === null || last === null) return true;
  return (since === "" || last >= since) && (until === "" || first <= until);
}

function tieFits(tie: Tie, filters: Filters): boolean {
  return (
    tie.strength >= filters.strength &&
    tie.layers.some((layer) => !filters.hiddenLayers.has(layer)) &&
    inRange(tie, filters.since, filters.until)
  );
}

/**
 * The ties that fit and whose ends are both of a chosen kind, and the entities they join. The focus is always there, and so is
 * what has no tie at all, which no choice of ties can rule out.
 */
export function shown(network: Network, filters: Filters): Shown {
  const candidates = new Set(
    network.entities
      .filter((entity) => entity.id === network.focus || !filters.hiddenKinds.has(entity.kind))
      .map((entity) => entity.id),
  );
  // A group's network is around the group, which is no entity of it.
  const tied = new Set(network.ties.flatMap((tie) => [tie.source, tie.target]));
  const alone = network.entities.filter((one) => one.id === network.focus || !tied.has(one.id));
  const entities = new Set(alone.map((one) => one.id).filter((id) => candidates.has(id)));
  const ties = new Set<string>();
  for (const tie of network.ties) {
    if (!candidates.has(tie.source) || !candidates.has(tie.target) || !tieFits(tie, filters)) continue;
    ties.add(tie.id);
    entities.add(tie.source).add(tie.target);
  }
  return { entities, ties };
}

/** The set with `name` in it or not. */
export function toggled(set: ReadonlySet<string>, name: string, inside: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (inside) next.add(name);
  else next.delete(name);
  return next;
}

/** The earliest and latest day any tie is known of. */
export function span(ties: readonly Tie[]): { first: string; last: string } | null {
  const days = ties.flatMap((tie) => [tie.first, tie.last]).filter((one) => one !== null);
  if (days.length === 0) return null;
  days.sort();
  return { first: days[0] as string, last: days[days.length - 1] as string };
}
