/** The choices above the drawing: kinds (which is the legend too), layers, dates, strength. */
import { checkbox, element } from "../elements";
import { capital } from "../wording";
import type { Network } from "./data";
import { EVERYTHING, type Filters, span, toggled } from "./filters";
import { TimeRange } from "./time_range";
import { badgeClass, kindRows, type LegendRow, layerRows, sign } from "./legend";
import { STRENGTHS } from "./strength";

let made = 0;

function group(legend: string, ...items: Node[]): HTMLElement {
  return element(
    "fieldset",
    { class: "govuk-fieldset sh-network__group" },
    element("legend", { class: "sh-network__legend" }, legend),
    element("div", { class: "govuk-checkboxes govuk-checkboxes--small sh-network__choices" }, ...items),
  );
}

function kindLabel(row: LegendRow): (Node | string)[] {
  const badge = element("span", { class: badgeClass(row.name), "aria-hidden": "true" }, sign(row.name).letter);
  return [badge, ` ${row.label} `, element("span", { class: "sh-quiet sh-number" }, String(row.number))];
}

function layerLabel(row: LegendRow): (Node | string)[] {
  return [`${row.label} `, element("span", { class: "sh-quiet sh-number" }, String(row.number))];
}

export class Controls {
  readonly element = element("div", { class: "sh-network__filters" });
  private filters: Filters = EVERYTHING;
  private readonly prefix = `sh-network-${(made += 1)}`;

  constructor(private readonly changed: (filters: Filters) => void) {}

  private set(change: Partial<Filters>): void {
    this.filters = { ...this.filters, ...change };
    this.changed(this.filters);
  }

  /** Draws the choices for what the network holds now; what was chosen stays chosen. */
  draw(network: Network): void {
    this.element.replaceChildren(
      group("Show", ...kindRows(network).map((row) => this.kind(row))),
      group("Tied by", ...layerRows(network).map((row) => this.layer(row))),
      element("div", { class: "sh-network__ranges" }, ...this.dates(network), ...this.strength(), this.reset(network)),
    );
  }

  private kind(row: LegendRow): HTMLElement {
    return checkbox(`${this.prefix}-kind-${row.name}`, kindLabel(row), !this.filters.hiddenKinds.has(row.name), (on) =>
      this.set({ hiddenKinds: toggled(this.filters.hiddenKinds, row.name, !on) }),
    );
  }

  private layer(row: LegendRow): HTMLElement {
    const shown = !this.filters.hiddenLayers.has(row.name);
    return checkbox(`${this.prefix}-layer-${row.name}`, layerLabel(row), shown, (on) =>
      this.set({ hiddenLayers: toggled(this.filters.hiddenLayers, row.name, !on) }),
    );
  }

  private dates(network: Network): Node[] {
    const days = span(network.ties);
    if (days === null) return [];
    return [new TimeRange(days, this.filters, (change) => this.set(change)).element];
  }

  private strength(): Node[] {
    const select = element("select", { class: "govuk-select sh-network__select" });
    for (const [from, word] of [...STRENGTHS].reverse()) {
      const label = from === 0 ? "Any" : `${capital(word)}${from < 0.9 ? " or more" : ""}`;
      select.append(element("option", { value: from }, label));
    }
    select.value = String(this.filters.strength);
    select.addEventListener("change", () => this.set({ strength: Number(select.value) }));
    return [element("label", { class: "sh-network__field" }, "Strength of evidence ", select)];
  }

  private reset(network: Network): HTMLElement {
    const made = element("button", { type: "button", class: "sh-link-button" }, "Show everything");
    made.addEventListener("click", () => {
      this.set(EVERYTHING);
      this.draw(network);
      this.element.querySelector<HTMLElement>(".sh-network__ranges .sh-link-button")?.focus();
    });
    return made;
  }
}
