// A row of cells and, under it, one line for each window. It takes the focus and the arrow keys.

import { h, KEYS, unique } from "../dom.js";
import { show } from "../format.js";
import * as ruler from "../ruler.js";
import { svg as draw } from "./chart.js";

/** @typedef {import("../ruler.js").Layer} Layer */

const WIDTH = 820;
const GUTTER = 34;
const MOST_CELL = 30;
const TOP = 18;
const HIGH = 26;
const LINE = 15;
const GAP = 4;
const MOST_WINDOWS = 16;

/** @param {number} x @param {number} y @param {number} width @param {number} height */
const rect = (x, y, width, height) => `M${x} ${y}h${width}v${height}h${-width}z`;

/** Whether a window's cells are too narrow to be told apart. @param {Layer} layer @param {number} cell */
const merges = ({ k, dilation }, cell) => cell < 4 && (dilation === 1 || k === 1);

export class RulerView {
  /** @param {(window: number) => void} choose */
  constructor(choose) {
    this.windows = 0;
    this.chosen = 0;
    /** @type {number[]} */
    this.lines = [];
    this.hatch = unique("hatch");
    this.svg = /** @type {SVGSVGElement} */ (draw("svg", { class: "ccw-ruler", "aria-hidden": "true" }));
    this.frame = h(
      "div",
      {
        class: "ccw-frame ccw-ruler-frame",
        tabindex: 0,
        role: "slider",
        "aria-label": "window",
        "aria-valuemin": 0,
        ...KEYS,
      },
      this.svg,
    );
    this.frame.addEventListener("keydown", (event) => {
      if (event.altKey || event.metaKey || event.shiftKey || event.ctrlKey) return;
      /** @type {Record<string, number>} */
      const keys = {
        ArrowLeft: this.chosen - 1,
        ArrowUp: this.chosen - 1,
        ArrowRight: this.chosen + 1,
        ArrowDown: this.chosen + 1,
        Home: 0,
        End: this.windows - 1,
      };
      if (!(event.key in keys)) return;
      event.preventDefault();
      event.stopPropagation();
      if (!this.windows) return;
      this.chosen = Math.min(this.windows - 1, Math.max(0, keys[event.key]));
      choose(this.chosen);
    });
    this.svg.addEventListener("pointerdown", (event) => {
      const box = this.svg.getBoundingClientRect();
      const y = ((event.clientY - box.top) * this.svg.viewBox.baseVal.height) / box.height;
      const line = this.lines[Math.floor((y - TOP - HIGH - GAP) / (LINE + GAP))];
      if (line !== undefined && line >= 0) choose(line);
    });
  }

  /**
   * @param {Layer} layer @param {import("../ruler.js").Rounding} rounding @param {number} chosen
   * @param {string} sentence on the chosen window, or why there is none
   */
  update(layer, rounding, chosen, sentence) {
    const windows = ruler.count(layer, rounding) ?? 0;
    const whole = ruler.count(layer) ?? 0;
    Object.assign(this, { windows, chosen });
    this.lines = this.#lines(windows, chosen);
    const { n, padding } = layer;
    const padded = n + 2 * padding;
    const reach = ruler.span(layer);
    const last = windows ? ruler.start(windows - 1, layer) + reach + padding : Math.min(reach, 2 * padded + 4);
    const total = Math.max(padded, last);
    const cell = Math.min(MOST_CELL, (WIDTH - GUTTER) / total);
    const x = (/** @type {number} */ at) => GUTTER + (at + padding) * cell;
    const height = TOP + HIGH + GAP + this.lines.length * (LINE + GAP) + 2;
    const width = GUTTER + total * cell + 2;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.setAttribute("width", String(width));
    this.svg.replaceChildren(
      this.#pattern(),
      ...this.#row(layer, x, cell, total, windows ? chosen : -1, windows > whole),
      ...this.lines.flatMap((window, i) => this.#window(window, i, layer, x, cell, width, whole)),
    );
    this.frame.setAttribute("aria-valuemax", String(Math.max(0, windows - 1)));
    this.frame.setAttribute("aria-valuenow", String(Math.max(0, chosen)));
    this.frame.setAttribute("aria-valuetext", sentence);
  }

  /**
   * The windows to draw, line by line; -1 is a line that stands for the windows left out. Where the
   * kernel does not fit, its first window is drawn all the same: that shows by how much.
   * @param {number} windows @param {number} chosen
   */
  #lines(windows, chosen) {
    if (!windows) return [0];
    const shown = ruler.shown(windows, chosen, MOST_WINDOWS);
    return shown.flatMap((window, i) => (i && window !== shown[i - 1] + 1 ? [-1, window] : [window]));
  }

