// Kernels with a name, made for the size in use, so that choosing one never changes a shape.

/** @typedef {{name: string, make: (rows: number, cols: number) => number[][] | null}} Preset */

/**
 * @param {number} rows @param {number} cols @param {(i: number, j: number) => number} weight
 * @returns {number[][]}
 */
function fill(rows, cols, weight) {
  return Array.from({ length: rows }, (_, i) => Array.from({ length: cols }, (_, j) => weight(i, j)));
}

/** @param {number} n */
const odd = (n) => n % 2 === 1;

/** @type {readonly Preset[]} */
export const PRESETS = [
  {
    name: "identity",
    make: (rows, cols) =>
      odd(rows) && odd(cols)
        ? fill(rows, cols, (i, j) => Number(i === (rows - 1) / 2 && j === (cols - 1) / 2))
        : null,
  },
  {
    name: "vertical edge",
    make: (rows, cols) =>
      cols > 1 ? fill(rows, cols, (_, j) => Math.sign(j - (cols - 1) / 2) + 0) : null,
  },
  {
    name: "horizontal edge",
    make: (rows, cols) =>
      rows > 1 ? fill(rows, cols, (i) => Math.sign(i - (rows - 1) / 2) + 0) : null,
  },
  {
    name: "blur (mean)",
    make: (rows, cols) => (rows * cols > 1 ? fill(rows, cols, () => 1 / (rows * cols)) : null),
  },
  {
    name: "sharpen",
    make: (rows, cols) =>
      rows === 3 && cols === 3
        ? [
            [0, -1, 0],
            [-1, 5, -1],
            [0, -1, 0],
          ]
        : null,
  },
  {
    name: "up-left pixel",
    make: (rows, cols) =>
      rows * cols > 1 ? fill(rows, cols, (i, j) => Number(i === 0 && j === 0)) : null,
  },
];

/**
 * Both axes reversed: half a turn, what "convolution" does before it slides.
 * @param {number[][]} kernel
 */
export function flip(kernel) {
  return kernel.map((row) => row.slice().reverse()).reverse();
}

/**
 * The name of a kernel that is a preset, else "custom".
 * @param {number[][]} kernel
 */
export function nameOf(kernel) {
  const found = PRESETS.find(({ make }) => {
    const preset = make(kernel.length, kernel[0].length);
    return preset?.every((row, i) => row.every((weight, j) => weight === kernel[i][j]));
  });
  return found?.name ?? "custom";
}
