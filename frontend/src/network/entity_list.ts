/** The list beside the drawing: the same entities, for the keyboard and for a screen reader. */
import { element } from "../elements";
import { count } from "../wording";
import type { Entity } from "./data";
import { badgeClass, sign } from "./legend";

export interface ListRow {
  entity: Entity;
  ties: number;
}

/** The focus first, then those with most ties; equal ones by name. */
export function ordered(rows: readonly ListRow[], focus: string): ListRow[] {
  const first = (row: ListRow): number => (row.entity.id === focus ? 0 : 1);
  return [...rows].sort(
    (a, b) => first(a) - first(b) || b.ties - a.ties || a.entity.label.localeCompare(b.entity.label, "en-GB"),
  );
}

/** Those in whose name every word of `typed` is found, in any case. */
export function matching(rows: readonly ListRow[], typed: string): ListRow[] {
  const words = typed.toLocaleLowerCase("en-GB").split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const label = row.entity.label.toLocaleLowerCase("en-GB");
    return words.every((word) => label.includes(word));
  });
}

let made = 0;

export class EntityList {
  readonly element: HTMLElement;
  private readonly prefix = `sh-network-list-${(made += 1)}`;
  private readonly box: HTMLElement;
  private readonly search: HTMLInputElement;
  private rows: ListRow[] = [];
  private options: HTMLElement[] = [];
  private active = -1;
  private chosen: string | null = null;

  constructor(
    private readonly hovered: (id: string | null) => void,
    private readonly picked: (id: string) => void,
  ) {
    this.search = element("input", { type: "search", class: "govuk-input sh-network__find", autocomplete: "off" });
    this.search.addEventListener("input", () => this.redraw());
    this.box = element("ul", {
      class: "sh-network__list",
      role: "listbox",
      tabindex: 0,
      "aria-label": "Entities in the network",
    });
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("focus", () => this.activate(Math.max(this.active, 0)));
    this.box.addEventListener("blur", () => this.hovered(null));
    // The option under the mouse is the active one before the list takes the focus.
    this.box.addEventListener("mousedown", (event) =>
      this.pointed(event, (id) => this.activate(this.options.findIndex((option) => option.dataset.id === id))),
    );
    this.box.addEventListener("click", (event) => this.pointed(event, this.picked));
    this.box.addEventListener("mouseover", (event) => this.pointed(event, this.hovered));
    this.box.addEventListener("mouseleave", () => this.hovered(null));
    this.element = element(
      "div",
      { class: "sh-network__entities" },
      element("label", { class: "sh-network__field sh-network__field--column" }, "Find in this network", this.search),
      this.box,
    );
  }

  /** Lists these rows in this order. */
  show(rows: ListRow[]): void {
    this.rows = rows;
    this.redraw();
  }

  choose(id: string | null): void {
    this.chosen = id;
    for (const option of this.options) {
      option.setAttribute("aria-selected", String(option.dataset.id === id));
      if (option.dataset.id === id) this.scrollTo(option);
    }
  }

  /** Marks the entity under the mouse in the drawing. */
  mark(id: string | null): void {
    for (const option of this.options) option.classList.toggle("sh-network__option--marked", option.dataset.id === id);
  }

  private redraw(): void {
    const activeId = this.options[this.active]?.dataset.id;
    this.options = matching(this.rows, this.search.value).map((row, number) => this.option(row, number));
    this.active = this.options.findIndex((option) => option.dataset.id === activeId);
    this.box.removeAttribute("aria-activedescendant");
    this.box.replaceChildren(...this.options);
    if (this.options.length === 0) {
      this.box.append(
        element(
          "li",
          { class: "sh-network__none", role: "option", "aria-disabled": true },
          "None of this name is shown",
        ),
      );
    }
    if (this.box === document.activeElement) this.activate(Math.max(this.active, 0));
  }

  private option(row: ListRow, number: number): HTMLElement {
    const selected = row.entity.id === this.chosen;
    return element(
      "li",
      {
        class: "sh-network__option",
        role: "option",
        id: `${this.prefix}-${number}`,
        "data-id": row.entity.id,
        "aria-selected": String(selected),
      },
      element("span", { class: badgeClass(row.entity.kind), "aria-hidden": "true" }, sign(row.entity.kind).letter),
      element("span", { class: "sh-network__name" }, row.entity.label),
      element("span", { class: "govuk-visually-hidden" }, `, ${sign(row.entity.kind).word}, `),
      element("span", { class: "sh-quiet sh-number sh-nowrap" }, count(row.ties, "tie")),
    );
  }

  private pointed(event: Event, act: (id: string) => void): void {
    const option = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-id]") : null;
    if (option?.dataset.id !== undefined) act(option.dataset.id);
  }

  private key(event: KeyboardEvent): void {
    const last = this.options.length - 1;
    const page = 10;
    const next: Record<string, number> = {
      ArrowDown: this.active + 1,
      ArrowUp: this.active - 1,
      PageDown: this.active + page,
      PageUp: this.active - page,
      Home: 0,
      End: last,
    };
    const target = next[event.key];
    if (target !== undefined) {
      this.activate(Math.min(Math.max(target, 0), last));
    } else if (event.key === "Enter" || event.key === " ") {
      const id = this.options[this.active]?.dataset.id;
      if (id !== undefined) this.picked(id);
    } else {
      return;
    }
    event.preventDefault();
  }

  private activate(number: number): void {
    this.options[this.active]?.classList.remove("sh-network__option--active");
    const option = this.options[number];
    this.active = option === undefined ? -1 : number;
    if (option === undefined) return;
    option.classList.add("sh-network__option--active");
    this.box.setAttribute("aria-activedescendant", option.id);
    this.scrollTo(option);
    this.hovered(option.dataset.id ?? null);
  }

  /** Scrolls the list alone: the page stays where the reader has it. */
  private scrollTo(option: HTMLElement): void {
    const above = option.offsetTop - this.box.scrollTop;
    if (above < 0) this.box.scrollTop = option.offsetTop;
    const below = above + option.offsetHeight - this.box.clientHeight;
    if (below > 0) this.box.scrollTop += below;
  }
}
