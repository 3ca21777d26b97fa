// The arithmetic of a convolution's backward pass, without a page: scattering, gathering, comparing.

import { agree, EMPTY } from "./conv.js";
import { showApart } from "./format.js";

/** @typedef {import("./conv.js").Grid} Grid */
/** @typedef {"dout" | "dx" | "dw"} Part */
/** @typedef {{dx: Grid, dw: Grid, db: number}} Gradients */
/**
 * One product that is added somewhere: `row` and `col` are a cell of dout.
 * @typedef {{row: number, col: number, a: number, b: number, product: number, label: string}} Term
 */
/** Terms as they lie in a table. @typedef {{terms: Term[], cols: number, sum: number}} Terms */

/** @param {Grid} grid @param {number} row @param {number} col */
export const at = ({ cols, data }, row, col) => data[row * cols + col];

/** @param {number} rows @param {number} cols @returns {Grid} */
export const zeros = (rows, cols) => ({ rows, cols, data: new Float64Array(rows * cols) });

/** @param {Grid} x @param {Grid} weight @param {number} stride @returns {[number, number]} */
export const mapShape = (x, weight, stride) => [
  Math.floor((x.rows - weight.rows) / stride) + 1,
  Math.floor((x.cols - weight.cols) / stride) + 1,
];

/**
 * dx, dw and db: every cell of dout adds its copy of the kernel to dx, and its window to dw.
 * @param {Grid} dout @param {Grid} x @param {Grid} weight @param {number} stride
 * @returns {Gradients}
 */
export function gradients(dout, x, weight, stride) {
  const [dx, dw] = [zeros(x.rows, x.cols), zeros(weight.rows, weight.cols)];
  for (let row = 0; row < dout.rows; row++) {
    for (let col = 0; col < dout.cols; col++) {
      const value = at(dout, row, col);
      for (let i = 0; i < weight.rows; i++) {
        for (let j = 0; j < weight.cols; j++) {
          const place = (row * stride + i) * x.cols + col * stride + j;
          dx.data[place] += value * at(weight, i, j);
          dw.data[i * weight.cols + j] += value * x.data[place];
        }
      }
    }
  }
  return { dx, dw, db: dout.data.reduce((sum, value) => sum + value, 0) };
}

/** dout with what lies behind a cell, in reading order, left out. @param {Grid} dout @param {number} last */
export const upTo = (dout, last) => ({ ...dout, data: dout.data.map((value, i) => (i > last ? 0 : value)) });

/** @param {number} low @param {number} high @param {(value: number) => boolean} keep */
const between = (low, high, keep = () => true) =>
  Array.from({ length: Math.max(0, high - low) }, (_, i) => low + i).filter(keep);

/**
 * What makes one cell of dx: each window that covers it, with the weight that lies on it. The
 * windows go forward and the weights backward, which is what a flipped kernel means.
 * @param {Grid} dout @param {Grid} weight @param {number} stride @param {number} row @param {number} col
 * @returns {Terms}
 */
export function intoInput(dout, weight, stride, row, col) {
  const covering = (/** @type {number} */ place, /** @type {number} */ count, /** @type {number} */ length) =>
    between(0, count, (start) => place >= start * stride && place < start * stride + length);
  const cols = covering(col, dout.cols, weight.cols);
  const terms = covering(row, dout.rows, weight.rows).flatMap((r) =>
    cols.map((c) => {
      const [i, j] = [row - r * stride, col - c * stride];
      const [a, b] = [at(dout, r, c), at(weight, i, j)];
      return { row: r, col: c, a, b, product: a * b, label: `dout[${r}, ${c}] × w[${i}, ${j}]` };
    }),
  );
  return { terms, cols: cols.length, sum: total(terms) };
}

/**
 * What makes one cell of dw: the input under that weight in every window, times the window's dout.
 * @param {Grid} dout @param {Grid} x @param {number} stride @param {number} i @param {number} j
 * @returns {Terms}
 */
