// A whole number, set by a slider or typed in a box.

import { h, KEYS } from "../dom.js";

export class NumberControl {
  /**
   * @param {object} options
   * @param {string} options.name
   * @param {string} options.letter of the formula
   * @param {number} options.least
   * @param {number} options.most that can be typed
   * @param {number} options.reach of the slider, unless the number is larger
   * @param {(value: number) => void} options.change
   * @param {(sentence: string) => void} options.refuse what was typed, said in words
   * @param {() => void} options.settle what was typed is left: show what holds
   */
  constructor({ name, letter, least, most, reach, change, refuse, settle }) {
    this.reach = reach;
    const title = `${name} ${letter}`;
    this.range = h("input", {
      type: "range",
      min: least,
      max: reach,
      class: "ccw-range",
      "aria-label": title,
      oninput: () => change(this.range.valueAsNumber),
      ...KEYS,
    });
    this.box = h("input", {
      type: "number",
      min: least,
      max: most,
      class: "ccw-weight",
      "aria-label": `${title}, typed`,
      oninput: () => {
        const value = this.box.valueAsNumber;
        this.wrong = !Number.isInteger(value) || value < least || value > most;
        if (!this.wrong) return change(value);
        this.box.setAttribute("aria-invalid", "true");
        if (this.box.value !== "") refuse(`The ${name} must be a whole number from ${least} to ${most}.`);
      },
      onblur: () => {
        this.wrong = false;
        settle();
      },
      ...KEYS,
    });
    this.wrong = false;
    this.value = least;
    this.element = h(
      "div",
      { class: "ccw-number" },
      h("span", { "aria-hidden": true }, `${name} `, h("i", {}, letter)),
      this.range,
      this.box,
    );
  }

  /** @param {number} value */
  update(value) {
    this.value = value;
    this.range.max = String(Math.max(this.reach, value));
    this.range.value = String(value);
    if (this.wrong) return; // a number on its way
    if (this.box.valueAsNumber !== value) this.box.value = String(value);
    this.box.removeAttribute("aria-invalid");
  }
}
