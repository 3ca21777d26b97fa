// LeNet-5 as tables: a row for each layer, which S2 maps C3 reads, and the ten outputs.

import { isSpatial, shapeWords, softmax, totals, whole } from "../architecture.js";
import { h, KEYS } from "../dom.js";
import { show } from "../format.js";

/** @typedef {import("../architecture.js").Layer} Layer */

/** @param {...(Node | string)} all */
const row = (...all) => h("tr", {}, ...all);
/** @param {string} text */
const heading = (text) => h("th", { scope: "col" }, text);

/**
 * Around a table that may be wider than the page; it takes the focus, so that arrow keys scroll it.
 * @param {string} label @param {HTMLTableElement} table
 */
const scrolling = (label, table) =>
  h("div", { class: "ccw-scroll", tabindex: 0, role: "group", "aria-label": label, ...KEYS }, table);

export class LayersTable {
  constructor() {
    this.table = h("table", { class: "ccw-values ccw-architecture" });
    this.element = scrolling("layers", this.table);
    /** @type {HTMLElement[]} */
    this.rows = [];
  }

  /**
   * @param {readonly Layer[]} layers @param {readonly number[]} own parameters of the reader's
   *   model, -1 where not known @param {string} name of that model, or ""
   */
  build(layers, own, name) {
    const sums = totals(layers);
    const yours = (/** @type {number} */ i, /** @type {number} */ expected) => {
      if (own[i] === undefined || own[i] < 0) return "?";
      return own[i] === expected ? whole(own[i]) : `${whole(own[i])} ≠`;
    };
    this.rows = layers.map((layer, i) =>
      row(
        h("th", { scope: "row" }, layer.name),
        h("td", {}, layer.what),
        h("td", {}, shapeWords(layer)),
        h("td", {}, whole(layer.parameters), ...(layer.how ? [h("span", {}, ` = ${layer.how}`)] : [])),
        ...(name ? [h("td", {}, yours(i, layer.parameters))] : []),
        h("td", {}, whole(layer.macs)),
        h("td", {}, `${layer.field} × ${layer.field}`),
        h("td", {}, String(layer.jump)),
      ),
    );
    const names = ["layer", "what", "shape", "parameters", ...(name ? [`yours: ${name}`] : []), "MACs", "sees", "jump"];
    const all = own.every((count) => count >= 0) ? own.reduce((sum, count) => sum + count, 0) : -1;
    this.table.replaceChildren(
      h("caption", {}, "MACs: products added up for one picture. Sees: pixels that reach one cell. Jump: pixels from one cell's window to the next."),
      h("thead", {}, row(...names.map(heading))),
      h("tbody", {}, ...this.rows),
      h(
        "tfoot",
        {},
        row(
          h("th", { scope: "row", colspan: 3 }, "in all"),
          h("td", {}, h("strong", {}, whole(sums.parameters))),
          ...(name ? [h("td", {}, all < 0 ? "?" : whole(all))] : []),
          h("td", {}, h("strong", {}, whole(sums.macs))),
          h("td", { colspan: 2 }),
        ),
      ),
    );
  }

  /** @param {number} layer */
  update(layer) {
    this.rows.forEach((element, i) => {
      element.classList.toggle("ccw-here", i === layer);
      if (i === layer) element.setAttribute("aria-current", "step");
      else element.removeAttribute("aria-current");
    });
  }
}

/**
 * Which maps of the layer before each map reads: a cross where it does.
 * @param {HTMLTableElement} table @param {Layer} layer @param {Layer} before @param {number} chosen
 */
function crosses(table, layer, before, chosen) {
  const pairs = layer.sources.reduce((sum, read) => sum + read.length, 0);
  const here = (/** @type {number} */ map) => (map === chosen ? "ccw-here" : "");
  table.replaceChildren(
    h("caption", {}, `Which ${before.name} maps each ${layer.name} map reads: ${pairs} of ${before.maps * layer.maps} pairs`),
    h(
      "thead",
      {},
      row(
        heading(`${before.name} \\ ${layer.name}`),
        ...layer.sources.map((_, map) => h("th", { scope: "col", class: here(map) }, String(map))),
      ),
    ),
    h(
      "tbody",
      {},
      ...Array.from({ length: before.maps }, (_, input) =>
        row(
          h("th", { scope: "row" }, String(input)),
          ...layer.sources.map((read, map) => h("td", { class: here(map) }, read.includes(input) ? "X" : "")),
        ),
      ),
    ),
  );
}

export class ConnectionTable {
  constructor() {
    this.table = h("table", { class: "ccw-values ccw-connections" });
    this.element = scrolling("connections", this.table);
  }

  /** @param {Layer} layer @param {Layer | undefined} before @param {number} chosen */
  update(layer, before, chosen) {
    this.element.hidden = layer.name !== "C3" || !before;
    if (before && !this.element.hidden) crosses(this.table, layer, before, chosen);
  }
}

export class OutputTable {
  constructor() {
    this.table = h("table", { class: "ccw-values" });
    this.element = scrolling("outputs", this.table);
  }

  /** @param {Layer} layer @param {ArrayLike<number> | null} scores @param {number} chosen */
  update(layer, scores, chosen) {
    this.element.hidden = layer.name !== "output" || isSpatial(layer) || scores === null;
    if (!scores || this.element.hidden) return;
    const all = Array.from(scores);
    const shares = softmax(all);
    const best = all.indexOf(Math.max(...all));
    const here = (/** @type {number} */ unit) => (unit === chosen ? "ccw-here" : "");
    const line = (/** @type {string} */ name, /** @type {string[]} */ texts) =>
      row(
        h("th", { scope: "row" }, name),
        ...texts.map((text, unit) => h("td", { class: here(unit) }, unit === best ? h("strong", {}, text) : text)),
      );
    this.table.replaceChildren(
      h("caption", {}, `The largest score is that of ${best}`),
      h("thead", {}, row(heading("digit"), ...all.map((_, unit) => heading(String(unit))))),
      h("tbody", {}, line("score", all.map((score) => show(score, 2))), line("softmax, %", shares.map((share) => show(100 * share, 1)))),
    );
  }
}
