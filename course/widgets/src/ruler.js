// Windows along one axis: how many, where, what is left over, and all of it in words. No page here.
// Cells count in the row: those of the padding are negative, or n and more.

import { plural, show } from "./format.js";

/** @typedef {{n: number, k: number, stride: number, padding: number, dilation: number}} Layer */
/** @typedef {"floor" | "ceil"} Rounding */

/** Cells from the kernel's first to its last. @param {Layer} layer */
export const span = ({ k, dilation }) => dilation * (k - 1) + 1;

/** Cells that remain beside the first window. @param {Layer} layer */
export const room = (layer) => layer.n + 2 * layer.padding - span(layer);

/**
 * Why there is no window, in words, or null.
 * @param {Layer} layer @returns {string | null}
 */
export function refusal(layer) {
  const { n, k, padding, dilation } = layer;
  if (room(layer) >= 0) return null;
  const spread = dilation > 1 && k > 1 ? ` with dilation ${dilation}, which span ${span(layer)}` : "";
  const row = padding ? `, with its padding, ${n + 2 * padding} cells` : ` ${plural(n, "cell")}`;
  return (
    `The kernel does not fit: it has ${plural(k, "cell")}${spread}, and the row has${row}. ` +
    "PyTorch refuses. Take a smaller kernel, a longer row or more padding."
  );
}

/**
 * How many windows: floor((n + 2p - d(k - 1) - 1) / s) + 1, or with ceil; null where none fits.
 * @param {Layer} layer @param {Rounding} [rounding] @returns {number | null}
 */
export function count(layer, rounding = "floor") {
  const left = room(layer);
  return left < 0 ? null : Math[rounding](left / layer.stride) + 1;
}

/**
 * How many windows a pooling layer with ceil_mode=True takes: rounded up, but a last window that
 * would start past the row, in the padding at its end or beyond, is dropped.
 * @param {Layer} layer @returns {number | null}
 */
export function ceilMode(layer) {
  const all = count(layer, "ceil");
  return all && start(all - 1, layer) >= layer.n ? all - 1 : all;
}

/** First cell of a window. @param {number} window @param {Layer} layer */
export const start = (window, { stride, padding }) => window * stride - padding;

/**
 * The cells a window reads.
 * @param {number} window @param {Layer} layer
 */
export function reads(window, layer) {
  return Array.from({ length: layer.k }, (_, i) => start(window, layer) + i * layer.dilation);
}

/**
 * The cells behind the last whole window: the first, and how many.
 * @param {Layer} layer
 */
export function leftover(layer) {
  const windows = count(layer);
  if (windows === null) return { from: layer.n + layer.padding, cells: 0 };
  const from = start(windows - 1, layer) + span(layer);
  return { from, cells: layer.n + layer.padding - from };
}

/**
 * Cells of the row that lie before the last window's end and that no window reads.
 * @param {Layer} layer @returns {number[]}
 */
export function skipped(layer) {
  const windows = count(layer);
  if (windows === null) return [];
  const read = new Uint8Array(layer.n);
  for (let window = 0; window < windows; window++) {
    for (let i = 0, at = start(window, layer); i < layer.k; i++, at += layer.dilation) read[at] = 1;
  }
  const end = Math.min(layer.n, leftover(layer).from);
  return Array.from({ length: Math.max(0, end) }, (_, i) => i).filter((i) => !read[i]);
}

/** "cell 9", "cells 9 to 11". @param {number} from @param {number} cells */
function range(from, cells) {
  return cells === 1 ? `cell ${show(from)}` : `cells ${show(from)} to ${show(from + cells - 1)}`;
}

/**
 * How many windows there are and what no window reads.
 * @param {Layer} layer @param {Rounding} rounding
 */
