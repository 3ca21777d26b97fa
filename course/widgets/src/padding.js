// Where each padded cell's number comes from, how often each pixel is used, and what PyTorch
// refuses. No page here. Rows and columns count in the image: those of the padding are negative or
// past the end.

import { show } from "./format.js";

/** @typedef {import("./conv.js").Grid} Grid */
/** @typedef {"zeros" | "reflect" | "replicate" | "circular"} Mode */
/** @typedef {readonly [number, number, number, number]} Sides left, right, top, bottom */
/** @typedef {readonly [number, number]} Pair */

/** @type {readonly Mode[]} */
export const MODES = ["zeros", "reflect", "replicate", "circular"];

/**
 * The index that a place along an axis of n pixels copies; null for a zero. For places that
 * `refusal` lets through.
 * @param {number} i @param {number} n @param {Mode} mode @returns {number | null}
 */
export function sourceOf(i, n, mode) {
  if (i >= 0 && i < n) return i;
  if (mode === "zeros") return null;
  if (mode === "replicate") return i < 0 ? 0 : n - 1;
  if (mode === "circular") return i < 0 ? i + n : i - n;
  return i < 0 ? -i : 2 * (n - 1) - i;
}

/**
 * Why torch.nn.functional.pad refuses, in a sentence, or null.
 * @param {Pair} shape @param {Sides} sides @param {Mode} mode @returns {string | null}
 */
export function refusal([rows, cols], [left, right, top, bottom], mode) {
  /** @type {[string, number, number, string][]} */
  const all = [
    ["left", left, cols, "columns"],
    ["right", right, cols, "columns"],
    ["top", top, rows, "rows"],
    ["bottom", bottom, rows, "rows"],
  ];
  for (const [side, amount, n, noun] of all) {
    if (amount < 0) return `The padding at the ${side} is ${show(amount)}; it cannot be negative.`;
    const have = `the image has ${n} ${n === 1 ? noun.slice(0, -1) : noun}`;
    if (mode === "reflect" && amount >= n) {
      return (
        `PyTorch refuses: reflect at the ${side} needs ${amount} ${noun} besides the edge, which ` +
        `is the mirror, and ${have}. Reflect padding must be smaller than the image.`
      );
    }
    if (mode === "circular" && amount > n) {
      return (
        `PyTorch refuses: circular at the ${side} needs ${amount} ${noun}, and ${have}, so it ` +
        "would wrap round more than once. Circular padding can be at most the image's size."
      );
    }
  }
  return null;
}

/**
 * @param {Pair} shape @param {Sides} sides @returns {[number, number]}
 */
export function paddedShape([rows, cols], [left, right, top, bottom]) {
  return [rows + top + bottom, cols + left + right];
}

/**
 * The pixel that a place copies, or null.
 * @param {number} row @param {number} col @param {Pair} shape @param {Mode} mode
 * @returns {{row: number, col: number} | null}
 */
export function pixelOf(row, col, shape, mode) {
  const [r, c] = [sourceOf(row, shape[0], mode), sourceOf(col, shape[1], mode)];
  return r === null || c === null ? null : { row: r, col: c };
}

/**
 * @param {Grid} image @param {Sides} sides @param {Mode} mode @returns {Grid}
 */
export function pad(image, sides, mode) {
  const shape = /** @type {Pair} */ ([image.rows, image.cols]);
  const why = refusal(shape, sides, mode);
  if (why) throw new RangeError(why);
  const [rows, cols] = paddedShape(shape, sides);
  const data = Float64Array.from({ length: rows * cols }, (_, i) => {
    const from = pixelOf(Math.floor(i / cols) - sides[2], (i % cols) - sides[0], shape, mode);
    return from ? image.data[from.row * image.cols + from.col] : 0;
  });
  return { rows, cols, data };
}

/**
 * How many windows lie over each place along a padded axis; none where the kernel does not fit.
 * @param {number} n length with padding @param {number} k
 */
function windowsAlong(n, k) {
  return Array.from({ length: n }, (_, i) =>
    Math.max(0, Math.min(i, n - k) - Math.max(0, i - k + 1) + 1),
  );
}

/**
 * How often the windows of a kernel use each pixel, at stride 1. `itself` counts the windows that
 * lie over the pixel; `copies` counts, window by window, the padded cells that copy it.
 * @param {Pair} shape @param {Pair} kernel @param {Sides} sides @param {Mode} mode
 * @returns {{itself: Grid, copies: Grid}}
 */
export function usage(shape, kernel, sides, mode) {
  const padded = paddedShape(shape, sides);
  const [down, across] = [windowsAlong(padded[0], kernel[0]), windowsAlong(padded[1], kernel[1])];
  const [rows, cols] = shape;
  const itself = new Float64Array(rows * cols);
  const copies = new Float64Array(rows * cols);
  down.forEach((high, i) =>
    across.forEach((wide, j) => {
      const [row, col] = [i - sides[2], j - sides[0]];
      const from = pixelOf(row, col, shape, mode);
      if (!from) return;
      const own = from.row === row && from.col === col;
      (own ? itself : copies)[from.row * cols + from.col] += high * wide;
    }),
  );
  return { itself: { rows, cols, data: itself }, copies: { rows, cols, data: copies } };
}

/**
 * The cells of the map whose windows see no padding: first row, first column, rows, columns.
 * @param {Pair} shape @param {Pair} kernel @param {Sides} sides
 */
export function clean(shape, kernel, sides) {
  return {
    row: sides[2],
    col: sides[0],
    rows: Math.max(0, shape[0] - kernel[0] + 1),
    cols: Math.max(0, shape[1] - kernel[1] + 1),
  };
}

/** @type {Record<Mode, string>} */
const WHY = {
  zeros: "",
  reflect: "mirrored; the edge itself is not repeated",
  replicate: "the nearest pixel",
  circular: "from the opposite side",
};

/**
 * Where a place's number comes from, in words, without a full stop.
 * @param {number} row @param {number} col @param {Grid} image @param {Mode} mode
 */
export function origin(row, col, image, mode) {
  const from = pixelOf(row, col, [image.rows, image.cols], mode);
  const place = `row ${show(row)}, column ${show(col)}`;
  if (!from) return `${place}, padding: 0, a number of its own that copies no pixel`;
  const value = show(image.data[from.row * image.cols + from.col]);
  if (from.row === row && from.col === col) return `${place}, a pixel of the image: ${value}`;
  return `${place}, padding: copies row ${from.row}, column ${from.col}, ${value} (${WHY[mode]})`;
}
