// Predict mode: a box for the number of the current cell, checked before it is shown.

import { h, KEYS, say, unique } from "../dom.js";
import { parse, plural, show } from "../format.js";

/** A prediction rounded to two decimals is right. */
export const ROUNDING = 0.0051;

/**
 * What a typed number was worth, in a sentence.
 * @param {number} typed @param {number} sum
 * @returns {{right: boolean, sentence: string}}
 */
export function judge(typed, sum) {
  const off = Math.abs(typed - sum);
  if (off <= ROUNDING) return { right: true, sentence: `Right: the sum is ${show(sum)}.` };
  const mirrored = Math.abs(typed + sum) <= ROUNDING ? " The size is right, the sign is not." : "";
  return {
    right: false,
    sentence: `Off by ${show(off)}: you typed ${show(typed)}, the sum is ${show(sum)}.${mirrored}`,
  };
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
    this.element = h(
      "div",
      { class: "ccw-bar", hidden: true },
      h("label", { for: label }, "What is the sum?"),
      this.box,
      this.button,
      this.score,
      this.help,
    );
  }

  /**
   * @param {{shown: boolean, answered: boolean, moved: boolean, score: number, attempts: number}} state
   */
  update({ shown, answered, moved, score, attempts }) {
    this.element.hidden = !shown;
    this.answered = answered;
    if (moved) {
      this.box.value = "";
      say(this.help, "");
    }
    this.box.readOnly = answered;
    say(this.button, answered ? "Next cell" : "Check");
    say(this.score, attempts ? `${score} right of ${plural(attempts, "prediction")}` : "");
  }
}
