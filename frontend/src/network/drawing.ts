/** The drawing itself: sigma over a graphology graph. Knows nothing of the controls around it. */
import { NodeSquareProgram } from "@sigma/node-square";
import Graph from "graphology";
import Sigma from "sigma";
import type { NodeLabelDrawingFunction } from "sigma/rendering";
import type { Settings } from "sigma/settings";
import type { EdgeDisplayData, NodeDisplayData } from "sigma/types";

import type { Network } from "./data";
import type { Shown } from "./filters";
import { labelStart } from "./label_place";
import { colourProperty, sign } from "./legend";
import { picture } from "./picture";

interface NodeLook extends Partial<NodeDisplayData> {
  letter: string;
}
type Drawn = Graph<NodeLook, Partial<EdgeDisplayData>>;

const FADED_NODE = "#d9dfe1";
const FADED_EDGE = "#edf0f1";
const EDGE = "#a3adb1";
const NEAR_EDGE = "#17404d";
/** Letters are not drawn on nodes that stand smaller than this, in pixels. */
const SMALLEST_WITH_LETTER = 6;
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

export interface Watcher {
  hovered(id: string | null): void;
  chosen(id: string | null): void;
}

function nodeSize(entities: number, isFocus: boolean): number {
  const size = entities > 600 ? 5 : entities > 150 ? 8 : 11;
  return isFocus ? size * 1.45 : size;
}

/** The label right of its node, or left of it where there is no room, on a white edge: it stays legible over ties. */
const drawLabel: NodeLabelDrawingFunction<NodeLook, Partial<EdgeDisplayData>> = (context, look, settings) => {
  if (!look.label) return;
  context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
  const width = context.measureText(look.label).width;
  const room = context.canvas.width / context.getTransform().a;
  const [x, y] = [labelStart(look.x, look.size, width, room), look.y + settings.labelSize / 3];
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = "rgba(255, 255, 255, 0.85)";
  context.strokeText(look.label, x, y);
  context.fillStyle = "#0b0c0c";
  context.fillText(look.label, x, y);
};

export class Drawing {
  private readonly graph: Drawn = new Graph({ multi: true, type: "undirected" });
  private readonly sigma: Sigma<NodeLook, Partial<EdgeDisplayData>>;
  private visible: Shown = { entities: new Set(), ties: new Set() };
  private hovered: string | null = null;
  private chosen: string | null = null;
  /** The hovered or chosen entity and those tied to it, while there is one; the rest is faded. */
  private near: Set<string> | null = null;

  constructor(
    private readonly stage: HTMLElement,
    watcher: Watcher,
  ) {
    this.sigma = new Sigma(this.graph, stage, this.settings());
    this.sigma.createCanvasContext("letters");
    // Letters lie above the nodes, those under the mouse too; the top layer stays the one that takes the mouse.
    const letters = this.sigma.getCanvases().letters as HTMLCanvasElement;
    this.sigma.getCanvases().mouse?.before(letters);
    this.sigma.resize(true);
    this.sigma.on("afterRender", () => this.drawLetters(letters));
    this.sigma.on("enterNode", ({ node }) => watcher.hovered(node));
    this.sigma.on("leaveNode", () => watcher.hovered(null));
    this.sigma.on("clickNode", ({ node }) => watcher.chosen(node));
    this.sigma.on("clickStage", () => watcher.chosen(null));
  }

  private settings(): Partial<Settings<NodeLook, Partial<EdgeDisplayData>>> {
    return {
      nodeProgramClasses: { square: NodeSquareProgram },
      defaultEdgeColor: EDGE,
      labelFont: FONT,
      labelSize: 14,
      labelWeight: "400",
      labelDensity: 1,
      labelGridCellSize: 110,
      defaultDrawNodeLabel: drawLabel,
      labelRenderedSizeThreshold: 4,
      minCameraRatio: 0.02,
      maxCameraRatio: 4,
      stagePadding: 50,
      // A drawing on paper or in a closed part of the page may have no size for a while.
      allowInvalidContainer: true,
      zIndex: true,
      nodeReducer: (id, look) => this.nodeLook(id, look),
      edgeReducer: (id, look) => this.edgeLook(id, look),
    };
  }

  /** Puts the network in, in place of what was there. */
  draw(network: Network): void {
    const styles = getComputedStyle(this.stage);
    this.graph.clear();
    for (const entity of network.entities) {
      const isFocus = entity.id === network.focus;
      const { letter, shape } = sign(entity.kind);
      this.graph.addNode(entity.id, {
        x: entity.x,
        y: entity.y,
        label: entity.label,
        letter: entity.look?.letter ?? letter,
        type: shape,
        color: styles.getPropertyValue(colourProperty(entity.kind, entity.look?.name)).trim() || "#484e52",
        size: nodeSize(network.entities.length, isFocus),
        forceLabel: isFocus,
        zIndex: isFocus ? 2 : 1,
      });
    }
    for (const tie of network.ties) {
      this.graph.addUndirectedEdgeWithKey(tie.id, tie.source, tie.target, { size: 1 + 4 * tie.strength });
    }
  }

