// KernelStudio: a kernel to edit, a picture to choose, and the response signed and clamped.

import { EMPTY, gridFrom, PLAIN, sumOf } from "./conv.js";
import { scaleOf } from "./colour.js";
import { h, KEYS, oncePerFrame, say } from "./dom.js";
import { show } from "./format.js";
import { flip } from "./presets.js";
import { Slide } from "./slide.js";
import * as studio from "./studio.js";
import { check, choice, mount, offer } from "./views/controls.js";
import { Comparison, differenceSentence } from "./views/comparison.js";
import { cellSize, GridView } from "./views/grid.js";
import { KernelEditor } from "./views/kernel_editor.js";
import { Pictures } from "./views/pictures.js";
import { ProductTable } from "./views/products.js";
import { gridOf } from "./wire.js";

/** @typedef {import("./wire.js").Wire} Wire */
/**
 * What Python and the page share; course/widgets/kernel_studio.py documents it.
 * @typedef {{image: Wire, kernel: number[][], normalise: boolean, flip: boolean,
 *   row: number | null, col: number | null, pictures: Record<string, number[][]>, size: number,
 *   function_name: string, function_message: string, output: Wire | null, stale: boolean,
 *   note: string}} State
 */

const DATA = ["image", "kernel", "normalise", "flip", "output", "stale", "function_name", "size"];
const REST = ["row", "col", "function_message", "note"];
const MOST_CROSSES = 100;

class KernelStudio {
  /** @param {import("@anywidget/types").AnyModel<State>} model */
  constructor(model) {
    this.model = model;
    this.slide = new Slide(EMPTY, [], PLAIN, null);
    /** @type {Wire | null} */
    this.shown = null;
    this.clipped = studio.clamped(EMPTY, 1);
    this.index = 0;
    this.operations = "";
    /** The kernel, normalised where that is asked for. */
    this.weights = model.get("kernel");
    const seek = (/** @type {number} */ row, /** @type {number} */ col) => this.seek(row, col);
    this.pictures = new Pictures(
      () => model.get("pictures"),
      (grid) => this.setImage(grid),
    );
    this.sizes = choice("kernel size", (size) => {
      this.set({ kernel: studio.resized(model.get("kernel"), parseInt(size, 10)) });
    });
    this.preset = choice("preset kernel", (name) => {
      const { length: rows, 0: first } = model.get("kernel");
      const made = studio.STUDIO_PRESETS.find((p) => p.name === name)?.make(rows, first.length);
      if (made) this.set({ kernel: made });
    });
    this.normalise = check("normalise", (on) => this.set({ normalise: on }));
    this.flip = check("flip (convolution)", (on) => this.set({ flip: on }));
    this.input = new GridView({ title: "picture", pick: (r, c) => seek(...this.slide.cellOver(r, c)) });
    this.editor = new KernelEditor((kernel) => this.set({ kernel }));
    // Of the editor, the number boxes: presets of three sizes and the toggle below replace the rest.
    for (const old of this.editor.element.querySelectorAll("select, button")) old.remove();
    this.editor.element.append(
      ...[this.preset, this.sizes, this.normalise.element, this.flip.element],
    );
    this.sliding = new GridView({ title: "what slides" });
    this.signed = new GridView({ title: "response", move: seek });
    this.clamped = new GridView({ title: "clamped", pick: seek });
    this.comparison = new Comparison({
      first: () => this.firstDifference(),
      rerun: () => model.send({ type: "rerun" }),
      pick: seek,
    });
    this.status = h("p", { class: "ccw-status", role: "status" });
    this.note = h("p", { class: "ccw-note", hidden: true });
    this.words = h("p", { class: "ccw-words" });
    this.verdict = h("p", { class: "ccw-words", role: "status" });
    this.products = new ProductTable();
    this.details = h(
      "details",
      { ontoggle: () => this.drawSoon() },
      h("summary", { ...KEYS }, "the products of this window"),
      h("div", { class: "ccw-scroll" }, this.products.element),
    );
    const row = (/** @type {{element: Node}[]} */ ...panels) =>
      h("div", { class: "ccw-panels" }, ...panels.map((panel) => panel.element));
    this.element = h(
      "div",
      { class: "ccw ccw-kernel-studio", role: "group", "aria-label": "kernel studio" },
      this.note,
      this.pictures.element,
      row(this.input, this.editor, this.sliding),
      row(this.signed, this.clamped, this.comparison.view),
      this.status,
      this.words,
      this.verdict,
      this.comparison.element,
      this.details,
    );
    this.draws = 0;
    this.drawSoon = oncePerFrame(() => this.draw());
    this.load();
    if (!this.slide.refused && model.get("row") === null) {
      this.seek(...this.slide.place(this.slide.opening));
    }
  }

