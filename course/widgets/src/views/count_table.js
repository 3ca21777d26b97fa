// A function's counts for a few sizes, beside the reference's, and the first that differs.

import { h, KEYS, say } from "../dom.js";
import { show } from "../format.js";
import { compare, verdict } from "../ruler.js";

/** @param {number} value */
const told = (value) => (Number.isNaN(value) ? "error" : show(value));

export class CountTable {
  /** @param {() => void} rerun */
  constructor(rerun) {
    this.head = h("tr");
    this.body = h("tbody");
    this.table = h(
      "table",
      { class: "ccw-values" },
      h("caption", {}, "How many windows, by the reference and by your function"),
      h("thead", {}, this.head),
      this.body,
    );
    const button = { type: "button", class: "ccw-button", onclick: rerun, ...KEYS };
    this.button = h("button", button, "Run my function again");
    this.sentence = h("span", { role: "status" });
    this.element = h(
      "div",
      { class: "ccw-counts" },
      h("div", { class: "ccw-scroll" }, this.table),
      h("div", { class: "ccw-bar" }, this.button, this.sentence),
    );
  }

  /**
   * @param {object} state
   * @param {string} state.name
   * @param {string} state.message
   * @param {boolean} state.stale
   * @param {[number, number][] | null} state.given
   * @param {import("../ruler.js").Layer} state.layer
   */
  update({ name, message, stale, given, layer }) {
    this.element.hidden = name === "";
    this.button.hidden = !stale;
    this.table.hidden = stale || !given;
    if (stale) return say(this.sentence, "A number changed: waiting for what your function gives now.");
    const rows = given ? compare(given, layer) : [];
    const says = rows.some(({ agrees }) => !agrees) || (rows.length && !message) ? verdict(rows, name) : "";
    say(this.sentence, [says, message].filter(Boolean).join(" "));
    const here = (/** @type {number} */ n) => (n === layer.n ? "ccw-here" : "");
    this.head.replaceChildren(
      h("th", { scope: "row" }, "cells n"),
      ...rows.map(({ n }) => h("th", { scope: "col", class: here(n) }, String(n))),
    );
    const line = (/** @type {string} */ title, /** @type {(Node | string)[]} */ cells) =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, title),
        ...cells.map((cell, i) => h("td", { class: here(rows[i].n) }, cell)),
      );
    this.body.replaceChildren(
      line("reference", rows.map(({ expected }) => told(expected))),
      line(name, rows.map(({ mine, agrees }) => (agrees ? told(mine) : h("strong", {}, `${told(mine)} ✗`)))),
    );
  }
}
