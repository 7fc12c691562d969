/** What every page loads: the styles, the components that GOV.UK and MoJ pages have, and htmx. */
import "maplibre-gl/dist/maplibre-gl.css";
import "../styles/main.scss";
import {
  AddAnother,
  Alert,
  ButtonMenu,
  DatePicker,
  MultiSelect,
  PasswordReveal,
  SortableTable,
} from "@ministryofjustice/frontend";
import { createAll, initAll } from "govuk-frontend";
import htmx from "htmx.org";

// Code in attributes is refused (the content security policy refuses it too). Going back asks the server again, so that
// what is seen is what may be seen now.
function refuse(): never {
  throw new Error("Code in attributes is not run on these pages.");
}
interface HtmxInternals {
  initSecurity(policy: undefined, sync: () => never, async: () => never): void;
}
htmx.registerExtension("no-code-in-attributes", {
  init: (internals: HtmxInternals) => internals.initSecurity(undefined, refuse, refuse),
});
Object.assign(htmx.config, { history: "reload", mode: "same-origin" });

document.body.classList.add("js-enabled", "govuk-frontend-supported");

function start(scope: Element | Document): void {
  // Where htmx keeps what was there, its components are there already.
  const onError = (problem: unknown): void => {
    if (!String(problem).includes("already initialised")) console.error(problem);
  };
  initAll({ scope, onError });
  for (const component of [AddAnother, Alert, ButtonMenu, DatePicker, MultiSelect, PasswordReveal, SortableTable]) {
    createAll(component, undefined, { scope, onError });
  }
}

start(document);
// A part of a page that htmx puts in gets its components too.
htmx.onLoad((part) => {
  if (part instanceof Element && part !== document.body) start(part);
});
