// Sizes and places a drawing as MNIST's digits were; course/widgets/centring.py computes the same.

export const SIDE = 28;
const BOX = 20;
/** What is fainter is no ink when the drawing is measured. */
export const FAINTEST = 0.1;
const MARGIN = 2;

/**
 * What LeNet-5 reads of a drawing: 32 x 32.
 * @param {Float64Array} drawing 28 x 28, ink is 1 @param {boolean} centre
 */
export function seenByNet(drawing, centre) {
  const picture = centre ? centred(drawing) : drawing;
  const side = SIDE + 2 * MARGIN;
  const seen = new Float64Array(side * side);
  for (let row = 0; row < SIDE; row++) {
    seen.set(picture.subarray(row * SIDE, (row + 1) * SIDE), (row + MARGIN) * side + MARGIN);
  }
  return seen;
}

/**
 * The ink sized to a box of 20 x 20, its centre of mass in the middle; without ink, the drawing.
 * @param {Float64Array} drawing
 */
export function centred(drawing) {
  const profiles = [new Float64Array(SIDE), new Float64Array(SIDE)];
  const [first, last] = [[SIDE, SIDE], [-1, -1]];
  drawing.forEach((value, i) => {
    [Math.floor(i / SIDE), i % SIDE].forEach((place, axis) => {
      profiles[axis][place] += value;
      if (value < FAINTEST) return;
      first[axis] = Math.min(first[axis], place);
      last[axis] = Math.max(last[axis], place);
    });
  });
  if (last[0] < 0) return drawing;
  const scale = BOX / (1 + Math.max(last[0] - first[0], last[1] - first[1]));
  const [rows, cols] = profiles.map((profile) => resample(profile, scale));
  const half = new Float64Array(SIDE * SIDE);
  const out = new Float64Array(SIDE * SIDE);
  for (let row = 0; row < SIDE; row++) {
    for (const [from, weight] of rows[row]) {
      for (let col = 0; col < SIDE; col++) half[row * SIDE + col] += weight * drawing[from * SIDE + col];
    }
    for (let col = 0; col < SIDE; col++) {
      for (const [from, weight] of cols[col]) out[row * SIDE + col] += weight * half[row * SIDE + from];
    }
  }
  return out.map((value) => Math.min(1, Math.max(0, value)));
}

/**
 * For each pixel of the result, the pixels that it is a mean of, with their weights. Pixels beyond
 * the frame are 0: their weights count in the mean and are left out.
 * @param {Float64Array} profile ink in each row, or in each column @param {number} scale
 * @returns {[number, number][][]}
 */
function resample(profile, scale) {
  const total = profile.reduce((sum, ink) => sum + ink, 0);
  const middle = profile.reduce((sum, ink, place) => sum + ink * (place + 0.5), 0) / total;
  const reach = Math.max(1, 1 / scale);
  return Array.from(profile, (_, place) => {
    const at = middle + (place + 0.5 - SIDE / 2) / scale;
    /** @type {[number, number][]} */
    const taps = [];
    for (let i = Math.floor(at - reach); i <= Math.ceil(at + reach); i++) {
      const weight = 1 - Math.abs(i + 0.5 - at) / reach;
      if (weight > 0) taps.push([i, weight]);
    }
    const sum = taps.reduce((all, [, weight]) => all + weight, 0);
    return taps
      .filter(([i]) => i >= 0 && i < SIDE)
      .map(([i, weight]) => /** @type {[number, number]} */ ([i, weight / sum]));
  });
}
