// From numbers to grey levels and colours. Signed data runs dark blue, mid-grey, yellow: lightness
// rises all the way, so it reads in black and white and for every kind of colour vision.

/** @typedef {{low: number, high: number, signed: boolean}} Scale */
/** @typedef {[number, number, number]} Rgb */

/** @type {readonly Rgb[]} */
const SIGNED = [
  [0, 34, 78],
  [30, 58, 110],
  [65, 77, 107],
  [96, 100, 112],
  [127, 127, 127],
  [152, 147, 118],
  [181, 169, 110],
  [219, 198, 90],
  [254, 232, 56],
];

/**
 * Symmetric about zero as soon as there is a negative number, else from 0 to 1 or to the maximum.
 * @param {ArrayLike<number>} data @returns {Scale}
 */
export function scaleOf(data) {
  let low = 0;
  let high = 0;
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) continue;
    low = Math.min(low, data[i]);
    high = Math.max(high, data[i]);
  }
  if (low >= 0) return { low: 0, high: Math.max(1, high), signed: false };
  const most = Math.max(-low, high);
  return { low: -most, high: most, signed: true };
}

/**
 * @param {number} value @param {Scale} scale @returns {Rgb}
 */
export function colourOf(value, { low, high, signed }) {
  const at = Math.min(1, Math.max(0, (value - low) / (high - low)));
  if (!signed) {
    const grey = Math.round(255 * at);
    return [grey, grey, grey];
  }
  const place = at * (SIGNED.length - 1);
  const left = Math.min(Math.floor(place), SIGNED.length - 2);
  const mix = (/** @type {0 | 1 | 2} */ k) =>
    Math.round(SIGNED[left][k] + (place - left) * (SIGNED[left + 1][k] - SIGNED[left][k]));
  return [mix(0), mix(1), mix(2)];
}

/**
 * Black or white, whichever reads better on a colour.
 * @param {Rgb} rgb
 */
export function inkOn([red, green, blue]) {
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140 ? "#000" : "#fff";
}

/** @param {Scale} scale */
export function gradient(scale) {
  const stops = scale.signed ? SIGNED : [[0, 0, 0], [255, 255, 255]];
  return `linear-gradient(to right, ${stops.map((rgb) => `rgb(${rgb.join(" ")})`).join(", ")})`;
}
