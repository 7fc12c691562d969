/** Reads JSON of unknown shape field by field, so that a wrong answer is noticed where it comes in. */
import { Unavailable } from "./fetching";

type Fields = Record<string, unknown>;

function wrong(what: string): never {
  throw new Unavailable(`The server's answer could not be read (${what}). Reload the page.`);
}

export function fields(value: unknown, what: string): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : wrong(what);
}

export function rows(value: unknown, what: string): Fields[] {
  return Array.isArray(value) ? value.map((row) => fields(row, what)) : wrong(what);
}

export function text(from: Fields, name: string): string {
  const value = from[name];
  return typeof value === "string" ? value : wrong(name);
}

export function number(from: Fields, name: string): number {
  const value = from[name];
  return typeof value === "number" && Number.isFinite(value) ? value : wrong(name);
}

export function texts(from: Fields, name: string): string[] {
  const value = from[name];
  return Array.isArray(value) && value.every((part) => typeof part === "string") ? value : wrong(name);
}

/** The first ten characters of an ISO date, or `null` where there is none. */
export function date(from: Fields, name: string): string | null {
  const value = from[name] ?? null;
  if (value === null) return null;
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}/.test(value) ? value.slice(0, 10) : wrong(name);
}
