// The arithmetic of pooling, without a page: windows, four summaries, and what a shift changes.

import { differences, EMPTY, outputShape, PLAIN, strongest } from "./conv.js";
import { show } from "./format.js";

/** @typedef {import("./conv.js").Grid} Grid */
/** @typedef {import("./conv.js").Pair} Pair */
/** @typedef {import("./conv.js").Tap} Tap */
/** @typedef {"max" | "average" | "L2" | "weighted"} Mode */
/** @typedef {{kernel: Pair, stride: Pair, padding: Pair}} Windows */

export const MOST_SHIFT = 3;

/** @type {Record<Mode, string>} */
export const RESULTS = { max: "largest", average: "mean", L2: "L2 norm", weighted: "weighted mean" };

/** @param {Pair} pair */
const times = (pair) => `${pair[0]} × ${pair[1]}`;

/**
 * Why there is no map, in a sentence, or null where there is one. Refuses what PyTorch refuses:
 * max_pool2d and avg_pool2d padding of more than half the window, lp_pool2d all padding.
 * @param {Pair} input @param {Mode} mode @param {Windows} windows @returns {string | null}
 */
export function refusal(input, mode, { kernel, stride, padding }) {
  for (const axis of [0, 1]) {
    if (kernel[axis] < 1) return `The window is ${times(kernel)}; it must be at least 1 × 1.`;
    if (stride[axis] < 1) return `The stride is ${times(stride)}; it must be at least 1.`;
    if (padding[axis] < 0) return `The padding is ${times(padding)}; it cannot be negative.`;
  }
  const some = padding[0] > 0 || padding[1] > 0;
  if (some && mode === "L2") return "L2 pooling takes no padding: PyTorch's lp_pool2d has none.";
  if (some && mode === "weighted") return "Weighted pooling takes no padding, as in lesson 07.";
  if (padding[0] > Math.floor(kernel[0] / 2) || padding[1] > Math.floor(kernel[1] / 2)) {
    return (
      `The padding is ${times(padding)}, more than half of the ${times(kernel)} window; ` +
      "PyTorch refuses that. Take less padding or a larger window."
    );
  }
  const padded = /** @type {Pair} */ ([input[0] + 2 * padding[0], input[1] + 2 * padding[1]]);
  if (kernel[0] <= padded[0] && kernel[1] <= padded[1]) return null;
  return (
    `The window does not fit: it is ${times(kernel)} and the picture is ${times(input)}` +
    (some ? `, ${times(padded)} with its padding` : "") +
    ". Take a smaller window or a larger picture."
  );
}

/**
 * What each cell of a window counts in a mean: 1 / (1 + distance from the centre), divided by the
 * sum; in a plain average, all the same.
 * @param {Pair} kernel @param {Mode} mode
 */
