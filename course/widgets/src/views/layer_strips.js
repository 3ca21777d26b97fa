// Every layer between picture and answer: its maps side by side, small; its units as one grid.

import { isSpatial, layout, lenet } from "../architecture.js";
import { colourOf, gradient } from "../colour.js";
import { h, say } from "../dom.js";
import { show } from "../format.js";
import { STARTS, strongest } from "../lenet.js";

/** @typedef {import("../architecture.js").Layer} Layer */
/** @typedef {import("../colour.js").Scale} Scale */

const LEVELS = 256;
/** How large one cell is drawn, in pixels. @type {Record<string, number>} */
const CELLS = { C1: 2, S2: 3, C3: 4, S4: 6, C5: 8, F6: 8 };

/** Colours from the lowest to the highest, ready to be copied. @param {boolean} signed */
function paletteOf(signed) {
  const bytes = new Uint8ClampedArray(4 * LEVELS);
  for (let i = 0; i < LEVELS; i++) {
    bytes.set([...colourOf(i, { low: 0, high: LEVELS - 1, signed }), 255], 4 * i);
  }
  return new Uint32Array(bytes.buffer);
}

const SIGNED = paletteOf(true);
const GREY = paletteOf(false);

/**
 * At least from -1 to 1, or from 0 to 1: what tanh gives has one scale from stroke to stroke.
 * @param {Float64Array} data @returns {Scale}
 */
function steadyScale(data) {
  let [low, high] = [0, 1];
  for (const value of data) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low >= 0) return { low: 0, high, signed: false };
  const most = Math.max(high, -low);
  return { low: -most, high: most, signed: true };
}

/** A picture of a few cells. */
export class Cells {
  /** @param {number} rows @param {number} cols @param {number} cell side of a cell in pixels */
  constructor(rows, cols, cell) {
    this.canvas = h("canvas", { width: cols, height: rows, class: "ccw-pixels", "aria-hidden": true });
    this.canvas.style.width = `${cols * cell}px`;
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    this.image = this.context.createImageData(cols, rows);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  /** @param {Float64Array} data @param {Scale} scale */
  paint(data, { low, high, signed }) {
    const palette = signed ? SIGNED : GREY;
    const steps = (LEVELS - 1) / (high - low);
    for (let i = 0; i < data.length; i++) {
      const level = Math.round((data[i] - low) * steps);
      this.pixels[i] = palette[Math.min(LEVELS - 1, Math.max(0, level || 0))];
    }
    this.context.putImageData(this.image, 0, 0);
  }
}

/** One layer. */
class Strip {
  /** @param {Layer} layer @param {number} start of its cells among all stages' */
  constructor(layer, start) {
    this.layer = layer;
    this.start = start;
    const spatial = isSpatial(layer);
    const { rows, cols } = layout(layer);
    this.pictures = Array.from({ length: spatial ? layer.maps : 1 }, () => new Cells(rows, cols, CELLS[layer.name]));
    this.size = rows * cols;
    this.what = spatial
      ? `${layer.maps} maps of ${layer.rows} × ${layer.cols}`
      : `${layer.maps} units`;
    this.places = this.pictures.map(({ canvas }, i) => h("span", {}, canvas, ...(spatial ? [String(i)] : [])));
    this.row = h("div", { class: `ccw-maps${layer.maps === 6 ? " ccw-six" : ""}`, role: "img" }, ...this.places);
    /** @type {boolean | null} */
    this.signed = null;
    this.words = h("span");
    this.ramp = h("span", { class: "ccw-ramp" });
    this.ends = [h("span"), h("span")];
    this.legend = h("span", { class: "ccw-legend" }, this.ends[0], this.ramp, this.ends[1]);
    this.element = h(
      "div",
      { class: "ccw-figure" },
      h("div", { class: "ccw-strip-title" }, h("span", {}, h("strong", {}, layer.name), ": ", this.words), this.legend),
      this.row,
    );
  }

  /** @param {Float64Array | null} all stages, flat */
  update(all) {
    const { layer, start, size } = this;
    const data = all?.subarray(start, start + size * this.pictures.length);
    const known = data !== undefined && Number.isFinite(data[0]);
    this.row.hidden = this.legend.hidden = !known;
    if (!known) {
      say(this.words, `${this.what}, nothing to draw`);
      return;
    }
    const scale = steadyScale(data);
    this.pictures.forEach((picture, i) => picture.paint(data.subarray(i * size, (i + 1) * size), scale));
    // Further on, the first cell sees too much of the picture to be one without ink.
    const most = layer.name === "C1" ? strongest(data, layer.maps) : -1;
    this.places.forEach((place, i) => place.classList.toggle("ccw-here", i === most));
    const marked = most < 0 ? "" : `; outlined: map ${most}, which the ink changes most`;
    say(this.words, this.what + marked);
    const ends = [show(scale.low, 1), show(scale.high, 1)];
    const label = `${layer.name}, ${this.what}, from ${ends[0]} to ${ends[1]}${marked}`;
    if (this.row.getAttribute("aria-label") !== label) this.row.setAttribute("aria-label", label);
    ends.forEach((text, i) => say(this.ends[i], text));
    if (this.signed !== scale.signed) this.ramp.style.background = gradient(scale);
    this.signed = scale.signed;
  }
}

export class LayerStrips {
  constructor() {
    const layers = lenet("modern");
    this.strips = layers.map((layer, i) => new Strip(layer, STARTS[i])).slice(1, -1);
    this.element = h(
      "div",
      { class: "ccw-panels ccw-strips", role: "group", "aria-label": "layers" },
      ...this.strips.slice(0, 4).map(({ element }) => element),
      h("div", { class: "ccw-panels" }, ...this.strips.slice(4).map(({ element }) => element)),
    );
  }

  /** @param {Float64Array | null} all stages, flat; null where there are none to draw */
  update(all) {
    for (const strip of this.strips) strip.update(all);
  }
}
