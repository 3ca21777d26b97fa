// PoolLab: one window at a time to one number, and how the map changes when the picture moves.

import { gridFrom } from "./conv.js";
import { scaleOf } from "./colour.js";
import { h, oncePerFrame, say } from "./dom.js";
import { Pooling, RESULTS } from "./pooling.js";
import { ChangeChart } from "./views/change_chart.js";
import { Comparison, differenceSentence } from "./views/comparison.js";
import { check, mount } from "./views/controls.js";
import { cellSize, GridView } from "./views/grid.js";
import { MODE_NAMES, PoolControls } from "./views/pool_controls.js";
import { Predictions } from "./views/predict.js";
import { Stepper } from "./views/stepper.js";
import { drawBorders } from "./views/window_borders.js";
import { WindowTable } from "./views/window_table.js";
import { gridOf, numbers } from "./wire.js";

/** @typedef {[number, number]} Pair */
/** @typedef {import("./pooling.js").Mode} Mode */
/** @typedef {import("./wire.js").Wire} Wire */
/**
 * What Python and the page share; course/widgets/pool_lab.py documents it.
 * @typedef {{image: Wire, kernel_size: Pair, stride: Pair, padding: Pair, mode: Mode,
 *   jitter: number, row: number | null, col: number | null, function_mode: Mode,
 *   output: Wire | null, function_name: string, function_message: string, stale: boolean,
 *   predict: boolean, score: number, attempts: number, answered: number[], lesson: Pair,
 *   note: string, size: number}} State
 */

const DATA = ["image", "kernel_size", "stride", "padding", "mode", "function_mode", "output", "size"];
const REST = [
  ...["jitter", "row", "col", "function_name", "function_message", "stale", "note"],
  ...["predict", "score", "attempts", "answered", "lesson"],
];
/** @param {Wire | null} wire shape (shifts, rows, cols) @returns {import("./conv.js").Grid[] | null} */
function mapsOf(wire) {
  if (wire?.shape.length !== 3) return null;
  const [count, rows, cols] = wire.shape;
  const all = numbers(wire);
  const part = (/** @type {number} */ i) => all.subarray(i * rows * cols, (i + 1) * rows * cols);
  return Array.from({ length: count }, (_, i) => ({ rows, cols, data: part(i) }));
}

