// Everything one image, its padding, one kernel and perhaps one student's output give, without a page.

import { crossCorrelate, differences, EMPTY, gridFrom, PLAIN, refusal as noMap } from "./conv.js";
import { plural, show, showApart } from "./format.js";
import * as padding from "./padding.js";

/** @typedef {import("./conv.js").Grid} Grid */
/** @typedef {import("./views/grid.js").Box} Box */
/** @typedef {{row: number, col: number}} Place */

export class PaddedImage {
  /**
   * @param {Grid} image @param {padding.Sides} sides @param {padding.Mode} mode
   * @param {number[][]} kernel @param {Grid | null} given what the student's function gave
   */
  constructor(image, sides, mode, kernel, given) {
    const weights = gridFrom(kernel);
    this.image = image;
    this.mode = mode;
    this.given = given;
    this.shape = /** @type {const} */ ([image.rows, image.cols]);
    this.reach = /** @type {const} */ ([weights.rows, weights.cols]);
    /** Why PyTorch refuses the padding, or null. */
    this.refused = padding.refusal(this.shape, sides, mode);
    /** Left, right, top, bottom; nothing where it is refused. */
    this.sides = this.refused ? /** @type {const} */ ([0, 0, 0, 0]) : sides;
    this.padded = this.refused ? image : padding.pad(image, sides, mode);
    /** Why there is no map, or null. */
    this.mapless = this.refused ?? noMap([this.padded.rows, this.padded.cols], this.reach, PLAIN);
    this.map = this.mapless ? EMPTY : crossCorrelate(this.padded, weights, PLAIN);
    this.used = this.mapless
      ? { itself: EMPTY, copies: EMPTY }
      : padding.usage(this.shape, this.reach, this.sides, mode);
    const { rows, cols } = this.padded;
    const comparable = !this.refused && given?.rows === rows && given.cols === cols;
    /** Padded cells in which the student's output differs; null where the shapes do. */
    this.cells = given && comparable ? differences(this.padded, given) : null;
    this.crossed = new Set(this.cells ?? []);
  }

  /** The image within its padding. @returns {Box} */
  get inner() {
    const [left, , top] = this.sides;
    return { row: top, col: left, rows: this.shape[0], cols: this.shape[1] };
  }

  /** The cells of the map that see no padding. @returns {Box} */
  get clean() {
    return padding.clean(this.shape, this.reach, this.sides);
  }

  /** The cell to open on, counted in the image: the first that differs, else one of the padding. */
  get opening() {
    const [left, , top] = this.sides;
    if (this.cells?.length) return this.placeOf(this.cells[0]);
    return { row: -top, col: top ? Math.min(this.shape[1] - 1, 1) : -left };
  }

  /** @param {number} index of a padded cell @returns {Place} counted in the image */
  placeOf(index) {
    const [left, , top] = this.sides;
    const { cols } = this.padded;
    return { row: Math.floor(index / cols) - top, col: (index % cols) - left };
  }

  /** The nearest place there is. @param {number} row @param {number} col @returns {Place} */
  nearest(row, col) {
    const [left, right, top, bottom] = this.sides;
    return {
      row: Math.min(this.shape[0] + bottom - 1, Math.max(-top, row)),
      col: Math.min(this.shape[1] + right - 1, Math.max(-left, col)),
    };
  }

  /** The pixel that a place copies, or null. @param {Place} place */
  source({ row, col }) {
    return padding.pixelOf(row, col, this.shape, this.mode);
  }

  /** The map's cells whose windows hold a padded cell. @param {Place} at @returns {Box} */
  cellsOver({ row, col }) {
    const top = Math.max(0, row - this.reach[0] + 1);
    const left = Math.max(0, col - this.reach[1] + 1);
    const rows = Math.min(this.map.rows - 1, row) - top + 1;
    const cols = Math.min(this.map.cols - 1, col) - left + 1;
    return { row: top, col: left, rows, cols };
  }

  /** Where a place's number comes from, and how often it is used. @param {Place} place */
  inWords(place) {
    const { row, col } = place;
    const from = this.source(place);
    const sentence = padding.origin(row, col, this.image, this.mode);
    if (!from || this.mapless) return sentence;
    const index = from.row * this.shape[1] + from.col;
    const [own, more] = [this.used.itself.data[index], this.used.copies.data[index]];
    const subject = from.row === row && from.col === col ? "It" : "That pixel";
    const copies = more ? `, and its copies are read ${plural(more, "time")} more` : "";
    return `${sentence}. ${subject} is in ${plural(own, "window")}${copies}`;
  }

  /** What differs at a padded cell. @param {number} index @param {string} name of the function */
  differenceInWords(index, name) {
    const [want, have] = showApart(this.padded.data[index], this.given?.data[index] ?? NaN);
    const first = index === this.cells?.[0] ? "First difference" : "Differs";
    return `${first}: expected ${want}, ${name} gave ${have}`;
  }

  /** @param {number} row @param {number} col of the map */
  windowInWords(row, col) {
    const [left, , top] = this.sides;
    const inside = (/** @type {number} */ from, /** @type {number} */ length, /** @type {number} */ n) =>
      Math.max(0, Math.min(from + length, n) - Math.max(from, 0));
    const all = this.reach[0] * this.reach[1];
    const outside =
      all -
      inside(row - top, this.reach[0], this.shape[0]) *
        inside(col - left, this.reach[1], this.shape[1]);
    const value = show(this.map.data[row * this.map.cols + col]);
    const seen = outside
      ? `${outside} of its window's ${plural(all, "number")} ${outside === 1 ? "is" : "are"} padding`
      : "Its window sees no padding";
    return `map, row ${row}, column ${col}: ${value}. ${seen}`;
  }

  /** Sizes, and how much of the map the padding makes. */
  get summary() {
    if (this.mapless) return "";
    const [rows, cols] = this.shape;
    const { padded, map, clean } = this;
    const border = map.data.length - clean.rows * clean.cols;
    const same = map.rows === rows && map.cols === cols ? " The map is as large as the image." : "";
    const dashed = border
      ? ` ${border} of its ${map.data.length} cells (dashed) depend on padding: what they show may ` +
        "come from the padding, not from the image."
      : " No cell of it sees padding.";
    return (
      `${rows} × ${cols} image, ${padded.rows} × ${padded.cols} with padding; a ` +
      `${this.reach.join(" × ")} kernel gives a ${map.rows} × ${map.cols} map.${same}${dashed}`
    );
  }
}
