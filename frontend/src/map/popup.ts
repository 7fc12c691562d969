/** What is said of a spot when it is chosen on the map: its places, each with the way to its page. */
import { element } from "../elements";
import { placeWords, type Spot } from "./places";

/** Places beyond these are counted, and seen in the page's list. */
const MOST_PLACES = 8;

export function popupContent(spot: Spot): HTMLElement {
  const items = spot.places
    .slice(0, MOST_PLACES)
    .map((place) =>
      element(
        "li",
        {},
        element("span", { class: "sh-number" }, `${place.number}. `),
        element("a", { class: "govuk-link", href: place.url }, place.label),
        element("br"),
        placeWords(place),
      ),
    );
  const more = spot.places.length - items.length;
  if (more > 0) items.push(element("li", {}, `and ${more} more here, in the list on this page`));
  return element("ul", { class: "sh-map__places" }, ...items);
}
