// StrideRuler: the windows of a kernel along one axis, what is left over, and the count of them.

import { h, KEYS, oncePerFrame, say } from "./dom.js";
import { plural, show } from "./format.js";
import * as ruler from "./ruler.js";
import { choice, mount, offer } from "./views/controls.js";
import { CountTable } from "./views/count_table.js";
import { NumberControl } from "./views/number_control.js";
import { RulerView } from "./views/ruler_view.js";
import { numbers } from "./wire.js";

/** @typedef {import("./ruler.js").Layer} Layer */
/**
 * What Python and the page share; course/widgets/stride_ruler.py documents it.
 * @typedef {Layer & {rounding: import("./ruler.js").Rounding, goal: [number, number] | null,
 *   ways: number[][], window: number | null, function_name: string, function_message: string,
 *   output: import("./wire.js").Wire | null, stale: boolean, note: string}} State
 */

const MOST = 1000; // as in Python
const ASK_AGAIN_MS = 250;
/** @type {[keyof Layer, string, string, number, number][]} name in Python, in words, letter, least, slider */
const FIVE = [
  ["n", "row", "n", 1, 64],
  ["k", "kernel", "k", 1, 16],
  ["stride", "stride", "s", 1, 16],
  ["padding", "padding", "p", 0, 16],
  ["dilation", "dilation", "d", 1, 8],
];
const DATA = [...FIVE.map(([name]) => name), "rounding", "goal", "output", "ways"];
const REST = ["window", "function_name", "function_message", "stale", "note"];

class StrideRuler {
  /** @param {import("@anywidget/types").AnyModel<State>} model */
  constructor(model) {
    this.model = model;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {[number, number][] | null} */
    this.given = null;
    this.controls = FIVE.map(
      ([name, words, letter, least, reach]) =>
        new NumberControl({
          ...{ name: words, letter, least, reach, most: MOST },
          change: (value) => this.set({ [name]: value }),
          refuse: (sentence) => say(this.status, sentence),
          settle: () => this.drawSoon(),
        }),
    );
    this.rounding = choice("rounding", (value) => this.set({ rounding: /** @type {State["rounding"]} */ (value) }));
    offer(this.rounding, ["floor", "ceil"], "floor");
    this.view = new RulerView((window) => this.set({ window }));
    this.keys = ["cell", "padding", "left over", "no window reads it", "no such cell"].map((text, i) =>
      h("span", { class: `ccw-key ccw-key-${i}` }, text),
    );
    this.formula = h("div", { class: "ccw-formula", role: "math" });
    this.status = h("p", { class: "ccw-status", role: "status" });
    this.window = h("p", { class: "ccw-words" });
    this.note = h("p", { class: "ccw-note", hidden: true });
    this.target = h("p", { class: "ccw-title", role: "status" });
    this.ways = h("ol", { class: "ccw-ways" });
    this.goal = h("div", { class: "ccw-goal", hidden: true }, this.target, this.ways);
    this.counts = new CountTable(() => model.send({ type: "rerun" }));
    this.element = h(
      "div",
      { class: "ccw ccw-stride-ruler", role: "group", "aria-label": "stride ruler" },
      this.note,
      this.goal,
      h(
        "div",
        { class: "ccw-numbers" },
        ...this.controls.map((control) => control.element),
        h("div", { class: "ccw-number" }, h("span", { "aria-hidden": true }, "rounding"), this.rounding),
      ),
      h("div", { class: "ccw-scroll" }, this.view.frame),
      h("p", { class: "ccw-legend ccw-words" }, ...this.keys),
      this.status,
      this.window,
      this.formula,
      this.counts.element,
    );
    this.draws = 0;
    this.drawSoon = oncePerFrame(() => this.draw());
    this.load();
    // Worth a look: the last window, beside which something may be left over.
    if (model.get("window") === null) this.set({ window: Math.max(0, (ruler.count(this.layer) ?? 1) - 1) });
  }

  get layer() {
    return /** @type {Layer} */ (Object.fromEntries(FIVE.map(([name]) => [name, this.model.get(name)])));
  }

