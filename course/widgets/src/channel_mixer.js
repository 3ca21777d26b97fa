// ChannelMixer: a layer as a table of slices; one filter's partial maps, their sum and the bias.

import { scaleOf } from "./colour.js";
import { EMPTY, strongest } from "./conv.js";
import { h, oncePerFrame, say } from "./dom.js";
import { plural, show } from "./format.js";
import * as mixer from "./mixer.js";
import { Comparison, differenceSentence } from "./views/comparison.js";
import { choice, mount, offer } from "./views/controls.js";
import { CostTable } from "./views/costs.js";
import { cellSize, GridView } from "./views/grid.js";
import { SliceGrid } from "./views/slices.js";
import { numbers } from "./wire.js";

/** @typedef {import("./conv.js").Grid} Grid */
/** @typedef {import("./mixer.js").Tensor} Tensor */
/** @typedef {import("./wire.js").Wire} Wire */
/**
 * What Python and the page share; course/widgets/channel_mixer.py documents it.
 * @typedef {{x: Wire, weight: Wire, bias: Wire | null, image: number, filter: number,
 *   row: number | null, col: number | null, size: number, function_name: string,
 *   function_message: string, output: Wire | null, stale: boolean, note: string}} State
 */

const DATA = ["x", "weight", "bias", "output", "size"];
const REST = ["image", "filter", "row", "col", "function_name", "function_message", "stale", "note"];
const NOTHING = /** @type {Tensor} */ ({ shape: [0, 0, 0, 0], data: new Float64Array() });

/** @param {Wire} wire @returns {Tensor} */
const tensor = (wire) => ({ shape: wire.shape, data: numbers(wire) });

/** A number to add: " + 0.5", " − 0.5". @param {number} value */
const plus = (value) => (value < 0 ? ` − ${show(-value)}` : ` + ${show(value)}`);

class ChannelMixer {
  /** @param {import("@anywidget/types").AnyModel<State>} model */
  constructor(model) {
    this.model = model;
    this.x = NOTHING;
    this.weight = NOTHING;
    /** Every map of every image, where there is something to compare with it. */
    this.layer = NOTHING;
    /** @type {Float64Array | null} */
    this.bias = null;
    /** @type {Tensor | null} */
    this.given = null;
    /** @type {Grid | null} */
    this.mine = null;
    /** Indices, in the whole layer, of the numbers that differ. @type {readonly number[] | null} */
    this.cells = null;
    /** @type {string | null} */
    this.refused = null;
    this.map = EMPTY;
    /** @type {Grid[]} */
    this.parts = [];
    /** @type {GridView[]} */
    this.channels = [];
    /** @type {GridView[]} */
    this.partials = [];
    /** The image and filter that the views hold. */
    this.chosen = "";
    this.goto = (/** @type {number} */ row, /** @type {number} */ col) => this.seek(row, col);
    this.slices = new SliceGrid((filter) => this.set({ filter }));
    this.images = choice("image of the batch", (name) => this.set({ image: Number(name) }));
    const label = h("span", { "aria-hidden": true }, "image of the batch");
    this.imageBar = h("div", { class: "ccw-bar" }, label, this.images);
    this.sum = new GridView({ title: "= sum", pick: this.goto });
    this.output = new GridView({ title: "map", move: this.goto });
    this.comparison = new Comparison({
      first: () => this.firstDifference(),
      rerun: () => model.send({ type: "rerun" }),
      pick: this.goto,
    });
    this.flow = h("div", { class: "ccw-panels ccw-flow" });
    this.status = h("p", { class: "ccw-status", role: "status" });
    this.note = h("p", { class: "ccw-note", hidden: true });
    this.head = h("tr");
    this.line = h("tr");
    this.adding = h(
      "table",
      { class: "ccw-values" },
      h("caption", {}, "One number of the map, added up"),
      h("thead", {}, this.head),
      h("tbody", {}, this.line),
    );
    this.costs = new CostTable();
    this.element = h(
      "div",
      { class: "ccw ccw-channel-mixer", role: "group", "aria-label": "channel mixer" },
      this.note,
      this.imageBar,
      h("div", { class: "ccw-panels" }, this.slices.element, h("div", { class: "ccw-scroll" }, this.costs.element)),
      this.flow,
      this.status,
      this.comparison.element,
      h("div", { class: "ccw-scroll" }, this.adding),
    );
    this.draws = 0;
    this.drawSoon = oncePerFrame(() => this.draw());
    this.load();
    if (!this.refused && this.model.get("row") === null) this.#open();
  }

