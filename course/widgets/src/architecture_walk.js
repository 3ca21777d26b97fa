// ArchitectureWalk: LeNet-5 layer by layer; what a cell sees of the digit, and the model's own maps.

import * as architecture from "./architecture.js";
import { scaleOf } from "./colour.js";
import { h, KEYS, oncePerFrame, say } from "./dom.js";
import { plural, show } from "./format.js";
import { ConnectionTable, LayersTable, OutputTable } from "./views/architecture_tables.js";
import { mount } from "./views/controls.js";
import { Dropdown } from "./views/dropdown.js";
import { cellSize, GridView } from "./views/grid.js";
import { MapStrip } from "./views/map_strip.js";
import { Stepper } from "./views/stepper.js";
import { gridOf, numbers } from "./wire.js";

/** @typedef {import("./architecture.js").Layer} Layer */
/** @typedef {import("./conv.js").Grid} Grid */
/** @typedef {import("./wire.js").Wire} Wire */
/**
 * What Python and the page share; course/widgets/architecture_walk.py documents it.
 * @typedef {{image: Wire, original: boolean, layer: number, channel: number, row: number,
 *   col: number, output: Wire | null, own_parameters: number[], sources: string[],
 *   function_name: string, function_message: string, stale: boolean, note: string}} State
 */

const DATA = ["image", "original", "output", "own_parameters", "sources", "layer", "function_name"];
const REST = ["channel", "row", "col", "function_message", "stale", "note"];
const ROOM = 260;
const FORMS = /** @type {const} */ ([
  ["modern", "today's: 61 706 parameters"],
  ["original", "of 1998: 60 000 parameters"],
]);

class ArchitectureWalk {
  /** @param {import("@anywidget/types").AnyModel<State>} model */
  constructor(model) {
    this.model = model;
    this.layers = architecture.lenet("modern");
    /** Every map of the layer in view; empty where there is no model's. @type {Grid[]} */
    this.maps = [];
    this.form = new Dropdown("form", (form) => this.set({ original: form === "original" }));
    this.stepper = new Stepper({
      label: "layer, from the input to the output",
      seek: (layer) => this.seek(layer),
      onPlaying: (playing) => this.status.setAttribute("aria-live", playing ? "off" : "polite"),
    });
    const move = (/** @type {number} */ row, /** @type {number} */ col) => this.move(row, col);
    this.digit = new GridView({ title: "digit" });
    this.map = new GridView({ title: "map", move, space: () => this.stepper.toggle() });
    this.strip = new MapStrip((channel) => this.set({ channel }));
    this.table = new LayersTable();
    this.connections = new ConnectionTable();
    this.outputs = new OutputTable();
    this.status = h("p", { class: "ccw-status", role: "status" });
    this.note = h("p", { class: "ccw-note", hidden: true });
    this.verdict = h("span", { role: "status" });
    this.rerunButton = h(
      "button",
      { type: "button", class: "ccw-button", onclick: () => model.send({ type: "rerun" }), ...KEYS },
      "Run my model again",
    );
    this.verdicts = h("div", { class: "ccw-bar" }, this.rerunButton, this.verdict);
    this.element = h(
      "div",
      { class: "ccw ccw-architecture-walk", role: "group", "aria-label": "LeNet-5, layer by layer" },
      this.note,
      h("div", { class: "ccw-bar" }, this.stepper.element, this.form.element),
      this.verdicts,
      this.status,
      h("div", { class: "ccw-panels" }, this.digit.element, this.map.element, this.strip.element),
      this.outputs.element,
      this.connections.element,
      this.table.element,
    );
    // What the digit and the table were made of: both stay as they are from layer to layer.
    /** @type {Wire | null} */
    this.drawn = null;
    this.tabled = "";
    this.draws = 0;
    this.drawSoon = oncePerFrame(() => this.draw());
    this.load();
  }

  get layer() {
    return this.layers[this.model.get("layer")];
  }