  /** @param {Partial<State>} values */
  set(values) {
    const asked = FIVE.some(([name]) => name in values);
    for (const [name, value] of Object.entries(values)) {
      this.model.set(/** @type {keyof State} */ (name), value);
    }
    if (asked) this.#keepWay();
    const ask = asked && this.model.get("function_name") !== "";
    if (ask) this.model.set("stale", true);
    this.model.save_changes();
    if (ask) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.model.send({ type: "rerun" }), ASK_AGAIN_MS);
    }
    this.drawSoon();
  }

  get reached() {
    const goal = this.model.get("goal");
    return goal !== null && this.layer.n === goal[0] && ruler.count(this.layer) === goal[1];
  }

  /** A way to the goal is kept the first time it is met. */
  #keepWay() {
    if (!this.reached) return;
    const { k, stride, padding, dilation } = this.layer;
    const way = [k, stride, padding, dilation];
    const ways = this.model.get("ways");
    if (!ways.some((old) => String(old) === String(way))) this.model.set("ways", [...ways, way]);
  }

  load() {
    const output = this.model.get("output");
    this.given = null;
    if (output) {
      const flat = numbers(output);
      this.given = Array.from({ length: output.shape[0] }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);
    }
    if (this.draws === 0) {
      this.#keepWay();
      this.model.save_changes();
    }
    this.drawSoon();
  }

  restyle() {
    this.drawSoon();
  }

  draw() {
    const { layer, model } = this;
    const rounding = model.get("rounding");
    const windows = ruler.count(layer, rounding);
    const window = Math.min((windows ?? 1) - 1, Math.max(0, model.get("window") ?? 0));
    const why = ruler.refusal(layer);
    this.note.hidden = model.get("note") === "";
    say(this.note, model.get("note"));
    FIVE.forEach(([name], i) => this.controls[i].update(layer[name]));
    this.rounding.value = rounding;
    const sentence = why ?? ruler.windowInWords(window, layer);
    this.view.update(layer, rounding, window, sentence);
    if (!this.controls.some((control) => control.wrong)) say(this.status, ruler.summary(layer, rounding));
    say(this.window, why ? "" : `${sentence[0].toUpperCase()}${sentence.slice(1)}.`);
    const over = why !== null || (windows ?? 0) > (ruler.count(layer) ?? 0);
    [false, !layer.padding, over || !ruler.leftover(layer).cells, !ruler.skipped(layer).length, !over].forEach(
      (absent, i) => (this.keys[i].hidden = absent),
    );
    this.#drawFormula(layer, rounding);
    this.#drawGoal();
    this.counts.update({
      name: model.get("function_name"),
      message: model.get("function_message"),
      stale: model.get("stale"),
      given: this.given,
      layer,
    });
    this.draws += 1;
    this.element.dataset.draws = String(this.draws);
    this.element.dataset.pos = why ? "" : String(window);
    this.element.dataset.count = String(windows ?? "");
  }

  /** @param {Layer} layer @param {import("./ruler.js").Rounding} rounding */
  #drawFormula(layer, rounding) {
    const { symbols, numbers: put, room, quotient, whole } = ruler.formula(layer);
    const [open, close] = rounding === "floor" ? ["⌊", "⌋"] : ["⌈", "⌉"];
    const fraction = (/** @type {string[]} */ [over, under]) =>
      h("span", { class: "ccw-fraction" }, h("span", {}, over), h("span", {}, under));
    const rounded = (/** @type {Node | string} */ inside) => [
      h("span", { class: "ccw-bracket" }, open),
      inside,
      h("span", { class: "ccw-bracket" }, close),
      " + 1",
    ];
    const windows = ruler.count(layer, rounding);
    const end =
      windows === null
        ? [h("strong", {}, " — the room is negative: no window fits")]
        : [
            ...(whole ? [` = ${quotient} + 1`] : [" = ", ...rounded(quotient)]),
            " = ",
            h("strong", {}, String(windows)),
          ];
    const line = (/** @type {(Node | string)[]} */ ...parts) => h("span", { class: "ccw-term" }, ...parts);
    this.formula.replaceChildren(
      line(...rounded(fraction(symbols))),
      line(" = ", ...rounded(fraction(put))),
      line(" = ", ...rounded(fraction(room)), ...end),
    );
    const result = windows === null ? "the room is negative: no window fits" : String(windows);
    this.formula.setAttribute(
      "aria-label",
      `${rounding} of (${symbols[0]}) / ${symbols[1]}, plus 1 = ` +
        `${rounding} of (${put[0]}) / ${put[1]}, plus 1 = ${rounding} of ${room.join(" / ")}, plus 1 = ${result}`,
    );
  }

  #drawGoal() {
    const goal = this.model.get("goal");
    this.goal.hidden = goal === null;
    if (!goal) return;
    const ways = this.model.get("ways");
    const [from, to] = goal;
    const now = this.layer.n === from ? "" : ` (The row has ${this.layer.n} now.)`;
    const found = ways.length ? `${plural(ways.length, "way")} found:` : "No way found yet.";
    const reached = this.reached ? "Reached. " : "";
    say(this.target, `Reach ${plural(to, "window")} from ${plural(from, "cell")}. ${reached}${found}${now}`);
    this.ways.replaceChildren(
      ...ways.map(([k, stride, padding, dilation]) =>
        h("li", {}, `kernel ${show(k)}, stride ${stride}, padding ${padding}, dilation ${dilation}`),
      ),
    );
  }
}

/** @type {import("@anywidget/types").Render<State>} */
function render({ model, el, signal }) {
  const widget = new StrideRuler(model);
  const end = mount(model, el, signal, widget, DATA, REST);
  const stop = () => clearTimeout(widget.timer);
  signal?.addEventListener("abort", stop);
  return () => {
    stop();
    end();
  };
}

export default { render };