export function weightsOf([height, width], mode) {
  const weights = Array.from({ length: height * width }, (_, i) => {
    const [row, col] = [Math.floor(i / width), i % width];
    const distance = Math.hypot(row - (height - 1) / 2, col - (width - 1) / 2);
    return mode === "weighted" ? 1 / (1 + distance) : 1;
  });
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * The cells under the window of output cell (row, col), in reading order. Padding is minus infinity
 * for a maximum, else zero. `product` is what enters the summary.
 * @param {Grid} image @param {Mode} mode @param {Windows} windows
 * @param {number} row @param {number} col @returns {Tap[]}
 */
export function tapsAt(image, mode, { kernel, stride, padding }, row, col) {
  const weights = weightsOf(kernel, mode);
  return weights.map((share, i) => {
    const r = row * stride[0] - padding[0] + Math.floor(i / kernel[1]);
    const c = col * stride[1] - padding[1] + (i % kernel[1]);
    const padded = r < 0 || c < 0 || r >= image.rows || c >= image.cols;
    const blank = mode === "max" ? -Infinity : 0;
    const value = padded ? blank : image.data[r * image.cols + c];
    const weight = mode === "max" ? 1 : mode === "L2" ? value : share;
    return { row: r, col: c, value, weight, product: value * weight, padded };
  });
}

/**
 * 0 in place of what rounding left of products that cancel.
 * @param {number} sum @param {number} size the sum of the products' sizes
 */
const clean = (sum, size) => (Math.abs(sum) <= 1e-14 * size ? 0 : sum);

/**
 * One number for a window.
 * @param {Mode} mode @param {readonly {product: number}[]} taps
 */
export function summary(mode, taps) {
  if (mode === "max") return taps.reduce((most, tap) => Math.max(most, tap.product), -Infinity);
  const sum = taps.reduce((total, tap) => total + tap.product, 0);
  const size = taps.reduce((total, tap) => total + Math.abs(tap.product), 0);
  return mode === "L2" ? Math.sqrt(sum) : clean(sum, size);
}

/**
 * The whole map. `narrow` leaves out that many columns at each window's right.
 * @param {Grid} image @param {Mode} mode @param {Windows} windows @returns {Grid}
 */
export function pool(image, mode, { kernel, stride, padding }, narrow = 0) {
  const geometry = { ...PLAIN, stride, padding };
  const [rows, cols] = outputShape([image.rows, image.cols], kernel, geometry);
  const weights = weightsOf(kernel, mode);
  const data = new Float64Array(rows * cols);
  for (let cell = 0; cell < data.length; cell++) {
    const top = Math.floor(cell / cols) * stride[0] - padding[0];
    const left = (cell % cols) * stride[1] - padding[1];
    let most = -Infinity;
    let [sum, size] = [0, 0];
    for (let i = 0; i < kernel[0]; i++) {
      for (let j = 0; j < kernel[1] - narrow; j++) {
        const [r, c] = [top + i, left + j];
        if (r < 0 || c < 0 || r >= image.rows || c >= image.cols) continue;
        const value = image.data[r * image.cols + c];
        most = Math.max(most, value);
        const product = value * (mode === "L2" ? value : weights[i * kernel[1] + j]);
        sum += product;
        size += Math.abs(product);
      }
    }
    data[cell] = mode === "max" ? most : mode === "L2" ? Math.sqrt(sum) : clean(sum, size);
  }
  return { rows, cols, data };
}

/**
 * The picture moved to the right; zeros enter.
 * @param {Grid} image @param {number} by @returns {Grid}
 */
export function shifted({ rows, cols, data }, by) {
  const moved = new Float64Array(data.length);
  for (let row = 0; row < rows; row++) {
    for (let col = by; col < cols; col++) moved[row * cols + col] = data[row * cols + col - by];
  }
  return { rows, cols, data: moved };
}

/**
 * ||after - before|| / ||before||; 0 where there was nothing.
 * @param {Grid} before @param {Grid} after
 */
export function changeOf(before, after) {
  const norm = (/** @type {(i: number) => number} */ at) =>
    Math.sqrt(before.data.reduce((sum, _, i) => sum + at(i) ** 2, 0));
  const size = norm((i) => before.data[i]);
  return size > 0 ? norm((i) => after.data[i] - before.data[i]) / size : 0;
}

/**
 * How many maxima stand in the last column of their window and nowhere else in it: one step to the
 * right takes them across its border.
 * @param {Grid} image @param {Windows} windows
 */
export function aboutToLeave(image, windows) {
  const [all, without] = [pool(image, "max", windows), pool(image, "max", windows, 1)];
  return all.data.reduce((count, most, i) => count + Number(most > without.data[i]), 0);
}

/** Everything one picture, one mode and perhaps one student's output give, at every shift. */
export class Pooling {
  /**
   * @param {Grid} image @param {Mode} mode @param {Windows} windows
   * @param {Grid[] | null} given what the student's function gave, a map a shift
   */
  constructor(image, mode, windows, given) {
    this.mode = mode;
    this.windows = windows;
    this.refused = refusal([image.rows, image.cols], mode, windows);
    this.images = Array.from({ length: MOST_SHIFT + 1 }, (_, by) => shifted(image, by));
    this.maps = this.images.map((moved) => (this.refused ? EMPTY : pool(moved, mode, windows)));
    this.changes = this.maps.map((map) => changeOf(this.maps[0], map));
    const [{ rows, cols }] = this.maps;
    const comparable = given?.length === this.maps.length &&
      given.every((map) => map.rows === rows && map.cols === cols);
    this.given = given && comparable ? given : null;
    this.givenChanges = this.given?.map((map) => changeOf(given?.[0] ?? EMPTY, map)) ?? null;
    /** Cells in which the student's output differs, a list a shift. */
    this.cells = this.given?.map((map, by) => differences(this.maps[by], map)) ?? null;
    /** @type {number[]} maxima that left their window on the way to each shift */
    this.left = this.images.map((_, by) =>
      by && mode === "max" && !this.refused ? aboutToLeave(this.images[by - 1], windows) : 0,
    );
  }

  /** The cell to open on: the first that differs, or the strongest. */
  get opening() {
    return this.cells?.[0][0] ?? strongest(this.maps[0]);
  }

  /**
   * The cell whose window has its centre nearest a pixel of the picture.
   * @param {number} row @param {number} col @returns {[number, number]}
   */
  cellOver(row, col) {
    const { kernel, stride, padding } = this.windows;
    const along = (/** @type {0 | 1} */ axis, /** @type {number} */ pixel, /** @type {number} */ count) => {
      const start = pixel + padding[axis] - (kernel[axis] - 1) / 2;
      return Math.min(count - 1, Math.max(0, Math.round(start / stride[axis])));
    };
    return [along(0, row, this.maps[0].rows), along(1, col, this.maps[0].cols)];
  }

  /**
   * One window: its cells, the number that is left, which cell is the largest (-1 where that does
   * not matter), and words for them.
   * @param {number} row @param {number} col @param {number} by
   */
  look(row, col, by) {
    const taps = tapsAt(this.images[by], this.mode, this.windows, row, col);
    const result = summary(this.mode, taps);
    const equals = this.mode === "max" ? taps.filter((tap) => tap.value === result) : [];
    const winner = equals.length ? taps.indexOf(equals[0]) : -1;
    const often = equals.length > 1 ? `${equals.length} times, first at` : "at";
    const where = winner < 0 ? "" : `, ${often} row ${equals[0].row}, column ${equals[0].col}`;
    const last = taps[taps.length - 1];
    const span = (/** @type {string} */ noun, /** @type {number} */ from, /** @type {number} */ to) =>
      from === to ? `${noun} ${show(from)}` : `${noun}s ${show(from)} to ${show(to)}`;
    return {
      taps,
      result,
      winner,
      sentence: `row ${row}, column ${col}: ${RESULTS[this.mode]} = ${show(result)}${where}`,
      place:
        `${span("row", taps[0].row, last.row)}, ${span("column", taps[0].col, last.col)} ` +
        "of the picture",
    };
  }

  /** The shift that changes the output most against the one before, or null where none does. */
  get leap() {
    const steps = this.changes.map((change, by) => (by ? change - this.changes[by - 1] : 0));
    const most = Math.max(...steps);
    return most > 1e-9 ? steps.indexOf(most) : null;
  }

  /** @param {number} by what the shift did, in words */
  sentence(by) {
    const count = this.maps[by].data.length;
    if (by === 0) return "Shifted by 0 pixels. Move the jitter slider and watch the output.";
    const changed = differences(this.maps[0], this.maps[by]).length;
    const left = this.left[by];
    const step = by === 1 ? "In this step" : `From ${by - 1} to ${by}`;
    return (
      `Shifted by ${by} ${by === 1 ? "pixel" : "pixels"}: ${changed} of ${count} output cells ` +
      `changed; relative change ${show(this.changes[by])}.` +
      (this.mode !== "max"
        ? ""
        : left
          ? ` ${step}, ${left} of ${count} maxima crossed ${left === 1 ? "its" : "their"} window's border.`
          : ` ${step}, no maximum crossed its window's border.`)
    );
  }
}
