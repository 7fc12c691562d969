/** Adding the neighbourhood of another entity to what is drawn already. */
import type { Entity, Named, Network } from "./data";

/** How large the added neighbourhood is drawn, against one that stands alone. */
const SCALE = 0.55;
/** Its middle stands this part of the way to the edge of what is there, and its own size further: beside it, not over it. */
const TOWARDS_EDGE = 0.75;

/** Where an entity's own network is asked for, narrowed as the page's is; but never further than its direct ties. */
export function expansionAddress(entity: Entity, narrowedBy: URLSearchParams): string {
  const query = new URLSearchParams(narrowedBy);
  query.delete("depth");
  return `${entity.url.replace(/\/$/, "")}/network.json${query.size > 0 ? `?${query}` : ""}`;
}

function middle(entities: readonly Entity[]): { x: number; y: number } {
  const size = entities.length || 1;
  return {
    x: entities.reduce((sum, entity) => sum + entity.x, 0) / size,
    y: entities.reduce((sum, entity) => sum + entity.y, 0) / size,
  };
}

/** The added entities that are new, placed beside what is there, on the side where the expanded one stands. Those known keep their places. */
function placed(current: Network, addition: Network): Entity[] {
  const known = new Set(current.entities.map((entity) => entity.id));
  const anchor = current.entities.find((entity) => entity.id === addition.focus) ?? { x: 0, y: 0 };
  const own = addition.entities.find((entity) => entity.id === addition.focus) ?? { x: 0, y: 0 };
  const centre = middle(current.entities);
  const [dx, dy] = [anchor.x - centre.x, anchor.y - centre.y];
  const distance = Math.hypot(dx, dy);
  // From the very middle, any way out is as good: to the right.
  const [right, up] = distance > 0 ? [dx / distance, dy / distance] : [1, 0];
  const radius = Math.max(...current.entities.map((entity) => Math.hypot(entity.x - centre.x, entity.y - centre.y)), 0);
  const out = Math.max(distance, radius * TOWARDS_EDGE) + SCALE;
  return addition.entities
    .filter((entity) => !known.has(entity.id))
    .map((entity) => ({
      ...entity,
      x: centre.x + right * out + (entity.x - own.x) * SCALE,
      y: centre.y + up * out + (entity.y - own.y) * SCALE,
    }));
}

function joined(first: readonly Named[], second: readonly Named[]): Named[] {
  const names = new Set(first.map((one) => one.name));
  return [...first, ...second.filter((one) => !names.has(one.name))];
}

export interface Merged {
  network: Network;
  addedEntities: number;
  addedTies: number;
}

/**
 * `current` with what `addition` knows beyond it. Focus, table and places of what was there stay; of a tie in both, the
 * later answer holds. Merging the same addition again changes nothing.
 */
export function merge(current: Network, addition: Network): Merged {
  const fresh = placed(current, addition);
  const ties = new Map(current.ties.map((tie) => [tie.id, tie]));
  const before = ties.size;
  for (const tie of addition.ties) ties.set(tie.id, tie);
  return {
    network: {
      ...current,
      entities: [...current.entities, ...fresh],
      ties: [...ties.values()],
      layers: joined(current.layers, addition.layers),
      kinds: joined(current.kinds, addition.kinds),
    },
    addedEntities: fresh.length,
    addedTies: ties.size - before,
  };
}
