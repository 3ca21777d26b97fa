// All maps of a layer side by side, small, on one scale; a slider and the pointer choose one.

import { colourOf } from "../colour.js";
import { h, say } from "../dom.js";
import { show } from "../format.js";
import { Slider } from "./slider.js";

/** @typedef {import("../conv.js").Grid} Grid */
/** @typedef {import("../colour.js").Scale} Scale */

export class MapStrip {
  /** @param {(map: number) => void} choose */
  constructor(choose) {
    this.choose = choose;
    this.slider = new Slider({ label: "map", min: 0, max: 1, step: 1, change: choose });
    this.row = h("div", { class: "ccw-strip", role: "img" });
    this.words = h("p", { class: "ccw-legend" });
    this.element = h("div", { class: "ccw-figure" }, this.slider.element, this.row, this.words);
  }

  /**
   * @param {number} count of maps to choose from
   * @param {readonly Grid[]} maps all of them, or none where there is nothing to draw
   * @param {Scale} scale that all share @param {string} words where they come from
   */
  load(count, maps, scale, words) {
    this.slider.range.max = String(count - 1);
    say(this.words, words);
    this.row.hidden = this.words.hidden = maps.length === 0;
    if (!maps.length) return;
    this.row.setAttribute(
      "aria-label",
      `${maps.length} maps of ${maps[0].rows} × ${maps[0].cols}, from ${show(scale.low, 2)} to ${show(scale.high, 2)}`,
    );
    this.row.replaceChildren(
      ...maps.map((map, i) => {
        const canvas = h("canvas", {
          width: map.cols,
          height: map.rows,
          class: "ccw-pixels",
          "aria-hidden": true,
          onclick: () => this.choose(i),
        });
        const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
        const image = context.createImageData(map.cols, map.rows);
        map.data.forEach((value, at) => {
          image.data.set([...colourOf(Number.isNaN(value) ? 0 : value, scale), 255], 4 * at);
        });
        context.putImageData(image, 0, 0);
        return h("span", {}, canvas, String(i));
      }),
    );
  }

  /** @param {number} chosen @param {string} sentence */
  update(chosen, sentence) {
    Array.from(this.row.children).forEach((child, i) => child.classList.toggle("ccw-here", i === chosen));
    this.slider.update(chosen, sentence);
  }
}
