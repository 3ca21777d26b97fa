// How much a pooled map changes when the picture moves: a curve over the shift, in pixels.

import { show } from "../format.js";
import { Chart } from "./chart.js";

/** @typedef {import("../pooling.js").Pooling} Pooling */

export class ChangeChart extends Chart {
  constructor() {
    super({ title: "change of the output", width: 300 });
  }

  /**
   * @param {Pooling} pooling @param {number} by the present shift
   * @param {{words: string, name: string, stale: boolean}} names of the pooling, of the function
   */
  draw({ changes, givenChanges, leap }, by, { words, name, stale }) {
    const differs = givenChanges?.some((change, i) => !(Math.abs(change - changes[i]) <= 1e-6));
    const yours = differs && !stale ? givenChanges : null;
    const xs = changes.map((_, i) => i);
    const most = Math.max(1.5, ...changes, ...(yours ?? []).filter(Number.isFinite));
    const told = (/** @type {readonly number[]} */ ys) => ys.map((y, i) => `${show(y)} at ${i}`).join(", ");
    /** @type {import("./chart.js").Line[]} */
    const lines = [{ xs, ys: changes, look: "solid" }];
    if (leap !== null) {
      lines.push({ xs: [leap - 1, leap], ys: changes.slice(leap - 1, leap + 1), look: "leap" });
    }
    if (yours) lines.push({ xs, ys: yours, look: "dashed" });
    this.update({
      x: { low: 0, high: xs.length - 1 },
      y: { low: 0, high: 1.1 * most },
      ticks: xs,
      lines,
      dots: [
        { x: by, y: changes[by], look: "ring" },
        ...changes.map((y, x) => ({ x, y, text: x ? show(y, 2) : "", look: /** @type {const} */ ("dot") })),
        ...(yours ?? []).map((y, x) => ({ x, y, look: /** @type {const} */ ("cross") })),
      ],
      label:
        `Relative change of the output, ${words}, by shift in pixels: ${told(changes)}.` +
        (yours ? ` ${name}: ${told(yours)}.` : ""),
      legend:
        "shift in pixels" +
        (leap === null ? "" : "; thick: the largest leap") +
        (yours ? `; crosses: ${name}` : ""),
    });
  }
}
