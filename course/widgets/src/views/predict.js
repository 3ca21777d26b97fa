// Predict mode: a box for the number of the current cell, checked before it is shown.

import { h, KEYS, say, unique } from "../dom.js";
import { parse, plural, show } from "../format.js";

/** A prediction rounded to two decimals is right. */
export const ROUNDING = 0.0051;

/**
 * What a typed number was worth, in a sentence.
 * @param {number} typed @param {number} sum @param {string} [noun] what the number is
 * @returns {{right: boolean, sentence: string}}
 */
export function judge(typed, sum, noun = "sum") {
  const off = Math.abs(typed - sum);
  if (off <= ROUNDING) return { right: true, sentence: `Right: the ${noun} is ${show(sum)}.` };
  const mirrored = Math.abs(typed + sum) <= ROUNDING ? " The size is right, the sign is not." : "";
  return {
    right: false,
    sentence: `Off by ${show(off)}: you typed ${show(typed)}, the ${noun} is ${show(sum)}.${mirrored}`,
  };
}

/**
 * What was right so far: in this widget, and over all widgets since the kernel started.
 * @param {{score: number, attempts: number, lesson: readonly [number, number]}} state
 */
export function scoreLine({ score, attempts, lesson: [right, count] }) {
  const here = `${score} right of ${plural(attempts, "prediction")}`;
  // Where no kernel counts, or not yet, the lesson's numbers lag behind.
  if (count < attempts || count === 0) return attempts ? here : "";
  return attempts ? `${here}; ${right} of ${count} in this lesson` : `${right} of ${count} right in this lesson`;
}

/**
 * The next cell in reading order, from the first again after the last, that was not predicted.
 * @param {readonly number[]} answered @param {number} index @param {number} count
 * @returns {number | null}
 */
export function nextUnknown(answered, index, count) {
  const known = new Set(answered);
  for (let by = 1; by < count; by++) {
    if (!known.has((index + by) % count)) return (index + by) % count;
  }
  return null;
}

export class PredictForm {
  /**
   * @param {(typed: number) => void} answer @param {() => void} next
   */
  constructor(answer, next) {
    this.answered = false;
    const submit = () => {
      if (this.answered) next();
      else {
        const typed = parse(this.box.value);
        say(this.help, typed === null ? "Type a number, such as −1.25 or 1/9." : "");
        if (typed !== null) answer(typed);
      }
      this.box.focus();
    };
    const label = unique("predict");
    // Not a form: a notebook page may keep Enter from submitting one.
    this.box = h("input", {
      id: label,
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      class: "ccw-guess",
      onkeydown: (event) => {
        if (/** @type {KeyboardEvent} */ (event).key !== "Enter") return;
        event.preventDefault();
        event.stopPropagation();
        submit();
      },
      ...KEYS,
    });
    this.button = h("button", { type: "button", class: "ccw-button", onclick: submit, ...KEYS }, "Check");
    this.score = h("span", { class: "ccw-score" });
    this.help = h("span", { role: "alert" });
    this.label = h("label", { for: label }, "What is the sum?");
    this.element = h(
      "div",
      { class: "ccw-bar", hidden: true },
      this.label,
      this.box,
      this.button,
      this.score,
      this.help,
    );
  }

  /**
   * @param {{shown: boolean, answered: boolean, moved: boolean, score: number, attempts: number,
   *   lesson: readonly [number, number], noun: string}} state
   */
  update({ shown, answered, moved, noun, ...scores }) {
    say(this.label, `What is the ${noun}?`);
    this.element.hidden = !shown;
    this.answered = answered;
    if (moved) {
      this.box.value = "";
      say(this.help, "");
    }
    this.box.readOnly = answered;
    say(this.button, answered ? "Next cell" : "Check");
    say(this.score, scoreLine(scores));
  }
}

/** Predict mode: which cells were predicted, what was said of the last one, and the scores. */
export class Predictions {
  /**
   * @param {import("@anywidget/types").AnyModel<any>} model with score, attempts, answered, lesson
   * @param {object} options
   * @param {() => {index: number, values: ArrayLike<number>, noun: string}} options.now what is asked
   * @param {(values: {score: number, attempts: number, answered: number[]}) => void} options.set
   * @param {(index: number) => void} options.seek
   */
  constructor(model, { now, set, seek }) {
    this.model = model;
    this.now = now;
    this.set = set;
    this.seek = seek;
    this.feedback = { index: -1, sentence: "" };
    this.form = new PredictForm(
      (typed) => this.#answer(typed),
      () => this.#next(),
    );
    this.element = this.form.element;
  }

  /** Cells whose number may be shown. */
  get known() {
    return new Set(/** @type {number[]} */ (this.model.get("answered")));
  }

  /** @param {number} typed */
  #answer(typed) {
    const { index, values, noun } = this.now();
    const { right, sentence } = judge(typed, values[index], noun);
    this.feedback = { index, sentence };
    this.set({
      score: this.model.get("score") + Number(right),
      attempts: this.model.get("attempts") + 1,
      answered: [...this.model.get("answered"), index],
    });
  }

  #next() {
    const { index, values } = this.now();
    const next = nextUnknown(this.model.get("answered"), index, values.length);
    if (next !== null) this.seek(next);
  }

  /** Say no more of the last prediction. */
  forget() {
    this.feedback.index = -1;
  }

  /** What is to be said of a cell's prediction, or "". @param {number} index */
  remark(index) {
    return this.feedback.index === index ? this.feedback.sentence : "";
  }

  /** @param {{shown: boolean, asked: boolean, moved: boolean}} state */
  update({ shown, asked, moved }) {
    const [score, attempts, lesson] = ["score", "attempts", "lesson"].map((name) => this.model.get(name));
    this.form.update({ shown, answered: !asked, moved, score, attempts, lesson, noun: this.now().noun });
  }
}
