// Products one by one, in the places they come from, and the sum they make where they make one.

import { h, say } from "../dom.js";

/** @typedef {{lines: readonly {label: string, factors: string, product: string}[], negative: boolean}} Cell */

export class FlowTable {
  constructor() {
    this.caption = h("caption");
    this.body = h("tbody");
    this.total = h("td", { class: "ccw-total" });
    this.head = h("th", { scope: "row" });
    this.foot = h("tfoot", {}, h("tr", {}, this.head, this.total));
    this.element = h("table", { class: "ccw-products ccw-terms" }, this.caption, this.body, this.foot);
    this.text = "";
  }

  /**
   * @param {string} caption @param {readonly Cell[]} cells @param {number} cols
   * @param {{label: string, sum: string} | null} total
   */
  update(caption, cells, cols, total) {
    const text = JSON.stringify([cells, cols, total]);
    say(this.caption, caption);
    if (text === this.text) return;
    this.text = text;
    const rows = cols ? cells.length / cols : 0;
    this.body.replaceChildren(
      ...Array.from({ length: rows }, (_, i) =>
        h("tr", {}, ...cells.slice(i * cols, (i + 1) * cols).map(({ lines, negative }, j) => {
          const last = i === rows - 1 && j === cols - 1;
          return h(
            "td",
            { class: negative ? "ccw-negative" : "" },
            ...lines.flatMap(({ label, factors, product }) => [
              h("span", { class: "ccw-term-name" }, label),
              h("span", { class: "ccw-term-value" }, `${factors} = `, h("strong", {}, product)),
            ]),
            h("span", { class: "ccw-plus" }, total && !last ? "+" : ""),
          );
        })),
      ),
    );
    this.foot.hidden = total === null;
    if (!total) return;
    this.total.setAttribute("colspan", String(Math.max(1, cols - 1)));
    say(this.head, total.label);
    say(this.total, total.sum);
  }
}
