/** What is said of the chosen entity: what it is, its ties, its page, and the way to its own neighbourhood. */
import { element } from "../elements";
import { capital, count, list, period } from "../wording";
import { type Entity, type Network, otherEnd, type Tie } from "./data";
import { expansionAddress } from "./expansion";
import { badgeClass, sign } from "./legend";
import { strengthWord } from "./strength";

/** Ties beyond these are counted, and seen in the drawing and on the entity's page. */
const MOST_TIES = 12;

export interface PanelActs {
  choose(id: string): void;
  expand(entity: Entity): void;
}

function layerLabel(network: Network, name: string): string {
  return network.layers.find((layer) => layer.name === name)?.label ?? capital(name);
}

/** The ties of an entity that are drawn, the best evidenced first. */
export function drawnTies(network: Network, drawn: ReadonlySet<string>, id: string): Tie[] {
  return network.ties
    .filter((tie) => drawn.has(tie.id) && (tie.source === id || tie.target === id))
    .sort((a, b) => b.strength - a.strength || (a.id < b.id ? -1 : 1));
}

/** `Home and call: 3 records, from 2 January 2025 to 3 May 2025, strong evidence`. */
export function tieWords(network: Network, tie: Tie): string {
  const layers = list(tie.layers.map((layer) => layerLabel(network, layer)));
  return `${layers}: ${count(tie.records, "record")}, ${period(tie.first, tie.last)}, ${strengthWord(tie.strength)} evidence`;
}

export class Panel {
  readonly element = element("div", { class: "sh-network__panel" });

  /** `query` is what the network of the page was narrowed by: expansions are narrowed alike. */
  constructor(
    private readonly acts: PanelActs,
    private readonly query: URLSearchParams,
  ) {
    this.showNothing();
  }

  showNothing(): void {
    this.element.replaceChildren(
      element(
        "p",
        { class: "sh-quiet sh-network__hint" },
        "Choose an entity in the drawing or in the list to see its ties.",
      ),
    );
  }

  show(network: Network, drawn: ReadonlySet<string>, entity: Entity, expanded: boolean): void {
    const ties = drawnTies(network, drawn, entity.id);
    const hadFocus = this.element.contains(document.activeElement);
    const title = element(
      "p",
      { class: "sh-network__title", tabindex: -1 },
      element("span", { class: badgeClass(entity.kind), "aria-hidden": "true" }, sign(entity.kind).letter),
      element("strong", {}, entity.label),
    );
    this.element.replaceChildren(
      title,
      element(
        "p",
        { class: "sh-network__about" },
        `${sign(entity.kind).word}${entity.child ? ", under 18" : ""}, ${count(entity.records, entity.kind === "group" ? "member" : "record")}, ${count(ties.length, "tie")} drawn`,
      ),
      this.actions(network, entity, expanded),
      this.ties(network, ties, entity.id),
    );
    // What was pressed is gone: whoever works by keyboard stays where they are.
    if (hadFocus) title.focus({ preventScroll: true });
  }

  private actions(network: Network, entity: Entity, expanded: boolean): HTMLElement {
    const page = element("a", { class: "govuk-link", href: entity.url }, "Open its page");
    const expand = element(
      "button",
      { type: "button", class: "sh-link-button", "data-expand": expansionAddress(entity, this.query) },
      "Expand around this",
    );
    expand.addEventListener("click", () => this.acts.expand(entity));
    return element(
      "p",
      { class: "sh-network__actions" },
      page,
      entity.id === network.focus || expanded ? null : expand,
    );
  }

  private ties(network: Network, ties: readonly Tie[], id: string): HTMLElement {
    const entities = new Map(network.entities.map((entity) => [entity.id, entity]));
    const items = ties.slice(0, MOST_TIES).map((tie) => {
      const other = otherEnd(tie, id);
      const choose = element(
        "button",
        { type: "button", class: "sh-link-button" },
        entities.get(other)?.label ?? other,
      );
      choose.addEventListener("click", () => this.acts.choose(other));
      return element("li", {}, choose, element("span", { class: "sh-quiet" }, ` ${tieWords(network, tie)}`));
    });
    const more = ties.length - items.length;
    if (more > 0)
      items.push(element("li", { class: "sh-quiet" }, `and ${count(more, "more tie")}: open its page to see all`));
    return element("ul", { class: "sh-network__ties" }, ...items);
  }

  /** Says below what is shown that an expansion could not be made. */
  say(sentence: string): void {
    this.element.querySelector(".sh-network__problem")?.remove();
    this.element.append(element("p", { class: "sh-network__problem govuk-error-message", role: "alert" }, sentence));
  }
}
