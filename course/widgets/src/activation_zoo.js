// ActivationZoo: a curve and its slope, what scaled inputs become, and what comes back through five.

import {
  BATCH,
  comparison,
  CURVES,
  deadUnits,
  histogram,
  inputsOf,
  normalNumbers,
  sampled,
  shares,
  stack,
} from "./activations.js";
import { h, KEYS, oncePerFrame, say } from "./dom.js";
import { plural, show, showApart } from "./format.js";
import { Chart } from "./views/chart.js";
import { Dropdown } from "./views/dropdown.js";
import { DeadUnits, LayerTable, precise } from "./views/layers.js";
import { Slider } from "./views/slider.js";
import { numbers } from "./wire.js";

/** @typedef {import("./activations.js").Curve} Curve */
/** @typedef {import("./activations.js").Name} Name */
/**
 * What Python and the page share; course/widgets/activation_zoo.py documents it.
 * @typedef {{curve: Name | "yours", x: number, scale: number, bias: number, reference: Name | "",
 *   samples: [number, number], output: import("./wire.js").Wire | null, function_name: string,
 *   function_message: string, note: string}} State
 */

const DATA = ["output", "reference", "function_name", "curve"];
const REST = ["x", "scale", "bias", "function_message", "note"];
const VIEW = 6;
const BINS = 24;
const NAMES = /** @type {Name[]} */ (Object.keys(CURVES));

/** @param {number} share */
const percent = (share) => `${show(100 * share, share > 0 && share < 0.01 ? 1 : 0)} %`;

/**
 * A span that shows all of some numbers, 0 and 1.
 * @param {readonly (readonly number[])[]} many
 */
function spanOf(many) {
  const finite = many.flat().filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...finite), Math.max(1, ...finite)];
  const air = 0.06 * (high - low);
  return { low: low < 0 ? low - air : low, high: high + air };
}

class ActivationZoo {
  /** @param {import("@anywidget/types").AnyModel<State>} model */
  constructor(model) {
    this.model = model;
    this.normal = normalNumbers();
    const [low, step] = model.get("samples");
    const first = Math.round((-VIEW - low) / step);
    /** The sample points that the charts show. */
    this.xs = Array.from({ length: (2 * VIEW) / step + 1 }, (_, i) => low + (first + i) * step);
    this.choice = new Dropdown("curve", (name) => this.set({ curve: /** @type {Name} */ (name) }));
    const slider = (
      /** @type {"x" | "scale" | "bias"} */ name,
      /** @type {string} */ label,
      /** @type {number} */ min,
      /** @type {number} */ max,
      /** @type {number} */ each,
    ) => new Slider({ label, min, max, step: each, change: (value) => this.set({ [name]: value }) });
    this.x = slider("x", "x", -VIEW, VIEW, 0.125);
    this.scale = slider("scale", "scale of the inputs", 0.1, 10, 0.1);
    this.bias = slider("bias", "bias added", -5, 5, 0.1);
    this.charts = {
      curve: new Chart({ title: "curve" }),
      slope: new Chart({ title: "slope" }),
      outputs: new Chart({ title: "outputs of layer 1" }),
    };
    this.layers = new LayerTable();
    this.units = new DeadUnits();
    this.status = h("p", { class: "ccw-status", role: "status" });
    this.summary = h("p", { role: "status" });
    this.note = h("p", { class: "ccw-note", hidden: true });
    this.verdict = h("span", { role: "status" });
    this.firstButton = h(
      "button",
      { type: "button", class: "ccw-button", onclick: () => this.firstDifference(), ...KEYS },
      "First difference",
    );
    this.verdicts = h("div", { class: "ccw-bar" }, this.firstButton, this.verdict);
    const panels = (/** @type {HTMLElement[]} */ ...all) => h("div", { class: "ccw-panels" }, ...all);
    this.element = h(
      "div",
      { class: "ccw ccw-activation-zoo", role: "group", "aria-label": "activation zoo" },
      this.note,
      h("div", { class: "ccw-bar" }, this.choice.element, this.x.element),
      h("div", { class: "ccw-bar" }, this.scale.element, this.bias.element),
      this.verdicts,
      panels(this.charts.curve.element, this.charts.slope.element, this.charts.outputs.element),
      this.status,
      panels(this.layers.element, this.units.element),
      this.summary,
    );
    this.draws = 0;
    this.drawSoon = oncePerFrame(() => this.draw());
    this.load();
  }

