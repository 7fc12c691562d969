/** Answering the questions of the review with single keys, which whoever does not want them switches off. */

import { answerFor, isTyping } from "./keys";

const KEPT = "stronghold-review-keys";

function kept(): boolean {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true; // A browser that keeps nothing: keys are on for this page.
  }
}

function keep(on: boolean): void {
  try {
    localStorage.setItem(KEPT, on ? "on" : "off");
  } catch {
    // Nothing to keep it in: it holds for this page alone.
  }
}

const shown = document.querySelector<HTMLElement>("[data-review-keys]");
const box = shown?.querySelector<HTMLInputElement>("input");

if (shown && box) {
  shown.hidden = false;
  box.checked = kept();
  box.addEventListener("change", () => keep(box.checked));
}

document.addEventListener("keydown", (event) => {
  if (!box?.checked || isTyping(event.target)) return;
  const key = answerFor(event);
  const button = key && document.querySelector<HTMLButtonElement>(`button[data-key="${key}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
