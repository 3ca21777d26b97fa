// A page's small tools: making elements, following the theme, drawing once a frame.

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean | EventListener | null>} [attributes] on* are
 *   listeners; false and null leave an attribute out
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children);
  return element;
}

/** Spread into whatever takes the focus: without it JupyterLab keeps the arrow keys for itself. */
export const KEYS = { "data-lm-suppress-shortcuts": "true" };

/**
 * Random, because each widget of a page has this module to itself: counters would agree, and radio
 * buttons of one name exclude each other across the page.
 * @param {string} name an id no other element of the page has
 */
export function unique(name) {
  return `ccw-${name}-${Math.random().toString(36).slice(2)}`;
}

/**
 * Set an element's text only where it changed, so that a status is spoken once.
 * @param {Element} element @param {string} text
 */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Call `draw` once before the next frame, however often it is asked for.
 * @param {() => void} draw @returns {() => void}
 */
export function oncePerFrame(draw) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  };
}

/**
 * Call `redraw` when the theme changes. JupyterLab renames the theme on the body before its
 * colours have arrived, hence the second call.
 * @param {() => void} redraw @param {AbortSignal} signal
 */
export function onThemeChange(redraw, signal) {
  const changed = () => {
    redraw();
    setTimeout(redraw, 300);
  };
  const observer = new MutationObserver(changed);
  const attributeFilter = ["class", "style", "data-jp-theme-name", "data-vscode-theme-id"];
  observer.observe(document.body, { attributes: true, attributeFilter });
  observer.observe(document.documentElement, { attributes: true, attributeFilter });
  signal.addEventListener("abort", () => observer.disconnect());
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", changed, { signal });
  }
}

export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * Boxes whose table is wider than their place take the focus, so that arrow keys scroll them.
 * @param {HTMLElement} root @param {AbortSignal} signal
 */
export function letScroll(root, signal) {
  const look = () => {
    for (const box of root.querySelectorAll(".ccw-scroll:not([role])")) {
      if (box.scrollWidth <= box.clientWidth) box.removeAttribute("tabindex");
      else for (const [name, value] of Object.entries({ tabindex: "0", ...KEYS })) box.setAttribute(name, value);
    }
  };
  const watch = new ResizeObserver(look);
  for (const box of root.querySelectorAll(".ccw-scroll:not([role])")) {
    watch.observe(box);
    for (const inside of box.children) watch.observe(inside);
  }
  signal.addEventListener("abort", () => watch.disconnect());
}
