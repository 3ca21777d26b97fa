// What KernelStudio computes, without a page: presets of three sizes, normalising, clamping, and
// which of several operations a student's function is.

import { crossCorrelate, differences, gridFrom, PLAIN, refusal } from "./conv.js";
import { show } from "./format.js";
import { flip, PRESETS } from "./presets.js";

/** @typedef {import("./conv.js").Grid} Grid */
/** @typedef {import("./presets.js").Preset} Preset */

export const SIZES = [3, 5, 7];

/**
 * A row of Pascal's triangle, n numbers: the plainest blur.
 * @param {number} n @returns {number[]}
 */
function binomial(n) {
  let row = [1];
  while (row.length < n) row = [1, ...row.slice(1).map((w, i) => w + row[i]), 1];
  return row;
}

/** Sobel's difference, blurred along itself: -1 0 1, or -1 -2 0 2 1. @param {number} n */
function slope(n) {
  const blur = [0, 0, ...binomial(n - 2), 0, 0];
  return Array.from({ length: n }, (_, i) => blur[i] - blur[i + 2] + 0);
}

/** @param {number[]} down @param {number[]} across */
const outer = (down, across) => down.map((a) => across.map((b) => a * b + 0));

/** @param {number} n @param {(i: number, j: number) => number} weight i and j from the centre */
const around = (n, weight) =>
  Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => weight(i - (n - 1) / 2, j - (n - 1) / 2)),
  );

/** @param {number} n */
function gaussian(n) {
  const bell = around(n, (i, j) => Math.exp(-(i * i + j * j) / (2 * (n / 5) ** 2)));
  const total = bell.flat().reduce((sum, w) => sum + w, 0);
  return bell.map((row) => row.map((w) => w / total));
}

/** @param {(n: number) => number[][]} make @returns {Preset["make"]} */
const odd = (make) => (rows, cols) => (rows === cols && rows % 2 && rows > 1 ? make(rows) : null);

/** @type {readonly Preset[]} */
export const STUDIO_PRESETS = [
  ...PRESETS.filter(({ name }) => name !== "sharpen" && name !== "up-left pixel"),
  { name: "blur (Gaussian)", make: odd(gaussian) },
  {
    name: "sharpen",
    make: odd((n) =>
      n === 3
        ? around(3, (i, j) => (i || j ? -Number(!(i && j)) + 0 : 5))
        : around(n, (i, j) => Number(!i && !j) * 2 - 1 / (n * n)),
    ),
  },
  { name: "Sobel, vertical edge", make: odd((n) => outer(binomial(n), slope(n))) },
  { name: "Sobel, horizontal edge", make: odd((n) => outer(slope(n), binomial(n))) },
  { name: "outline", make: odd((n) => around(n, (i, j) => (i || j ? -1 : n * n - 1))) },
  { name: "emboss", make: odd((n) => around(n, (i, j) => (i || j ? i + j : 1))) },
  ...PRESETS.filter(({ name }) => name === "up-left pixel"),
];

/**
 * The name of a kernel that is a preset, up to rounding, else "custom".
 * @param {number[][]} kernel
 */
export function presetOf(kernel) {
  const close = (/** @type {number} */ a, /** @type {number} */ b) => Math.abs(a - b) < 1e-9;
  const found = STUDIO_PRESETS.find(({ make }) => {
    const preset = make(kernel.length, kernel[0].length);
    return preset?.every((row, i) => row.every((weight, j) => close(weight, kernel[i][j])));
  });
  return found?.name ?? "custom";
}

/**
 * The kernel at another size: a preset made anew, any other about its centre, with zeros around it.
 * @param {number[][]} kernel @param {number} n
 */
export function resized(kernel, n) {
  const name = presetOf(kernel);
  const made = STUDIO_PRESETS.find((preset) => preset.name === name)?.make(n, n);
  if (made) return made;
  const [up, left] = [kernel.length, kernel[0].length].map((old) => Math.floor((old - n) / 2));
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => kernel[i + up]?.[j + left] ?? 0),
  );
}

/**
 * Weights divided by their sum, unless that is 0 but for rounding.
 * @param {number[][]} kernel @returns {{sum: number, weights: number[][] | null}}
 */
export function normalised(kernel) {
  const all = kernel.flat();
  const sum = all.reduce((total, w) => total + w, 0);
  const size = all.reduce((total, w) => total + Math.abs(w), 0);
  if (Math.abs(sum) <= 1e-9 * size) return { sum: 0, weights: null };
  return { sum, weights: kernel.map((row) => row.map((w) => w / sum)) };
}

