// GradientFlow: one cell of dout at a time into dx, dw and db, or one cell of these, term by term.

import { h, KEYS, oncePerFrame, say } from "./dom.js";
import {
  active,
  at,
  compare,
  gradients,
  mapShape,
  opening,
  unpack,
  upTo,
  verdict,
  weakness,
} from "./flow.js";
import { tell, tellDb } from "./flow_words.js";
import { show } from "./format.js";
import { check, mount } from "./views/controls.js";
import { Dropdown } from "./views/dropdown.js";
import { FlowGrids } from "./views/flow_grids.js";
import { FlowTable } from "./views/flow_table.js";
import { Slider } from "./views/slider.js";
import { gridOf, numbers } from "./wire.js";

/** @typedef {import("./conv.js").Grid} Grid */
/** @typedef {import("./flow.js").Part} Part */
/** @typedef {import("./wire.js").Wire} Wire */
/**
 * What Python and the page share; course/widgets/gradient_flow.py documents it.
 * @typedef {{x: Wire, weight: Wire, stride: number, dout: number[][], part: Part,
 *   row: number | null, col: number | null, partial: boolean, output: Wire | null,
 *   function_name: string, function_message: string, stale: boolean, note: string,
 *   size: number}} State
 */

const DATA = ["x", "weight", "stride", "dout", "output", "stale", "partial", "size"];
const REST = ["part", "row", "col", "function_name", "function_message", "note"];
const PARTS = /** @type {const} */ (["dout", "dx", "dw"]);
const MOST = 3;
const STALE =
  "This is what your function gave before the last change. Run it again to compare once more.";

class GradientFlow {
  /** @param {import("@anywidget/types").AnyModel<State>} model */
  constructor(model) {
    this.model = model;
    /** @type {Record<Part, [number, number]>} where each of the grids was looked at last */
    this.places = { dout: [0, 0], dx: [0, 0], dw: [0, 0] };
    this.content = this.#read();
    this.db = h("p", { class: "ccw-db" });
    this.grids = new FlowGrids({
      look: (part, row, col) => this.look(part, row, col),
      space: (part) => (part === "dout" ? this.toggle() : this.look(part, ...this.places[part])),
      db: this.db,
    });
    this.stride = new Dropdown("stride", (text) => this.setStride(Number(text)));
    const change = (/** @type {number} */ value) => this.setValue(value);
    this.value = new Slider({ label: "value of the cell", min: -MOST, max: MOST, step: 0.5, change });
    const button = (/** @type {string} */ name, /** @type {() => void} */ act) =>
      h("button", { type: "button", class: "ccw-button", onclick: act, ...KEYS }, name);
    const only = button("Only this cell", () => this.only());
    const ones = button("All ones", () => this.setDout((data) => data.fill(1)));
    this.partial = check("add up only as far as this cell", (partial) => this.set({ partial }));
    this.first = button("First difference", () => this.firstDifference());
    this.rerun = button("Run my function again", () => model.send({ type: "rerun" }));
    this.verdict = h("span", { role: "status" });
    this.verdicts = h("div", { class: "ccw-bar" }, this.first, this.rerun, this.verdict);
    this.status = h("p", { class: "ccw-status", role: "status" });
    this.words = h("p", { class: "ccw-words" });
    this.note = h("p", { class: "ccw-note", hidden: true });
    this.table = new FlowTable();
    this.element = h(
      "div",
      { class: "ccw ccw-gradient-flow", role: "group", "aria-label": "gradient flow" },
      this.note,
      h("div", { class: "ccw-bar" }, this.stride.element, this.value.element, only, ones),
      h("div", { class: "ccw-bar" }, this.partial.element),
      this.grids.element,
      this.status,
      this.words,
      this.verdicts,
      h("div", { class: "ccw-scroll" }, this.table.element),
    );
    this.draws = 0;
    this.styled = false;
    this.drawSoon = oncePerFrame(() => this.draw());
    this.load();
    this.#open();
  }

