// DrawDigit: draw a digit, and see every layer of LeNet-5 respond: yours in Python, or ours here.

import { softmax } from "./architecture.js";
import { seenByNet, SIDE } from "./centring.js";
import { h, KEYS, oncePerFrame, say } from "./dom.js";
import { answerWords, largest, whoWords } from "./draw_words.js";
import { forward, halves, STARTS } from "./lenet.js";
import { Questions } from "./questions.js";
import { Sketch } from "./sketch.js";
import { AnswerBars } from "./views/answer_bars.js";
import { check, mount } from "./views/controls.js";
import { DrawingPad, middleOf } from "./views/drawing_pad.js";
import { Examples } from "./views/examples.js";
import { Cells, LayerStrips } from "./views/layer_strips.js";
import { numbers } from "./wire.js";

/** @typedef {import("./sketch.js").Point} Point */
/** @typedef {import("./wire.js").Wire} Wire */
/**
 * What Python and the page share; course/widgets/draw_digit.py documents it.
 * @typedef {{drawing: Wire, centre: boolean, pen_down: boolean, examples: Wire,
 *   weights: {data: DataView | ArrayBuffer}, turn: number, answered: number, output: Wire | null,
 *   function_name: string, function_message: string, note: string}} State
 */

const DATA = ["drawing", "centre", "output", "answered", "function_name"];
const REST = ["pen_down", "function_message", "note"];
const GREY = { low: 0, high: 1, signed: false };

class DrawDigit {
  /** @param {import("@anywidget/types").AnyModel<State>} model */
  constructor(model) {
    this.model = model;
    /** Whether there may be a kernel: a page that has none says so of its models. */
    this.live = /** @type {{live?: boolean}} */ (model).live !== false;
    this.sketch = new Sketch();
    this.questions = new Questions({
      turn: model.get("turn"),
      send: (turn) => this.set({ ...this.#shared(), turn }),
      silent: () => this.drawSoon(),
    });
    this.pad = new DrawingPad({
      begin: (point, erase) => this.change(() => this.sketch.begin(point, erase || this.erasing)),
      draw: (point, erase) => this.change(() => this.sketch.to(point, erase || this.erasing)),
      end: () => this.end(),
      dot: (row, col) => this.dot(row, col),
      moved: (from, to) => this.moved(from, to),
      pen: () => this.lift(!model.get("pen_down")),
      clear: () => this.replace(new Float64Array(SIDE * SIDE)),
      undo: () => this.undo(),
      redraw: () => this.drawSoon(),
    });
    this.examples = new Examples(model.get("examples"), (drawing) => this.replace(drawing));
    const button = (/** @type {string} */ words, /** @type {() => void} */ act) =>
      h("button", { type: "button", class: "ccw-button", onclick: act, ...KEYS }, words);
    this.eraser = check("eraser", () => this.end());
    this.pen = check("pen down (P): arrow keys draw", (on) => this.lift(on));
    this.centre = check("centre as MNIST does", (centre) => {
      this.settled = true;
      this.set({ centre });
      this.ask();
    });
    this.seen = new Cells(SIDE + 4, SIDE + 4, 3);
    this.seenFigure = h(
      "div",
      { class: "ccw-figure" },
      h("span", { class: "ccw-title" }, "what the net sees"),
      h("div", { class: "ccw-frame", role: "img", "aria-label": "what the net sees, 32 × 32 pixels" }, this.seen.canvas),
      this.centre.element,
    );
    this.bars = new AnswerBars();
    this.strips = new LayerStrips();
    this.status = h("p", { class: "ccw-status", role: "status" });
    this.who = h("p", { class: "ccw-words", role: "status" });
    this.note = h("p", { class: "ccw-note", hidden: true });
    this.element = h(
      "div",
      { class: "ccw ccw-draw-digit", role: "group", "aria-label": "draw a digit" },
      this.note,
      h(
        "div",
        { class: "ccw-bar" },
        h("span", { "aria-hidden": true }, "start from"),
        this.examples.element,
        button("Clear", () => this.replace(new Float64Array(SIDE * SIDE))),
        button("Undo", () => this.undo()),
        this.eraser.element,
        this.pen.element,
      ),
      h("div", { class: "ccw-panels" }, this.pad.element, this.seenFigure, this.bars.element),
      this.status,
      this.who,
      this.strips.element,
    );
    this.weights = halves(model.get("weights").data);
    /** The drawing as Python has it, and what was sent from here. @type {Wire | null} */
    this.wire = null;
    /** @type {Float64Array | null} */
    this.sent = null;
    /** What the reader's model gave: every stage, flat. @type {Float64Array | null} */
    this.output = null;
    /** @type {Wire | null} */
    this.maps = null;
    /** What was drawn last, so that it is not drawn again. @type {Float64Array | null} */
    this.shown = null;
    /** @type {Float64Array | null | undefined} */
    this.painted = undefined;
    /** @type {{data: Float64Array, centre: boolean, picture: Float64Array, maps: Float64Array | null} | null} */
    this.saw = null;
    /** Whether the answer to the present drawing is to be said, whatever it is. */
    this.settled = true;
    this.said = -1;
    this.draws = 0;
    this.drawSoon = oncePerFrame(() => this.draw());
    this.load();
    this.sketch.past = [];
  }

  get erasing() {
    return this.eraser.box.checked;
  }

  /** Whether the course's network answers, here: there is no other, or none that does. */
  get here() {
    return this.model.get("function_name") === "" || !this.live || this.questions.silent;
  }

  /** @param {Partial<State>} values */
  set(values) {
    for (const [name, value] of Object.entries(values)) {
      this.model.set(/** @type {keyof State} */ (name), value);
    }
    this.model.save_changes();
    this.drawSoon();
  }

  /** The drawing as it travels to Python. */
  #shared() {
    const bytes = new DataView(new ArrayBuffer(8 * SIDE * SIDE));
    this.sent = this.sketch.data;
    this.sent.forEach((ink, i) => bytes.setFloat64(8 * i, ink, true));
    this.wire = { shape: [SIDE, SIDE], dtype: "float64", data: bytes };
    return { drawing: this.wire };
  }

  /** Have the present drawing answered. */
  ask() {
    if (this.model.get("function_name") !== "" && this.live) this.questions.ask();
    else if (this.settled) this.set(this.#shared());
    this.drawSoon();
  }

  /** Do something to the sketch; nothing follows where that changes no ink. @param {() => void} act */
  change(act) {
    const before = this.sketch.data;
    act();
    if (this.sketch.data !== before) this.ask();
    else this.drawSoon();
  }

  end() {
    if (!this.sketch.drawing) return;
    this.sketch.end();
    this.settled = true;
    if (this.sent !== this.sketch.data) this.ask();
    else this.drawSoon();
  }

  /** @param {number} row @param {number} col */
  dot(row, col) {
    const inked = this.sketch.data[row * SIDE + col] >= 0.5;
    this.change(() => this.sketch.begin(middleOf(row, col), inked || this.erasing));
    this.end();
  }

  /** @param {[number, number]} from @param {[number, number]} to */
  moved(from, to) {
    this.drawSoon();
    if (!this.model.get("pen_down")) return;
    this.change(() => {
      if (!this.sketch.drawing) this.sketch.begin(middleOf(...from), this.erasing);
      this.sketch.to(middleOf(...to), this.erasing);
    });
  }

  /** Put the pen down for the arrow keys, or lift it. @param {boolean} down */
  lift(down) {
    this.end();
    this.set({ pen_down: down });
  }

  /** @param {Float64Array} data */
  replace(data) {
    this.settled = true;
    this.change(() => this.sketch.replace(data));
  }

  undo() {
    this.settled = true;
    this.change(() => this.sketch.undo());
  }

  /** Take what Python has sent. */
  load() {
    const { model } = this;
    const wire = model.get("drawing");
    if (wire !== this.wire) {
      this.wire = wire;
      this.#take(numbers(wire));
    }
    const maps = model.get("output");
    if (maps !== this.maps) this.output = maps && numbers(maps);
    this.maps = maps;
    this.questions.hear(model.get("answered"));
    this.drawSoon();
  }

  /** Draw what was drawn elsewhere; not what came from here, and is older by now. @param {Float64Array} data */
  #take(data) {
    if (this.sent?.every((ink, i) => ink === data[i])) return;
    this.settled = true;
    this.sketch.replace(data);
  }

  restyle() {
    this.shown = null;
    this.drawSoon();
  }

  stop() {
    this.questions.stop();
  }

  /** All stages for what is drawn, or null: see `forward`. */
  #maps() {
    const centre = this.model.get("centre");
    const { data } = this.sketch;
    if (this.saw?.data !== data || this.saw.centre !== centre) {
      this.saw = { data, centre, picture: seenByNet(data, centre), maps: null };
      this.seen.paint(this.saw.picture, GREY);
    }
    if (!this.here) return this.output;
    this.saw.maps ??= forward(this.weights, this.saw.picture);
    return this.saw.maps;
  }

