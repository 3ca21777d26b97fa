// KernelSlider: one window at a time, from pixels and weights to one number of the output.

import { EMPTY, PLAIN, sumOf } from "./conv.js";
import { scaleOf } from "./colour.js";
import { h, KEYS, oncePerFrame, say } from "./dom.js";
import { show } from "./format.js";
import { Slide } from "./slide.js";
import { Comparison, differenceSentence } from "./views/comparison.js";
import { mount } from "./views/controls.js";
import { cellSize, GridView } from "./views/grid.js";
import { KernelEditor } from "./views/kernel_editor.js";
import { Predictions } from "./views/predict.js";
import { ProductTable } from "./views/products.js";
import { Stepper } from "./views/stepper.js";
import { gridOf } from "./wire.js";

/** @typedef {[number, number]} Pair */
/**
 * What Python and the page share; course/widgets/kernel_slider.py documents it.
 * @typedef {{image: import("./wire.js").Wire, kernel: number[][], stride: Pair, padding: Pair,
 *   dilation: Pair, row: number | null, col: number | null, mode: "explore" | "predict",
 *   score: number, attempts: number, answered: number[], lesson: Pair, function_name: string,
 *   output: import("./wire.js").Wire | null, function_message: string, stale: boolean,
 *   note: string, size: number}} State
 */

const DATA = ["image", "kernel", "stride", "padding", "dilation", "output", "size"];
const REST = [
  ...["row", "col", "mode", "score", "attempts", "answered", "lesson"],
  ...["function_name", "function_message", "stale", "note"],
];

