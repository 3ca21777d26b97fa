// What is to be seen of a cell of dout, dx or dw: a sentence, more words, and the products in a table.

import { at, intoInput, intoWeight, overlaps, scatter } from "./flow.js";
import { plural, show } from "./format.js";

/** @typedef {import("./conv.js").Grid} Grid */
/** @typedef {import("./flow.js").Part} Part */
/** @typedef {import("./views/flow_table.js").Cell} Cell */
/** @typedef {{x: Grid, weight: Grid, stride: number, dout: Grid}} Arrays */
/**
 * @typedef {{sentence: string, words: string, caption: string, cells: Cell[], cols: number,
 *   total: {label: string, sum: string} | null}} Told
 */

/** @param {string} noun @param {number} from @param {number} to */
const span = (noun, from, to) => (from === to ? `${noun} ${from}` : `${noun}s ${from} to ${to}`);

/** @param {readonly import("./flow.js").Term[]} terms @returns {Cell[]} */
const cellsOf = (terms) =>
  terms.map(({ label, a, b, product }) => ({
    lines: [{ label, factors: `${show(a, 2)} × ${show(b, 2)}`, product: show(product) }],
    negative: product < 0,
  }));

/** @param {number} row @param {number} col @param {Arrays} arrays @returns {Told} */
function tellDout(row, col, { x, weight, stride, dout }) {
  const value = at(dout, row, col);
  const [top, left] = [row * stride, col * stride];
  const shared = overlaps(dout, weight, stride, row, col).length;
  const where = `${span("row", top, top + weight.rows - 1)}, ${span("column", left, left + weight.cols - 1)}`;
  const count = weight.data.length;
  const reaches = `reaches x in ${where}, ${count === 1 ? "the one weight" : `all ${count} weights`}, and db`;
  return {
    sentence: `dout[${row}, ${col}] = ${show(value)} ${reaches}`,
    words:
      value === 0
        ? "It is 0, so nothing is added. Space makes it 1."
        : shared
          ? `${shared} of its ${count} inputs ${shared === 1 ? "is" : "are"} reached by other cells of dout as well (outlined; their copies are dashed): there the copies add up.`
          : "No other cell of dout reaches its inputs, so dx holds one copy of the kernel, times this value, there.",
    caption: `Added by dout[${row}, ${col}]: its copy of the kernel to dx, its window to dw`,
    cells: scatter(dout, x, weight, stride, row, col).map((place) => ({
      lines: [
        {
          label: `dx[${place.r}, ${place.c}] += dout × w[${place.i}, ${place.j}]`,
          factors: `${show(value, 2)} × ${show(place.w, 2)}`,
          product: show(place.toInput),
        },
        {
          label: `dw[${place.i}, ${place.j}] += dout × x[${place.r}, ${place.c}]`,
          factors: `${show(value, 2)} × ${show(place.pixel, 2)}`,
          product: show(place.toWeight),
        },
      ],
      negative: false,
    })),
    cols: weight.cols,
    total: null,
  };
}

/** @param {number} row @param {number} col @param {Arrays} arrays @returns {Told} */
function tellDx(row, col, { weight, stride, dout }) {
  const { terms, cols, sum } = intoInput(dout, weight, stride, row, col);
  const name = `dx[${row}, ${col}]`;
  if (!terms.length) {
    return {
      sentence: `${name} = 0: no window reaches x[${row}, ${col}]`,
      words:
        "With this stride, no window of the forward pass covers this input: nothing that it does can change the loss.",
      caption: `What makes ${name}`,
      cells: [],
      cols: 0,
      total: { label: `${name} =`, sum: "0" },
    };
  }
  const parts = terms.filter((term) => term.product !== 0).length;
  return {
    sentence: `${name} = ${show(sum)}, from ${plural(terms.length, "window")}`,
    words:
      `${parts} of ${plural(terms.length, "product")} ${parts === 1 ? "is" : "are"} not 0. ` +
      (terms.length > 1
        ? "As dout goes on to the right and down, the weight goes to the left and up: that is the flipped kernel of a full correlation."
        : "One window covers this input, so one copy of the kernel lies here."),
    caption: `What makes ${name}: each window that covers x[${row}, ${col}]`,
    cells: cellsOf(terms),
    cols,
    total: { label: `${name} =`, sum: show(sum) },
  };
}

/** @param {number} i @param {number} j @param {Arrays} arrays @returns {Told} */
function tellDw(i, j, { x, stride, dout }) {
  const { terms, cols, sum } = intoWeight(dout, x, stride, i, j);
  const name = `dw[${i}, ${j}]`;
  return {
    sentence: `${name} = ${show(sum)}, from ${plural(terms.length, "window")}`,
    words:
      "This weight lay on one input of every window (outlined in x)" +
      (stride > 1 ? `, ${stride} apart` : "") +
      ": each counts as much as dout says of its window.",
    caption: `What makes ${name}: dout × the input under w[${i}, ${j}], window by window`,
    cells: cellsOf(terms),
    cols,
    total: { label: `${name} =`, sum: show(sum) },
  };
}

/**
 * @param {Part} part @param {number} row @param {number} col @param {Arrays} arrays @returns {Told}
 */
export function tell(part, row, col, arrays) {
  if (part === "dout") return tellDout(row, col, arrays);
  return part === "dx" ? tellDx(row, col, arrays) : tellDw(row, col, arrays);
}

/**
 * @param {Grid} dout @param {boolean} partial @param {number | null} given yours
 * @param {boolean} wrong whether yours differs
 */
export function tellDb(dout, partial, given, wrong) {
  const terms = Array.from(dout.data).filter((value) => value !== 0);
  const texts = terms.map((value, i) => (i && value < 0 ? `(${show(value)})` : show(value)));
  const sum = terms.length > 1 && terms.length <= 4 ? `${texts.join(" + ")} = ` : "sum of dout = ";
  const total = show(terms.reduce((a, b) => a + b, 0));
  const yours = given === null ? "" : `; yours: ${wrong ? "≠ " : ""}${show(given)}`;
  return `db${partial ? " so far" : ""} = ${sum}${total}${yours}`;
}
