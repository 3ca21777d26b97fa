// Everything one image, one kernel and perhaps one student's output give, without a page.

import {
  crossCorrelate,
  differences,
  EMPTY,
  extent,
  gridFrom,
  refusal,
  strongest,
  tapsAt,
} from "./conv.js";
import { show } from "./format.js";

/** @typedef {import("./conv.js").Grid} Grid */
/** @typedef {import("./conv.js").Geometry} Geometry */

export class Slide {
  /**
   * @param {Grid} image @param {number[][]} kernel @param {Geometry} geometry
   * @param {Grid | null} given what the student's function gave
   */
  constructor(image, kernel, geometry, given) {
    this.image = image;
    this.kernel = gridFrom(kernel);
    this.geometry = geometry;
    this.given = given;
    /** Why there is no map, or null. */
    this.refused = refusal(
      [image.rows, image.cols],
      [this.kernel.rows, this.kernel.cols],
      geometry,
    );
    this.map = this.refused ? EMPTY : crossCorrelate(image, this.kernel, geometry);
    const comparable = given?.rows === this.map.rows && given.cols === this.map.cols;
    /** Cells in which the student's output differs; null where the shapes do. */
    this.cells = given && comparable ? differences(this.map, given) : null;
    this.crossed = new Set(this.cells ?? []);
    /** Rows and columns that a window spans, gaps of a dilation included. */
    this.reach = extent([this.kernel.rows, this.kernel.cols], geometry.dilation);
  }

  /** The cell to open on: the first that differs, or an interesting one. */
  get opening() {
    return this.cells?.[0] ?? strongest(this.map);
  }

  /** Rows or columns of the longest grid there is to draw. */
  get longest() {
    const { padding } = this.geometry;
    const { image, map } = this;
    return Math.max(image.rows + 2 * padding[0], image.cols + 2 * padding[1], map.rows, map.cols);
  }

  /** @param {number} index @returns {[number, number]} row, column */
  place(index) {
    return [Math.floor(index / this.map.cols), index % this.map.cols];
  }

  /** @param {number} index */
  taps(index) {
    return tapsAt(this.image, this.kernel, this.geometry, ...this.place(index));
  }

  /**
   * The cell whose window has its centre nearest a pixel of the input.
   * @param {number} row @param {number} col @returns {[number, number]}
   */
  cellOver(row, col) {
    const { stride, padding } = this.geometry;
    const along = (/** @type {0 | 1} */ axis, /** @type {number} */ pixel, /** @type {number} */ count) => {
      const start = pixel + padding[axis] - (this.reach[axis] - 1) / 2;
      return Math.min(count - 1, Math.max(0, Math.round(start / stride[axis])));
    };
    return [along(0, row, this.map.rows), along(1, col, this.map.cols)];
  }

  /**
   * "rows 2 to 3, columns 0 to 1 of the input".
   * @param {number} index
   */
  windowInWords(index) {
    const { stride, padding } = this.geometry;
    const [row, col] = this.place(index);
    const span = (/** @type {string} */ noun, /** @type {number} */ from, /** @type {number} */ n) =>
      n === 1 ? `${noun} ${show(from)}` : `${noun}s ${show(from)} to ${show(from + n - 1)}`;
    const rows = span("row", row * stride[0] - padding[0], this.reach[0]);
    const cols = span("column", col * stride[1] - padding[1], this.reach[1]);
    return `${rows}, ${cols} of the input`;
  }
}