class KernelSlider {
  /** @param {import("@anywidget/types").AnyModel<State>} model */
  constructor(model) {
    this.model = model;
    this.index = 0;
    this.slide = new Slide(EMPTY, [], PLAIN, null);
    this.goto = (/** @type {number} */ row, /** @type {number} */ col) => this.seekCell(row, col);
    const space = () => this.stepper.toggle();
    this.input = new GridView({ title: "input", pick: (row, col) => this.goto(...this.slide.cellOver(row, col)) });
    this.output = new GridView({ title: "output", move: this.goto, space });
    this.editor = new KernelEditor((kernel) => this.setKernel(kernel));
    this.products = new ProductTable();
    this.stepper = new Stepper({
      label: "output cell, in reading order",
      seek: (index) => this.seek(index),
      onPlaying: (playing) => {
        this.status.setAttribute("aria-live", playing ? "off" : "polite");
      },
    });
    this.predictions = new Predictions(model, {
      now: () => ({ index: this.index, values: this.slide.map.data, noun: "sum" }),
      set: (values) => this.set(values),
      seek: (index) => this.seek(index),
    });
    this.comparison = new Comparison({
      first: () => this.firstDifference(),
      rerun: () => model.send({ type: "rerun" }),
      pick: this.goto,
    });
    this.mode = h(
      "select",
      {
        class: "ccw-select",
        "aria-label": "mode",
        onchange: () => this.set({ mode: /** @type {State["mode"]} */ (this.mode.value) }),
        ...KEYS,
      },
      h("option", { value: "explore" }, "explore"),
      h("option", { value: "predict" }, "predict"),
    );
    this.stepper.element.append(this.mode);
    this.status = h("p", { class: "ccw-status", role: "status", "aria-live": "polite" });
    this.note = h("p", { class: "ccw-note", hidden: true });
    this.panels = h(
      "div",
      { class: "ccw-panels" },
      this.input.element,
      this.editor.element,
      this.output.element,
      this.comparison.view.element,
    );
    this.element = h(
      "div",
      { class: "ccw ccw-kernel-slider", role: "group", "aria-label": "kernel slider" },
      this.note,
      this.stepper.element,
      this.panels,
      this.status,
      this.predictions.element,
      this.comparison.element,
      h("div", { class: "ccw-scroll" }, this.products.element),
    );
    this.draws = 0;
    this.drawSoon = oncePerFrame(() => this.draw());
    this.load();
    if (!this.slide.refused && !this.#placed()) this.seek(this.slide.opening);
  }

  #placed() {
    const { row, col } = this.state("row", "col");
    const { rows, cols } = this.slide.map;
    return row !== null && col !== null && row < rows && col < cols;
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

  /** Read the arrays and compute the map: once per change of data, not once per step. */
  load() {
    const { image, kernel, stride, padding, dilation, output, size } = this.state(
      "image", "kernel", "stride", "padding", "dilation", "output", "size",
    );
    this.slide = new Slide(
      gridOf(image),
      kernel,
      { stride, padding, dilation },
      output?.shape.length === 2 ? gridOf(output) : null,
    );
    const { image: pixels, map, given, refused, longest } = this.slide;
    const cell = cellSize(longest, size);
    this.input.setGrid(pixels, scaleOf(pixels.data), { padding, cell });
    const scale = scaleOf(given ? [...map.data, ...given.data] : map.data);
    this.output.setGrid(map, scale, { cell });
    if (given) this.comparison.view.setGrid(given, scale, { cell });
    this.output.element.hidden = refused !== null;
    this.editor.update(kernel);
    say(this.input.title, `input, ${pixels.rows} × ${pixels.cols}`);
    say(this.output.title, `output, ${map.rows} × ${map.cols}`);
    this.drawSoon();
  }

  restyle() {
    for (const view of [this.input, this.output, this.comparison.view]) view.restyle();
    this.drawSoon();
  }

  /** @param {number} row @param {number} col */
  seekCell(row, col) {
    this.stepper.pause();
    const { rows, cols } = this.slide.map;
    if (row >= 0 && col >= 0 && row < rows && col < cols) this.seek(row * cols + col);
  }

  /** @param {number} index */
  seek(index) {
    this.predictions.forget();
    const [row, col] = this.slide.place(index);
    this.set({ row, col });
    this.index = index;
    if (this.stepper.playing) {
      this.stepper.index = index;
      if (this.comparing && this.slide.crossed.has(index)) this.stepper.pause();
    }
  }

  get comparing() {
    return this.model.get("mode") === "explore" && !this.model.get("stale") && this.slide.cells !== null;
  }

  firstDifference() {
    if (!this.slide.cells?.length) return;
    this.stepper.pause();
    this.seek(this.slide.cells[0]);
  }

  /** What is to be said of the current cell beyond its sum, or nothing. */
  remark() {
    const said = this.predictions.remark(this.index);
    if (said) return said;
    const { map, given, cells, crossed } = this.slide;
    if (!this.comparing || !crossed.has(this.index)) return "";
    return differenceSentence({
      first: this.index === cells?.[0],
      expected: map.data[this.index],
      given: given?.data[this.index] ?? NaN,
      name: this.model.get("function_name"),
      window: this.slide.windowInWords(this.index),
    });
  }

  /** @param {number[][]} kernel */
  setKernel(kernel) {
    this.predictions.forget();
    this.set({
      kernel,
      answered: [],
      stale: this.model.get("function_name") !== "" || this.model.get("stale"),
    });
  }

  draw() {
    const { mode, answered, note } = this.state("mode", "answered", "note");
    this.note.hidden = note === "";
    say(this.note, note);
    this.mode.value = mode;
    this.updateComparison();
    if (this.slide.refused) this.drawRefusal(this.slide.refused);
    else this.drawWindow(mode === "predict", answered);
    this.draws += 1;
    this.element.dataset.draws = String(this.draws);
  }

  /** @param {string} why */
  drawRefusal(why) {
    this.stepper.pause();
    this.stepper.update(0, 0, why);
    this.predictions.update({ shown: false, asked: true, moved: true });
    this.products.element.hidden = true;
    this.input.paint({});
    if (this.slide.given) this.comparison.view.paint({});
    say(this.status, why);
    this.element.dataset.pos = "";
  }

  /** @param {boolean} predicting @param {number[]} answered */
  drawWindow(predicting, answered) {
    const { map, kernel, reach, given, cells, crossed } = this.slide;
    const { row: wantedRow, col: wantedCol } = this.state("row", "col");
    const row = Math.min(map.rows - 1, Math.max(0, wantedRow ?? 0));
    const col = Math.min(map.cols - 1, Math.max(0, wantedCol ?? 0));
    this.index = row * map.cols + col;
    const known = new Set(answered);
    const asked = predicting && !known.has(this.index);
    const taps = this.slide.taps(this.index);
    const sum = sumOf(taps);
    const sentence = `row ${row}, column ${col}: ${asked ? "what is the sum?" : `sum = ${show(sum)}`}`;
    this.products.element.hidden = false;
    this.products.update(taps, kernel.rows, kernel.cols, asked ? null : sum);
    this.input.paint({
      box: { row: taps[0].row, col: taps[0].col, rows: reach[0], cols: reach[1] },
      taps: reach[0] !== kernel.rows || reach[1] !== kernel.cols ? taps : [],
    });
    const box = { row, col, rows: 1, cols: 1 };
    this.output.paint({
      box,
      ...(predicting ? { hidden: (i) => !known.has(i) } : { from: this.index + 1 }),
      question: asked ? this.index : null,
    });
    if (given && !predicting) {
      this.comparison.view.paint({
        box: cells ? box : null,
        crossed: this.comparing ? crossed : undefined,
      });
    }
    const pos = `${row},${col}`;
    this.output.place(row, col, sentence);
    this.stepper.update(this.index, map.data.length, sentence);
    this.predictions.update({ shown: predicting, asked, moved: pos !== this.element.dataset.pos });
    const remark = this.remark();
    say(this.status, remark ? `${sentence}. ${remark}` : sentence);
    this.element.dataset.pos = pos;
  }

  updateComparison() {
    const { mode, function_name, function_message, stale } = this.state(
      "mode", "function_name", "function_message", "stale",
    );
    this.comparison.update({
      shown: function_name !== "" && mode === "explore",
      name: function_name,
      message: function_message,
      stale,
      given: this.slide.given,
      cells: this.slide.cells,
    });
  }
}

/** @type {import("@anywidget/types").Render<State>} */
function render({ model, el, signal }) {
  const widget = new KernelSlider(model);
  const end = mount(model, el, signal, widget, DATA, REST);
  const stop = () => widget.stepper.pause();
  signal?.addEventListener("abort", stop);
  return () => {
    stop();
    end();
  };
}

export default { render };
