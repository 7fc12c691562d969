/** One network on a page: the drawing, the choices above it, the list and the panel beside it, kept in step. */
import { button, element } from "../elements";
import { fetchJson, sentenceFor } from "../fetching";
import { fields, text } from "../reading";
import { count } from "../wording";
import { Controls } from "./controls";
import { type Entity, type Network, readNetwork } from "./data";
import { Drawing } from "./drawing";
import { EntityList, ordered } from "./entity_list";
import { expansionAddress, merge } from "./expansion";
import { EVERYTHING, type Filters, type Shown, shown } from "./filters";
import { Panel } from "./panel";
import { save } from "./picture";
import { leadToSave, savedQuery } from "./saving";

const PAN = 0.15;

export class Island {
  private filters: Filters = EVERYTHING;
  private visible: Shown;
  private chosen: string | null = null;
  private readonly expanded = new Set<string>();
  private readonly status = element("p", { class: "sh-network__status", role: "status" });
  private readonly drawing: Drawing;
  private readonly controls = new Controls((filters) => this.filter(filters));
  private readonly list = new EntityList(
    (id) => this.drawing.hover(id),
    (id) => this.choose(id),
  );
  private readonly panel: Panel;

  /** `query` is what the network was narrowed by. */
  constructor(
    root: HTMLElement,
    private network: Network,
    private readonly query: URLSearchParams,
  ) {
    this.panel = new Panel({ choose: (id) => this.choose(id), expand: (entity) => void this.expand(entity) }, query);
    this.visible = shown(network, this.filters);
    const stage = this.stage();
    root.replaceChildren(
      this.controls.element,
      element("div", { class: "sh-network__tools" }, this.status, this.zoomTools()),
      element(
        "div",
        { class: "sh-network__body" },
        stage,
        element("div", { class: "sh-network__side" }, this.panel.element, this.list.element),
      ),
      this.leftOut(),
    );
    this.drawing = new Drawing(stage, { hovered: (id) => this.hovered(id), chosen: (id) => this.choose(id) });
    this.drawing.draw(network);
    this.controls.draw(network);
    this.update();
  }

  private stage(): HTMLElement {
    const stage = element("div", {
      class: "sh-network__stage",
      role: "application",
      tabindex: 0,
      "aria-label":
        "Drawing of the network. Arrow keys move it, plus and minus change its scale. The list beside it holds the same entities.",
    });
    stage.addEventListener("keydown", (event) => this.stageKey(event));
    return stage;
  }