class PoolLab {
  /** @param {import("@anywidget/types").AnyModel<State>} model */
  constructor(model) {
    this.model = model;
    this.index = 0;
    this.cell = 16;
    const plain = /** @type {Pair} */ ([1, 1]);
    const windows = { kernel: plain, stride: plain, padding: /** @type {Pair} */ ([0, 0]) };
    this.pooling = new Pooling(gridFrom([[0]]), "max", windows, null);
    this.scales = { input: scaleOf([]), output: scaleOf([]) };
    this.shown = -1;
    const goto = (/** @type {number} */ row, /** @type {number} */ col) => this.seekCell(row, col);
    this.input = new GridView({ title: "picture", pick: (row, col) => goto(...this.pooling.cellOver(row, col)) });
    this.output = new GridView({ title: "pooled", move: goto, space: () => this.stepper.toggle() });
    this.comparison = new Comparison({
      first: () => this.firstDifference(),
      rerun: () => model.send({ type: "rerun" }),
      pick: goto,
    });
    this.stepper = new Stepper({
      label: "output cell, in reading order",
      seek: (index) => this.seek(index),
      onPlaying: (playing) => this.status.setAttribute("aria-live", playing ? "off" : "polite"),
    });
    this.controls = new PoolControls({
      change: (change) =>
        this.set({ answered: [], ...change, ...("mode" in change ? {} : this.#nowStale()) }),
      shift: (jitter) => this.set({ jitter, answered: [] }),
    });
    this.predicting = check("predict", (predict) => this.set({ predict }));
    this.stepper.element.append(this.predicting.element);
    this.predictions = new Predictions(model, {
      now: () => ({ index: this.index, values: this.map.data, noun: RESULTS[this.pooling.mode] }),
      set: (values) => this.set(values),
      seek: (index) => this.seek(index),
    });
    this.status = h("p", { class: "ccw-status", role: "status", "aria-live": "polite" });
    this.note = h("p", { class: "ccw-note", hidden: true });
    this.moved = h("p", { class: "ccw-moved", role: "status" });
    this.table = new WindowTable();
    this.chart = new ChangeChart();
    this.element = h(
      "div",
      { class: "ccw ccw-pool-lab", role: "group", "aria-label": "pool lab" },
      this.note,
      this.controls.settings,
      this.stepper.element,
      this.controls.shift,
      this.moved,
      h("div", { class: "ccw-panels" }, this.input.element, this.output.element, this.comparison.view.element),
      this.status,
      this.predictions.element,
      this.comparison.element,
      h(
        "div",
        { class: "ccw-panels" },
        h("div", { class: "ccw-scroll" }, this.table.element),
        this.chart.element,
      ),
    );
    this.draws = 0;
    this.drawSoon = oncePerFrame(() => this.draw());
    this.load();
    const { row, col } = this.state("row", "col");
    const { rows, cols } = this.map;
    const placed = row !== null && col !== null && row < rows && col < cols;
    if (!this.pooling.refused && !placed) this.seek(this.pooling.opening);
  }

  get map() {
    return this.pooling.maps[this.model.get("jitter")];
  }

  #nowStale() {
    return { stale: this.model.get("function_name") !== "" || this.model.get("stale") };
  }

  /**
   * @template {keyof State} K @param {...K} names @returns {Pick<State, K>}
   */
  state(...names) {
    return /** @type {Pick<State, K>} */ (
      Object.fromEntries(names.map((name) => [name, this.model.get(name)]))
    );
  }

  /** @param {Partial<State>} values */
  set(values) {
    for (const [name, value] of Object.entries(values)) {
      this.model.set(/** @type {keyof State} */ (name), value);
    }
    this.model.save_changes();
    this.drawSoon();
  }

  /** Pool all four shifts: once per change of data, not once per step. */
  load() {
    const { image: wire, kernel_size: kernel, stride, padding, mode, function_mode, output, size } =
      this.state("image", "kernel_size", "stride", "padding", "mode", "function_mode", "output", "size");
    const image = gridOf(wire);
    const windows = { kernel, stride, padding };
    this.pooling = new Pooling(image, mode, windows, mode === function_mode ? mapsOf(output) : null);
    const { maps, given, refused } = this.pooling;
    const longest = Math.max(image.rows + 2 * windows.padding[0], image.cols + 2 * windows.padding[1]);
    this.cell = cellSize(Math.max(longest, maps[0].rows, maps[0].cols), size);
    this.scales = {
      input: scaleOf(image.data),
      output: scaleOf([...maps, ...(given ?? [])].flatMap((map) => [...map.data])),
    };
    this.shown = -1;
    this.output.element.hidden = refused !== null;
    this.chart.element.hidden = refused !== null;
    this.moved.hidden = refused !== null;
    say(this.output.title, `pooled, ${maps[0].rows} × ${maps[0].cols}`);
    this.controls.update({ mode, kernel_size: kernel, stride, padding });
    this.drawSoon();
  }

  restyle() {
    for (const view of [this.input, this.output, this.comparison.view]) view.restyle();
    this.drawSoon();
  }

  /** @param {number} row @param {number} col */
  seekCell(row, col) {
    this.stepper.pause();
    const { rows, cols } = this.map;
    if (row >= 0 && col >= 0 && row < rows && col < cols) this.seek(row * cols + col);
  }

  /** @param {number} index */
  seek(index) {
    this.predictions.forget();
    this.set({ row: Math.floor(index / this.map.cols), col: index % this.map.cols });
    this.index = index;
    if (!this.stepper.playing) return;
    this.stepper.index = index;
    if (this.wrong?.includes(index)) this.stepper.pause();
  }

  /** Cells that differ at the present shift, or null where nothing is compared. */
  get wrong() {
    if (this.model.get("stale")) return null;
    return this.pooling.cells?.[this.model.get("jitter")] ?? null;
  }

  firstDifference() {
    this.stepper.pause();
    if (this.wrong?.length) this.seek(this.wrong[0]);
  }

  /** Give the views the grids of a shift, where it is not the one they have. */
  showShift(/** @type {number} */ by) {
    if (this.shown === by) return;
    this.shown = by;
    const { images, maps, given, windows } = this.pooling;
    this.input.setGrid(images[by], this.scales.input, { padding: windows.padding, cell: this.cell });
    this.output.setGrid(maps[by], this.scales.output, { cell: this.cell });
    if (given) this.comparison.view.setGrid(given[by], this.scales.output, { cell: this.cell });
    const size = `${images[by].rows} × ${images[by].cols}`;
    say(this.input.title, by ? `picture, ${size}, shifted by ${by}` : `picture, ${size}`);
  }

  draw() {
    const note = this.model.get("note");
    const by = this.model.get("jitter");
    this.note.hidden = note === "";
    say(this.note, note);
    this.predicting.box.checked = this.model.get("predict");
    this.showShift(by);
    this.drawComparison(by);
    if (this.pooling.refused) this.drawRefusal(this.pooling.refused);
    else {
      this.drawWindow();
      const { mode, function_name: name, stale } = this.state("mode", "function_name", "stale");
      this.chart.draw(this.pooling, by, { words: MODE_NAMES[mode], name, stale });
      say(this.moved, this.pooling.sentence(by));
    }
    this.controls.updateShift(by, this.pooling.refused, this.pooling.refused ? "" : this.pooling.sentence(by));
    this.draws += 1;
    this.element.dataset.draws = String(this.draws);
  }

  /** @param {string} why */
  drawRefusal(why) {
    this.stepper.pause();
    this.stepper.update(0, 0, why);
    this.table.element.hidden = true;
    this.predictions.update({ shown: false, asked: true, moved: true });
    this.input.paint({});
    say(this.status, why);
    this.element.dataset.pos = "";
  }

  drawWindow() {
    const { map, pooling } = this;
    const { mode, windows } = pooling;
    const row = Math.min(map.rows - 1, Math.max(0, this.model.get("row") ?? 0));
    const col = Math.min(map.cols - 1, Math.max(0, this.model.get("col") ?? 0));
    const by = this.model.get("jitter");
    this.index = row * map.cols + col;
    const predict = this.model.get("predict");
    const { known } = this.predictions;
    const asked = predict && !known.has(this.index);
    const found = pooling.look(row, col, by);
    const { taps, result, place } = found;
    const winner = asked ? -1 : found.winner;
    const question = `row ${row}, column ${col}: what is the ${RESULTS[mode]}?`;
    const sentence = asked ? question : found.sentence;
    const [height, width] = windows.kernel;
    this.table.element.hidden = false;
    this.table.update(mode, taps, width, asked ? null : result, winner);
    this.input.paint({
      box: { row: taps[0].row, col: taps[0].col, rows: height, cols: width },
      taps: winner < 0 ? [] : [taps[winner]],
    });
    drawBorders(this.input, windows);
    const box = { row, col, rows: 1, cols: 1 };
    // While it plays, the map comes about; else all of it is there, to be seen changing.
    this.output.paint({
      box,
      ...(predict
        ? { hidden: (/** @type {number} */ i) => !known.has(i) }
        : { from: this.stepper.playing ? this.index + 1 : undefined }),
      question: asked ? this.index : null,
    });
    const pos = `${row},${col}`;
    this.predictions.update({ shown: predict, asked, moved: pos !== this.element.dataset.pos });
    const remark = this.remark(by, place);
    this.output.place(row, col, sentence);
    this.stepper.update(this.index, map.data.length, sentence);
    say(this.status, remark ? `${sentence}. ${remark}` : sentence);
    if (pooling.given && !predict) this.comparison.view.paint({ box, crossed: new Set(this.wrong ?? []) });
    this.element.dataset.pos = pos;
  }

  /** @param {number} by @param {string} window */
  remark(by, window) {
    const { pooling, index, wrong } = this;
    if (this.model.get("predict")) return this.predictions.remark(index);
    if (!wrong?.includes(index)) return "";
    return differenceSentence({
      first: index === wrong[0],
      expected: pooling.maps[by].data[index],
      given: pooling.given?.[by].data[index] ?? NaN,
      name: this.model.get("function_name"),
      window,
    });
  }

  /** @param {number} by */
  drawComparison(by) {
    const { function_name: name, function_message, mode, function_mode: meant, stale } = this.state(
      "function_name", "function_message", "mode", "function_mode", "stale",
    );
    const elsewhere = mode !== meant;
    this.comparison.update({
      shown: name !== "" && !this.model.get("predict"),
      name,
      message: elsewhere
        ? `${name} is compared with ${MODE_NAMES[meant]} pooling; choose it above.`
        : function_message,
      stale: stale && !elsewhere,
      given: this.pooling.given?.[by] ?? null,
      cells: this.wrong,
    });
  }
}

/** @type {import("@anywidget/types").Render<State>} */
function render({ model, el, signal }) {
  const widget = new PoolLab(model);
  const end = mount(model, el, signal, widget, DATA, REST);
  const stop = () => widget.stepper.pause();
  signal?.addEventListener("abort", stop);
  return () => {
    stop();
    end();
  };
}

export default { render };
