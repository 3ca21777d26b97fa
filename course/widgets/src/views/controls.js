// Native controls with a name, and the life of a widget on the page.

import { h, KEYS, letScroll, onThemeChange } from "../dom.js";

/**
 * A select that knows its name.
 * @param {string} label @param {(value: string) => void} change
 */
export function choice(label, change) {
  const select = h("select", {
    class: "ccw-select",
    "aria-label": label,
    onchange: () => change(select.value),
    ...KEYS,
  });
  return select;
}

/**
 * Offer values, and choose one; `other`, or a value that is not among them, cannot be chosen by hand.
 * @param {HTMLSelectElement} select @param {readonly string[]} values @param {string} chosen
 * @param {string} [other]
 */
export function offer(select, values, chosen, other = chosen) {
  const all = values.includes(other) ? [...values] : [...values, other];
  if (all.join("\n") !== Array.from(select.options, (o) => o.value).join("\n")) {
    select.replaceChildren(
      ...all.map((value) => h("option", { value, disabled: !values.includes(value) }, value)),
    );
  }
  select.value = chosen;
}

/**
 * A checkbox in its label.
 * @param {string} label @param {(on: boolean) => void} change
 */
export function check(label, change) {
  const box = h("input", { type: "checkbox", onchange: () => change(box.checked), ...KEYS });
  return { box, element: h("label", { class: "ccw-check" }, box, label) };
}

/**
 * @typedef {{element: HTMLElement, load(): void, restyle(): void, drawSoon(): void}} Widget
 */

/**
 * Put a widget on the page and have it follow the model and the theme until it is taken off.
 * @param {import("@anywidget/types").AnyModel<any>} model @param {HTMLElement} el
 * @param {AbortSignal | undefined} signal @param {Widget} widget
 * @param {readonly string[]} data traits whose change loads anew
 * @param {readonly string[]} rest traits whose change only draws
 * @returns {() => void} what takes it off
 */
export function mount(model, el, signal, widget, data, rest) {
  const loads = () => widget.load();
  const draws = () => widget.drawSoon();
  for (const name of data) model.on(`change:${name}`, loads);
  for (const name of rest) model.on(`change:${name}`, draws);
  el.append(widget.element);
  widget.restyle();
  const life = new AbortController();
  if (!el.isConnected) {
    // What is not on the page has neither a font nor the theme's colours: draw once more when it is.
    const watch = new ResizeObserver(() => {
      if (!el.isConnected) return;
      watch.disconnect();
      widget.restyle();
    });
    watch.observe(widget.element);
    life.signal.addEventListener("abort", () => watch.disconnect());
  }
  onThemeChange(() => widget.restyle(), life.signal);
  letScroll(widget.element, life.signal);
  const end = () => {
    life.abort();
    for (const name of data) model.off(`change:${name}`, loads);
    for (const name of rest) model.off(`change:${name}`, draws);
  };
  signal?.addEventListener("abort", end);
  return end;
}
