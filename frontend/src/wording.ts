/** How numbers and dates are written on the pages. */

const NUMBER = new Intl.NumberFormat("en-GB");
const DATE = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** `1 tie`, `2 ties`, `1,200 ties`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${NUMBER.format(number)} ${number === 1 ? one : many}`;
}

/** `2 January 2025` from `2025-01-02` (or a longer ISO time); what is no date is given as it is. */
export function day(iso: string): string {
  const time = /^\d{4}-\d{2}-\d{2}/.test(iso) ? Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) : NaN;
  return Number.isNaN(time) ? iso : DATE.format(time);
}

/** `on 2 January 2025`, `from 2 January 2025 to 3 May 2025`, `since ...`, `until ...`, `at no known date`. */
export function period(first: string | null, last: string | null): string {
  if (first && last) return day(first) === day(last) ? `on ${day(first)}` : `from ${day(first)} to ${day(last)}`;
  if (first) return `since ${day(first)}`;
  if (last) return `until ${day(last)}`;
  return "at no known date";
}

/** `Sighting place` from `sighting place`, `sighting_place`. */
export function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1).replaceAll("_", " ");
}

/** `a`, `a and b`, `a, b and c`. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