  /** Map or unit, row and column in view; inside the layer, whatever Python asked for. */
  get place() {
    const { model, layer } = this;
    const within = (/** @type {"channel" | "row" | "col"} */ name, /** @type {number} */ count) =>
      Math.min(count - 1, model.get(name));
    return { channel: within("channel", layer.maps), row: within("row", layer.rows), col: within("col", layer.cols) };
  }

  /** @param {Partial<State>} values */
  set(values) {
    for (const [name, value] of Object.entries(values)) {
      this.model.set(/** @type {keyof State} */ (name), value);
    }
    this.model.save_changes();
    this.drawSoon();
  }

  /** Go to another layer, and look at the same place of the digit there. @param {number} layer */
  seek(layer) {
    const [from, to] = [this.layer, this.layers[layer]];
    const { channel, row, col } = this.place;
    // From a layer of single units, which all see the whole digit, no place is known.
    const keep = !architecture.isSpatial(from) || !architecture.isSpatial(to);
    this.set({
      layer,
      channel: Math.min(channel, to.maps - 1),
      ...(keep ? {} : { row: architecture.sameplace(row, from, to), col: architecture.sameplace(col, from, to) }),
    });
  }

  /** @param {number} row @param {number} col */
  move(row, col) {
    if (architecture.isSpatial(this.layer)) this.set({ row, col });
    else this.set({ channel: row * architecture.layout(this.layer).cols + col });
  }

  /** Take the layer's maps; once per change of layer or data, not once per step. */
  load() {
    const { model } = this;
    this.layers = architecture.lenet(model.get("original") ? "original" : "modern");
    const { layer } = this;
    const at = model.get("layer");
    const image = gridOf(model.get("image"));
    this.maps = this.#mapsOf(at, image);
    const spatial = architecture.isSpatial(layer);
    const { rows, cols } = architecture.layout(layer);
    const scale = scaleOf(this.maps.flatMap(({ data }) => Array.from(data)));
    if (model.get("image") !== this.drawn) {
      this.drawn = model.get("image");
      this.digit.setGrid(image, scaleOf(image.data), { cell: cellSize(architecture.SIDE, ROOM) });
    }
    this.shown = { rows, cols, scale, map: -1, digit: image };
    this.strip.element.hidden = !spatial || layer.maps < 2;
    const source = `recorded: ${model.get("sources")[at]}`;
    if (!this.strip.element.hidden) this.strip.load(layer.maps, this.maps, scale, source);
    const told = JSON.stringify(["original", "own_parameters", "function_name"].map((name) =>
      model.get(/** @type {"original"} */ (name)),
    ));
    if (told !== this.tabled) this.table.build(this.layers, model.get("own_parameters"), model.get("function_name"));
    this.tabled = told;
    this.form.update(FORMS, model.get("original") ? "original" : "modern");
    this.drawSoon();
  }