  /** @param {Partial<State>} values */
  set(values) {
    for (const [name, value] of Object.entries(values)) {
      this.model.set(/** @type {keyof State} */ (name), value);
    }
    this.model.save_changes();
    this.drawSoon();
  }

  /** Take the curve to draw, and compare yours: once per change of curve, not once per step. */
  load() {
    const { model } = this;
    const [output, reference, own] = [model.get("output"), model.get("reference"), model.get("function_name")];
    const [low, step] = model.get("samples");
    const values = output?.shape.length === 1 ? numbers(output) : null;
    const wanted = model.get("curve");
    /** What is drawn; where your function gave nothing, its reference. */
    this.name = wanted === "yours" && !values ? reference || "sigmoid" : wanted;
    this.mine = this.name === "yours";
    this.words = this.mine ? own : this.name;
    const beside = this.mine && reference !== "" ? CURVES[reference] : null;
    /** @type {Curve} */
    this.curve =
      this.name === "yours" && values
        ? { ...sampled(values, low, step), range: beside?.range ?? null }
        : CURVES[/** @type {Name} */ (this.name)];
    this.difference =
      values && reference !== "" ? comparison(CURVES[reference], values, low, step, VIEW) : null;
    const offers = NAMES.map((name) => /** @type {[string, string]} */ ([name, name]));
    this.choice.update(values ? [["yours", `${own} (yours)`], ...offers] : offers, this.name);
    this.drawCurves(beside);
    this.drawSoon();
  }

  /** @param {Curve | null} beside the reference to your curve */
  drawCurves(beside) {
    const { xs, curve } = this;
    const of = (/** @type {(x: number) => number} */ f) => xs.map(f);
    const legend = beside ? `solid: ${this.words} (yours); dashed: reference` : `solid: ${this.words}`;
    const lines = (/** @type {number[]} */ ys, /** @type {number[] | null} */ reference) => [
      { xs, ys, look: /** @type {const} */ ("solid") },
      ...(reference ? [{ xs, ys: reference, look: /** @type {const} */ ("dashed") }] : []),
    ];
    this.contents = [
      { part: "curve", chart: this.charts.curve, at: curve.value, other: beside?.value },
      { part: "slope", chart: this.charts.slope, at: curve.slope, other: beside?.slope },
    ].map(({ part, chart, at, other }) => {
      const [ys, reference] = [of(at), other ? of(other) : null];
      return {
        chart,
        at,
        part,
        content: {
          x: { low: -VIEW, high: VIEW },
          ticks: [-6, -4, -2, 0, 2, 4, 6],
          y: spanOf([ys, reference ?? []]),
          lines: lines(ys, reference),
          legend: part === "curve" ? legend : this.mine ? "from differences of neighbouring points" : "",
        },
      };
    });
  }

  firstDifference() {
    const x = this.difference?.first?.x;
    if (x !== undefined) this.set({ curve: "yours", x });
  }

  draw() {
    const { model, curve, words } = this;
    const [x, scale, bias, note] = [model.get("x"), model.get("scale"), model.get("bias"), model.get("note")];
    this.note.hidden = note === "";
    say(this.note, note);
    this.drawVerdict();
    const [value, slope] = [curve?.value(x) ?? NaN, curve?.slope(x) ?? NaN];
    for (const { chart, at, content, part } of this.contents ?? []) {
      const label = `${part === "curve" ? words : `slope of ${words}`} from −6 to 6; ${precise(at(x))} at x = ${show(x)}`;
      chart.update({ ...content, label, dots: [{ x, y: at(x), look: "ring" }, { x, y: at(x), look: "dot" }] });
    }
    const sentence = `x = ${show(x)}: ${words} = ${precise(value)}, slope = ${precise(slope)}`;
    say(this.status, sentence);
    this.x.update(x, sentence);
    const summary = this.drawLayers(scale, bias);
    say(this.summary, summary);
    this.scale.update(scale, `${show(scale)}. ${summary}`);
    this.bias.update(bias, `${show(bias)}. ${summary}`);
    this.draws += 1;
    this.element.dataset.pos = [x, scale, bias].join();
    this.element.dataset.draws = String(this.draws);
  }

