/** From when to when ties are shown: a slider and a date for each end, which say the same. */
import { element } from "../elements";
import type { Filters } from "./filters";

const DAY = 86_400_000;

export type Span = { first: string; last: string };
export type Days = Pick<Filters, "since" | "until">;

/** Days from `first` to `day`. */
export function offset(first: string, day: string): number {
  return Math.round((Date.parse(day) - Date.parse(first)) / DAY);
}

/** The day that many days after `first`, as ISO. */
export function dayAt(first: string, days: number): string {
  return new Date(Date.parse(first) + days * DAY).toISOString().slice(0, 10);
}

/**
 * The choice after one end was put to `day`: an end that is put at the very edge is no limit, and it takes the other end
 * along rather than past it, so that the range is never empty by accident.
 */
export function moved(span: Span, days: Days, end: keyof Days, day: string): Days {
  const edge = end === "since" ? day <= span.first : day >= span.last;
  const next = { ...days, [end]: edge ? "" : day };
  if (next.since !== "" && next.until !== "" && next.since > next.until) {
    next[end === "since" ? "until" : "since"] = day;
  }
  return next;
}

export class TimeRange {
  readonly element = element(
    "fieldset",
    { class: "sh-network__time" },
    element("legend", { class: "govuk-visually-hidden" }, "Time in which a tie was seen"),
  );
  private readonly shows: (() => void)[] = [];

  constructor(
    private readonly span: Span,
    private days: Days,
    private readonly changed: (days: Days) => void,
  ) {
    this.element.append(this.end("since", "Seen since"), this.end("until", "Seen until"));
    this.show();
  }

  private end(name: keyof Days, label: string): HTMLElement {
    const { first, last } = this.span;
    const input = element("input", {
      type: "date",
      class: "govuk-input sh-network__date",
      min: first,
      max: last,
      "aria-label": label,
    });
    const slider = element("input", {
      type: "range",
      class: "sh-network__slider",
      min: 0,
      max: Math.max(offset(first, last), 1),
      step: 1,
      "aria-label": `${label}: slider`,
    });
    // Half a date typed is no date yet: the browser gives "" for it, which is no limit.
    input.addEventListener("change", () => this.set(name, input.value));
    slider.addEventListener("input", () => this.set(name, dayAt(first, Number(slider.value))));
    this.shows.push(() => {
      const day = this.days[name] || (name === "since" ? first : last);
      input.value = this.days[name];
      slider.value = String(offset(first, day));
      slider.setAttribute("aria-valuetext", day);
    });
    return element(
      "div",
      { class: "sh-network__field" },
      element("span", { "aria-hidden": "true" }, label),
      slider,
      input,
    );
  }

  private set(name: keyof Days, day: string): void {
    this.days = day === "" ? { ...this.days, [name]: "" } : moved(this.span, this.days, name, day);
    this.show();
    this.changed(this.days);
  }

  private show(): void {
    for (const show of this.shows) show();
  }
}