  /** @param {number} at @param {Grid} image @returns {Grid[]} */
  #mapsOf(at, image) {
    if (at === 0) return [image];
    const output = this.model.get("output");
    if (!output || !this.model.get("sources")[at]) return [];
    const all = numbers(output);
    const size = (/** @type {Layer} */ { maps, rows, cols }) => maps * rows * cols;
    const start = this.layers.slice(0, at).reduce((sum, layer) => sum + size(layer), 0);
    const { maps } = this.layer;
    const { rows, cols } = architecture.layout(this.layer);
    if (!architecture.isSpatial(this.layer)) return [{ rows, cols, data: all.subarray(start, start + maps) }];
    return Array.from({ length: maps }, (_, i) => {
      const from = start + i * rows * cols;
      return { rows, cols, data: all.subarray(from, from + rows * cols) };
    });
  }

  restyle() {
    this.digit.restyle();
    this.map.restyle();
    this.drawSoon();
  }

  draw() {
    const { model, layer } = this;
    const { channel, row, col } = this.place;
    const at = model.get("layer");
    const spatial = architecture.isSpatial(layer);
    const { rows, cols, scale } = this.shown ?? { rows: 1, cols: 1, scale: scaleOf([]) };
    const number = spatial ? channel : 0;
    if (this.shown?.map !== number) {
      const blank = { rows, cols, data: new Float64Array(rows * cols) };
      this.map.setGrid(this.maps[number] ?? blank, scale, { cell: cellSize(Math.max(rows, cols), ROOM) });
      if (this.shown) this.shown.map = number;
    }
    const known = this.maps.length > 0;
    this.map.legend.hidden = !known;
    const [y, x] = spatial ? [row, col] : [Math.floor(channel / cols), channel % cols];
    const value = this.maps[number]?.data[y * cols + x];
    const sentence = this.#sentence(layer, channel, row, col, value);
    this.map.paint({ box: { row: y, col: x, rows: 1, cols: 1 }, ...(known ? {} : { hidden: () => true }) });
    this.map.place(y, x, sentence);
    say(this.map.title, this.#title(layer, channel, known));
    this.digit.paint({ box: architecture.seenBy(layer, spatial ? row : 0, spatial ? col : 0) });
    this.strip.update(channel, sentence);
    say(this.status, sentence);
    this.stepper.update(at, this.layers.length, `${layer.name}: ${this.#summary(layer)}`);
    this.table.update(at);
    this.connections.update(layer, this.layers[at - 1], channel);
    this.outputs.update(layer, this.maps[0]?.data ?? null, channel);
    this.drawWords();
    this.draws += 1;
    this.element.dataset.pos = [at, channel, row, col].join();
    this.element.dataset.draws = String(this.draws);
  }

  drawWords() {
    const { model } = this;
    const [note, name, message] = [model.get("note"), model.get("function_name"), model.get("function_message")];
    this.note.hidden = note === "";
    say(this.note, note);
    this.verdicts.hidden = name === "";
    const form = model.get("original") ? ` The maps are those of ${name}: today's form.` : "";
    if (model.get("stale")) say(this.verdict, "The digit has changed since your model ran.");
    else if (message) say(this.verdict, message);
    else say(this.verdict, `${name} has every layer's shape and parameters.${form}`);
  }

  /** @param {Layer} layer @param {number} channel @param {boolean} known */
  #title(layer, channel, known) {
    const part = architecture.isSpatial(layer) ? (layer.maps > 1 ? `, map ${channel}` : "") : `, ${layer.maps} units`;
    return `${layer.name}${part}${known ? "" : " (no model to draw)"}`;
  }

  /** @param {Layer} layer */
  #summary(layer) {
    const counts = layer.parameters ? `, ${architecture.whole(layer.parameters)} parameters` : ", no parameters";
    return `${architecture.shapeWords(layer)}${counts}, ${plural(layer.macs, "MAC")}`;
  }

  /**
   * @param {Layer} layer @param {number} channel @param {number} row @param {number} col
   * @param {number | undefined} value
   */
  #sentence(layer, channel, row, col, value) {
    const is = value === undefined ? "" : ` = ${show(value)}`;
    if (!architecture.isSpatial(layer)) return `${layer.name}, unit ${channel}${is}: sees the whole digit`;
    const seen = architecture.seenBy(layer, row, col);
    const map = layer.maps > 1 ? `, map ${channel}` : "";
    const sees =
      layer.field > 1
        ? `sees rows ${seen.row} to ${seen.row + seen.rows - 1}, columns ${seen.col} to ${seen.col + seen.cols - 1}`
        : "one pixel";
    const read = layer.name === "C3" ? `; reads S2 maps ${layer.sources[channel].join(", ")}` : "";
    return `${layer.name}${map}, row ${row}, column ${col}${is}: ${sees}${read}`;
  }
}

/** @type {import("@anywidget/types").Render<State>} */
function render({ model, el, signal }) {
  return mount(model, el, signal, new ArchitectureWalk(model), DATA, REST);
}

export default { render };
