// LeNet-5 in numbers: shapes, parameters, multiply-adds, receptive fields; in its form of 1998 and today's.

/** @typedef {"modern" | "original"} Form */
/**
 * One stage, from the digit to the ten outputs.
 * @typedef {object} Layer
 * @property {string} name as the paper calls it: "C1", "S2"
 * @property {string} what it is, in words
 * @property {number} maps
 * @property {number} rows
 * @property {number} cols
 * @property {number} parameters that are trained
 * @property {string} how the parameters are counted
 * @property {number} macs products added up, for one picture
 * @property {number} field side, in pixels, of what one cell sees
 * @property {number} jump pixels between what two neighbours see
 * @property {number[][]} sources for each map, the maps of the stage before that it reads
 */

export const SIDE = 32;

/** Which S2 maps each C3 map reads, as the paper's table has it: 60 pairs of 96. */
export const CONNECTIONS = [
  ...Array.from({ length: 6 }, (_, i) => run(i, 3)),
  ...Array.from({ length: 6 }, (_, i) => run(i, 4)),
  ...Array.from({ length: 3 }, (_, i) => [...run(i, 2), ...run(i + 3, 2)].sort((a, b) => a - b)),
  run(0, 6),
];

/** So many of the six maps, from one on, round the end. @param {number} first @param {number} count */
function run(first, count) {
  return Array.from({ length: count }, (_, i) => (first + i) % 6).sort((a, b) => a - b);
}

/** Thousands apart: 61 706. @param {number} count */
export function whole(count) {
  return String(count).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** @param {number} inputs @param {number} maps @returns {number[][]} every map reads every map */
const everything = (inputs, maps) =>
  Array.from({ length: maps }, () => Array.from({ length: inputs }, (_, i) => i));

/**
 * A convolution without padding, stride 1.
 * @param {string} name @param {Layer} before @param {number} maps @param {number} k
 * @param {number[][]} [table] where not every map reads every map
 * @returns {Layer}
 */
export function convolution(name, before, maps, k, table) {
  const [rows, cols] = [before.rows - k + 1, before.cols - k + 1];
  const sources = table ?? everything(before.maps, maps);
  const slices = sources.reduce((sum, read) => sum + read.length, 0);
  const parameters = slices * k * k + maps;
  return {
    name,
    what: `convolution ${k} × ${k}`,
    maps,
    rows,
    cols,
    parameters,
    how: table
      ? `${slices} × ${k} × ${k} + ${maps}`
      : `${maps} × (${before.maps > 1 ? `${before.maps} × ` : ""}${k} × ${k} + 1)`,
    macs: rows * cols * slices * k * k,
    field: before.field + (k - 1) * before.jump,
    jump: before.jump,
    sources,
  };
}

/**
 * Sub-sampling by 2 x 2 means; with a trained factor and bias a map, as in 1998, or with neither.
 * @param {string} name @param {Layer} before @param {boolean} trained @returns {Layer}
 */
export function subsampling(name, before, trained) {
  const [maps, rows, cols] = [before.maps, Math.floor(before.rows / 2), Math.floor(before.cols / 2)];
  return {
    name,
    what: trained ? "2 × 2 sums, factor, bias" : "2 × 2 means",
    maps,
    rows,
    cols,
    parameters: trained ? 2 * maps : 0,
    how: trained ? `${maps} × (1 + 1)` : "",
    macs: trained ? maps * rows * cols : 0,
    field: before.field + before.jump,
    jump: 2 * before.jump,
    sources: Array.from({ length: maps }, (_, i) => [i]),
  };
}

/**
 * Every unit reads every unit.
 * @param {string} name @param {Layer} before @param {number} units @param {boolean} fixed whether
 *   its weights are not trained: the paper's radial basis functions @returns {Layer}
 */
export function dense(name, before, units, fixed = false) {
  const inputs = before.maps * before.rows * before.cols;
  return {
    name,
    what: fixed ? "distances to codes (RBF)" : "linear",
    maps: units,
    rows: 1,
    cols: 1,
    parameters: fixed ? 0 : units * (inputs + 1),
    how: fixed ? "" : `${units} × (${inputs} + 1)`,
    macs: units * inputs,
    field: before.field,
    jump: before.jump,
    sources: everything(before.maps, units),
  };
}

/** @param {Form} form @returns {Layer[]} */
export function lenet(form) {
  const original = form === "original";
  /** @type {Layer[]} */
  const layers = [
    {
      name: "input",
      what: "a grey picture",
      maps: 1,
      rows: SIDE,
      cols: SIDE,
      parameters: 0,
      how: "",
      macs: 0,
      field: 1,
      jump: 1,
      sources: [[]],
    },
  ];
  const add = (/** @type {(before: Layer) => Layer} */ make) => layers.push(make(layers[layers.length - 1]));
  add((before) => convolution("C1", before, 6, 5));
  add((before) => subsampling("S2", before, original));
  add((before) => convolution("C3", before, 16, 5, original ? CONNECTIONS : undefined));
  add((before) => subsampling("S4", before, original));
  add((before) => convolution("C5", before, 120, 5));
  add((before) => dense("F6", before, 84));
  add((before) => dense("output", before, 10, original));
  return layers;
}

/** @param {readonly Layer[]} layers */
export function totals(layers) {
  const sum = (/** @type {(layer: Layer) => number} */ of) => layers.reduce((all, layer) => all + of(layer), 0);
  return { parameters: sum((layer) => layer.parameters), macs: sum((layer) => layer.macs) };
}

/** Whether a stage has maps, rather than single numbers. @param {Layer} layer */
export const isSpatial = ({ rows, cols }) => rows * cols > 1;

/** @param {Layer} layer */
export function shapeWords(layer) {
  return [layer.maps, ...(isSpatial(layer) ? [layer.rows, layer.cols] : [])].join(" × ");
}

/** How a stage is laid out on the page: its map, or its units in rows. @param {Layer} layer */
export function layout(layer) {
  if (isSpatial(layer)) return { rows: layer.rows, cols: layer.cols };
  const rows = { 120: 8, 84: 7 }[layer.maps] ?? 1;
  return { rows, cols: layer.maps / rows };
}

/** The pixels that one cell sees. @param {Layer} layer @param {number} row @param {number} col */
export function seenBy({ field, jump }, row, col) {
  return { row: row * jump, col: col * jump, rows: field, cols: field };
}

/**
 * The cell of one stage that looks nearest to where a cell of another looks.
 * @param {number} at row or column @param {Layer} from @param {Layer} to
 */
export function sameplace(at, from, to) {
  const centre = at * from.jump + (from.field - 1) / 2;
  const place = Math.round((centre - (to.field - 1) / 2) / to.jump);
  return Math.min(to.rows - 1, Math.max(0, place));
}

/** Share of each score after exp, largest first subtracted: sums to 1. @param {ArrayLike<number>} scores */
export function softmax(scores) {
  const all = Array.from(scores);
  const most = Math.max(...all);
  const powers = all.map((score) => Math.exp(score - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