  #pattern() {
    const lines = draw("path", { d: "M-1 7L7 -1M-1 1L1 -1M5 7L7 5", class: "ccw-ruler-hatch" });
    const pattern = { id: this.hatch, width: 6, height: 6, patternUnits: "userSpaceOnUse" };
    return draw("defs", {}, draw("pattern", pattern, lines));
  }

  /**
   * @param {Layer} layer @param {(at: number) => number} x @param {number} cell
   * @param {number} total cells to show @param {number} chosen
   * @param {boolean} over whether a window hangs over the end, so that nothing is left over
   */
  #row(layer, x, cell, total, chosen, over) {
    const { n, padding } = layer;
    const end = n + padding;
    const inset = Math.min(3, cell / 5);
    // Where cells are narrow, one rectangle stands for all.
    const each = (/** @type {number} */ from, /** @type {number} */ to, gap = 0) => {
      const cells = Math.max(0, to - from);
      if (cell < 4) return cells ? rect(x(from), TOP + gap / 2, cells * cell, HIGH - gap) : "";
      return Array.from({ length: cells }, (_, i) =>
        rect(x(from + i) + gap / 2, TOP + gap / 2, cell - gap, HIGH - gap),
      ).join("");
    };
    const read = chosen < 0 ? [] : ruler.reads(chosen, layer).filter((at) => at < total - padding);
    const marked =
      merges(layer, cell) && read.length
        ? each(read[0], read[0] + read.length)
        : read.map((at) => each(at, at + 1)).join("");
    const outside = each(-padding, 0, inset) + each(n, end, inset);
    const { from, cells: left } = ruler.leftover(layer);
    const missed = ruler.skipped(layer);
    const dots = missed.map((at) => rect(x(at) + cell / 2 - 2, TOP + HIGH - 7, 4, 4)).join("");
    const parts = [
      draw("path", { class: "ccw-ruler-cell", d: each(0, n) }),
      draw("path", { class: "ccw-ruler-padding", d: outside }),
      draw("path", { class: "ccw-ruler-missing", d: each(end, total - padding, inset) }),
      draw("path", { class: "ccw-ruler-read", d: marked }),
      draw("path", {
        class: "ccw-ruler-left",
        style: `fill: url(#${this.hatch})`,
        d: over ? "" : each(from, from + left),
      }),
    ];
    if (cell >= 8) parts.push(draw("path", { class: "ccw-ruler-skipped", d: dots }));
    return [...parts, ...this.#labels(layer, x, cell, total)];
  }

  /** @param {Layer} layer @param {(at: number) => number} x @param {number} cell @param {number} total */
  #labels(layer, x, cell, total) {
    const { n, padding } = layer;
    const left = ruler.leftover(layer).from;
    const every = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((step) => step * cell >= 19) ?? 1000;
    const labels = [];
    for (let at = -padding; at < total - padding; at++) {
      const middle = x(at) + cell / 2;
      if (at % every === 0) labels.push(draw("text", { x: middle, y: TOP - 6 }, show(at)));
      if (cell < 14) continue;
      const missing = at >= n + padding;
      if (missing || at < 0 || (at >= n && at < left)) {
        labels.push(draw("text", { x: middle, y: TOP + HIGH / 2 + 4 }, missing ? "?" : "0"));
      }
    }
    return labels;
  }

  /**
   * @param {number} window @param {number} line @param {Layer} layer
   * @param {(at: number) => number} x @param {number} cell @param {number} width
   * @param {number} whole how many windows are whole
   */
  #window(window, line, layer, x, cell, width, whole) {
    const y = TOP + HIGH + GAP + line * (LINE + GAP);
    if (window < 0) return [draw("text", { x: GUTTER / 2, y: y + 11 }, "⋮")];
    const from = x(ruler.start(window, layer));
    const long = Math.min(ruler.span(layer) * cell, width - from - 1);
    const inset = Math.min(2, cell / 6);
    const tap = (/** @type {number} */ left, /** @type {number} */ wide) =>
      rect(left + inset, y + 3, wide - 2 * inset, LINE - 6);
    const taps = merges(layer, cell)
      ? tap(from, long)
      : ruler
          .reads(window, layer)
          .filter((at) => x(at) < width - 2)
          .map((at) => tap(x(at), cell))
          .join("");
    const name = `ccw-ruler-window${this.windows && window === this.chosen ? " ccw-ruler-chosen" : ""}${
      window < whole ? "" : " ccw-ruler-over"
    }`;
    return [
      draw("text", { x: GUTTER - 12, y: y + 12 }, String(window)),
      draw(
        "g",
        { class: name },
        draw("path", { class: "ccw-ruler-tap", d: taps }),
        draw("path", { d: rect(from, y, long, LINE) }),
      ),
    ];
  }
}