export function summary(layer, rounding) {
  const why = refusal(layer);
  if (why) return why;
  const [down, windows] = [count(layer) ?? 0, count(layer, rounding) ?? 0];
  if (windows > down) return `${plural(windows, "window")} by ceil. ${overhang(layer)}`;
  const { from, cells } = leftover(layer);
  const missed = skipped(layer);
  const padded = from + cells - Math.max(from, layer.n);
  const parts = [`${plural(windows, "window")}.`];
  if (!cells) parts.push("Nothing is left over.");
  else {
    const kind = padded <= 0 ? "" : padded === cells ? " (padding)" : `, ${padded} of them padding`;
    parts.push(`Left over: ${range(from, cells)}${kind}.`);
  }
  if (missed.length) {
    const some = missed.slice(0, 6).join(", ") + (missed.length > 6 ? ", …" : "");
    parts.push(`Before the end, no window reads ${missed.length === 1 ? "cell" : "cells"} ${some}.`);
  }
  if (rounding === "ceil") parts.push("There is no fraction, so floor and ceil agree.");
  return parts.join(" ");
}

/** What is odd about the window that ceil adds. @param {Layer} layer */
function overhang(layer) {
  const last = (count(layer, "ceil") ?? 1) - 1;
  const end = layer.n + layer.padding;
  const missing = range(end, start(last, layer) + span(layer) - end);
  const dropped = ceilMode(layer) === last;
  return (
    `Window ${last} hangs over the end: it needs ${missing}, and there is no such cell. ` +
    `PyTorch's convolutions floor: ${count(layer)}. ` +
    (dropped
      ? "Pooling with ceil_mode=True drops this window too, because it starts behind the row."
      : "Only pooling with ceil_mode=True takes such a window.")
  );
}

/**
 * One window, in words.
 * @param {number} window @param {Layer} layer
 */
export function windowInWords(window, layer) {
  const at = reads(window, layer);
  const padded = at.filter((cell) => cell < 0 || cell >= layer.n).length;
  const cells =
    layer.dilation === 1 || layer.k === 1
      ? range(at[0], layer.k)
      : `cells ${at.slice(0, 8).map((cell) => show(cell)).join(", ")}${layer.k > 8 ? ", …" : ""}`;
  const outside = padded ? `, ${padded} of ${plural(layer.k, "cell")} outside the row` : "";
  return `window ${window} reads ${cells}${outside}`;
}

/**
 * The formula with the numbers put in, in steps: [what stands over the line, under it] and so on.
 * @param {Layer} layer
 */
export function formula(layer) {
  const { n, k, stride, padding, dilation } = layer;
  const left = room(layer);
  return {
    symbols: ["n + 2p − d(k − 1) − 1", "s"],
    numbers: [`${n} + 2·${padding} − ${dilation}·(${k} − 1) − 1`, String(stride)],
    room: [show(left), String(stride)],
    quotient: show(left / stride),
    whole: Number.isInteger(left / stride),
  };
}

/**
 * Which windows to draw where there are many: the first, those round the chosen one, the last.
 * @param {number} windows @param {number} chosen @param {number} most @returns {number[]}
 */
export function shown(windows, chosen, most) {
  const all = Array.from({ length: windows }, (_, i) => i);
  if (windows <= most) return all;
  const ends = Math.floor((most - 3) / 2);
  return all.filter((i) => i < ends || i >= windows - ends || Math.abs(i - chosen) <= 1);
}

/**
 * What a function gave for some sizes beside what is right; NaN stands for a ValueError.
 * @param {readonly (readonly [number, number])[]} given pairs of n and a number @param {Layer} layer
 */
export function compare(given, layer) {
  return given.map(([n, mine]) => {
    const expected = count({ ...layer, n }) ?? NaN;
    return { n, expected, mine, agrees: Object.is(expected, mine) };
  });
}

/**
 * @param {ReturnType<typeof compare>} rows @param {string} name of the function
 */
export function verdict(rows, name) {
  const first = rows.find(({ agrees }) => !agrees);
  if (!first) {
    const [from, to] = [rows[0].n, rows[rows.length - 1].n];
    return `${name} agrees with the reference for ${from === to ? plural(from, "cell") : `${from} to ${to} cells`}.`;
  }
  const { n, expected, mine } = first;
  return (
    `First difference: for ${plural(n, "cell")} the reference ` +
    `${Number.isNaN(expected) ? "raises a ValueError" : `counts ${expected}`}, ` +
    `${name} ${Number.isNaN(mine) ? "raised a ValueError" : `gave ${show(mine)}`}.`
  );
}