/** @param {number[][]} kernel whether half a turn leaves it as it is */
export function symmetric(kernel) {
  const turned = flip(kernel);
  return kernel.every((row, i) => row.every((w, j) => Math.abs(w - turned[i][j]) < 1e-9));
}

/**
 * What an image viewer makes of a map: below 0 is black, above `high` is white.
 * @param {Grid} map @param {number} high
 */
export function clamped({ rows, cols, data }, high) {
  let [below, above] = [0, 0];
  const out = data.map((value) => {
    if (value < -1e-12) below += 1;
    if (value > high + 1e-12) above += 1;
    return Math.min(high, Math.max(0, value));
  });
  return { map: { rows, cols, data: out }, below, above };
}

/** @type {readonly [string, (kernel: number[][]) => number[][]][]} */
const OPERATIONS = [
  ["correlation", (kernel) => kernel],
  ["convolution", flip],
  ["left-right", (kernel) => kernel.map((row) => row.slice().reverse())],
  ["up-down", (kernel) => kernel.slice().reverse()],
  ["transposed", (kernel) => kernel[0].map((_, j) => kernel.map((row) => row[j]))],
];

/**
 * The operations that give a map: more than one where the kernel cannot tell them apart.
 * @param {Grid} image @param {number[][]} weights @param {Grid} given @returns {string[]}
 */
export function operationsGiving(image, weights, given) {
  return OPERATIONS.filter(([, change]) => {
    const kernel = gridFrom(change(weights));
    if (refusal([image.rows, image.cols], [kernel.rows, kernel.cols], PLAIN)) return false;
    const map = crossCorrelate(image, kernel, PLAIN);
    const comparable = map.rows === given.rows && map.cols === given.cols;
    return comparable && differences(map, given).length === 0;
  }).map(([name]) => name);
}

/**
 * @param {string} name of the function @param {readonly string[]} operations
 * @param {boolean} flipped whether the reference shown is the convolution
 * @returns {string} what the function does, in a sentence
 */
export function behaviour(name, operations, flipped) {
  const [correlates, convolves] = ["correlation", "convolution"].map((o) => operations.includes(o));
  if (correlates && convolves) {
    return (
      `${name} gives what correlation and convolution both give here: this kernel and picture ` +
      "cannot tell them apart. Take a kernel that half a turn changes."
    );
  }
  if (correlates) {
    const other = flipped ? " Switch flip off to compare it with the correlation." : "";
    return `${name} behaves as a correlation: it slides the kernel as it is.${other}`;
  }
  if (convolves) {
    const other = flipped ? "" : " Switch flip on to compare it with the convolution.";
    return `${name} behaves as a convolution: it turns the kernel by half a turn.${other}`;
  }
  if (operations.includes("transposed")) {
    return `${name} transposes the kernel: rows and columns are swapped, not reversed.`;
  }
  if (operations.length === 1) {
    return (
      `${name} mirrors the kernel ${operations[0]} only: neither a correlation nor a ` +
      "convolution, which reverses both axes."
    );
  }
  return `${name} is neither a correlation nor a convolution here.`;
}

/**
 * Which operation is shown, and what the weights add up to, in words.
 * @param {number[][]} kernel @param {boolean} normalise @param {boolean} flipped
 */
export function aboutKernel(kernel, normalise, flipped) {
  const { sum, weights } = normalised(kernel);
  const shown = flipped
    ? "Shown: convolution. The kernel is turned by half a turn, then slides."
    : "Shown: cross-correlation, which deep learning calls convolution. The kernel slides as it is.";
  const same = symmetric(kernel) ? " Half a turn does not change it, so both agree." : "";
  const divided = normalise ? ", and are divided by that" : "";
  const total = weights
    ? `The weights add up to ${show(sum)}${divided}.`
    : `The weights add up to 0: a flat patch gives 0${normalise ? ", and there is no sum to divide by" : ""}.`;
  return `${shown}${same} ${total}`;
}

/**
 * What the clamped view does not show, in a sentence.
 * @param {{below: number, above: number}} clipped @param {number} count of all responses
 */
export function aboutClamping({ below, above }, count) {
  if (below + above === 0) return "The clamped view shows every response as it is.";
  const share = (/** @type {number} */ n) => {
    const percent = (100 * n) / count;
    return percent < 1 ? "less than 1 %" : `${show(percent, 0)} %`;
  };
  const parts = [
    ...(below ? [`${share(below)} of the responses, the negative ones, all black`] : []),
    ...(above ? [`${share(above)}${below ? "" : " of the responses"} all white`] : []),
  ];
  return `The clamped view makes ${parts.join(" and ")}.`;
}
