// The arithmetic of a sliding window, without a page: sizes, windows, products, the whole map.
// Shapes, strides, paddings and dilations are pairs (height, width), as in PyTorch.

/** @typedef {readonly [number, number]} Pair */
/** @typedef {{stride: Pair, padding: Pair, dilation: Pair}} Geometry */
/** @typedef {{rows: number, cols: number, data: Float64Array}} Grid */
/**
 * One weight of the kernel over one pixel. `row` and `col` count in the input without its padding:
 * they are negative, or past the end, where the window reaches into the padding.
 * @typedef {{row: number, col: number, value: number, weight: number, product: number,
 *   padded: boolean}} Tap
 */

export const PLAIN = /** @type {Geometry} */ ({
  stride: [1, 1],
  padding: [0, 0],
  dilation: [1, 1],
});

export const EMPTY = /** @type {Grid} */ ({ rows: 0, cols: 0, data: new Float64Array() });

/**
 * @param {number[][]} rows
 * @returns {Grid}
 */
export function gridFrom(rows) {
  return { rows: rows.length, cols: rows[0]?.length ?? 0, data: Float64Array.from(rows.flat()) };
}

/** @param {Pair} pair */
const times = (pair) => `${pair[0]} × ${pair[1]}`;

/**
 * Extent of a kernel whose taps stand `dilation` apart: d * (k - 1) + 1, per axis.
 * @param {Pair} kernel @param {Pair} dilation @returns {[number, number]}
 */
export function extent(kernel, dilation) {
  return [dilation[0] * (kernel[0] - 1) + 1, dilation[1] * (kernel[1] - 1) + 1];
}

/**
 * Why there is no output, in a sentence, or null where there is one. Refuses what
 * torch.nn.functional.conv2d refuses for one image of one channel.
 * @param {Pair} input @param {Pair} kernel @param {Geometry} geometry @returns {string | null}
 */
export function refusal(input, kernel, { stride, padding, dilation }) {
  for (const axis of [0, 1]) {
    if (stride[axis] < 1) return `The stride is ${times(stride)}; it must be at least 1.`;
    if (padding[axis] < 0) return `The padding is ${times(padding)}; it cannot be negative.`;
    if (dilation[axis] < 1) return `The dilation is ${times(dilation)}; it must be at least 1.`;
    if (kernel[axis] < 1) return `The kernel is ${times(kernel)}; it has no weights.`;
    if (input[axis] < 1) return `The image is ${times(input)}; it has no pixels.`;
  }
  const padded = /** @type {Pair} */ ([input[0] + 2 * padding[0], input[1] + 2 * padding[1]]);
  const reach = extent(kernel, dilation);
  if (reach[0] <= padded[0] && reach[1] <= padded[1]) return null;
  const spread = reach[0] !== kernel[0] || reach[1] !== kernel[1];
  return (
    `The kernel does not fit: it is ${times(kernel)}` +
    (spread ? `, spread over ${times(reach)} by its dilation,` : "") +
    ` and the image is ${times(input)}` +
    (padding[0] || padding[1] ? `, ${times(padded)} with its padding` : "") +
    ". Take a smaller kernel, a larger image, or more padding."
  );
}

/**
 * floor((n + 2p - d(k - 1) - 1) / s) + 1, per axis.
 * @param {Pair} input @param {Pair} kernel @param {Geometry} geometry @returns {[number, number]}
 */
export function outputShape(input, kernel, geometry) {
  const why = refusal(input, kernel, geometry);
  if (why) throw new RangeError(why);
  const { stride, padding, dilation } = geometry;
  const reach = extent(kernel, dilation);
  const along = (/** @type {0 | 1} */ axis) =>
    Math.floor((input[axis] + 2 * padding[axis] - reach[axis]) / stride[axis]) + 1;
  return [along(0), along(1)];
}

/**
 * The kernel's taps over the window that gives output cell (row, col), in reading order.
 * @param {Grid} image @param {Grid} kernel @param {Geometry} geometry
 * @param {number} row @param {number} col @returns {Tap[]}
 */
export function tapsAt(image, kernel, { stride, padding, dilation }, row, col) {
  const taps = [];
  for (let i = 0; i < kernel.rows; i++) {
    for (let j = 0; j < kernel.cols; j++) {
      const r = row * stride[0] - padding[0] + i * dilation[0];
      const c = col * stride[1] - padding[1] + j * dilation[1];
      const padded = r < 0 || c < 0 || r >= image.rows || c >= image.cols;
      const value = padded ? 0 : image.data[r * image.cols + c];
      const weight = kernel.data[i * kernel.cols + j];
      taps.push({ row: r, col: c, value, weight, product: value * weight, padded });
    }
  }
  return taps;
}

/** Of the terms' sizes together; their roundings add up to less. */
const NOISE = 1e-14;

/**
 * The sum of the products: one cell of the output. What is left of a 0 by rounding is a 0: −7.8e−16
 * where a template of mean zero lies on a flat patch.
 * @param {readonly Tap[]} taps
 */
export function sumOf(taps) {
  const sum = taps.reduce((all, tap) => all + tap.product, 0);
  const size = taps.reduce((all, tap) => all + Math.abs(tap.product), 0);
  return Math.abs(sum) < NOISE * size ? 0 : sum;
}

/**
 * The whole map. The kernel is not flipped: this is what deep learning calls convolution.
 * @param {Grid} image @param {Grid} kernel @param {Geometry} geometry @returns {Grid}
 */
export function crossCorrelate(image, kernel, geometry) {
  const { stride, padding, dilation } = geometry;
  const [rows, cols] = outputShape(
    [image.rows, image.cols],
    [kernel.rows, kernel.cols],
    geometry,
  );
  const data = new Float64Array(rows * cols);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      let sum = 0;
      for (let i = 0; i < kernel.rows; i++) {
        const r = row * stride[0] - padding[0] + i * dilation[0];
        if (r < 0 || r >= image.rows) continue;
        for (let j = 0; j < kernel.cols; j++) {
          const c = col * stride[1] - padding[1] + j * dilation[1];
          if (c < 0 || c >= image.cols) continue;
          sum += image.data[r * image.cols + c] * kernel.data[i * kernel.cols + j];
        }
      }
      data[row * cols + col] = sum;
    }
  }
  return { rows, cols, data };
}

/**
 * Equal up to rounding; NaN differs from everything, itself included.
 * @param {number} expected @param {number} given
 */
export function agree(expected, given) {
  return Math.abs(expected - given) <= 1e-9 + 1e-7 * Math.abs(expected);
}

/**
 * Index, in reading order, of every cell that differs between two maps of one shape.
 * @param {Grid} expected @param {Grid} given @returns {number[]}
 */
export function differences(expected, given) {
  const cells = [];
  for (let i = 0; i < expected.data.length; i++) {
    if (!agree(expected.data[i], given.data[i])) cells.push(i);
  }
  return cells;
}

/**
 * A cell worth opening on: the strongest response, and of equals the one nearest the centre.
 * @param {Grid} map @returns {number} its index in reading order
 */
export function strongest({ rows, cols, data }) {
  const distance = (/** @type {number} */ i) =>
    Math.abs(Math.floor(i / cols) - (rows - 1) / 2) + Math.abs((i % cols) - (cols - 1) / 2);
  let best = 0;
  for (let i = 1; i < data.length; i++) {
    const gain = Math.abs(data[i]) - Math.abs(data[best]);
    if (gain > 1e-12 || (gain > -1e-12 && distance(i) < distance(best))) best = i;
  }
  return best;
}
