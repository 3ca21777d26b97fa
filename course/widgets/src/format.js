// Numbers as a reader wants them, and back.

const MINUS = "\u2212";

/**
 * At most three decimals, no trailing zeros, a true minus sign: -1.25 is "−1.25".
 * @param {number} value @param {number} [decimals]
 */
export function show(value, decimals = 3) {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : `${MINUS}inf`;
  const size = Math.abs(value);
  const far = size >= 1e6 || (size > 0 && size < 0.5 * 10 ** -decimals);
  const text = far ? value.toExponential(2) : String(Number(value.toFixed(decimals)) + 0);
  return text.replace("-", MINUS);
}

/**
 * Two numbers that differ, with as many decimals as it takes to see that they do.
 * @param {number} a @param {number} b @returns {[string, string]}
 */
export function showApart(a, b) {
  for (let decimals = 3; decimals < 12; decimals++) {
    const pair = /** @type {[string, string]} */ ([show(a, decimals), show(b, decimals)]);
    if (pair[0] !== pair[1]) return pair;
  }
  return [String(a), String(b)];
}

/**
 * The number a person typed, with either minus sign, or null if it is none. "1/9" is a number too.
 * @param {string} text
 */
export function parse(text) {
  const plain = text.trim().replaceAll(MINUS, "-");
  if (!/^[-+.\d/e]+$/i.test(plain)) return null;
  const [top, bottom = "1", ...more] = plain.split("/");
  if (more.length || top === "" || bottom === "") return null;
  const value = Number(top) / Number(bottom);
  return Number.isFinite(value) ? value : null;
}

/**
 * "1 cell", "2 cells".
 * @param {number} count @param {string} noun
 */
export function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
