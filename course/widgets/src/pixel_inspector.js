// PixelInspector: one pixel, its numbers, how to index it, and what reshape makes of an image.

import { h, KEYS, oncePerFrame, say } from "./dom.js";
import { plural, show, showApart } from "./format.js";
import { mount } from "./views/controls.js";
import { cellSize, GridView } from "./views/grid.js";
import { reshapedFrom } from "./reshape.js";
import { numbers } from "./wire.js";

/**
 * What Python and the page share; course/widgets/pixel_inspector.py documents it.
 * @typedef {{image: import("./wire.js").Wire, row: number, col: number, size: number,
 *   output: import("./wire.js").Wire | null, function_name: string, function_message: string,
 *   stale: boolean, note: string}} State
 */

const DATA = ["image", "output", "function_name", "size"];
const REST = ["row", "col", "function_message", "stale", "note"];

const NAMES = ["red", "green", "blue"];
const ROWS = [
  "uint8, 0 to 255",
  "float = uint8 / 255",
  "image (H, W, C)",
  "transposed: chw (C, H, W)",
  "reshaped: the same place has",
  "which comes from",
];

class PixelInspector {
  /** @param {import("@anywidget/types").AnyModel<State>} model */
  constructor(model) {
    this.model = model;
    const move = (/** @type {number} */ row, /** @type {number} */ col) => this.move(row, col);
    this.right = new GridView({ title: "transposed", move });
    this.wrong = new GridView({ title: "reshaped", pick: move });
    this.sliders = ["row", "column"].map((name) =>
      h("input", {
        type: "range",
        min: 0,
        class: "ccw-range",
        "aria-label": name,
        oninput: () => this.move(this.sliders[0].valueAsNumber, this.sliders[1].valueAsNumber),
        ...KEYS,
      }),
    );
    this.status = h("p", { class: "ccw-status", role: "status" });
    this.table = h("table", { class: "ccw-values" });
    this.lesson = h("p");
    this.note = h("p", { class: "ccw-note", hidden: true });
    this.rerun = h(
      "button",
      { type: "button", class: "ccw-button", onclick: () => model.send({ type: "rerun" }), ...KEYS },
      "Run my function again",
    );
    this.verdict = h("span", { role: "status" });
    this.yours = h("div", { class: "ccw-bar", hidden: true }, this.rerun, this.verdict);
    this.element = h(
      "div",
      { class: "ccw ccw-pixel-inspector", role: "group", "aria-label": "pixel inspector" },
      this.note,
      h(
        "div",
        { class: "ccw-bar" },
        ...["row", "column"].flatMap((name, i) => [
          h("span", { "aria-hidden": true }, name),
          this.sliders[i],
        ]),
      ),
      h("div", { class: "ccw-panels" }, this.right.element, this.wrong.element),
      this.status,
      h("div", { class: "ccw-scroll" }, this.table),
      this.yours,
      this.lesson,
    );
    this.shape = { rows: 0, cols: 0, channels: 1 };
    this.flat = false;
    /** @type {Float64Array} */
    this.data = new Float64Array();
    /** @type {Float64Array | null} what the student's function gave, (C, H, W) */
    this.given = null;
    this.off = 0;
    /** @type {HTMLElement[][]} */
    this.cells = [];
    this.draws = 0;
    this.drawSoon = oncePerFrame(() => this.draw());
    this.load();
  }

  load() {
    const { shape } = this.model.get("image");
    const [rows, cols, channels = 1] = shape;
    this.shape = { rows, cols, channels };
    this.flat = shape.length === 2;
    this.data = numbers(this.model.get("image"));
    const output = this.model.get("output");
    this.given = output && output.shape.join() === [channels, rows, cols].join() ? numbers(output) : null;
    this.off = 0;
    this.given?.forEach((_, i) => {
      if (this.differs(i)) this.off += 1;
    });
    const cell = cellSize(Math.max(rows, cols), this.model.get("size"));
    const colours = (/** @type {boolean} */ reshaped) => (/** @type {number} */ i) => {
      const [r, c] = [Math.floor(i / cols), i % cols];
      const rgb = [0, 1, 2].map((k) => {
        const channel = Math.min(k, channels - 1);
        const from = reshaped ? reshapedFrom(channel, r, c, this.shape) : [r, c, channel];
        return this.value(from[0], from[1], from[2]);
      });
      return /** @type {import("./colour.js").Rgb} */ (rgb);
    };
    const grid = { rows, cols, data: new Float64Array(rows * cols) };
    const scale = { low: 0, high: 255, signed: false };
    this.right.setGrid(grid, scale, { cell, colours: colours(false) });
    this.wrong.setGrid(grid, scale, { cell, colours: colours(true) });
    say(this.right.title, this.flat ? "image[None]: adds the channel axis" : "image.transpose(2, 0, 1)");
    say(this.wrong.title, `image.reshape(${channels}, ${rows}, ${cols})`);
    say(
      this.lesson,
      channels === 1
        ? "With one channel, reshape and transpose agree: there is no channel axis to move."
        : "transpose moves the axes; reshape keeps the numbers in memory order and only cuts them up anew.",
    );
    this.sliders[0].max = String(rows - 1);
    this.sliders[1].max = String(cols - 1);
    const names = channels === 1 ? ["grey"] : NAMES;
    const titles = this.given ? [...ROWS, `${this.model.get("function_name")} gave (yours)`] : ROWS;
    this.cells = titles.map(() => names.map(() => h("code")));
    this.table.replaceChildren(
      h("caption", {}, "the pixel's numbers and where they are"),
      h("thead", {}, h("tr", {}, h("td"), ...names.map((name) => h("th", { scope: "col" }, name)))),
      h(
        "tbody",
        {},
        ...titles.map((name, i) =>
          h("tr", {}, h("th", { scope: "row" }, name), ...this.cells[i].map((cell) => h("td", {}, cell))),
        ),
      ),
    );
    this.drawSoon();
  }