export function intoWeight(dout, x, stride, i, j) {
  const terms = Array.from(dout.data, (a, index) => {
    const [row, col] = [Math.floor(index / dout.cols), index % dout.cols];
    const [r, c] = [row * stride + i, col * stride + j];
    const b = at(x, r, c);
    return { row, col, a, b, product: a * b, label: `dout[${row}, ${col}] × x[${r}, ${c}]` };
  });
  return { terms, cols: dout.cols, sum: total(terms) };
}

/** @param {readonly Term[]} terms */
const total = (terms) => terms.reduce((sum, term) => sum + term.product, 0);

/**
 * Where one cell of dout goes: a place of its window a term, with what is added to dx and to dw.
 * @param {Grid} dout @param {Grid} x @param {Grid} weight @param {number} stride
 * @param {number} row @param {number} col
 */
export function scatter(dout, x, weight, stride, row, col) {
  const value = at(dout, row, col);
  return Array.from(weight.data, (w, k) => {
    const [i, j] = [Math.floor(k / weight.cols), k % weight.cols];
    const [r, c] = [row * stride + i, col * stride + j];
    const pixel = at(x, r, c);
    return { i, j, r, c, value, w, pixel, toInput: value * w, toWeight: value * pixel };
  });
}

/**
 * Cells of dout that are not 0, in reading order.
 * @param {Grid} dout @returns {{row: number, col: number}[]}
 */
export const active = ({ cols, data }) =>
  Array.from(data, (value, i) => ({ value, row: Math.floor(i / cols), col: i % cols }))
    .filter(({ value }) => value !== 0)
    .map(({ row, col }) => ({ row, col }));

/**
 * The inputs of one window that other cells of dout reach too: there copies add up.
 * @param {Grid} dout @param {Grid} weight @param {number} stride @param {number} row @param {number} col
 */
export function overlaps(dout, weight, stride, row, col) {
  const others = active(dout).filter((cell) => cell.row !== row || cell.col !== col);
  return between(0, weight.rows * weight.cols)
    .map((k) => ({ row: row * stride + Math.floor(k / weight.cols), col: col * stride + (k % weight.cols) }))
    .filter((place) =>
      others.some((cell) => {
        const [down, right] = [place.row - cell.row * stride, place.col - cell.col * stride];
        return down >= 0 && down < weight.rows && right >= 0 && right < weight.cols;
      }),
    );
}

/**
 * dout for the widget to open on, and after a change of stride: two overlapping windows near the
 * centre. As _opening in course/widgets/gradient_flow.py.
 * @param {number} rows @param {number} cols @returns {Grid}
 */
export function opening(rows, cols) {
  const dout = zeros(rows, cols);
  const [row, col] = [Math.floor((rows - 1) / 2), Math.floor((cols - 1) / 2)];
  dout.data[Math.min(row + 1, rows - 1) * cols + Math.min(col + 1, cols - 1)] = -2;
  dout.data[row * cols + col] = 1;
  return dout;
}

/** @param {Grid} grid the same with rows and columns counted from the end @returns {Grid} */
const turned = (grid) => ({ ...grid, data: grid.data.slice().reverse() });

/** @param {Grid} grid @returns {Grid} */
function transposed({ rows, cols, data }) {
  const out = zeros(cols, rows);
  data.forEach((value, i) => {
    out.data[(i % cols) * rows + Math.floor(i / cols)] = value;
  });
  return out;
}

/** dx where later copies replace what was there. @param {Grid} dout @param {Grid} x @param {Grid} weight @param {number} stride */
function replaced(dout, x, weight, stride) {
  const dx = zeros(x.rows, x.cols);
  for (let row = 0; row < dout.rows; row++) {
    for (let col = 0; col < dout.cols; col++) {
      for (const { r, c, toInput } of scatter(dout, x, weight, stride, row, col)) dx.data[r * x.cols + c] = toInput;
    }
  }
  return dx;
}

/**
 * The three arrays your function gave, one after the other.
 * @param {Float64Array | null} flat @param {Gradients} like @returns {Gradients | null}
 */
