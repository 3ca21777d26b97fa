// PaddingLab: where each padded number comes from, and what it does to the border of a map.

import { EMPTY } from "./conv.js";
import { scaleOf } from "./colour.js";
import { h, oncePerFrame, say } from "./dom.js";
import { PaddedImage } from "./padded_image.js";
import { MODES } from "./padding.js";
import { Comparison } from "./views/comparison.js";
import { choice, mount, offer } from "./views/controls.js";
import { cellSize, GridView } from "./views/grid.js";
import { KernelEditor } from "./views/kernel_editor.js";
import { Overlay } from "./views/overlay.js";
import { SidesControl } from "./views/sides.js";
import { gridOf } from "./wire.js";

/** @typedef {import("./wire.js").Wire} Wire */
/**
 * What Python and the page share; course/widgets/padding_lab.py documents it.
 * @typedef {{image: Wire, padding: import("./padding.js").Sides, mode: import("./padding.js").Mode,
 *   kernel: number[][], row: number | null, col: number | null, size: number,
 *   function_name: string, function_message: string, output: Wire | null, stale: boolean,
 *   note: string}} State
 */

const DATA = ["image", "padding", "mode", "kernel", "output", "size"];
const REST = ["row", "col", "function_name", "function_message", "stale", "note"];

class PaddingLab {
  /** @param {import("@anywidget/types").AnyModel<State>} model */
  constructor(model) {
    this.model = model;
    this.it = new PaddedImage(EMPTY, [0, 0, 0, 0], "zeros", [], null);
    /** A cell of the map, while the map is looked at; else null. @type {[number, number] | null} */
    this.out = null;
    this.mode = choice("padding mode", (mode) => {
      this.set({ mode: /** @type {import("./padding.js").Mode} */ (mode) });
    });
    offer(this.mode, MODES, "zeros");
    this.sides = new SidesControl((sides) => this.set({ padding: sides }));
    const cell = (/** @type {number} */ row, /** @type {number} */ col) => {
      this.seek(row - this.it.inner.row, col - this.it.inner.col);
    };
    this.view = new GridView({ title: "padded image", move: cell });
    this.lines = new Overlay(this.view);
    this.editor = new KernelEditor((kernel) => this.set({ kernel }));
    this.response = new GridView({ title: "map", move: (row, col) => this.seekMap(row, col) });
    this.seen = new Overlay(this.response);
    this.counts = new GridView({
      title: "windows over each pixel",
      move: (row, col) => this.seek(row, col),
    });
    this.comparison = new Comparison({
      first: () => this.firstDifference(),
      rerun: () => model.send({ type: "rerun" }),
      pick: cell,
    });
    this.theirs = new Overlay(this.comparison.view);
    this.status = h("p", { class: "ccw-status", role: "status" });
    this.note = h("p", { class: "ccw-note", hidden: true });
    this.words = h("p", { class: "ccw-words" });
    const panels = [this.view, this.comparison.view, this.editor, this.response, this.counts];
    this.element = h(
      "div",
      { class: "ccw ccw-padding-lab", role: "group", "aria-label": "padding lab" },
      this.note,
      h("div", { class: "ccw-bar" }, h("span", { "aria-hidden": true }, "mode"), this.mode, ...this.sides.elements),
      h("div", { class: "ccw-panels" }, ...panels.map((panel) => panel.element)),
      this.status,
      this.words,
      this.comparison.element,
    );
    this.draws = 0;
    this.drawSoon = oncePerFrame(() => this.draw());
    this.load();
    const { row, col } = this.it.opening;
    if (model.get("row") === null) this.seek(row, col);
  }

  /** @param {Partial<State>} values */
  set(values) {
    const asked = "padding" in values || "mode" in values;
    if (asked && this.model.get("function_name")) this.model.set("stale", true);
    for (const [name, value] of Object.entries(values)) {
      this.model.set(/** @type {keyof State} */ (name), value);
    }
    this.model.save_changes();
    this.drawSoon();
  }

  /** Pad, convolve and count: once per change of data, not once per step. */
  load() {
    const get = this.model.get.bind(this.model);
    const output = get("output");
    this.it = new PaddedImage(
      gridOf(get("image")),
      get("padding"),
      get("mode"),
      get("kernel"),
      output ? gridOf(output) : null,
    );
    const { image, padded, map, given, used, reach, inner, refused, mapless } = this.it;
    const cell = cellSize(Math.max(padded.rows, padded.cols), get("size"));
    const scale = scaleOf(given ? [...image.data, ...given.data] : image.data);
    this.view.setGrid(padded, scale, { cell });
    this.lines.setFrame(padded, inner);
    if (given) {
      this.comparison.view.setGrid(given, scale, { cell });
      this.theirs.setFrame(given, this.it.cells ? inner : null);
    }
    this.response.setGrid(map, scaleOf(map.data), { cell });
    this.seen.setFrame(map, this.it.clean);
    const most = { low: 0, high: reach[0] * reach[1], signed: false };
    this.counts.setGrid(used.itself, most, { cell });
    for (const view of [this.response, this.counts]) view.element.hidden = mapless !== null;
    this.editor.update(get("kernel"));
    const shape = (/** @type {{rows: number, cols: number}} */ grid) => `${grid.rows} × ${grid.cols}`;
    say(this.view.title, refused ? `image, ${shape(padded)}, not padded` : `padded image, ${shape(padded)}`);
    say(this.response.title, `map, ${shape(map)}`);
    say(this.words, mapless && !refused ? mapless : this.it.summary);
    this.drawSoon();
  }

