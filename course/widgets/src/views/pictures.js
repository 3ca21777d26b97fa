// Choosing a picture: one of a few, or one of the reader's own, which stays in the browser.

import { gridFrom } from "../conv.js";
import { h, KEYS, say } from "../dom.js";
import { readPicture } from "../upload.js";
import { choice, offer } from "./controls.js";

/** @typedef {import("../conv.js").Grid} Grid */

const OWN = "a picture of yours";
const MOST_PIXELS = 96;

export class Pictures {
  /**
   * @param {() => Record<string, number[][]>} pictures by name, 0 to 255
   * @param {(grid: Grid) => void} change asked to show another picture
   */
  constructor(pictures, change) {
    this.pictures = pictures;
    this.change = change;
    /** @type {Grid | null} */
    this.own = null;
    this.select = choice("picture", (name) => {
      this.said.hidden = true;
      if (name !== OWN) change(this.#painted(name));
      else if (this.own) change(this.own);
    });
    this.file = h("input", {
      type: "file",
      accept: "image/*",
      class: "ccw-file",
      onchange: () => void this.#open(),
      ...KEYS,
    });
    this.said = h("p", { class: "ccw-words", role: "status", hidden: true });
    this.element = h(
      "div",
      {},
      h(
        "div",
        { class: "ccw-bar" },
        h("span", { "aria-hidden": true }, "picture"),
        this.select,
        h("label", {}, "or open your own ", this.file),
      ),
      this.said,
    );
  }

  /** @param {string} name @returns {Grid} */
  #painted(name) {
    const grid = gridFrom(this.pictures()[name]);
    return { ...grid, data: grid.data.map((level) => level / 255) };
  }

  async #open() {
    const file = this.file.files?.[0];
    if (!file) return;
    this.said.hidden = false;
    try {
      const { grid, from } = await readPicture(file, MOST_PIXELS);
      this.change(grid);
      const smaller = from[0] === grid.rows ? "" : `, scaled down from ${from.join(" × ")}`;
      say(this.said, `${file.name}: ${grid.rows} × ${grid.cols} pixels${smaller}. It stays on this machine.`);
    } catch {
      say(this.said, `${file.name} cannot be read as a picture. Open a PNG or a JPEG file.`);
    }
  }

  /** Show which picture this is. @param {Grid} pixels */
  update(pixels) {
    const names = Object.keys(this.pictures());
    const same = names.find((name) => {
      const { rows, cols, data } = this.#painted(name);
      const shape = rows === pixels.rows && cols === pixels.cols;
      return shape && data.every((value, i) => Math.abs(value - pixels.data[i]) < 1e-12);
    });
    if (!same) this.own = pixels;
    offer(this.select, this.own ? [...names, OWN] : names, same ?? OWN);
  }
}
