// LogitsToLoss: sliders for scores; probabilities, the loss and its gradient follow.

import { h, KEYS, oncePerFrame, say } from "./dom.js";
import { show } from "./format.js";
import {
  advice,
  compare,
  crossEntropy,
  danger,
  descend,
  floorOf,
  scoresOf,
  sentence,
  softmaxTwice,
  sweep,
  verdict,
} from "./logits.js";
import { Chart } from "./views/chart.js";
import { check, mount } from "./views/controls.js";
import { ScoreTable } from "./views/score_table.js";
import { Slider } from "./views/slider.js";
import { numbers } from "./wire.js";

/**
 * What Python and the page share; course/widgets/logits_to_loss.py documents it.
 * @typedef {{logits: number[], label: number, names: string[], temperature: number, shift: number,
 *   twice: boolean, output: import("./wire.js").Wire | null, function_name: string,
 *   function_message: string, stale: boolean, note: string}} State
 */

const DATA = ["names", "logits", "output"];
const REST = [
  "label", "temperature", "shift", "twice", "function_name", "function_message", "stale", "note",
];
const REACH = 10;
const RATE = 1;
const STALE =
  "This is what your function gave before the last change. Run it again to compare once more.";

class LogitsToLoss {
  /** @param {import("@anywidget/types").AnyModel<State>} model */
  constructor(model) {
    this.model = model;
    this.built = "";
    this.reach = REACH;
    /** @type {Float64Array | null} */
    this.given = null;
    this.table = new ScoreTable({
      slide: (index, value) =>
        this.move({ logits: model.get("logits").map((old, i) => (i === index ? value : old)) }),
      choose: (label) => this.move({ label }),
    });
    this.temperature = new Slider({
      label: "temperature",
      min: 0.1,
      max: 10,
      step: 0.1,
      change: (temperature) => this.move({ temperature }),
    });
    this.shift = new Slider({
      label: "shift all logits by",
      min: -1000,
      max: 1000,
      step: 10,
      change: (shift) => this.move({ shift }),
    });
    this.twice = check("softmax twice", (twice) => this.set({ twice }));
    const button = (/** @type {string} */ name, /** @type {() => void} */ act) =>
      h("button", { type: "button", class: "ccw-button", onclick: act, ...KEYS }, name);
    this.step = button(`One step of descent (lr = ${RATE})`, () => this.descend());
    this.rerun = button("Run my function again", () => model.send({ type: "rerun" }));
    this.status = h("p", { class: "ccw-status", role: "status" });
    this.advice = h("p", { class: "ccw-words" });
    this.scale = h("p", { class: "ccw-words", role: "status" });
    this.verdict = h("span", { role: "status" });
    this.verdicts = h("div", { class: "ccw-bar" }, this.rerun, this.verdict);
    this.note = h("p", { class: "ccw-note", hidden: true });
    this.chart = new Chart({ title: "loss", width: 380, height: 200 });
    this.element = h(
      "div",
      { class: "ccw ccw-logits-to-loss", role: "group", "aria-label": "logits to loss" },
      this.note,
      h("div", { class: "ccw-bar" }, this.temperature.element, this.shift.element),
      h("div", { class: "ccw-bar" }, this.twice.element, this.step),
      this.status,
      this.table.element,
      this.verdicts,
      h(
        "div",
        { class: "ccw-panels" },
        this.chart.element,
        h("div", { class: "ccw-beside" }, this.advice, this.scale),
      ),
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

  /** Set what your function is given. @param {Partial<State>} values */
  move(values) {
    const stale = this.model.get("function_name") !== "" || this.model.get("stale");
    this.set({ ...values, stale });
  }

  descend() {
    const [logits, shift, temperature] = [
      this.model.get("logits"), this.model.get("shift"), this.model.get("temperature"),
    ];
    const { gradient } = this.result();
    this.move({ logits: descend({ logits, shift, temperature }, gradient, RATE, this.reach) });
  }

  /** Rows for the classes, and what your function gave. */
  load() {
    const [names, logits, output] = [
      this.model.get("names"), this.model.get("logits"), this.model.get("output"),
    ];
    this.reach = Math.max(this.reach, ...logits.map((logit) => Math.ceil(Math.abs(logit))));
    const built = JSON.stringify([names, this.reach]);
    if (built !== this.built) this.table.build(names, this.reach);
    this.built = built;
    const flat = output?.shape.length === 1 ? numbers(output) : null;
    this.given = flat?.length === names.length + 1 ? flat : null;
    this.drawSoon();
  }

  restyle() {
    this.drawSoon();
  }

  get scores() {
    return scoresOf({
      logits: this.model.get("logits"),
      shift: this.model.get("shift"),
      temperature: this.model.get("temperature"),
    });
  }

  result() {
    const reduce = this.model.get("twice") ? softmaxTwice : crossEntropy;
    return reduce(this.scores, this.model.get("label"));
  }

  draw() {
    const { model, scores } = this;
    const [names, logits, twice] = [model.get("names"), model.get("logits"), model.get("twice")];
    const [temperature, shift, note] = [model.get("temperature"), model.get("shift"), model.get("note")];
    const label = Math.min(names.length - 1, model.get("label"));
    const [name, message, stale] = [
      model.get("function_name"), model.get("function_message"), model.get("stale"),
    ];
    const result = this.result();
    this.note.hidden = note === "";
    say(this.note, note);
    const told = sentence(result, label, twice);
    say(this.status, told);
    say(this.advice, advice(result, label, names, twice));
    this.temperature.update(temperature, `${show(temperature)}. ${told}`);
    this.shift.update(shift, `${show(shift)}. ${told}`);
    this.twice.box.checked = twice;
    this.drawScale(scores, temperature, shift);
    const given = stale || message ? null : this.given;
    const found = given ? compare(scores, label, given) : null;
    this.table.update({
      logits,
      scores,
      label,
      result,
      twice,
      given: given?.subarray(1) ?? null,
      wrong: found?.wrong ?? [],
      name,
    });
    this.drawChart(scores, label, names[label], twice, result.loss);
    this.verdicts.hidden = name === "";
    this.rerun.hidden = !stale;
    const aside = twice && found ? " It is compared without the second softmax." : "";
    say(this.verdict, stale ? STALE : message || (found ? verdict(found, name, names) + aside : ""));
    this.draws += 1;
    this.element.dataset.loss = show(result.loss);
    this.element.dataset.pos = [label, temperature, shift, twice, ...logits].join();
    this.element.dataset.draws = String(this.draws);
  }

  /** What the sliders above did. @param {number[]} scores @param {number} temperature @param {number} shift */
  drawScale(scores, temperature, shift) {
    const words = [];
    if (shift !== 0) {
      words.push(
        `All logits are shifted by ${show(shift)}: no probability, no loss and no gradient changes, ` +
          "for the shift is a factor above and below the fraction line.",
      );
    }
    if (temperature !== 1) {
      words.push(
        `Scores are divided by ${show(temperature)}: ` +
          (temperature > 1 ? "probabilities come closer to each other." : "the largest score takes more."),
      );
    }
    words.push(danger(scores));
    say(this.scale, words.filter(Boolean).join(" "));
  }

  /**
   * @param {number[]} scores @param {number} label @param {string} name @param {boolean} twice
   * @param {number} loss
   */
  drawChart(scores, label, name, twice, loss) {
    const { xs, once, twice: again } = sweep(scores, label);
    const [low, high] = [xs[0], xs[xs.length - 1]];
    const floor = floorOf(scores.length);
    const x = scores[label];
    const solid = { xs, ys: twice ? again : once, look: /** @type {const} */ ("solid") };
    const dashed = { xs, ys: twice ? once : again, look: /** @type {const} */ ("dashed") };
    say(this.chart.title, `loss, as the score of ${name} moves`);
    this.chart.update({
      x: { low, high },
      y: { low: 0, high: 1.05 * Math.max(...once, ...again) },
      lines: [dashed, solid],
      dots: [
        { x: high, y: floor, text: `floor ${show(floor)}`, look: "dot" },
        { x, y: loss, look: "ring" },
        { x, y: loss, look: "dot" },
      ],
      label:
        `Loss as the score of ${name} goes from ${show(low)} to ${show(high)}: softmax once, from ` +
        `${show(once[0])} to ${show(once[once.length - 1])}; softmax twice, from ${show(again[0])} to ` +
        `${show(again[again.length - 1])}, never below ${show(floor)}. Now ${show(loss)} at ${show(x)}.`,
      legend: `solid: softmax ${twice ? "twice" : "once"}; dashed: softmax ${twice ? "once" : "twice"}`,
    });
  }
}

/** @type {import("@anywidget/types").Render<State>} */
function render({ model, el, signal }) {
  return mount(model, el, signal, new LogitsToLoss(model), DATA, REST);
}

export default { render };
