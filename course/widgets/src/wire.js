// How an array travels between Python and the page: its shape and its bytes, little-endian.

/** @typedef {import("./conv.js").Grid} Grid */
/** @typedef {{shape: number[], dtype: "float64" | "uint8", data: DataView | ArrayBuffer}} Wire */

/**
 * @param {Wire} wire @returns {Float64Array}
 */
export function numbers({ dtype, data }) {
  const view = data instanceof DataView ? data : new DataView(data);
  const out = new Float64Array(dtype === "uint8" ? view.byteLength : view.byteLength / 8);
  for (let i = 0; i < out.length; i++) {
    out[i] = dtype === "uint8" ? view.getUint8(i) : view.getFloat64(8 * i, true);
  }
  return out;
}

/**
 * @param {Wire} wire a 2-D array @returns {Grid}
 */
export function gridOf(wire) {
  return { rows: wire.shape[0], cols: wire.shape[1], data: numbers(wire) };
}
