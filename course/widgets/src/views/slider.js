// A labelled range input with its value beside it.

import { h, KEYS, say, unique } from "../dom.js";
import { show } from "../format.js";

export class Slider {
  /**
   * @param {object} options
   * @param {string} options.label
   * @param {number} options.min
   * @param {number} options.max
   * @param {number} options.step
   * @param {(value: number) => void} options.change
   */
  constructor({ label, min, max, step, change }) {
    const id = unique("slider");
    this.label = label;
    this.range = h("input", {
      id,
      type: "range",
      min,
      max,
      step,
      class: "ccw-range",
      oninput: () => change(this.range.valueAsNumber),
      ...KEYS,
    });
    this.value = h("span", { class: "ccw-slider-value", "aria-hidden": true });
    this.element = h("span", { class: "ccw-slider" }, h("label", { for: id }, label), this.range, this.value);
  }

  /** @param {number} value @param {string} sentence what it does, for a screen reader */
  update(value, sentence) {
    this.range.value = String(value);
    this.range.setAttribute("aria-valuetext", sentence);
    say(this.value, show(value));
  }
}
