// How long the gradient of each layer is: a table with bars, the first layer on top.

import { h, KEYS } from "../dom.js";
import { precise } from "./layers.js";

export class NormTable {
  constructor() {
    this.body = h("tbody");
    this.element = h(
      "div",
      { class: "ccw-norms", tabindex: 0, role: "group", "aria-label": "gradient norms by layer", ...KEYS },
      h(
        "table",
        { class: "ccw-values ccw-layers" },
        h("caption", { class: "ccw-title" }, "length of the gradient"),
        h(
          "thead",
          {},
          h("tr", {}, ...["layer", "norm", "as a bar"].map((name) => h("th", { scope: "col" }, name))),
        ),
        this.body,
      ),
    );
  }

  /** @param {readonly string[]} layers @param {ArrayLike<number> | null} norms */
  update(layers, norms) {
    const all = norms ? Array.from(norms) : [];
    const most = Math.max(0, ...all.filter(Number.isFinite));
    this.body.replaceChildren(
      ...layers.map((layer, i) => {
        const norm = norms ? norms[i] : NaN;
        const share = Number.isFinite(norm) && most ? (100 * norm) / most : 0;
        return h(
          "tr",
          {},
          h("th", { scope: "row" }, layer),
          h("td", {}, norms ? (Number.isNaN(norm) ? "none" : precise(norm)) : "–"),
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
