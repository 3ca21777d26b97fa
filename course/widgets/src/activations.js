// The arithmetic of activation functions, without a page: curves, slopes, inputs, five in a row.

import { agree } from "./conv.js";

/** @typedef {"relu" | "leaky relu" | "sigmoid" | "tanh"} Name */
/**
 * A curve and its slope. `range` is where outputs can be; an unbounded side is null.
 * @typedef {{value: (x: number) => number, slope: (x: number) => number,
 *   range: [number | null, number | null] | null}} Curve
 */

export const LEAK = 0.01;
export const LAYERS = 5;
export const UNITS = 40;
export const BATCH = 25;

/** @param {number} x */
export function sigmoid(x) {
  const small = Math.exp(-Math.abs(x));
  return x >= 0 ? 1 / (1 + small) : small / (1 + small);
}

/** Slopes at 0 are PyTorch's: 0 for relu, the leak for leaky relu. */
export const CURVES = /** @type {Record<Name, Curve>} */ ({
  relu: { value: (x) => Math.max(x, 0), slope: (x) => (x > 0 ? 1 : 0), range: [0, null] },
  "leaky relu": {
    value: (x) => (x > 0 ? x : LEAK * x),
    slope: (x) => (x > 0 ? 1 : LEAK),
    range: [null, null],
  },
  sigmoid: {
    value: sigmoid,
    slope: (x) => sigmoid(x) * sigmoid(-x),
    range: [0, 1],
  },
  tanh: { value: Math.tanh, slope: (x) => 4 * sigmoid(2 * x) * sigmoid(-2 * x), range: [-1, 1] },
});

const CORNER = 0.1;

/**
 * A curve known at equal steps only: straight between its samples, and beyond them as the last
 * step goes. Slopes are central differences; where the steps to the left and right differ by more
 * than CORNER, a sample is a corner and has the slope of the left one, so that relu's at 0 is 0.
 * @param {Float64Array} values @param {number} low @param {number} step @returns {Curve}
 */
export function sampled(values, low, step) {
  const last = values.length - 2;
  const steps = Float64Array.from({ length: last + 1 }, (_, i) => (values[i + 1] - values[i]) / step);
  const corner = (/** @type {number} */ i) =>
    i <= 0 || i > last || !(Math.abs(steps[i] - steps[i - 1]) <= CORNER);
  const central = (/** @type {number} */ i) => (steps[i - 1] + steps[i]) / 2;
  const place = (/** @type {number} */ x) => {
    const i = Math.min(last, Math.max(0, Math.ceil((x - low) / step) - 1));
    return { i, at: (x - low) / step - i };
  };
  return {
    value: (x) => {
      const { i, at } = place(x);
      // At a sample, that alone counts: a nan beside it does not spoil it.
      if (at === 0 || at === 1) return values[i + at];
      return values[i] + at * (values[i + 1] - values[i]);
    },
    slope: (x) => {
      const { i, at } = place(x);
      if (Number.isNaN(x)) return NaN;
      if (at === 1 && !corner(i + 1)) return central(i + 1);
      if (corner(i) || corner(i + 1)) return steps[i];
      return central(i) + at * (central(i + 1) - central(i));
    },
    range: null,
  };
}

/**
 * Samples that differ from the reference, and the one to speak of: the first from the left that is
 * in view, or the first of all.
 * @param {Curve} reference @param {Float64Array} values @param {number} low @param {number} step
 * @param {number} view half the width of the view
 */
export function comparison(reference, values, low, step, view) {
  const wrong = [];
  for (let i = 0; i < values.length; i++) {
    if (!agree(reference.value(low + i * step), values[i])) wrong.push(i);
  }
  const at = wrong.find((i) => Math.abs(low + i * step) <= view) ?? wrong[0];
  if (at === undefined) return { count: 0, first: null };
  const x = low + at * step;
  return { count: wrong.length, first: { x, expected: reference.value(x), given: values[at] } };
}

/** Random numbers from 0 to 1, the same in every run (mulberry32). @param {number} seed */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * UNITS rows of BATCH standard normal numbers (Box and Muller), the same in every run.
 */
export function normalNumbers() {
  const uniform = random(8);
  return Float64Array.from({ length: UNITS * BATCH }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  });
}

/**
 * @param {Float64Array} normal @param {number} scale @param {number} bias
 */
export function inputsOf(normal, scale, bias) {
  return normal.map((z) => scale * z + bias);
}

/** @param {ArrayLike<number>} numbers */
function mean(numbers) {
  let sum = 0;
  for (let i = 0; i < numbers.length; i++) sum += numbers[i];
  return sum / numbers.length;
}

/**
 * The curve applied LAYERS times to each input, with weights of 1 between: a layer's mean slope,
 * and the mean product of the slopes from the last layer back to it, which is the gradient there.
 * @param {Curve} curve @param {Float64Array} inputs
 */
export function stack(curve, inputs) {
  const slopes = [];
  let values = inputs;
  for (let layer = 0; layer < LAYERS; layer++) {
    slopes.push(values.map(curve.slope));
    values = values.map(curve.value);
  }
  const product = new Float64Array(inputs.length).fill(1);
  const layers = [];
  for (const slope of slopes.reverse()) {
    for (let i = 0; i < product.length; i++) product[i] *= slope[i];
    layers.push({ slope: mean(slope), product: mean(product) });
  }
  return layers.reverse();
}

/**
 * Which units are positive for no input of the batch.
 * @param {Float64Array} outputs UNITS rows of BATCH
 */
export function deadUnits(outputs) {
  return Array.from({ length: UNITS }, (_, unit) =>
    outputs.subarray(unit * BATCH, (unit + 1) * BATCH).every((y) => !(y > 0)),
  );
}

/**
 * Shares of the outputs that are exactly 0, and in the outer twentieth of a bounded range.
 * @param {Float64Array} outputs @param {Curve["range"]} range
 */
export function shares(outputs, range) {
  const part = (/** @type {(y: number) => boolean} */ test) =>
    outputs.reduce((count, y) => count + Number(test(y)), 0) / outputs.length;
  const [low, high] = range ?? [null, null];
  const edge = low === null || high === null ? null : (high - low) / 20;
  return {
    zero: part((y) => y === 0),
    saturated:
      edge === null || low === null || high === null
        ? null
        : part((y) => y <= low + edge || y >= high - edge),
  };
}

/**
 * Counts in equal bins from low to high, both included; what is not finite is left out.
 * @param {Float64Array} outputs @param {number} low @param {number} high @param {number} bins
 */
export function histogram(outputs, low, high, bins) {
  const counts = new Array(bins).fill(0);
  for (const y of outputs) {
    if (!Number.isFinite(y) || y < low || y > high) continue;
    counts[Math.min(bins - 1, Math.floor(((y - low) / (high - low)) * bins))] += 1;
  }
  return counts;
}
