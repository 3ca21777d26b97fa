// LeNet-5's forward pass, as lesson 14 builds it: convolution, tanh, means of 2 x 2, linear.

import { lenet } from "./architecture.js";

const LAYERS = lenet("modern");
const KERNEL = 5;

/** Where each stage begins among all of them, laid flat, and the end of the last. */
export const STARTS = LAYERS.reduce(
  (starts, { maps, rows, cols }) => [...starts, starts[starts.length - 1] + maps * rows * cols],
  [0],
);

/**
 * Numbers of half precision, little-endian.
 * @param {DataView | ArrayBuffer} data @returns {Float64Array}
 */
export function halves(data) {
  const view = data instanceof DataView ? data : new DataView(data);
  return Float64Array.from({ length: view.byteLength / 2 }, (_, i) => half(view.getUint16(2 * i, true)));
}

/** @param {number} bits sign, five of the exponent, ten of the fraction */
export function half(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? (1024 + fraction) * 2 ** (exponent - 25) : fraction * 2 ** -24);
}

/**
 * Slide every filter over every map, without padding; add the bias.
 * @param {Float64Array} x maps, flat @param {{maps: number, rows: number, cols: number}} of x
 * @param {Float64Array} weight (filters, maps, k, k), flat @param {Float64Array} bias
 * @param {number} [k] @returns {Float64Array} (filters, rows - k + 1, cols - k + 1), flat
 */
export function convolve(x, { maps, rows, cols }, weight, bias, k = KERNEL) {
  const [high, wide] = [rows - k + 1, cols - k + 1];
  const out = new Float64Array(bias.length * high * wide);
  for (let o = 0; o < bias.length; o++) {
    const start = o * high * wide;
    out.fill(bias[o], start, start + high * wide);
    for (let tap = 0; tap < maps * k * k; tap++) {
      const w = weight[o * maps * k * k + tap];
      const c = Math.floor(tap / (k * k));
      const from = c * rows * cols + Math.floor((tap % (k * k)) / k) * cols + (tap % k);
      for (let row = 0; row < high; row++) {
        const [to, at] = [start + row * wide, from + row * cols];
        for (let col = 0; col < wide; col++) out[to + col] += w * x[at + col];
      }
    }
  }
  return out;
}

/**
 * The mean of each 2 x 2 cells; an odd last row or column is left out.
 * @param {Float64Array} x @param {{maps: number, rows: number, cols: number}} of x
 * @returns {Float64Array}
 */
export function pooled(x, { maps, rows, cols }) {
  const [high, wide] = [Math.floor(rows / 2), Math.floor(cols / 2)];
  const out = new Float64Array(maps * high * wide);
  for (let i = 0; i < out.length; i++) {
    const [map, place] = [Math.floor(i / (high * wide)), i % (high * wide)];
    const at = map * rows * cols + 2 * Math.floor(place / wide) * cols + 2 * (place % wide);
    out[i] = (x[at] + x[at + 1] + x[at + cols] + x[at + cols + 1]) / 4;
  }
  return out;
}

/**
 * @param {Float64Array} x @param {Float64Array} weight (units, inputs), flat @param {Float64Array} bias
 * @returns {Float64Array}
 */
export function linear(x, weight, bias) {
  return bias.map((b, unit) => {
    let sum = b;
    const from = unit * x.length;
    for (let i = 0; i < x.length; i++) sum += weight[from + i] * x[i];
    return sum;
  });
}

/** @param {Float64Array} x @returns {Float64Array} */
export const tanh = (x) => x.map(Math.tanh);

/**
 * Run the network on one picture.
 * @param {Float64Array} weights all 61 706, layer by layer, each layer's biases after its weights
 * @param {Float64Array} picture 32 x 32, ink is 1
 * @returns {Float64Array} every stage, from the picture to the ten scores, flat; see `STARTS`
 */
export function forward(weights, picture) {
  const out = new Float64Array(STARTS[STARTS.length - 1]);
  out.set(picture);
  let x = picture;
  let used = 0;
  const take = (/** @type {number} */ count) => weights.subarray(used, (used += count));
  LAYERS.slice(1).forEach((layer, i) => {
    const before = LAYERS[i];
    if (layer.parameters === 0) x = pooled(x, before);
    else {
      const weight = take(layer.parameters - layer.maps);
      const bias = take(layer.maps);
      // C5 covers the whole of S4's maps: a convolution of one position is a linear layer.
      x = layer.rows > 1 ? convolve(x, before, weight, bias) : linear(x, weight, bias);
      if (layer.name !== "output") x = tanh(x);
    }
    out.set(x, STARTS[i + 1]);
  });
  return out;
}

/**
 * The map that ink changes most: the mean distance of its cells from the first, which sees none as
 * long as nothing is drawn in that corner.
 * @param {Float64Array} maps flat @param {number} count of maps
 */
export function strongest(maps, count) {
  const size = maps.length / count;
  const change = Array.from({ length: count }, (_, map) => {
    let sum = 0;
    for (let i = 1; i < size; i++) sum += Math.abs(maps[map * size + i] - maps[map * size]);
    return sum;
  });
  const most = Math.max(...change);
  return most > 1e-9 * maps.length ? change.indexOf(most) : -1;
}
