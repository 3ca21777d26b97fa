// Ten digits, each with its share as a bar and in per cent; the largest is marked by a word.

import { h, say } from "../dom.js";
import { percent } from "../draw_words.js";
import { show } from "../format.js";

export class AnswerBars {
  constructor() {
    this.rows = Array.from({ length: 10 }, (_, digit) => {
      const bar = h("span", { class: "ccw-bar-of" });
      const track = h("td", {}, h("span", { class: "ccw-track", "aria-hidden": true }, bar));
      const [share, mark] = [h("td"), h("td")];
      const row = h("tr", {}, h("th", { scope: "row" }, String(digit)), track, share, mark);
      return { bar, share, mark, row };
    });
    this.element = h(
      "table",
      { class: "ccw-answers" },
      h("caption", { class: "ccw-title" }, "answer: share of each digit"),
      h("tbody", {}, ...this.rows.map(({ row }) => row)),
    );
  }

  /**
   * @param {ArrayLike<number> | null} scores @param {readonly number[]} shares of the ten
   * @param {number} answer the digit with the largest share
   */
  update(scores, shares, answer) {
    this.rows.forEach(({ bar, share, mark, row }, digit) => {
      const [part, largest] = [scores ? shares[digit] : 0, scores !== null && digit === answer];
      bar.hidden = part < 0.005;
      bar.style.width = `${(100 * part).toFixed(1)}%`;
      say(share, scores ? percent(part) : "");
      say(mark, largest ? "◀ largest" : "");
      row.title = scores ? `score ${show(scores[digit])}` : "";
      row.classList.toggle("ccw-here", largest);
    });
  }
}
