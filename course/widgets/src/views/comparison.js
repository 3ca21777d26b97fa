// "My function": what the student's own function gave, beside the reference.

import { h, KEYS, say } from "../dom.js";
import { plural, showApart } from "../format.js";
import { GridView } from "./grid.js";

/** @typedef {import("../conv.js").Grid} Grid */

const STALE =
  "This is what your function gave before the last change. Run it again to compare once more.";

/**
 * One differing cell, in words: what was expected, what was given, what the window was.
 * @param {{first: boolean, expected: number, given: number, name: string, window: string}} cell
 */
export function differenceSentence({ first, expected, given, name, window }) {
  const [want, have] = showApart(expected, given);
  return (
    `${first ? "First difference" : "Differs"}: expected ${want}, ${name} gave ${have}. ` +
    `The window was ${window}.`
  );
}

export class Comparison {
  /**
   * @param {object} options
   * @param {() => void} options.first go to the first difference
   * @param {() => void} options.rerun run the function once more
   * @param {(row: number, col: number) => void} options.pick
   */
  constructor({ first, rerun, pick }) {
    this.view = new GridView({ title: "your output", pick });
    this.view.element.hidden = true;
    const button = (/** @type {string} */ name, /** @type {() => void} */ act) =>
      h("button", { type: "button", class: "ccw-button", onclick: act, ...KEYS }, name);
    this.firstButton = button("First difference", first);
    this.rerunButton = button("Run my function again", rerun);
    this.sentence = h("span", { role: "status" });
    this.element = h(
      "div",
      { class: "ccw-bar", hidden: true },
      this.firstButton,
      this.rerunButton,
      this.sentence,
    );
  }

  /**
   * @param {object} state
   * @param {boolean} state.shown
   * @param {string} state.name of the function
   * @param {string} state.message from Python: why there is nothing to compare, or nothing
   * @param {boolean} state.stale
   * @param {Grid | null} state.given
   * @param {readonly number[] | null} state.cells that differ; null where shapes do
   */
  update({ shown, name, message, stale, given, cells }) {
    this.element.hidden = !shown;
    this.view.element.hidden = !shown || given === null || given.data.length === 0;
    this.view.element.classList.toggle("ccw-stale", stale);
    say(this.view.title, `${name} (yours)`);
    this.firstButton.hidden = stale || !cells?.length;
    this.rerunButton.hidden = !stale;
    let text = message;
    if (stale) text = STALE;
    else if (!text && given && cells) {
      text = cells.length
        ? `${plural(cells.length, "cell")} of ${given.data.length} ` +
          `${cells.length === 1 ? "differs" : "differ"} from the reference.`
        : `All ${plural(given.data.length, "cell")} agree with the reference.`;
    }
    say(this.sentence, text);
  }
}
