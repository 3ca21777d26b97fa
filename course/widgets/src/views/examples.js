// A list of drawn digits to start from; it says which of them the drawing is.

import { numbers } from "../wire.js";
import { choice, offer } from "./controls.js";

/** @typedef {import("../wire.js").Wire} Wire */

const OWN = "a drawing of yours";
const ALIKE = 0.003;

export class Examples {
  /** @param {Wire} wire uint8 (n, rows, cols) @param {(drawing: Float64Array) => void} choose */
  constructor(wire, choose) {
    const [count, rows, cols] = wire.shape;
    const ink = numbers(wire).map((level) => level / 255);
    /** @type {Map<string, Float64Array>} */
    this.drawings = new Map();
    for (let digit = 0; digit < count; digit++) {
      this.drawings.set(`a drawn ${digit}`, ink.subarray(digit * rows * cols, (digit + 1) * rows * cols));
    }
    this.element = choice("start from", (name) => {
      const drawing = this.drawings.get(name);
      if (drawing) choose(drawing);
    });
    /** @type {Float64Array | null} */
    this.shown = null;
  }

  /** @param {Float64Array} drawing */
  update(drawing) {
    if (this.shown === drawing) return;
    this.shown = drawing;
    const same = [...this.drawings].find(([, ink]) =>
      ink.every((value, i) => Math.abs(value - drawing[i]) < ALIKE),
    );
    offer(this.element, [...this.drawings.keys()], same ? same[0] : OWN, OWN);
  }
}
