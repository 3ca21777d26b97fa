// One window of a pooling as a table: what each cell counts, and the one number that is left.

import { h, say } from "../dom.js";
import { show } from "../format.js";

/** @typedef {import("../conv.js").Tap} Tap */
/** @typedef {import("../pooling.js").Mode} Mode */

const CAPTIONS = {
  max: "the numbers of the window; the largest stays",
  average: "value × weight, added up; all cells weigh the same",
  L2: "value × itself, added up; then the square root",
  weighted: "value × weight, added up; the weights fall off with the distance from the centre",
};

export class WindowTable {
  constructor() {
    this.caption = h("caption");
    this.head = h("tr");
    this.body = h("tbody");
    this.footHead = h("th", { scope: "row" });
    this.total = h("td", { class: "ccw-total" });
    this.element = h(
      "table",
      { class: "ccw-products" },
      this.caption,
      h("thead", {}, this.head),
      this.body,
      h("tfoot", {}, h("tr", {}, this.footHead, this.total)),
    );
  }

  /**
   * @param {Mode} mode @param {readonly Tap[]} taps @param {number} cols
   * @param {number | null} result null while it is asked for
   * @param {number} winner index of the largest, -1 where there is none
   */
  update(mode, taps, cols, result, winner) {
    const equal = mode === "weighted" && taps.every((tap) => tap.weight === taps[0].weight);
    say(this.caption, equal ? CAPTIONS.average : CAPTIONS[mode]);
    const label = (/** @type {"row" | "col"} */ key, /** @type {Tap} */ tap) =>
      h("th", { scope: key }, `${key === "row" ? "row" : "column"} ${show(tap[key])}`);
    this.head.replaceChildren(h("td"), ...taps.slice(0, cols).map((tap) => label("col", tap)));
    const rows = [];
    for (let first = 0; first < taps.length; first += cols) {
      const cells = taps.slice(first, first + cols).map((tap, j) => this.#cell(mode, tap, {
        won: first + j === winner,
        last: first + j === taps.length - 1,
      }));
      rows.push(h("tr", {}, label("row", taps[first]), ...cells));
    }
    this.body.replaceChildren(...rows);
    this.total.setAttribute("colspan", String(cols));
    say(this.footHead, { max: "largest =", average: "mean =", L2: "√ sum =", weighted: "mean =" }[mode]);
    const sum = taps.reduce((total, tap) => total + tap.product, 0);
    if (result === null) say(this.total, "?");
    else say(this.total, mode === "L2" ? `√${show(sum)} = ${show(result)}` : show(result));
  }

  /** @param {Mode} mode @param {Tap} tap @param {{won: boolean, last: boolean}} place */
  #cell(mode, tap, { won, last }) {
    const value = tap.padded && mode === "max" ? "padding: −∞" : show(tap.value, 3);
    const kind = won ? "ccw-won" : tap.padded ? "ccw-padded" : tap.product < 0 ? "ccw-negative" : "";
    if (mode === "max") {
      return h("td", { class: kind }, h("strong", {}, value), h("span", {}, won ? "largest" : ""));
    }
    return h(
      "td",
      { class: kind },
      h("span", {}, `${value} × ${show(tap.weight, 3)}`),
      h("strong", {}, show(tap.product)),
      h("span", { class: "ccw-plus" }, last ? "" : "+"),
    );
  }
}