  /** Shows these entities and ties alone. */
  show(visible: Shown): void {
    this.visible = visible;
    this.lookAgain();
  }

  hover(id: string | null): void {
    this.hovered = id;
    this.lookAgain();
  }

  choose(id: string | null): void {
    this.chosen = id;
    this.lookAgain();
  }

  private lookAgain(): void {
    const middle = this.hovered ?? this.chosen;
    this.near = null;
    if (middle !== null && this.graph.hasNode(middle)) {
      const near = new Set([middle]);
      this.graph.forEachEdge(middle, (tie, _look, source, target) => {
        if (this.visible.ties.has(tie)) near.add(source).add(target);
      });
      this.near = near;
    }
    // With the next frame: several changes at once are drawn once.
    this.sigma.refresh({ schedule: true });
  }

  private nodeLook(id: string, look: NodeLook): Partial<NodeDisplayData> {
    if (!this.visible.entities.has(id)) return { ...look, hidden: true };
    if (this.near === null) return look;
    if (!this.near.has(id)) return { ...look, color: FADED_NODE, label: "", forceLabel: false, zIndex: 0 };
    const isMiddle = id === (this.hovered ?? this.chosen);
    return { ...look, forceLabel: this.near.size <= 30 || isMiddle, highlighted: isMiddle, zIndex: isMiddle ? 4 : 3 };
  }

  private edgeLook(id: string, look: Partial<EdgeDisplayData>): Partial<EdgeDisplayData> {
    if (!this.visible.ties.has(id)) return { ...look, hidden: true };
    if (this.near === null) return look;
    const middle = this.hovered ?? this.chosen;
    const isNear = this.graph.extremities(id).includes(middle as string);
    return isNear ? { ...look, color: NEAR_EDGE, zIndex: 2 } : { ...look, color: FADED_EDGE, zIndex: 0 };
  }

  private drawLetters(canvas: HTMLCanvasElement): void {
    const context = canvas.getContext("2d");
    if (context === null) return;
    const { width, height } = this.sigma.getDimensions();
    context.clearRect(0, 0, width, height);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = "#ffffff";
    for (const id of this.visible.entities) {
      const shape = this.sigma.getNodeDisplayData(id);
      if (shape === undefined || shape.hidden || shape.color === FADED_NODE) continue;
      const size = this.sigma.scaleSize(shape.size);
      if (size < SMALLEST_WITH_LETTER) continue;
      const { x, y } = this.sigma.framedGraphToViewport(shape);
      if (x < 0 || y < 0 || x > width || y > height) continue;
      context.font = `700 ${Math.round(size * 1.15)}px ${FONT}`;
      context.fillText(this.graph.getNodeAttribute(id, "letter"), x, y + size * 0.06);
    }
  }

  /** What is seen now, as a picture with the notice under it. */
  picture(notice: string): HTMLCanvasElement {
    // A drawing by the graphics card is only there to be copied right after it is drawn.
    this.sigma.refresh();
    const layers = [...this.stage.querySelectorAll("canvas")];
    const { width, height } = this.sigma.getDimensions();
    return picture(layers, width, height, notice);
  }

  zoomIn(): void {
    void this.sigma.getCamera().animatedZoom(1.6);
  }

  zoomOut(): void {
    void this.sigma.getCamera().animatedUnzoom(1.6);
  }

  /** Shows the whole of what is drawn. */
  fit(): void {
    void this.sigma.getCamera().animatedReset();
  }

  /** Moves by parts of the width or height that is seen. */
  pan(right: number, down: number): void {
    const camera = this.sigma.getCamera();
    void camera.animate({ x: camera.x + right * camera.ratio, y: camera.y - down * camera.ratio }, { duration: 100 });
  }

  /** Brings an entity into sight, without a change of scale, where it is out of it. */
  bringIntoSight(id: string): void {
    if (!this.graph.hasNode(id)) return;
    // From the graph's own coordinates: sigma's are only right once a scheduled refresh has been drawn.
    const { x, y } = this.graph.getNodeAttributes(id);
    const seen = this.sigma.graphToViewport({ x: x ?? 0, y: y ?? 0 });
    const { width, height } = this.sigma.getDimensions();
    const margin = 40;
    if (seen.x > margin && seen.y > margin && seen.x < width - margin && seen.y < height - margin) return;
    void this.sigma.getCamera().animate(this.sigma.viewportToFramedGraph(seen), { duration: 300 });
  }
}