  private stageKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const acts: Record<string, () => void> = {
      ArrowLeft: () => this.drawing.pan(-PAN, 0),
      ArrowRight: () => this.drawing.pan(PAN, 0),
      ArrowUp: () => this.drawing.pan(0, -PAN),
      ArrowDown: () => this.drawing.pan(0, PAN),
      "+": () => this.drawing.zoomIn(),
      "=": () => this.drawing.zoomIn(),
      "-": () => this.drawing.zoomOut(),
      "0": () => this.drawing.fit(),
      Escape: () => this.choose(null),
    };
    const act = acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  }

  private zoomTools(): HTMLElement {
    return element(
      "div",
      { class: "sh-network__zoom", role: "group", "aria-label": "Scale of the drawing" },
      button("+", () => this.drawing.zoomIn(), { "aria-label": "Zoom in" }),
      button("−", () => this.drawing.zoomOut(), { "aria-label": "Zoom out" }),
      button("Fit", () => this.drawing.fit(), { "aria-label": "Fit the whole network in" }),
      button("Save picture", () => void this.savePicture()),
    );
  }

  /** The server is asked for the words that go with an export, and writes down that it left. */
  private async savePicture(): Promise<void> {
    try {
      const told = await fetchJson(`${this.network.urlNotice}?${this.query}`);
      const notice = text(fields(told, "notice"), "notice");
      await save(this.drawing.picture(notice), `network-${this.network.focus}.png`);
      this.status.textContent = "The picture is among your downloads";
    } catch (problem) {
      this.status.textContent = sentenceFor(problem, "The picture could not be made. Print the page instead.");
    }
  }

  private leftOut(): HTMLElement {
    const { entities, ties } = this.network.leftOut;
    const table = element("a", { class: "govuk-link", href: this.network.urlTable }, "The table");
    if (entities === 0 && ties === 0) {
      return element("p", { class: "sh-network__left-out" }, table, " holds the same entities and ties.");
    }
    const what = `${count(entities, "entity", "entities")} and ${count(ties, "tie")} further out are not drawn. `;
    return element("p", { class: "sh-network__left-out" }, what, table, " lists what is drawn.");
  }

  /** Draws the same entities as they are now: what is chosen and how far it is zoomed stays. */
  redraw(network: Network): void {
    this.network = network;
    this.drawing.draw(network);
    this.controls.draw(network);
    this.update();
  }

  /** Says something in place of how much is shown. */
  say(words: string): void {
    this.status.textContent = words;
  }

  private filter(filters: Filters): void {
    this.filters = filters;
    leadToSave(savedQuery(this.query, filters, this.network));
    this.update();
  }

  /** Everything that follows from the network and the choices. */
  private update(): void {
    this.visible = shown(this.network, this.filters);
    if (this.chosen !== null && !this.visible.entities.has(this.chosen)) this.choose(null);
    this.drawing.show(this.visible);
    this.list.show(this.listRows());
    this.showChosen();
    const all = this.network.entities.length;
    this.status.textContent =
      this.visible.entities.size === all
        ? `${count(all, "entity", "entities")} and ${count(this.visible.ties.size, "tie")}`
        : `${count(this.visible.entities.size, "entity", "entities")} of ${all} and ${count(this.visible.ties.size, "tie")} of ${this.network.ties.length} shown`;
  }

  private listRows(): ReturnType<typeof ordered> {
    const ties = new Map<string, number>();
    for (const tie of this.network.ties) {
      if (!this.visible.ties.has(tie.id)) continue;
      for (const end of [tie.source, tie.target]) ties.set(end, (ties.get(end) ?? 0) + 1);
    }
    const rows = this.network.entities
      .filter((entity) => this.visible.entities.has(entity.id))
      .map((entity) => ({ entity, ties: ties.get(entity.id) ?? 0 }));
    return ordered(rows, this.network.focus);
  }

  private hovered(id: string | null): void {
    this.drawing.hover(id);
    this.list.mark(id);
  }

  private choose(id: string | null): void {
    this.chosen = id;
    this.drawing.choose(id);
    if (id !== null) this.drawing.bringIntoSight(id);
    this.list.choose(id);
    this.showChosen();
  }

  private showChosen(): void {
    const entity = this.network.entities.find((one) => one.id === this.chosen);
    if (entity === undefined) this.panel.showNothing();
    else this.panel.show(this.network, this.visible.ties, entity, this.expanded.has(entity.id));
  }

  private async expand(entity: Entity): Promise<void> {
    this.status.textContent = `Asking for what is around ${entity.label}`;
    try {
      const merged = merge(this.network, readNetwork(await fetchJson(expansionAddress(entity, this.query))));
      this.network = merged.network;
      this.expanded.add(entity.id);
      this.drawing.draw(this.network);
      this.controls.draw(this.network);
      this.update();
      const added = `${count(merged.addedEntities, "entity", "entities")} and ${count(merged.addedTies, "tie")}`;
      this.status.textContent =
        merged.addedEntities + merged.addedTies > 0 ? `Added ${added}` : "Nothing more is known around it";
      this.drawing.fit();
    } catch (problem) {
      this.update();
      this.panel.say(sentenceFor(problem, "What is around it could not be drawn. Open its page instead."));
    }
  }
}
