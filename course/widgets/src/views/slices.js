// The C_out x C_in grid of slices, a row for each filter; a radio button chooses the filter.

import { scaleOf } from "../colour.js";
import { h, KEYS, unique } from "../dom.js";
import { show } from "../format.js";
import { plane } from "../mixer.js";
import { cellSize, GridView } from "./grid.js";

/** @typedef {import("../mixer.js").Tensor} Tensor */

const ROOM = 66;

export class SliceGrid {
  /** @param {(filter: number) => void} choose */
  constructor(choose) {
    this.choose = choose;
    this.name = unique("filter");
    /** @type {HTMLInputElement[]} */
    this.radios = [];
    /** @type {HTMLElement[]} */
    this.rows = [];
    /** @type {GridView[][]} */
    this.views = [];
    this.table = h("table", { class: "ccw-slices" });
    this.element = h("div", { class: "ccw-scroll" }, this.table);
  }

  /** @param {Tensor} weight @param {Float64Array | null} bias */
  build(weight, bias) {
    const [filters, channels, rows, cols] = weight.shape;
    const cell = cellSize(Math.max(rows, cols), filters * channels > 24 ? ROOM * 0.6 : ROOM);
    const scale = scaleOf(weight.data);
    this.radios = [];
    this.views = [];
    this.rows = Array.from({ length: filters }, (_, o) => {
      const radio = h("input", { type: "radio", name: this.name, value: o, onchange: () => this.choose(o), ...KEYS });
      const views = Array.from({ length: channels }, (_, c) => {
        const view = new GridView({ title: "" });
        view.setGrid(plane(weight, o, c), scale, { cell });
        const numbers = Array.from(plane(weight, o, c).data, (value) => show(value));
        view.frame.setAttribute("role", "img");
        const told = numbers.slice(0, 25).join(", ");
        view.frame.setAttribute("aria-label", `slice [${o}, ${c}], ${rows} × ${cols}: ${told}`);
        view.canvas.onclick = () => this.choose(o);
        return view;
      });
      this.radios.push(radio);
      this.views.push(views);
      return h(
        "tr",
        {},
        h("th", { scope: "row" }, h("label", {}, radio, `map ${o}`)),
        ...views.map((view) => h("td", {}, view.frame)),
        h("td", { class: "ccw-bias" }, bias ? show(bias[o]) : "none"),
      );
    });
    this.table.replaceChildren(
      h("caption", {}, `weight ${weight.shape.join(" × ")}: ${filters * channels} slices. Choose an output map.`),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("td"),
          ...Array.from({ length: channels }, (_, c) => h("th", { scope: "col" }, `channel ${c}`)),
          h("th", { scope: "col" }, "bias"),
        ),
      ),
      h("tbody", {}, ...this.rows),
    );
  }

  restyle() {
    for (const view of this.views.flat()) {
      view.restyle();
      view.paint({});
    }
  }

  /** @param {number} filter the one chosen */
  update(filter) {
    this.radios.forEach((radio, o) => {
      radio.checked = o === filter;
      this.rows[o].classList.toggle("ccw-here", o === filter);
    });
  }
}
