// How much padding: one slider for every side, and a number box for each.

import { h, KEYS } from "../dom.js";

/** @typedef {import("../padding.js").Sides} Sides */

const SIDES = ["left", "right", "top", "bottom"];
const MOST_EVERY_SIDE = 8;
const MOST_PADDING = 32; // as in Python

export class SidesControl {
  /** @param {(sides: Sides) => void} change */
  constructor(change) {
    this.change = change;
    /** @type {Sides} */
    this.sides = [0, 0, 0, 0];
    this.every = h("input", {
      type: "range",
      min: 0,
      max: MOST_EVERY_SIDE,
      class: "ccw-range",
      "aria-label": "padding, every side",
      oninput: () => {
        const amount = this.every.valueAsNumber;
        change([amount, amount, amount, amount]);
      },
      ...KEYS,
    });
    this.boxes = SIDES.map((side, i) =>
      h("input", {
        type: "number",
        min: 0,
        max: MOST_PADDING,
        class: "ccw-weight",
        "aria-label": `padding, ${side}`,
        oninput: () => this.#typed(i),
        onblur: () => this.update(this.sides),
        ...KEYS,
      }),
    );
    const label = (/** @type {string} */ text) => h("span", { "aria-hidden": true }, text);
    this.elements = [
      ...[label("every side"), this.every],
      ...this.boxes.map((box, i) => h("span", { class: "ccw-side" }, label(SIDES[i]), box)),
    ];
  }

  /** @param {number} i */
  #typed(i) {
    const amount = this.boxes[i].valueAsNumber;
    const right = Number.isInteger(amount) && amount >= 0 && amount <= MOST_PADDING;
    this.boxes[i].toggleAttribute("aria-invalid", false);
    if (!right) this.boxes[i].setAttribute("aria-invalid", "true");
    else {
      const [left, other, top, bottom] = this.sides.map((old, at) => (at === i ? amount : old));
      this.change([left, other, top, bottom]);
    }
  }

  /** @param {Sides} sides */
  update(sides) {
    this.sides = sides;
    const most = Math.max(...sides);
    this.every.value = String(most);
    const even = sides.every((side) => side === most);
    this.every.setAttribute("aria-valuetext", even ? String(most) : "the sides differ");
    const root = /** @type {Document | ShadowRoot} */ (this.every.getRootNode());
    this.boxes.forEach((box, i) => {
      // What is being typed stays as it is typed, wrong numbers included, until the box is left.
      if (root.activeElement === box && box.hasAttribute("aria-invalid")) return;
      if (box.valueAsNumber !== sides[i]) box.value = String(sides[i]);
      box.removeAttribute("aria-invalid");
    });
  }
}
