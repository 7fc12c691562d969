/** The parts used of two packages that ship no types. */
declare module "govuk-frontend" {
  type Component = new (root: Element) => unknown;
  interface Options {
    scope: Element | Document;
    onError: (problem: unknown) => void;
  }
  export function initAll(options: Options): void;
  export function createAll(component: Component, config: undefined, options: Options): void;
}

declare module "@ministryofjustice/frontend" {
  type Component = new (root: Element) => unknown;
  export const AddAnother: Component;
  export const Alert: Component;
  export const ButtonMenu: Component;
  export const DatePicker: Component;
  export const MultiSelect: Component;
  export const PasswordReveal: Component;
  export const SortableTable: Component;
}
