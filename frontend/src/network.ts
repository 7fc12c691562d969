/** Draws a network in each element of class `sh-network`; the table on the page holds the same facts without it. */
import { sayInstead } from "./elements";
import { fetchJson, sentenceFor } from "./fetching";
import { follow } from "./network/board";
import { readNetwork } from "./network/data";
import { Island } from "./network/island";
import { canDraw } from "./webgl";

async function mount(root: HTMLElement): Promise<void> {
  const address = root.dataset.network;
  if (address === undefined) return;
  root.setAttribute("aria-busy", "true");
  try {
    if (!canDraw()) {
      sayInstead(
        root,
        "This browser cannot draw the network, as it has no WebGL. The table on this page holds the same facts.",
      );
      return;
    }
    const network = readNetwork(await fetchJson(address));
    if (network.ties.length === 0) {
      sayInstead(root, "No ties are known around this that you may see for your purpose.");
      return;
    }
    const island = new Island(root, network, new URL(address, location.href).searchParams);
    follow(root, island);
  } catch (problem) {
    const sentence = sentenceFor(problem, "The network could not be drawn.");
    sayInstead(root, `${sentence} The table on this page holds the same facts.`);
  } finally {
    root.removeAttribute("aria-busy");
  }
}

for (const root of document.querySelectorAll<HTMLElement>(".sh-network")) void mount(root);
