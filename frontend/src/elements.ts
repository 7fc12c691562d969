/** Elements made by script: text only ever as text, never as markup. */

type Child = Node | string | null;

/** Makes `<tag ...attributes>children</tag>`; an attribute that is `false` is left out, one that is `true` is empty. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string | number | boolean> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** A checkbox as GOV.UK frontend draws it. */
export function checkbox(
  id: string,
  label: Child[],
  checked: boolean,
  changed: (checked: boolean) => void,
): HTMLElement {
  const input = element("input", { class: "govuk-checkboxes__input", id, type: "checkbox" });
  input.checked = checked;
  input.addEventListener("change", () => changed(input.checked));
  return element(
    "div",
    { class: "govuk-checkboxes__item" },
    input,
    element("label", { class: "govuk-label govuk-checkboxes__label", for: id }, ...label),
  );
}

/** A button of an island's own tools. */
export function button(label: string, pressed: () => void, attributes: Record<string, string> = {}): HTMLButtonElement {
  const made = element("button", { type: "button", class: "sh-tool", ...attributes }, label);
  made.addEventListener("click", pressed);
  return made;
}

/** Says a plain sentence in place of what could not be shown; read out by a screen reader at once. */
export function sayInstead(root: HTMLElement, sentence: string): void {
  root.replaceChildren(element("p", { class: "sh-island-message", role: "alert" }, sentence));
}
