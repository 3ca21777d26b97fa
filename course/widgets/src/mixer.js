// A layer as a table of slices: partial maps, their sum, the bias, and what it costs. No page here.

import { agree, crossCorrelate, EMPTY, PLAIN, refusal } from "./conv.js";

/** @typedef {import("./conv.js").Grid} Grid */
/** @typedef {{shape: readonly number[], data: Float64Array}} Tensor */

/**
 * The plane [i, j] of a tensor of four axes.
 * @param {Tensor} tensor @param {number} i @param {number} j @returns {Grid}
 */
export function plane({ shape, data }, i, j) {
  const [rows, cols] = [shape[2], shape[3]];
  const from = (i * shape[1] + j) * rows * cols;
  return { rows, cols, data: data.subarray(from, from + rows * cols) };
}

/**
 * Why the layer has no output, or null.
 * @param {Tensor} x @param {Tensor} weight
 */
export function layerRefusal(x, weight) {
  const why = refusal([x.shape[2], x.shape[3]], [weight.shape[2], weight.shape[3]], PLAIN);
  return why && why.replace("kernel, a larger image, or more padding", "kernel or a larger image");
}

/** @param {readonly Grid[]} maps @param {number} [bias] @returns {Grid} */
export function added(maps, bias = 0) {
  if (maps.length === 0) return EMPTY;
  const data = new Float64Array(maps[0].data.length);
  for (const map of maps) map.data.forEach((value, i) => (data[i] += value));
  return { ...maps[0], data: bias ? data.map((value) => value + bias) : data };
}

/**
 * What filter `o` makes of each channel of image `n`: as many maps as channels, not yet added.
 * @param {Tensor} x @param {Tensor} weight @param {number} n @param {number} o @returns {Grid[]}
 */
export function partials(x, weight, n, o) {
  return Array.from({ length: x.shape[1] }, (_, c) =>
    crossCorrelate(plane(x, n, c), plane(weight, o, c), PLAIN),
  );
}

/**
 * The whole layer, for every image: (N, C_out, H', W').
 * @param {Tensor} x @param {Tensor} weight @param {Float64Array | null} bias @returns {Tensor}
 */
export function layer(x, weight, bias) {
  const [images, filters] = [x.shape[0], weight.shape[0]];
  const size = [x.shape[2] - weight.shape[2] + 1, x.shape[3] - weight.shape[3] + 1];
  const data = new Float64Array(images * filters * size[0] * size[1]);
  for (let i = 0; i < images * filters; i++) {
    const [n, o] = [Math.floor(i / filters), i % filters];
    data.set(added(partials(x, weight, n, o), bias?.[o]).data, i * size[0] * size[1]);
  }
  return { shape: [images, filters, ...size], data };
}

/**
 * The index of every number that differs, in the order of memory; null where the shapes do.
 * @param {Tensor} expected @param {Tensor} given @returns {number[] | null}
 */
export function tensorDifferences(expected, given) {
  if (String(expected.shape) !== String(given.shape)) return null;
  const found = [];
  for (let i = 0; i < expected.data.length; i++) {
    if (!agree(expected.data[i], given.data[i])) found.push(i);
  }
  return found;
}

/**
 * Image, map, row and column of an index.
 * @param {number} index @param {readonly number[]} shape
 */
export function placeOf(index, [, filters, rows, cols]) {
  const map = Math.floor(index / (rows * cols));
  const at = index % (rows * cols);
  return { image: Math.floor(map / filters), filter: map % filters, row: Math.floor(at / cols), col: at % cols };
}

/**
 * Parameters, and multiply-accumulates for one image, of the layer and of a dense layer between
 * as many inputs and outputs. Adding a bias is no multiply-accumulate.
 * @param {readonly number[]} x shape @param {readonly number[]} weight shape @param {boolean} bias
 */
export function costs(x, weight, bias) {
  const [, channels, height, width] = x;
  const [filters, , kernelHeight, kernelWidth] = weight;
  const positions = (height - kernelHeight + 1) * (width - kernelWidth + 1);
  const weights = filters * channels * kernelHeight * kernelWidth;
  const [inputs, outputs] = [channels * height * width, filters * positions];
  return {
    ...{ weights, positions, inputs, outputs },
    conv: { parameters: weights + (bias ? filters : 0), macs: weights * positions },
    dense: { parameters: inputs * outputs + (bias ? outputs : 0), macs: inputs * outputs },
  };
}

/** A count as people write it: 3041280 is "3,041,280". @param {number} count */
export const grouped = (count) => count.toLocaleString("en-US");
