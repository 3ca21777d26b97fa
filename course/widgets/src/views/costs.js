// What a layer costs, beside a dense layer between the same numbers.

import { h } from "../dom.js";
import { show } from "../format.js";
import { costs, grouped } from "../mixer.js";

export class CostTable {
  constructor() {
    this.body = h("tbody");
    this.element = h(
      "table",
      { class: "ccw-values ccw-costs" },
      h("caption", {}, "What it costs, for one image"),
      h(
        "thead",
        {},
        h("tr", {}, h("td"), ...["parameters", "multiply-accumulates"].map((name) => h("th", { scope: "col" }, name))),
      ),
      this.body,
    );
  }

  /** @param {readonly number[]} x shape @param {readonly number[]} weight shape @param {boolean} bias */
  update(x, weight, bias) {
    const { weights, positions, inputs, outputs, conv, dense } = costs(x, weight, bias);
    const many = (/** @type {number} */ count, /** @type {string} */ noun, s = "s") =>
      `${grouped(count)} ${noun}${count === 1 ? "" : s}`;
    const extra = (/** @type {number} */ count) => (bias ? ` + ${many(count, "bias", "es")}` : "");
    const cell = (/** @type {number} */ count, /** @type {string} */ how) =>
      h("td", {}, h("strong", {}, grouped(count)), h("span", {}, how));
    const line = (/** @type {string} */ name, /** @type {Node[]} */ ...cells) =>
      h("tr", {}, h("th", { scope: "row" }, name), ...cells);
    const filters = weight[0];
    const slices = `${filters} × ${weight[1]} slices × ${weight[2]} × ${weight[3]}`;
    this.body.replaceChildren(
      line(
        "this layer",
        cell(conv.parameters, `${slices}${extra(filters)}`),
        cell(conv.macs, `${many(weights, "weight")} × ${many(positions, "position")}`),
      ),
      line(
        "dense layer",
        cell(dense.parameters, `${many(inputs, "input")} × ${many(outputs, "output")}${extra(outputs)}`),
        cell(dense.macs, "every weight once"),
      ),
      line(
        "dense / this",
        h("td", {}, `${grouped(Math.round(dense.parameters / conv.parameters))} times`),
        h("td", {}, `${show(dense.macs / conv.macs, 1)} times`),
      ),
    );
  }
}
