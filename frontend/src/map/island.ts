/** One map on a page: the town's own streets with the places on them, the tools above, the page's list kept in step. */
import type { FeatureCollection } from "geojson";
import { LngLatBounds, Map as StreetMap, Popup, ScaleControl } from "maplibre-gl";

import { button, element } from "../elements";
import { count } from "../wording";
import { baseBounds, mapStyle } from "./base";
import { type Bounds, boundsOf, type Place, type Spot, spotFeatures, spots, widened } from "./places";
import { popupContent } from "./popup";

/** The zoom at which a place stands among its streets with their names. */
const NEAR = 15;

function box([west, south, east, north]: Bounds): LngLatBounds {
  return new LngLatBounds([west, south], [east, north]);
}

function streetMap(stage: HTMLElement, base: FeatureCollection, all: readonly Spot[], places: Bounds): StreetMap {
  const styles = getComputedStyle(stage);
  const colour = (name: string): string => styles.getPropertyValue(`--sh-map-${name}`).trim();
  const town = baseBounds(base);
  const map = new StreetMap({
    container: stage,
    style: mapStyle(base, spotFeatures(all), colour),
    bounds: box(widened(places, 0.1)),
    // Places far out of town are still reached; the rest of an empty world is not.
    maxBounds: box(widened(boundsOf([...corners(places), ...(town ? corners(town) : [])]) ?? places, 1)),
    maxZoom: 18,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    maxPitch: 0,
    renderWorldCopies: false,
    locale: { "Map.Title": "Map. Arrow keys move it, plus and minus change its scale." },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new ScaleControl({ unit: "metric" }), "bottom-left");
  return map;
}

function corners([west, south, east, north]: Bounds): [number, number][] {
  return [
    [west, south],
    [east, north],
  ];
}

export class MapIsland {
  private readonly all: Spot[];
  private readonly bounds: Bounds;
  private readonly map: StreetMap;
  private readonly popup = new Popup({ maxWidth: "320px", offset: 16, focusAfterOpen: true });
  private chosen: number | null = null;
  private returnTo: HTMLElement | null = null;

  constructor(
    private readonly root: HTMLElement,
    places: readonly Place[],
    base: FeatureCollection,
  ) {
    this.all = spots(places);
    this.bounds = boundsOf(places.map((place) => [place.longitude, place.latitude] as const)) as Bounds;
    const stage = element("div", { class: "sh-map__stage" });
    root.replaceChildren(this.tools(places.length), stage);
    this.map = streetMap(stage, base, this.all, this.bounds);
    this.map.on("click", "spot", (event) => this.choose(Number(event.features?.[0]?.properties.spot)));
    this.map.on("mouseenter", "spot", () => this.map.getCanvas().classList.add("sh-map__canvas--over"));
    this.map.on("mouseleave", "spot", () => this.map.getCanvas().classList.remove("sh-map__canvas--over"));
    this.map.on("error", (event) => {
      console.error(event.error);
      this.say("Part of the map could not be drawn. The list on this page holds the same places.");
    });
    this.popup.on("close", () => this.closed());
    stage.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.popup.remove();
    });
    this.linkList();
  }

  /** Says a sentence below the map, each once. */
  say(sentence: string): void {
    const said = [...this.root.querySelectorAll(".sh-map__note")].some((note) => note.textContent === sentence);
    if (!said) this.root.append(element("p", { class: "sh-map__note", role: "status" }, sentence));
  }

  private tools(places: number): HTMLElement {
    const marked = `${count(places, "place")}. A number on the map is the number in the list.`;
    return element(
      "div",
      { class: "sh-map__tools" },
      element("p", { class: "sh-map__status" }, marked),
      element(
        "div",
        { class: "sh-map__zoom", role: "group", "aria-label": "Scale of the map" },
        button("+", () => this.map.zoomIn(), { "aria-label": "Zoom in" }),
        button("−", () => this.map.zoomOut(), { "aria-label": "Zoom out" }),
        button("Fit", () => this.fit(), { "aria-label": "Fit all places in" }),
      ),
    );
  }

  private fit(): void {
    this.map.fitBounds(box(widened(this.bounds, 0.1)));
  }

  /** Each place of the page's list that names its number gets a button that shows it here. */
  private linkList(): void {
    const spotOf = new Map(
      this.all.flatMap((spot, index) => spot.places.map((place) => [String(place.number), index])),
    );
    for (const item of document.querySelectorAll<HTMLElement>("[data-place]")) {
      const spot = spotOf.get(item.dataset.place ?? "");
      if (spot === undefined) continue;
      const show = button("Show on map", () => this.showFrom(show, spot), {
        class: "sh-link-button sh-map__show sh-no-print",
      });
      show.append(element("span", { class: "govuk-visually-hidden" }, ` (place ${item.dataset.place ?? ""})`));
      item.append(" ", show);
    }
  }

  private showFrom(from: HTMLElement, spot: number): void {
    this.root.scrollIntoView({ block: "nearest" });
    this.choose(spot);
    this.returnTo = from;
    const { longitude, latitude } = this.all[spot] as Spot;
    this.map.easeTo({ center: [longitude, latitude], zoom: Math.max(this.map.getZoom(), NEAR) });
  }

  private choose(index: number): void {
    const spot = this.all[index];
    if (spot === undefined) return;
    this.popup.remove();
    this.chosen = index;
    this.map.setFeatureState({ source: "spots", id: index }, { chosen: true });
    this.popup.setLngLat([spot.longitude, spot.latitude]).setDOMContent(popupContent(spot)).addTo(this.map);
  }

  private closed(): void {
    if (this.chosen !== null) this.map.setFeatureState({ source: "spots", id: this.chosen }, { chosen: false });
    this.chosen = null;
    this.returnTo?.focus();
    this.returnTo = null;
  }
}
