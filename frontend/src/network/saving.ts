/** What "Save this view" keeps: what the page was narrowed to, and what was then chosen in the drawing. */
import type { Named } from "./data";
import type { Filters } from "./filters";

/** The fields of the page's form that say the same as `filters`, over those of `query`. `of` a network with these kinds and layers. */
export function savedQuery(
  query: URLSearchParams,
  filters: Filters,
  of: { kinds: readonly Named[]; layers: readonly Named[] },
): URLSearchParams {
  const saved = new URLSearchParams(query);
  some(saved, "kinds", of.kinds, filters.hiddenKinds);
  some(saved, "layers", of.layers, filters.hiddenLayers);
  if (filters.strength > Number(saved.get("least") ?? 0)) saved.set("least", String(filters.strength));
  day(saved, "since", filters.since);
  day(saved, "until", filters.until);
  return saved;
}

/** Names those that are not hidden. Where nothing is hidden, or all of it, nothing is said: none is all to the form. */
function some(saved: URLSearchParams, field: string, all: readonly Named[], hidden: ReadonlySet<string>): void {
  const left = all.filter((one) => !hidden.has(one.name));
  if (left.length === 0 || left.length === all.length) return;
  saved.delete(field);
  for (const one of left) saved.append(field, one.name);
}

function day(saved: URLSearchParams, field: string, iso: string): void {
  if (iso === "") return;
  const parts = iso.split("-");
  for (const [place, part] of ["year", "month", "day"].entries()) {
    saved.set(`${field}_${part}`, String(Number(parts[place])));
  }
}

/** Leads the page's links that save the view to the same, as it is drawn now. */
export function leadToSave(saved: URLSearchParams): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-saves]")) {
    const address = new URL(link.href, location.href);
    const of = address.searchParams.get("of") ?? "";
    address.search = new URLSearchParams([["of", of], ...saved]).toString();
    link.href = address.href;
  }
}