  /** @param {number} row @param {number} col counted in the image */
  seek(row, col) {
    const there = this.it.nearest(row, col);
    if (there.row !== row || there.col !== col) return;
    this.out = null;
    // Both, and now, since the next key may come before the next frame.
    this.view.at = [row + this.it.inner.row, col + this.it.inner.col];
    this.counts.at = [row, col];
    this.set({ row, col });
  }

  /** @param {number} row @param {number} col */
  seekMap(row, col) {
    if (row < 0 || col < 0 || row >= this.it.map.rows || col >= this.it.map.cols) return;
    this.out = [row, col];
    this.drawSoon();
  }

  firstDifference() {
    if (!this.it.cells?.length) return;
    const { row, col } = this.it.placeOf(this.it.cells[0]);
    this.seek(row, col);
  }

  restyle() {
    for (const view of [this.view, this.response, this.counts, this.comparison.view]) view.restyle();
    this.drawSoon();
  }

  draw() {
    const get = this.model.get.bind(this.model);
    const { given, cells, refused, mapless } = this.it;
    const [name, stale] = [get("function_name"), get("stale")];
    this.note.hidden = get("note") === "";
    say(this.note, get("note"));
    this.mode.value = get("mode");
    this.sides.update(get("padding"));
    const message = get("function_message");
    this.comparison.update({ shown: name !== "", name, message, stale, given, cells });
    if (refused) this.#drawRefusal(refused);
    else if (this.out && !mapless) this.#drawWindow(...this.out);
    else this.#drawCell(!stale && cells !== null);
    this.draws += 1;
    this.element.dataset.draws = String(this.draws);
  }

  /** @param {string} why */
  #drawRefusal(why) {
    this.view.paint({});
    this.view.place(0, 0, why);
    this.lines.setMarks(null);
    if (this.it.given) this.comparison.view.paint({});
    say(this.status, why);
    this.element.dataset.pos = "";
  }

  /** @param {boolean} comparing */
  #drawCell(comparing) {
    const { it } = this;
    const place = it.nearest(this.model.get("row") ?? 0, this.model.get("col") ?? 0);
    const at = { row: place.row + it.inner.row, col: place.col + it.inner.col };
    const index = at.row * it.padded.cols + at.col;
    const from = it.source(place);
    const box = { ...at, rows: 1, cols: 1 };
    let sentence = it.inWords(place);
    if (comparing && it.crossed.has(index)) {
      sentence += `. ${it.differenceInWords(index, this.model.get("function_name"))}`;
    }
    const copied = from && { row: from.row + it.inner.row, col: from.col + it.inner.col };
    this.view.paint({});
    this.view.place(at.row, at.col, sentence);
    this.lines.setMarks(box, at, copied);
    if (!it.mapless) {
      const [row, col] = [Math.min(at.row, it.map.rows - 1), Math.min(at.col, it.map.cols - 1)];
      this.response.paint({});
      this.seen.setMarks(it.cellsOver(at));
      this.response.place(row, col, it.windowInWords(row, col));
      this.counts.paint({ box: from && { ...from, rows: 1, cols: 1 } });
      this.counts.place(from?.row ?? 0, from?.col ?? 0, sentence);
    }
    if (it.given) {
      const crossed = comparing ? it.crossed : undefined;
      this.comparison.view.paint({ crossed });
      this.theirs.setMarks(it.cells ? box : null);
    }
    say(this.status, sentence);
    this.element.dataset.pos = `${place.row},${place.col}`;
  }

  /** @param {number} wantedRow @param {number} wantedCol of the map */
  #drawWindow(wantedRow, wantedCol) {
    const { it } = this;
    const row = Math.min(it.map.rows - 1, wantedRow);
    const col = Math.min(it.map.cols - 1, wantedCol);
    const sentence = it.windowInWords(row, col);
    for (const view of [this.view, this.counts, this.response]) view.paint({});
    this.lines.setMarks({ row, col, rows: it.reach[0], cols: it.reach[1] });
    this.seen.setMarks({ row, col, rows: 1, cols: 1 });
    this.response.place(row, col, sentence);
    if (it.given) {
      this.comparison.view.paint({});
      this.theirs.setMarks(null);
    }
    say(this.status, sentence);
    this.element.dataset.pos = `map ${row},${col}`;
  }
}

/** @type {import("@anywidget/types").Render<State>} */
function render({ model, el, signal }) {
  return mount(model, el, signal, new PaddingLab(model), DATA, REST);
}

export default { render };
