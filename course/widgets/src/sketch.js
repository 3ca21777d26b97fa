// A drawing made of strokes, each of which can be taken back.

import { FAINTEST, SIDE } from "./centring.js";

/** A point: rows down, columns to the right, in pixels from the corner. @typedef {[number, number]} Point */

/** Distance in pixels at which a stroke ends; it is full ink up to one pixel less: soft, as MNIST's. */
export const PEN = 1.6;
/** A dot of the pen lies within what the eraser takes away whole. */
export const ERASER = PEN + 1;
const MOST_STROKES = 100;

/**
 * Draw, or erase, a straight piece of a stroke.
 * @param {Float64Array} data 28 x 28, changed @param {Point} from @param {Point} to
 * @param {boolean} erase
 */
export function stamp(data, from, to, erase) {
  const reach = erase ? ERASER : PEN;
  const along = [to[0] - from[0], to[1] - from[1]];
  const length = Math.max(1e-12, along[0] ** 2 + along[1] ** 2);
  const span = (/** @type {0 | 1} */ axis) => [
    Math.max(0, Math.floor(Math.min(from[axis], to[axis]) - reach)),
    Math.min(SIDE - 1, Math.ceil(Math.max(from[axis], to[axis]) + reach)),
  ];
  const [rows, cols] = [span(0), span(1)];
  for (let row = rows[0]; row <= rows[1]; row++) {
    for (let col = cols[0]; col <= cols[1]; col++) {
      const [y, x] = [row + 0.5 - from[0], col + 0.5 - from[1]];
      const part = Math.min(1, Math.max(0, (y * along[0] + x * along[1]) / length));
      const distance = Math.hypot(y - part * along[0], x - part * along[1]);
      const ink = Math.min(1, Math.max(0, reach - distance));
      const i = row * SIDE + col;
      data[i] = erase ? Math.min(data[i], 1 - ink) : Math.max(data[i], ink);
    }
  }
}

export class Sketch {
  constructor() {
    /** Ink from 0 to 1, never changed in place. @type {Float64Array} */
    this.data = new Float64Array(SIDE * SIDE);
    /** @type {Float64Array[]} */
    this.past = [];
    /** Where the pen is while a stroke is drawn. @type {Point | null} */
    this.at = null;
  }

  /** Whether there is no ink but what is too faint to count. */
  get empty() {
    return this.data.every((ink) => ink < FAINTEST);
  }

  /** Whether a stroke is being drawn. */
  get drawing() {
    return this.at !== null;
  }

  /** @param {Float64Array} data */
  #change(data) {
    if (data.every((ink, i) => ink === this.data[i])) return;
    this.data = data;
  }

  #remember() {
    this.past.push(this.data);
    if (this.past.length > MOST_STROKES) this.past.shift();
  }

  /** Put the pen down. @param {Point} point @param {boolean} erase */
  begin(point, erase) {
    this.end();
    this.to(point, erase);
  }

  /** Draw on; where no pen is down, put it down. @param {Point} point @param {boolean} erase */
  to(point, erase) {
    if (!this.at) this.#remember();
    const data = this.data.slice();
    stamp(data, this.at ?? point, point, erase);
    this.at = point;
    this.#change(data);
  }

  /** Lift the pen; a stroke that changed nothing is none. */
  end() {
    if (!this.at) return;
    this.at = null;
    if (this.past[this.past.length - 1] === this.data) this.past.pop();
  }

  /** Put another drawing in place of this one; that can be taken back too. @param {Float64Array} data */
  replace(data) {
    this.end();
    const before = this.data;
    this.#remember();
    this.#change(data);
    if (this.data === before) this.past.pop();
  }

  /** Take the last stroke back. @returns {boolean} whether there was one */
  undo() {
    this.end();
    const before = this.past.pop();
    if (before) this.data = before;
    return before !== undefined;
  }
}