  /** @param {Partial<State>} values */
  set(values) {
    const asked = Object.keys(values).some((name) => ["image", "kernel", "normalise"].includes(name));
    if (asked && this.model.get("function_name")) this.model.set("stale", true);
    for (const [name, value] of Object.entries(values)) {
      this.model.set(/** @type {keyof State} */ (name), value);
    }
    this.model.save_changes();
    this.drawSoon();
  }

  /** @param {import("./conv.js").Grid} grid */
  setImage({ rows, cols, data }) {
    const bytes = new DataView(new ArrayBuffer(8 * data.length));
    data.forEach((value, i) => bytes.setFloat64(8 * i, value, true));
    this.set({ image: { shape: [rows, cols], dtype: "float64", data: bytes } });
  }

  /** Read the arrays and compute the map: once per change of data, not once per step. */
  load() {
    const { image, kernel, output, size } = this.state();
    const normal = this.model.get("normalise") ? studio.normalised(kernel).weights : null;
    this.weights = normal ?? kernel;
    const turned = this.model.get("flip") ? flip(this.weights) : this.weights;
    const pixels = this.shown === image ? this.slide.image : gridOf(image);
    const given = output?.shape.length === 2 ? gridOf(output) : null;
    this.slide = new Slide(pixels, turned, PLAIN, given);
    const { map, longest } = this.slide;
    const scale = scaleOf(pixels.data);
    const cell = cellSize(longest, size);
    if (this.shown !== image || this.input.cell !== cell) {
      this.input.setGrid(pixels, scale, { cell });
      this.shown = image;
      this.pictures.update(pixels);
    }
    // Zero is mid-grey even where nothing is negative, so that views can be compared.
    const around = scaleOf([...map.data, ...(given?.data ?? [])]);
    const signed = { low: -around.high, high: around.high, signed: true };
    this.signed.setGrid(map, signed, { cell });
    if (given) this.comparison.view.setGrid(given, signed, { cell });
    const brightest = Math.max(1, scale.signed ? pixels.data.reduce((a, b) => Math.max(a, b)) : scale.high);
    this.clipped = studio.clamped(map, brightest);
    if (cell < 6) {
      // Too small to hatch, as the legend says of larger cells.
      for (const { legend } of [this.signed, this.comparison.view]) {
        legend.lastElementChild?.replaceChildren("darker: negative");
      }
    }
    this.clamped.setGrid(this.clipped.map, { low: 0, high: brightest, signed: false }, { cell });
    const reach = Math.max(...[this.slide.kernel.rows, this.slide.kernel.cols]);
    this.sliding.setGrid(gridFrom(turned), scaleOf([...turned.flat(), -1e-9]), {
      cell: reach > 8 ? cellSize(reach, 160) : Math.min(36, Math.floor(190 / reach)),
    });
    for (const view of [this.signed, this.clamped]) view.element.hidden = this.slide.refused !== null;
    this.editor.update(kernel);
    const [rows, cols] = [kernel.length, kernel[0].length];
    const made = studio.STUDIO_PRESETS.filter(({ make }) => make(rows, cols)).map((p) => p.name);
    offer(this.preset, made, studio.presetOf(kernel), "custom");
    offer(this.sizes, studio.SIZES.map((n) => `${n} × ${n}`), `${rows} × ${cols}`);
    say(this.input.title, `picture, ${pixels.rows} × ${pixels.cols}`);
    say(this.signed.title, "response, signed: 0 is mid-grey");
    say(this.clamped.title, `response, clamped to 0 … ${show(brightest)}`);
    say(this.sliding.title, this.model.get("flip") ? "what slides: flipped" : "what slides");
    this.#tell();
    this.drawSoon();
  }