  /** @param {number} scale @param {number} bias @returns {string} what is to be seen */
  drawLayers(scale, bias) {
    const curve = this.curve ?? CURVES.sigmoid;
    const inputs = inputsOf(this.normal, scale, bias);
    const outputs = inputs.map(curve.value);
    const { zero, saturated } = shares(outputs, curve.range);
    const finite = [...outputs].filter(Number.isFinite);
    const low = Math.min(curve.range?.[0] ?? Infinity, ...finite);
    const high = Math.max(curve.range?.[1] ?? -Infinity, ...finite, low + 1e-9);
    const counts = histogram(outputs, low, high, BINS);
    const tops = counts.map((count) => (100 * count) / outputs.length);
    const width = (high - low) / BINS;
    const words = [`${percent(zero)} of the outputs are exactly 0`];
    const [bottom, top] = curve.range ?? [null, null];
    if (saturated !== null && bottom !== null && top !== null) {
      const edge = (top - bottom) / 20;
      words.push(`${percent(saturated)} are saturated (at most ${show(bottom + edge)} or at least ${show(top - edge)})`);
    }
    const strange = outputs.length - finite.length;
    if (strange) words.push(`${strange} are nan or infinite`);
    this.charts.outputs.update({
      x: { low, high },
      y: { low: 0, high: Math.max(10, ...tops) * 1.08 },
      bars: tops.map((y, i) => ({ from: low + i * width, to: low + (i + 1) * width, y })),
      label: `Histogram of ${plural(outputs.length, "output")} from ${show(low)} to ${show(high)}: ${words.join("; ")}.`,
      legend: `percent of ${outputs.length} outputs, by value`,
    });
    const layers = stack(curve, inputs);
    this.layers.update(layers);
    const dead = this.units.update(deadUnits(outputs), BATCH);
    return `${words.join("; ")}. Of a gradient of 1, ${precise(layers[0].product)} comes back to layer 1. ${dead}`;
  }

  drawVerdict() {
    const [name, message, reference] = [
      this.model.get("function_name"), this.model.get("function_message"), this.model.get("reference"),
    ];
    this.verdicts.hidden = name === "";
    const first = this.difference?.first ?? null;
    this.firstButton.hidden = first === null || Math.abs(first.x) > VIEW;
    let text = message;
    if (!text && first) {
      const [want, have] = showApart(first.expected, first.given);
      text =
        `${name} differs from the reference at ${plural(this.difference?.count ?? 0, "point")}; ` +
        `the first is x = ${show(first.x, 5)}: expected ${want}, ${name} gave ${have}.`;
    } else if (!text && this.difference) text = `${name} agrees with the reference at all points from −40 to 40.`;
    else if (!text && reference === "") text = `${name} is drawn alone: none of the four curves has its name.`;
    say(this.verdict, text);
  }
}

/** @type {import("@anywidget/types").Render<State>} */
function render({ model, el, signal }) {
  const widget = new ActivationZoo(model);
  const loads = () => widget.load();
  const draws = () => widget.drawSoon();
  for (const name of DATA) model.on(`change:${name}`, loads);
  for (const name of REST) model.on(`change:${name}`, draws);
  el.append(widget.element);
  widget.drawSoon();
  const end = () => {
    for (const name of DATA) model.off(`change:${name}`, loads);
    for (const name of REST) model.off(`change:${name}`, draws);
  };
  signal?.addEventListener("abort", end);
  return end;
}

export default { render };
