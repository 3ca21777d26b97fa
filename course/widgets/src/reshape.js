// What reshape does to an image: the numbers stay in memory order, the axes do not.

/**
 * Where in an image (H, W, C) the number lies that reshape(C, H, W) puts at [k, r, c].
 * @param {number} k @param {number} r @param {number} c
 * @param {{rows: number, cols: number, channels: number}} shape
 * @returns {[number, number, number]}
 */
export function reshapedFrom(k, r, c, { rows, cols, channels }) {
  const flat = (k * rows + r) * cols + c;
  return [
    Math.floor(flat / (cols * channels)),
    Math.floor(flat / channels) % cols,
    flat % channels,
  ];
}