  /** Whether what the function gave is another number. @param {number} i in (C, H, W) */
  differs(i) {
    const { rows, cols } = this.shape;
    const [k, at] = [Math.floor(i / (rows * cols)), i % (rows * cols)];
    const wanted = this.value(Math.floor(at / cols), at % cols, k) / 255;
    return !(Math.abs((this.given?.[i] ?? NaN) - wanted) <= 1e-7);
  }

  restyle() {
    for (const view of [this.right, this.wrong]) view.restyle();
    this.drawSoon();
  }

  /** @param {number} r @param {number} c @param {number} k */
  value(r, c, k) {
    return this.data[(r * this.shape.cols + c) * this.shape.channels + k];
  }

  /** @param {number} row @param {number} col */
  move(row, col) {
    const { rows, cols } = this.shape;
    if (row < 0 || col < 0 || row >= rows || col >= cols) return;
    this.model.set("row", row);
    this.model.set("col", col);
    this.model.save_changes();
    this.drawSoon();
  }

  draw() {
    const row = Math.min(this.shape.rows - 1, Math.max(0, this.model.get("row")));
    const col = Math.min(this.shape.cols - 1, Math.max(0, this.model.get("col")));
    const found = [];
    for (let k = 0; k < this.shape.channels; k++) {
      const from = reshapedFrom(k, row, col, this.shape);
      const value = this.value(row, col, k);
      found.push(value);
      const place = (/** @type {number[]} */ at) => (this.flat ? at.slice(0, 2) : at).join(", ");
      const texts = [
        String(value),
        show(value / 255),
        `image[${place([row, col, k])}]`,
        `chw[${k}, ${row}, ${col}]`,
        String(this.value(...from)),
        `image[${place(from)}]`,
      ];
      if (this.given) {
        const i = (k * this.shape.rows + row) * this.shape.cols + col;
        const [want, have] = showApart(value / 255, this.given[i]);
        texts.push(this.differs(i) ? `${have}, expected ${want}` : show(this.given[i]));
      }
      texts.forEach((text, i) => say(this.cells[i][k], text));
    }
    const names = this.shape.channels === 1 ? ["grey"] : NAMES;
    const sentence = `row ${row}, column ${col}: ${found.map((v, k) => `${names[k]} ${v}`).join(", ")}`;
    this.right.place(row, col, sentence);
    for (const view of [this.right, this.wrong]) view.paint({ box: { row, col, rows: 1, cols: 1 } });
    this.sliders[0].value = String(row);
    this.sliders[1].value = String(col);
    for (const slider of this.sliders) slider.setAttribute("aria-valuetext", sentence);
    say(this.status, sentence);
    this.drawYours();
    this.draws += 1;
    this.element.dataset.draws = String(this.draws);
    this.element.dataset.pos = `${row},${col}`;
  }

  drawYours() {
    const [note, name, message, stale] = /** @type {const} */ ([
      this.model.get("note"),
      this.model.get("function_name"),
      this.model.get("function_message"),
      this.model.get("stale"),
    ]);
    this.note.hidden = note === "";
    say(this.note, note);
    this.yours.hidden = name === "";
    this.rerun.hidden = !stale;
    const count = this.data.length;
    const found = this.off
      ? `${this.off} of ${plural(count, "number")} ${this.off === 1 ? "differs" : "differ"} from the reference.`
      : `All ${plural(count, "number")} agree with the reference.`;
    const said = [message, this.given ? found : ""].filter(Boolean).join(" ");
    say(this.verdict, stale ? "This is what your function gave before the last change." : said);
  }
}

/** @type {import("@anywidget/types").Render<State>} */
function render({ model, el, signal }) {
  return mount(model, el, signal, new PixelInspector(model), DATA, REST);
}

export default { render };
