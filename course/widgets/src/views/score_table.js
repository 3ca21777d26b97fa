// A row for each class: its slider, its probability as a bar, its gradient as a bar from the middle.

import { h, KEYS, say, unique } from "../dom.js";
import { show } from "../format.js";
import { precise } from "./layers.js";

/** @typedef {import("../logits.js").Result} Result */
/**
 * @typedef {{score: HTMLElement, p: Bar, seen: Bar, gradient: Bar, yours: HTMLElement,
 *   radio: HTMLInputElement, range: HTMLInputElement, value: HTMLElement, row: HTMLElement}} Row
 */

const COLUMNS = ["true class", "logit", "score", "softmax", "softmax again", "gradient", "yours"];

/** A number with a bar: from the left for shares, from the middle for signed numbers. */
class Bar {
  /** @param {boolean} signed */
  constructor(signed) {
    this.signed = signed;
    this.words = h("span", { class: "ccw-bar-words" });
    this.bar = h("span", { class: "ccw-bar-of" });
    const track = h("span", { class: `ccw-track${signed ? " ccw-signed" : ""}`, "aria-hidden": true }, this.bar);
    this.element = h("td", { class: "ccw-with-bar" }, this.words, track);
  }

  /** @param {number} value from 0 or -1 to 1 @param {string} words */
  update(value, words) {
    say(this.words, words);
    const share = (this.signed ? 50 : 100) * Math.min(1, Math.abs(value));
    const left = this.signed ? (value < 0 ? 50 - share : 50) : 0;
    this.bar.hidden = share < 0.05;
    this.bar.classList.toggle("ccw-negative", value < 0);
    this.bar.style.cssText = `left: ${left.toFixed(2)}%; width: ${share.toFixed(2)}%`;
  }
}

export class ScoreTable {
  /**
   * @param {object} options
   * @param {(index: number, value: number) => void} options.slide
   * @param {(index: number) => void} options.choose
   */
  constructor({ slide, choose }) {
    this.slide = slide;
    this.choose = choose;
    this.heads = COLUMNS.map((name) => h("th", { scope: "col" }, name));
    this.body = h("tbody");
    this.feet = COLUMNS.map((_, i) => (i === 0 ? h("th", { scope: "row" }, "sum") : h("td")));
    this.table = h(
      "table",
      { class: "ccw-values ccw-scores" },
      h("thead", {}, h("tr", {}, ...this.heads)),
      this.body,
      h("tfoot", {}, h("tr", {}, ...this.feet)),
    );
    this.element = h("div", { class: "ccw-scroll" }, this.table);
    /** @type {Row[]} */
    this.rows = [];
  }

  /** @param {readonly string[]} names @param {number} reach of the sliders */
  build(names, reach) {
    const group = unique("truth");
    this.rows = names.map((name, i) => {
      const radio = h("input", { type: "radio", name: group, value: i, onchange: () => this.choose(i), ...KEYS });
      const range = h("input", {
        type: "range",
        min: -reach,
        max: reach,
        step: 0.1,
        class: "ccw-range",
        "aria-label": `logit of ${name}`,
        oninput: () => this.slide(i, range.valueAsNumber),
        ...KEYS,
      });
      const value = h("span", { class: "ccw-slider-value", "aria-hidden": true });
      const [p, seen, gradient] = [new Bar(false), new Bar(false), new Bar(true)];
      const [score, yours] = [h("td"), h("td")];
      const row = h(
        "tr",
        {},
        h("th", { scope: "row" }, h("label", { class: "ccw-check" }, radio, name)),
        h("td", {}, h("span", { class: "ccw-slider" }, range, value)),
        score,
        p.element,
        seen.element,
        gradient.element,
        yours,
      );
      return { radio, range, value, score, p, seen, gradient, yours, row };
    });
    this.body.replaceChildren(...this.rows.map(({ row }) => row));
  }

  /**
   * @param {object} state
   * @param {readonly number[]} state.logits
   * @param {readonly number[]} state.scores
   * @param {number} state.label
   * @param {Result} state.result
   * @param {boolean} state.twice
   * @param {ArrayLike<number> | null} state.given the gradient your function gave
   * @param {readonly number[]} state.wrong classes whose gradient differs
   * @param {string} state.name of your function
   */
  update({ logits, scores, label, result, twice, given, wrong, name }) {
    const { p, seen, gradient } = result;
    const moved = scores.some((score, i) => score !== logits[i]);
    this.rows.forEach((row, i) => {
      const y = Number(i === label);
      row.radio.checked = i === label;
      row.row.classList.toggle("ccw-here", i === label);
      row.range.value = String(logits[i]);
      row.range.setAttribute("aria-valuetext", `${show(logits[i])}, probability ${show(seen[i])}`);
      say(row.value, show(logits[i], 2));
      say(row.score, show(scores[i], 2));
      row.p.update(p[i], precise(p[i]));
      row.seen.update(seen[i], precise(seen[i]));
      row.gradient.update(gradient[i], twice ? precise(gradient[i]) : `${precise(p[i])} − ${y} = ${precise(gradient[i])}`);
      const off = wrong.includes(i);
      say(row.yours, given ? `${off ? "≠ " : ""}${precise(given[i])}` : "");
      row.yours.classList.toggle("ccw-differs", off);
    });
    say(this.heads[5], twice ? "gradient, back through both" : "gradient p − y");
    say(this.heads[6], `${name} (yours)`);
    const sum = (/** @type {ArrayLike<number>} */ all) => show(Array.from(all).reduce((a, b) => a + b, 0), 3);
    ["", "", "", sum(p), sum(seen), clean(gradient), given ? clean(given) : ""].forEach((text, i) => {
      if (i > 0) say(this.feet[i], text);
    });
    const hidden = [false, false, !moved, false, !twice, false, given === null];
    for (const row of [this.heads, this.feet, ...this.rows.map(({ row }) => [...row.children])]) {
      row.forEach((cell, i) => cell.toggleAttribute("hidden", hidden[i]));
    }
  }
}

/** A sum without what rounding left of it. @param {ArrayLike<number>} all */
function clean(all) {
  const sum = Array.from(all).reduce((a, b) => a + b, 0);
  return show(Math.abs(sum) < 1e-9 ? 0 : sum);
}
