/** How well evidenced a tie is, in the words that the pages' tables use for it. */

/** From which strength on each word holds, the strongest first. */
export const STRENGTHS: readonly (readonly [from: number, word: string])[] = [
  [0.9, "very strong"],
  [0.7, "strong"],
  [0.4, "moderate"],
  [0, "weak"],
];

export function strengthWord(strength: number): string {
  return (STRENGTHS.find(([from]) => strength >= from) ?? [0, "weak"])[1];
}
