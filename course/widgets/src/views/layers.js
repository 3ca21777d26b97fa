// What becomes of a gradient on its way back through layers (a table with bars), and which units
// are dead (a strip of squares).

import { h, say } from "../dom.js";
import { plural, show } from "../format.js";
import { svg } from "./chart.js";

const [SIDE, GAP, IN_A_ROW] = [16, 6, 10];

export class LayerTable {
  constructor() {
    this.body = h("tbody");
    this.element = h(
      "table",
      { class: "ccw-values ccw-layers" },
      h("caption", {}, "Five in a row, weights 1: a gradient of 1 goes back from layer 5"),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ...["layer", "mean slope", "comes back", "as a bar"].map((name) => h("th", { scope: "col" }, name)),
        ),
      ),
      this.body,
    );
  }

  /** @param {readonly {slope: number, product: number}[]} layers */
  update(layers) {
    const most = Math.max(1, ...layers.map(({ product }) => Math.abs(product)).filter(Number.isFinite));
    this.body.replaceChildren(
      ...layers.map(({ slope, product }, i) => {
        const share = Number.isFinite(product) ? (100 * Math.abs(product)) / most : 0;
        return h(
          "tr",
          {},
          h("th", { scope: "row" }, String(i + 1)),
          h("td", {}, precise(slope)),
          h("td", {}, precise(product)),
          h(
            "td",
            { "aria-hidden": true },
            h("div", { class: "ccw-bar-of", style: `width: ${share.toFixed(2)}%`, hidden: share === 0 }),
          ),
        );
      }),
    );
  }
}

/**
 * Three decimals, and more where a number is small.
 * @param {number} value
 */
export function precise(value) {
  const size = Math.abs(value);
  return size > 0 && size < 0.01 ? show(Number(value.toPrecision(2)), 6) : show(value);
}

export class DeadUnits {
  constructor() {
    this.title = h("span", { class: "ccw-title" });
    this.picture = svg("svg", { role: "img", class: "ccw-chart" });
    this.words = h("span", { class: "ccw-legend" });
    this.element = h("div", { class: "ccw-figure" }, this.title, this.picture, this.words);
  }

  /** @param {readonly boolean[]} dead @param {number} batch */
  update(dead, batch) {
    const count = dead.filter(Boolean).length;
    const of = plural(batch, "picture");
    const sentence =
      `${count} of ${dead.length} units ${count === 1 ? "is" : "are"} dead: ` +
      (count ? `positive for none of ${of}.` : `each is positive for at least one of ${of}.`);
    const step = SIDE + GAP;
    this.picture.setAttribute("width", String(IN_A_ROW * step));
    this.picture.setAttribute("height", String(Math.ceil(dead.length / IN_A_ROW) * step));
    this.picture.setAttribute("aria-label", sentence);
    this.picture.replaceChildren(
      ...dead.map((is, i) => {
        const [x, y] = [(i % IN_A_ROW) * step + 1, Math.floor(i / IN_A_ROW) * step + 1];
        const box = svg("rect", { class: is ? "ccw-dead" : "ccw-alive", x, y, width: SIDE, height: SIDE });
        if (!is) return box;
        const cross = `M${x + 3} ${y + 3}l${SIDE - 6} ${SIDE - 6}m0 ${6 - SIDE}l${6 - SIDE} ${SIDE - 6}`;
        return svg("g", {}, box, svg("path", { class: "ccw-cross", d: cross }));
      }),
    );
    say(this.title, `units of layer 1: ${count} of ${dead.length} dead`);
    say(this.words, count ? `crossed: positive for none of ${of}` : `each is positive for some of ${of}`);
    return sentence;
  }
}
