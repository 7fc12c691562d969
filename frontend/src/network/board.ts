/** The board of a plan: who is ticked as out is drawn as out, at once, and the parts that are left by their own colours. */
import { fetchJson, sentenceFor } from "../fetching";
import { readNetwork } from "./data";
import type { Island } from "./island";

/** The address of the drawing for what is ticked: that of the page's own, with the form's choices in place of its query. */
export function drawingAddress(address: string, form: FormData, base: string): string {
  const made = new URL(address, base);
  made.search = "";
  for (const [name, value] of form) {
    if (typeof value === "string" && value !== "" && name !== "do") made.searchParams.append(name, value);
  }
  return made.href;
}

/** Says that the computation has begun, where the button that was pressed has words for it. */
function sayWaiting(form: HTMLFormElement): void {
  const place = form.querySelector<HTMLElement>("#waiting");
  form.addEventListener("submit", (event) => {
    const words = (event.submitter as HTMLElement | null)?.dataset.waiting;
    if (place !== null && words !== undefined) place.textContent = words;
  });
  // Going back to the page brings it as it was left.
  window.addEventListener("pageshow", () => {
    if (place !== null) place.textContent = "";
  });
}

/** Draws anew whenever something is ticked in the form that the element names. */
export function follow(root: HTMLElement, island: Island): void {
  const form = document.getElementById(root.dataset.redraw ?? "");
  const address = root.dataset.network;
  if (!(form instanceof HTMLFormElement) || address === undefined) return;
  sayWaiting(form);
  let asked = 0;
  form.addEventListener("change", () => {
    const mine = ++asked;
    fetchJson(drawingAddress(address, new FormData(form), location.href))
      .then((body) => {
        if (mine === asked) island.redraw(readNetwork(body));
      })
      .catch((problem: unknown) => island.say(sentenceFor(problem, "The drawing could not be made anew.")));
  });
}
