/** Where the label of a node is written. */

/** Pixels between a node and its label. */
const GAP = 3;

/**
 * Where a label of that `width` begins, beside a node at `x` of that `size` on a canvas with so much `room`: right of the node, or left
 * of it where it would be cut off there and is not here.
 */
export function labelStart(x: number, size: number, width: number, room: number): number {
  const [right, left] = [x + size + GAP, x - size - GAP - width];
  return right + width > room && left > 0 ? left : right;
}