  /** The first number that differs, else the strongest response. */
  #open() {
    if (this.cells?.length) return this.firstDifference();
    const index = strongest(this.map);
    this.seek(Math.floor(index / this.map.cols), index % this.map.cols);
  }

  get filter() {
    return Math.min(this.weight.shape[0] - 1, this.model.get("filter"));
  }

  get image() {
    return Math.min(this.x.shape[0] - 1, this.model.get("image"));
  }

  /** @param {Partial<State>} values */
  set(values) {
    for (const [name, value] of Object.entries(values)) {
      this.model.set(/** @type {keyof State} */ (name), value);
    }
    this.model.save_changes();
    this.drawSoon();
  }

  /** Read the arrays and compute the layer: once per change of data. */
  load() {
    const [bias, output] = [this.model.get("bias"), this.model.get("output")];
    this.x = tensor(this.model.get("x"));
    this.weight = tensor(this.model.get("weight"));
    this.bias = bias && numbers(bias);
    this.refused = mixer.layerRefusal(this.x, this.weight);
    this.layer = this.refused || !output ? NOTHING : mixer.layer(this.x, this.weight, this.bias);
    this.given = output && tensor(output);
    this.cells = this.given && mixer.tensorDifferences(this.layer, this.given);
    const channels = this.x.shape[1];
    if (this.channels.length !== channels) this.#build(channels);
    this.slices.build(this.weight, this.bias);
    offer(this.images, Array.from({ length: this.x.shape[0] }, (_, n) => String(n)), String(this.image));
    this.imageBar.hidden = this.x.shape[0] === 1;
    this.adding.hidden = this.costs.element.hidden = this.refused !== null;
    if (!this.refused) this.costs.update(this.x.shape, this.weight.shape, this.bias !== null);
    this.choose();
  }

  /** @param {number} channels */
  #build(channels) {
    const views = (/** @type {(c: number) => string} */ title) =>
      Array.from({ length: channels }, (_, c) => new GridView({ title: title(c), pick: this.goto }));
    this.channels = views((c) => `channel ${c}`);
    this.partials = views((c) => `${c ? "+ " : ""}partial map ${c}`);
    const column = (/** @type {Node[]} */ ...parts) => h("div", { class: "ccw-column" }, ...parts);
    this.flow.replaceChildren(
      ...this.channels.map((view, c) => column(view.element, this.partials[c].element)),
      column(this.sum.element),
      column(this.comparison.view.element, this.output.element),
    );
  }

  /** The maps of one filter on one image. */
  choose() {
    this.chosen = `${this.image},${this.filter}`;
    const { image, filter, x, weight, given } = this;
    const size = this.model.get("size");
    const cell = cellSize(Math.max(x.shape[2], x.shape[3]), size);
    const pixels = x.data.subarray(image * (x.data.length / x.shape[0]), (image + 1) * (x.data.length / x.shape[0]));
    this.channels.forEach((view, c) => view.setGrid(mixer.plane(x, image, c), scaleOf(pixels), { cell }));
    this.slices.update(filter);
    for (const view of [...this.partials, this.sum, this.output]) view.element.hidden = this.refused !== null;
    this.mine = null;
    this.parts = this.refused ? [] : mixer.partials(x, weight, image, filter);
    const sum = mixer.added(this.parts);
    const bias = this.bias?.[filter];
    this.map = mixer.added(this.parts, bias);
    if (given && image < given.shape[0] && filter < given.shape[1]) this.mine = mixer.plane(given, image, filter);
    const all = [...this.parts, sum, this.map, ...(this.mine ? [this.mine] : [])];
    const scale = scaleOf(all.flatMap((grid) => [...grid.data]));
    this.parts.forEach((grid, c) => this.partials[c].setGrid(grid, scale, { cell }));
    this.sum.setGrid(sum, scale, { cell });
    this.output.setGrid(this.map, scale, { cell });
    if (this.mine) this.comparison.view.setGrid(this.mine, scale, { cell });
    say(this.output.title, `map ${filter} = sum${bias === undefined ? ", no bias" : plus(bias)}`);
    // One legend for all grids of a scale; the others keep its room, so that the grids line up.
    const same = [...this.channels.slice(1), ...this.partials.slice(1), this.sum, this.comparison.view];
    for (const view of same) view.legend.replaceChildren("\u00a0");
    if (cell < 6) {
      // Too small to be hatched.
      for (const view of [this.channels[0], this.partials[0], this.output]) view?.legend.children[3]?.remove();
    }
    this.drawSoon();
  }

  /** @param {number} row @param {number} col */
  seek(row, col) {
    const { rows, cols } = this.map;
    if (rows * cols === 0) return;
    this.set({ row: Math.min(rows - 1, Math.max(0, row)), col: Math.min(cols - 1, Math.max(0, col)) });
  }

  firstDifference() {
    if (this.cells?.length) this.set(mixer.placeOf(this.cells[0], this.layer.shape));
  }

  restyle() {
    const { channels, partials, sum, output, comparison } = this;
    for (const view of [...channels, ...partials, sum, output, comparison.view]) view.restyle();
    this.slices.restyle();
    this.drawSoon();
  }

  draw() {
    const [note, name, stale] = [this.model.get("note"), this.model.get("function_name"), this.model.get("stale")];
    this.note.hidden = note === "";
    say(this.note, note);
    this.images.value = String(this.image);
    if (this.chosen !== `${this.image},${this.filter}`) this.choose();
    const message = this.model.get("function_message");
    const whole = this.given && this.mine && { ...this.mine, data: this.given.data };
    this.comparison.update({ shown: name !== "", name, message, stale, given: whole, cells: this.cells });
    if (this.refused) this.#drawRefusal(this.refused);
    else this.#drawCell(!stale && this.cells !== null);
    this.draws += 1;
    this.element.dataset.draws = String(this.draws);
  }

  /** @param {string} why */
  #drawRefusal(why) {
    for (const view of this.channels) view.paint({});
    say(this.status, why);
    this.element.dataset.pos = "";
  }

  /** @param {boolean} comparing */
  #drawCell(comparing) {
    const { map, image, filter, parts } = this;
    const row = Math.min(map.rows - 1, this.model.get("row") ?? 0);
    const col = Math.min(map.cols - 1, this.model.get("col") ?? 0);
    const index = row * map.cols + col;
    const [height, width] = this.weight.shape.slice(2);
    const box = { row, col, rows: 1, cols: 1 };
    for (const view of this.channels) view.paint({ box: { row, col, rows: height, cols: width } });
    for (const view of [...this.partials, this.sum, this.output]) view.paint({ box });
    const values = parts.map((grid) => grid.data[index]);
    let sentence = `map ${filter}, row ${row}, column ${col}: ${show(map.data[index])}`;
    this.output.place(row, col, sentence);
    const offset = (image * this.weight.shape[0] + filter) * map.data.length;
    if (comparing && this.cells && this.mine) {
      const inside = this.cells.filter((i) => i >= offset && i < offset + map.data.length);
      const crossed = new Set(inside.map((i) => i - offset));
      this.comparison.view.paint({ box, crossed });
      if (crossed.has(index)) {
        const [bottom, right] = [row + height - 1, col + width - 1];
        const where = `rows ${row} to ${bottom}, columns ${col} to ${right}`;
        const window = `${where} of all ${plural(parts.length, "channel")}`;
        const first = this.cells[0] === offset + index;
        const pair = { expected: map.data[index], given: this.mine.data[index] };
        sentence += `. ${differenceSentence({ first, ...pair, name: this.model.get("function_name"), window })}`;
      }
    } else if (this.mine) this.comparison.view.paint({});
    this.#add(values, map.data[index]);
    say(this.status, sentence);
    this.element.dataset.pos = `${image},${filter},${row},${col}`;
  }

  /** @param {number[]} values @param {number} total */
  #add(values, total) {
    const bias = this.bias?.[this.filter];
    const heads = [...values.map((_, c) => `channel ${c}`), "sum", ...(bias === undefined ? [] : ["bias", "map"])];
    const sum = values.reduce((all, value) => all + value, 0);
    const texts = [...values.map((value, c) => (c ? plus(value) : show(value))), `= ${show(sum)}`];
    if (bias !== undefined) texts.push(plus(bias), `= ${show(total)}`);
    this.head.replaceChildren(...heads.map((name) => h("th", { scope: "col" }, name)));
    this.line.replaceChildren(...texts.map((text) => h("td", {}, text)));
  }
}

/** @type {import("@anywidget/types").Render<State>} */
function render({ model, el, signal }) {
  return mount(model, el, signal, new ChannelMixer(model), DATA, REST);
}

export default { render };