  draw() {
    const { model, sketch, pad } = this;
    if (this.shown !== sketch.data) pad.show(sketch.data);
    this.shown = sketch.data;
    pad.update(model.get("pen_down"));
    this.pen.box.checked = model.get("pen_down");
    this.centre.box.checked = model.get("centre");
    const maps = this.#maps();
    if (this.painted !== maps) this.strips.update(maps);
    this.painted = maps;
    const last = maps?.subarray(STARTS[STARTS.length - 2]) ?? null;
    const scores = last?.every(Number.isFinite) ? last : null;
    const shares = scores ? softmax(scores) : [];
    const answer = largest(shares);
    this.bars.update(scores, shares, answer);
    // An answer to an older drawing is drawn, but not said.
    const fresh = this.here || !this.questions.open;
    if (!sketch.drawing) this.examples.update(sketch.data);
    if (fresh && (this.settled || answer !== this.said)) {
      say(this.status, answerWords(shares, sketch.empty));
      this.settled = false;
      this.said = answer;
    }
    const note = model.get("note");
    this.note.hidden = note === "";
    say(this.note, note);
    this.#sayWho();
    this.draws += 1;
    Object.assign(this.element.dataset, {
      draws: this.draws,
      pos: `${pad.cursor.row},${pad.cursor.col}`,
      answer: fresh ? answer : "",
    });
  }

  #sayWho() {
    const { model, live, questions } = this;
    const [name, message] = [model.get("function_name"), model.get("function_message")];
    say(this.who, whoWords({ name, message, live, silent: questions.silent }));
  }
}

/** @type {import("@anywidget/types").Render<State>} */
function render({ model, el, signal }) {
  const widget = new DrawDigit(model);
  const end = mount(model, el, signal, widget, DATA, REST);
  const stop = () => widget.stop();
  signal?.addEventListener("abort", stop);
  return () => {
    stop();
    end();
  };
}

export default { render };
