// The arithmetic of one window as a table: value x weight in every cell, + between, = the sum.

import { h, say } from "../dom.js";
import { show } from "../format.js";

/** @typedef {import("../conv.js").Tap} Tap */

export class ProductTable {
  constructor() {
    this.body = h("tbody");
    this.head = h("tr");
    this.total = h("td", { class: "ccw-total" });
    this.foot = h("tr", {}, h("th", { scope: "row" }, "sum ="), this.total);
    this.element = h(
      "table",
      { class: "ccw-products" },
      h("caption", {}, "value × weight, added up"),
      h("thead", {}, this.head),
      this.body,
      h("tfoot", {}, this.foot),
    );
    this.shape = "";
    /** @type {{factors: HTMLElement, product: HTMLElement, cell: HTMLElement}[]} */
    this.cells = [];
    /** @type {HTMLElement[]} */
    this.colHeads = [];
    /** @type {HTMLElement[]} */
    this.rowHeads = [];
  }

  /** @param {number} rows @param {number} cols */
  #build(rows, cols) {
    this.shape = `${rows}x${cols}`;
    this.cells = [];
    this.colHeads = Array.from({ length: cols }, () => h("th", { scope: "col" }));
    this.rowHeads = Array.from({ length: rows }, () => h("th", { scope: "row" }));
    this.head.replaceChildren(h("td"), ...this.colHeads);
    this.body.replaceChildren(
      ...this.rowHeads.map((head, i) => {
        const row = h("tr", {}, head);
        for (let j = 0; j < cols; j++) {
          const [factors, product] = [h("span"), h("strong")];
          const last = i === rows - 1 && j === cols - 1;
          const cell = h("td", {}, factors, product, h("span", { class: "ccw-plus" }, last ? "" : "+"));
          this.cells.push({ factors, product, cell });
          row.append(cell);
        }
        return row;
      }),
    );
    this.total.setAttribute("colspan", String(cols));
  }

  /**
   * @param {readonly Tap[]} taps @param {number} rows @param {number} cols
   * @param {number | null} sum null where it is to stay hidden
   */
  update(taps, rows, cols, sum) {
    if (this.shape !== `${rows}x${cols}`) this.#build(rows, cols);
    taps.forEach((tap, i) => {
      const { factors, product, cell } = this.cells[i];
      say(factors, `${show(tap.value, 2)} × ${show(tap.weight, 2)}`);
      say(product, sum === null ? "" : show(tap.product));
      cell.className = tap.padded ? "ccw-padded" : tap.product < 0 ? "ccw-negative" : "";
    });
    this.colHeads.forEach((head, j) => say(head, `column ${show(taps[j].col)}`));
    this.rowHeads.forEach((head, i) => say(head, `row ${show(taps[i * cols].row)}`));
    say(this.total, sum === null ? "?" : show(sum));
  }
}
