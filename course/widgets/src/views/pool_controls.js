// What a pooling can be set to: its kind, its window, and the shift of the picture.

import { h } from "../dom.js";
import { MOST_SHIFT } from "../pooling.js";
import { Dropdown } from "./dropdown.js";
import { Slider } from "./slider.js";

/** @typedef {[number, number]} Pair */
/** @typedef {import("../pooling.js").Mode} Mode */
/** @typedef {{mode: Mode, kernel_size: Pair, stride: Pair, padding: Pair}} Settings */

/** @type {Record<Mode, string>} */
export const MODE_NAMES = {
  max: "max",
  average: "average",
  L2: "L2 norm",
  weighted: "distance-weighted",
};

export class PoolControls {
  /**
   * @param {object} options
   * @param {(change: Partial<Settings>) => void} options.change
   * @param {(by: number) => void} options.shift
   */
  constructor({ change, shift }) {
    const pair = (/** @type {string} */ label, /** @type {"kernel_size" | "stride" | "padding"} */ name) =>
      new Dropdown(label, (text) => {
        const size = Number(text); // a pair, offered because it is the present one, is none
        if (Number.isInteger(size)) change({ [name]: [size, size] });
      });
    this.mode = new Dropdown("pooling", (mode) => change({ mode: /** @type {Mode} */ (mode) }));
    this.kernel = pair("window", "kernel_size");
    this.stride = pair("stride", "stride");
    this.padding = pair("padding", "padding");
    const label = "jitter: shift right by (pixels)";
    this.jitter = new Slider({ label, min: 0, max: MOST_SHIFT, step: 1, change: shift });
    const all = [this.mode, this.kernel, this.stride, this.padding].map(({ element }) => element);
    this.settings = h("div", { class: "ccw-bar" }, ...all);
    this.shift = h("div", { class: "ccw-bar" }, this.jitter.element);
  }

  /** @param {Settings} settings */
  update({ mode, kernel_size, stride, padding }) {
    this.mode.update(Object.entries(MODE_NAMES), mode);
    this.kernel.updatePair([1, 2, 3, 4, 5], kernel_size);
    this.stride.updatePair([1, 2, 3, 4, 5], stride);
    this.padding.updatePair([0, 1, 2, 3], padding);
  }

  /** @param {number} by @param {string | null} refused @param {string} sentence */
  updateShift(by, refused, sentence) {
    this.jitter.range.disabled = refused !== null;
    this.jitter.update(by, refused ?? sentence);
  }
}