  state() {
    const get = this.model.get.bind(this.model);
    return { image: get("image"), kernel: get("kernel"), output: get("output"), size: get("size") };
  }

  /** What is shown, in words; and what the function is. */
  #tell() {
    const { map, given, refused } = this.slide;
    const [name, flipped] = [this.model.get("function_name"), this.model.get("flip")];
    const kernel = studio.aboutKernel(this.model.get("kernel"), this.model.get("normalise"), flipped);
    const lost = refused ? "" : studio.aboutClamping(this.clipped, map.data.length);
    say(this.words, `${kernel} ${lost}`);
    const fresh = given !== null && !this.model.get("stale");
    const operations = fresh ? studio.operationsGiving(this.slide.image, this.weights, given) : [];
    this.operations = fresh ? studio.behaviour(name, operations, flipped) : "";
  }

  /** @param {number} row @param {number} col */
  seek(row, col) {
    const { rows, cols } = this.slide.map;
    if (row < 0 || col < 0 || row >= rows || col >= cols) return;
    this.set({ row, col });
  }

  firstDifference() {
    if (this.slide.cells?.length) this.seek(...this.slide.place(this.slide.cells[0]));
  }

  restyle() {
    for (const view of [this.input, this.sliding, this.signed, this.clamped, this.comparison.view]) {
      view.restyle();
    }
    this.drawSoon();
  }

  draw() {
    const [note, name, stale] = [this.model.get("note"), this.model.get("function_name"), this.model.get("stale")];
    this.note.hidden = note === "";
    say(this.note, note);
    this.normalise.box.checked = this.model.get("normalise");
    this.flip.box.checked = this.model.get("flip");
    const { given, cells } = this.slide;
    const message = this.model.get("function_message");
    this.comparison.update({ shown: name !== "", name, message, stale, given, cells });
    say(this.verdict, stale || !cells ? "" : this.operations);
    this.sliding.paint({});
    if (this.slide.refused) this.#drawRefusal(this.slide.refused);
    else this.#drawCell(stale);
    this.draws += 1;
    this.element.dataset.draws = String(this.draws);
  }

  /** @param {string} why */
  #drawRefusal(why) {
    this.input.paint({});
    this.details.hidden = true;
    say(this.status, why.replace("a larger image, or more padding", "or a larger picture"));
    this.element.dataset.pos = "";
  }

  /** @param {boolean} stale */
  #drawCell(stale) {
    const { map, given, cells, crossed, kernel, reach } = this.slide;
    const row = Math.min(map.rows - 1, this.model.get("row") ?? 0);
    const col = Math.min(map.cols - 1, this.model.get("col") ?? 0);
    this.index = row * map.cols + col;
    const taps = this.slide.taps(this.index);
    const [value, seen] = [sumOf(taps), this.clipped.map.data[this.index]];
    const hidden = Math.abs(value - seen) > 1e-12 ? `, clamped to ${show(seen)}` : "";
    const sentence = `row ${row}, column ${col}: response = ${show(value)}${hidden}`;
    const box = { row, col, rows: 1, cols: 1 };
    this.input.paint({ box: { row, col, rows: reach[0], cols: reach[1] } });
    this.signed.paint({ box });
    this.clamped.paint({ box });
    const comparing = !stale && cells !== null;
    if (given) {
      // Crosses all over a picture of small cells would hide it.
      const clear = this.signed.cell >= 8 || crossed.size <= MOST_CROSSES;
      this.comparison.view.paint({ box: cells ? box : null, crossed: comparing && clear ? crossed : undefined });
    }
    this.signed.place(row, col, sentence);
    this.details.hidden = false;
    if (this.details.open) this.products.update(taps, kernel.rows, kernel.cols, sumOf(taps));
    const remark = comparing && crossed.has(this.index) && differenceSentence({
      first: this.index === cells[0],
      expected: value,
      given: given?.data[this.index] ?? NaN,
      name: this.model.get("function_name"),
      window: this.slide.windowInWords(this.index),
    });
    say(this.status, remark ? `${sentence}. ${remark}` : sentence);
    this.element.dataset.pos = `${row},${col}`;
  }
}

/** @type {import("@anywidget/types").Render<State>} */
function render({ model, el, signal }) {
  return mount(model, el, signal, new KernelStudio(model), DATA, REST);
}

export default { render };
