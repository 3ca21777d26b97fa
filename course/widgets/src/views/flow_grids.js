// The grids of a backward pass: dout beside x and the kernel, with their gradients under them.

import { scaleOf } from "../colour.js";
import { h } from "../dom.js";
import { active, intoInput, intoWeight, overlaps } from "../flow.js";
import { drawCopies } from "./copies.js";
import { cellSize, GridView } from "./grid.js";

/** @typedef {import("../conv.js").Grid} Grid */
/** @typedef {import("../flow.js").Part} Part */
/** @typedef {import("../flow.js").Gradients} Gradients */
/**
 * What there is to draw: `shown` comes from `counted`, the cells of dout that count for now, and
 * `all` from every one.
 * @typedef {{x: Grid, weight: Grid, stride: number, dout: Grid, counted: Grid, shown: Gradients,
 *   all: Gradients, given: Gradients | null}} Content
 */

export class FlowGrids {
  /**
   * @param {object} options
   * @param {(part: Part, row: number, col: number) => void} options.look
   * @param {(part: Part) => void} options.space
   * @param {HTMLElement} options.db what to show under dout
   */
  constructor({ look, space, db }) {
    const to = (/** @type {Part} */ part) => (/** @type {number} */ row, /** @type {number} */ col) =>
      look(part, row, col);
    const own = (/** @type {Part} */ part) =>
      new GridView({ title: part, move: to(part), space: () => space(part) });
    this.dout = own("dout");
    this.dx = own("dx");
    this.dw = own("dw");
    this.x = new GridView({ title: "x" });
    this.weight = new GridView({ title: "weight" });
    this.yours = {
      dx: new GridView({ title: "your dx", pick: to("dx") }),
      dw: new GridView({ title: "your dw", pick: to("dw") }),
    };
    const column = (/** @type {HTMLElement[]} */ ...all) => h("div", { class: "ccw-column" }, ...all);
    this.element = h(
      "div",
      { class: "ccw-panels" },
      column(this.dout.element, db),
      column(this.x.element, this.weight.element),
      column(this.dx.element, this.dw.element),
      column(this.yours.dx.element, this.yours.dw.element),
    );
    /** @type {Content | null} */
    this.content = null;
  }

  get #all() {
    return [this.dout, this.x, this.weight, this.dx, this.dw, this.yours.dx, this.yours.dw];
  }

  /** @param {Content} content @param {number} size room for x, in pixels */
  load(content, size) {
    const { x, weight, dout, shown, all, given } = content;
    this.content = content;
    const cell = cellSize(Math.max(x.rows, x.cols), size);
    const scale = (/** @type {"dx" | "dw"} */ name) =>
      scaleOf([...all[name].data, ...(given?.[name].data ?? [])]);
    this.x.setGrid(x, scaleOf(x.data), { cell });
    this.weight.setGrid(weight, scaleOf(weight.data), { cell });
    this.dout.setGrid(dout, scaleOf(dout.data), { cell });
    for (const name of /** @type {const} */ (["dx", "dw"])) {
      this[name].setGrid(shown[name], scale(name), { cell });
      this.yours[name].element.hidden = given === null;
      if (given) this.yours[name].setGrid(given[name], scale(name), { cell });
    }
  }

  restyle() {
    for (const view of this.#all) view.restyle();
  }

  /**
   * Mark the cell that is looked at, what it reaches, and what it comes from.
   * @param {Part} part @param {number} row @param {number} col
   * @param {{dx: number[], dw: number[]} | undefined} wrong cells of yours that differ
   */
  mark(part, row, col, wrong) {
    if (!this.content) return;
    const { x, weight, stride, counted: dout, given } = this.content;
    const cell = { row, col, rows: 1, cols: 1 };
    const window = { row: row * stride, col: col * stride, rows: weight.rows, cols: weight.cols };
    const kernel = { row: 0, col: 0, rows: weight.rows, cols: weight.cols };
    if (part === "dout") {
      this.dout.paint({ box: cell });
      this.x.paint({ box: window });
      this.weight.paint({ box: kernel });
      this.dx.paint({ box: window, taps: overlaps(dout, weight, stride, row, col) });
      this.dw.paint({ box: kernel });
      const others = active(dout).filter((other) => other.row !== row || other.col !== col);
      drawCopies(this.dx, others, weight, stride);
    } else if (part === "dx") {
      const { terms } = intoInput(dout, weight, stride, row, col);
      this.dout.paint({ taps: terms });
      this.x.paint({ box: cell });
      this.weight.paint({
        taps: terms.map((term) => ({ row: row - term.row * stride, col: col - term.col * stride })),
      });
      this.dx.paint({ box: cell });
      this.dw.paint({});
    } else {
      const { terms } = intoWeight(dout, x, stride, row, col);
      this.dout.paint({ taps: terms });
      this.x.paint({
        taps: terms.map((term) => ({ row: term.row * stride + row, col: term.col * stride + col })),
      });
      this.weight.paint({ box: cell });
      this.dx.paint({});
      this.dw.paint({ box: cell });
    }
    if (!given) return;
    for (const name of /** @type {const} */ (["dx", "dw"])) {
      const box = part === name ? cell : null;
      this.yours[name].paint({ box, crossed: new Set(wrong?.[name]) });
    }
  }
}