  /** Begin at the cell Python asks for, else at the first that differs, else at one that is not 0. */
  #open() {
    const { row, col } = active(this.content.dout)[0] ?? { row: 0, col: 0 };
    if (this.model.get("part") !== "dout" || this.model.get("row") === null) this.places.dout = [row, col];
    if (this.model.get("row") !== null && this.model.get("col") !== null) return;
    this.look("dout", row, col);
    this.firstDifference();
  }

  /** @param {Partial<State>} values */
  set(values) {
    for (const [name, value] of Object.entries(values)) {
      this.model.set(/** @type {keyof State} */ (name), value);
    }
    this.model.save_changes();
    this.drawSoon();
  }

  /** @param {Part} part @param {number} row @param {number} col */
  look(part, row, col) {
    const { rows, cols } = this.grids[part].grid;
    if (row < 0 || col < 0 || row >= rows || col >= cols) return;
    this.places[part] = [row, col];
    this.set({ part, row, col });
  }

  firstDifference() {
    const first = this.content.found?.first;
    if (first?.part === "db") this.look("dout", ...this.places.dout);
    else if (first) this.look(first.part, first.row, first.col);
  }

  /** The model's arrays; a dout of another shape than the output's is about to be replaced. */
  arrays() {
    const [x, weight] = [gridOf(this.model.get("x")), gridOf(this.model.get("weight"))];
    const stride = this.model.get("stride");
    const [rows, cols] = mapShape(x, weight, stride);
    const lists = this.model.get("dout");
    const fits = lists.length === rows && lists.every((row) => row.length === cols);
    const dout = fits ? { rows, cols, data: Float64Array.from(lists.flat()) } : opening(rows, cols);
    return { x, weight, stride, dout };
  }

  /** @param {Grid} dout @param {Partial<State>} [others] */
  send(dout, others = {}) {
    const lists = Array.from({ length: dout.rows }, (_, r) =>
      Array.from(dout.data.subarray(r * dout.cols, (r + 1) * dout.cols)),
    );
    const stale = this.model.get("function_name") !== "" || this.model.get("stale");
    this.set({ ...others, dout: lists, stale });
  }

  /** @param {(data: Float64Array) => void} change */
  setDout(change) {
    const { dout } = this.arrays();
    change(dout.data);
    this.send(dout);
  }

  /** @param {number} value of the chosen cell of dout */
  setValue(value) {
    const [row, col] = this.places.dout;
    this.setDout((data) => {
      data[row * this.content.dout.cols + col] = value;
    });
  }

  toggle() {
    this.setValue(at(this.content.dout, ...this.places.dout) === 0 ? 1 : 0);
  }

  only() {
    const [row, col] = this.places.dout;
    const { dout } = this.content;
    this.setDout((data) => data.fill(0).fill(at(dout, row, col) || 1, row * dout.cols + col, row * dout.cols + col + 1));
  }

  /** @param {number} stride */
  setStride(stride) {
    const { x, weight } = this.content;
    const dout = opening(...mapShape(x, weight, stride));
    const [{ row, col }] = active(dout);
    this.places.dout = [row, col];
    this.send(dout, { stride, part: "dout", row, col });
  }

  /** What there is to draw: all gradients, those up to the chosen cell, and yours. */
  #read() {
    const arrays = this.arrays();
    const { x, weight, stride, dout } = arrays;
    const [output, stale] = [this.model.get("output"), this.model.get("stale")];
    const all = gradients(dout, x, weight, stride);
    const given = output?.shape.length === 1 && !stale ? unpack(numbers(output), all) : null;
    const found = given ? compare(dout, x, weight, stride, given) : null;
    const last = this.model.get("partial") ? this.#lastOf(dout) : Infinity;
    const counted = upTo(dout, last);
    const shown = gradients(counted, x, weight, stride);
    return { ...arrays, counted, all, shown, given, found, last };
  }

  /** Compute once per change of data, not once per step. */
  load() {
    this.content = this.#read();
    this.grids.load(this.content, this.model.get("size"));
    this.drawSoon();
  }

  /** @param {Grid} dout */
  #lastOf(dout) {
    const [row, col] = this.#inside("dout", dout);
    return row * dout.cols + col;
  }

  restyle() {
    this.grids.restyle();
    this.drawSoon();
  }

  /** Where a grid is looked at, within its present size. @param {Part} part @param {Grid} grid */
  #inside(part, grid) {
    const [row, col] = [this.model.get("row"), this.model.get("col")];
    if (this.model.get("part") === part && row !== null && col !== null) this.places[part] = [row, col];
    const [r, c] = this.places[part];
    this.places[part] = [Math.min(r, grid.rows - 1), Math.min(c, grid.cols - 1)];
    return this.places[part];
  }

  draw() {
    const { model } = this;
    if (!this.styled) this.grids.restyle(); // off the page, canvases have no font yet
    this.styled = this.element.isConnected;
    if (model.get("partial") && this.content.last !== this.#lastOf(this.content.dout)) this.load();
    const part = model.get("part");
    for (const one of PARTS) this.#inside(one, this.grids[one].grid);
    const [row, col] = this.places[part];
    const note = model.get("note");
    this.note.hidden = note === "";
    say(this.note, note);
    const told = tell(part, row, col, { ...this.content, dout: this.content.counted });
    this.table.update(told.caption, told.cells, told.cols, told.total);
    this.grids.mark(part, row, col, this.content.found?.wrong);
    for (const one of PARTS) {
      const [r, c] = this.places[one];
      const elsewhere = `row ${r}, column ${c}: ${show(at(this.grids[one].grid, r, c))}`;
      this.grids[one].place(r, c, one === part ? told.sentence : elsewhere);
    }
    const first = this.content.found?.first;
    const here = first?.part === part && first.row === row && first.col === col;
    const yours = here ? `. ${model.get("function_name")} gave ${show(first.given)}` : "";
    say(this.status, told.sentence + yours);
    say(this.words, told.words);
    this.drawControls();
    this.drawVerdict();
    this.draws += 1;
    this.element.dataset.pos = `${part},${row},${col}`;
    this.element.dataset.draws = String(this.draws);
  }

  drawControls() {
    const { dout, counted, stride, given } = this.content;
    const [row, col] = this.places.dout;
    const value = at(dout, row, col);
    const partial = this.model.get("partial");
    this.stride.update([["1", "1"], ["2", "2"]], String(stride));
    const label = this.value.element.querySelector("label");
    if (label) say(label, `value of dout[${row}, ${col}]`);
    this.value.range.min = String(Math.min(-MOST, value));
    this.value.range.max = String(Math.max(MOST, value));
    this.value.update(value, `${show(value)}, dout row ${row}, column ${col}`);
    this.partial.box.checked = partial;
    say(this.db, tellDb(counted, partial, given ? given.db : null, this.content.found?.wrong.db ?? false));
    for (const name of /** @type {const} */ (["dx", "dw"])) {
      say(this.grids[name].title, partial ? `${name} so far` : name);
      say(this.grids.yours[name].title, `${name} of ${this.model.get("function_name")} (yours)`);
    }
  }

  drawVerdict() {
    const { content } = this;
    const { found } = content;
    const [name, message, stale] = [
      this.model.get("function_name"), this.model.get("function_message"), this.model.get("stale"),
    ];
    this.verdicts.hidden = name === "";
    this.first.hidden = !found?.first;
    this.rerun.hidden = !stale;
    const count = content.x.data.length + content.weight.data.length + 1;
    const text = found ? `${verdict(found, name, count)} ${weakness(content.dout)}`.trim() : message;
    say(this.verdict, stale ? STALE : text);
  }
}

/** @type {import("@anywidget/types").Render<State>} */
function render({ model, el, signal }) {
  return mount(model, el, signal, new GradientFlow(model), DATA, REST);
}

export default { render };
