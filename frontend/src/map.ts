/** Draws a map in each element of class `sh-map`; the list of places on the page holds the same facts without it. */
import type { FeatureCollection } from "geojson";
import { setWorkerUrl } from "maplibre-gl";
import workerAddress from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";

import { sayInstead } from "./elements";
import { fetchJson, sentenceFor } from "./fetching";
import { NOTHING, readBase } from "./map/base";
import { MapIsland } from "./map/island";
import { readPlaces } from "./map/places";
import { canDraw } from "./webgl";

// A file of this host: the content security policy lets no worker be made from text.
setWorkerUrl(new URL(workerAddress, import.meta.url).href);

const LIST = "The list on this page holds the same places.";

/** The base map, or why there is none: the places are shown all the same. */
async function baseMap(address: string | undefined): Promise<{ base: FeatureCollection; problem: string | null }> {
  if (address === undefined) return { base: NOTHING, problem: null };
  try {
    return { base: readBase(await fetchJson(address)), problem: null };
  } catch (problem) {
    return { base: NOTHING, problem: sentenceFor(problem, "The streets could not be drawn.") };
  }
}

async function mount(root: HTMLElement): Promise<void> {
  const address = root.dataset.places;
  if (address === undefined) return;
  root.setAttribute("aria-busy", "true");
  try {
    if (!canDraw()) {
      sayInstead(root, `This browser cannot draw the map, as it has no WebGL. ${LIST}`);
      return;
    }
    const [body, { base, problem }] = await Promise.all([fetchJson(address), baseMap(root.dataset.base)]);
    const places = readPlaces(body);
    if (places.length === 0) {
      sayInstead(root, "No place with known coordinates is on record here that you may see for your purpose.");
      return;
    }
    const island = new MapIsland(root, places, base);
    if (problem !== null) island.say(`The places are shown without streets. ${problem}`);
  } catch (problem) {
    sayInstead(root, `${sentenceFor(problem, "The map could not be drawn.")} ${LIST}`);
  } finally {
    root.removeAttribute("aria-busy");
  }
}

for (const root of document.querySelectorAll<HTMLElement>(".sh-map")) void mount(root);