export function unpack(flat, { dx, dw }) {
  const [m, n] = [dx.data.length, dw.data.length];
  if (flat?.length !== m + n + 1) return null;
  return { dx: { ...dx, data: flat.slice(0, m) }, dw: { ...dw, data: flat.slice(m, m + n) }, db: flat[m + n] };
}

/** @param {Grid} one @param {Grid} other */
const same = (one, other) =>
  one.rows === other.rows && one.cols === other.cols && one.data.every((value, i) => agree(value, other.data[i]));

/**
 * Your gradients against the reference: cells that differ, and the first of them with the name of
 * the mistake where it has one.
 * @param {Grid} dout @param {Grid} x @param {Grid} weight @param {number} stride
 * @param {Gradients} given
 */
export function compare(dout, x, weight, stride, given) {
  const want = gradients(dout, x, weight, stride);
  const off = (/** @type {Grid} */ a, /** @type {Grid} */ b) =>
    Array.from(a.data.keys()).filter((i) => !agree(a.data[i], b.data[i]));
  const wrong = { dx: off(want.dx, given.dx), dw: off(want.dw, given.dw), db: !agree(want.db, given.db) };
  const step = weight.data.every((w, i) => agree(w, turned(weight).data[i])) ? EMPTY : turned(weight);
  /** @type {[boolean, string][]} */
  let hints = [];
  /** @type {{part: "dx" | "dw" | "db", row: number, col: number, expected: number, given: number} | null} */
  let first = null;
  for (const part of /** @type {const} */ (["dx", "dw"])) {
    if (first || wrong[part].length === 0) continue;
    const [cell, cols] = [wrong[part][0], want[part].cols];
    first = {
      part,
      row: Math.floor(cell / cols),
      col: cell % cols,
      expected: want[part].data[cell],
      given: given[part].data[cell],
    };
    hints =
      part === "dx"
        ? [
            [same(replaced(dout, x, weight, stride), given.dx), "Where copies overlap, the last one replaced the others: add them, +=."],
            [step !== EMPTY && same(gradients(dout, x, step, stride).dx, given.dx), "The copies of the kernel are turned by half a turn; scattering adds it as it is."],
          ]
        : [
            [same(transposed(want.dw), given.dw), "Rows and columns of dw are exchanged."],
            [same(turned(want.dw), given.dw), "dw is turned by half a turn."],
            [same({ ...want.dw, data: want.dw.data.map((value) => value / dout.data.length) }, given.dw), "It is a mean over the windows; the gradients add up."],
          ];
  }
  if (!first && wrong.db) {
    first = { part: "db", row: 0, col: 0, expected: want.db, given: given.db };
    hints = [[agree(want.db / dout.data.length, given.db), "This is the mean of dout: the bias touches every cell, so gradients add."]];
  }
  return {
    first,
    wrong,
    count: wrong.dx.length + wrong.dw.length + Number(wrong.db),
    hint: hints.find(([is]) => is)?.[1] ?? "",
  };
}

/** @param {ReturnType<typeof compare>} found @param {string} name of the function @param {number} of how many */
export function verdict({ first, count, hint }, name, of) {
  if (!first) return `${name} agrees with the reference: all ${of} numbers of dx, dw and db.`;
  const [want, have] = showApart(first.expected, first.given);
  const where = first.part === "db" ? "db" : `${first.part}[${first.row}, ${first.col}]`;
  return (
    `${name}: ${count} of ${of} numbers ${count === 1 ? "differs" : "differ"} from the reference. The first is ` +
    `${where}: expected ${want}, ${name} gave ${have}.${hint ? ` ${hint}` : ""}`
  );
}

/** Why a dout shows little, or "". @param {Grid} dout */
export function weakness({ data }) {
  if (data.every((value) => value === 0)) return "But dout is all 0, which shows nothing: choose a cell and give it a value.";
  if (data.length > 1 && data.every((value) => value === data[0])) {
    return "All of dout is the same number, which hides some mistakes: try different values.";
  }
  return "";
}
