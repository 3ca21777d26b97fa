// The kernel, one number box per weight, with named presets and half a turn.

import { h, KEYS } from "../dom.js";
import { parse, show } from "../format.js";
import { flip, nameOf, PRESETS } from "../presets.js";

export class KernelEditor {
  /** @param {(kernel: number[][]) => void} change */
  constructor(change) {
    this.change = change;
    /** @type {number[][]} */
    this.kernel = [];
    /** @type {HTMLInputElement[][]} */
    this.boxes = [];
    this.preset = h("select", {
      class: "ccw-select",
      "aria-label": "preset kernel",
      onchange: () => {
        const preset = PRESETS.find(({ name }) => name === this.preset.value);
        const made = preset?.make(this.kernel.length, this.kernel[0].length);
        if (made) this.change(made);
      },
      ...KEYS,
    });
    const flipButton = h(
      "button",
      {
        type: "button",
        class: "ccw-button",
        title: "Reverse rows and columns: what true convolution does first",
        onclick: () => this.change(flip(this.kernel)),
        ...KEYS,
      },
      "Flip",
    );
    this.table = h("tbody");
    this.element = h(
      "div",
      { class: "ccw-figure", role: "group", "aria-label": "kernel" },
      h("span", { class: "ccw-title" }, "kernel"),
      h("table", { class: "ccw-kernel", role: "presentation" }, this.table),
      this.preset,
      flipButton,
    );
  }

  /** @param {number} rows @param {number} cols */
  #build(rows, cols) {
    this.boxes = Array.from({ length: rows }, (_, i) =>
      Array.from({ length: cols }, (_, j) =>
        h("input", {
          type: "text",
          inputmode: "decimal",
          class: "ccw-weight",
          "aria-label": `weight, row ${i}, column ${j}`,
          oninput: () => this.#typed(i, j),
          onblur: () => this.update(this.kernel),
          ...KEYS,
        }),
      ),
    );
    this.table.replaceChildren(
      ...this.boxes.map((row) => h("tr", {}, ...row.map((box) => h("td", {}, box)))),
    );
  }

  /** @param {number} i @param {number} j */
  #typed(i, j) {
    const weight = parse(this.boxes[i][j].value);
    this.boxes[i][j].toggleAttribute("aria-invalid", false);
    if (weight === null) this.boxes[i][j].setAttribute("aria-invalid", "true");
    else {
      this.change(
        this.kernel.map((row, r) => row.map((old, c) => (r === i && c === j ? weight : old))),
      );
    }
  }

  /** @param {number[][]} kernel */
  update(kernel) {
    const [rows, cols] = [kernel.length, kernel[0].length];
    if (this.boxes.length !== rows || this.boxes[0]?.length !== cols) this.#build(rows, cols);
    this.kernel = kernel;
    const root = /** @type {Document | ShadowRoot} */ (this.element.getRootNode());
    kernel.forEach((row, i) =>
      row.forEach((weight, j) => {
        const box = this.boxes[i][j];
        // What is being typed stays as it is typed: "-0." is on its way to "-0.5".
        if (root.activeElement === box && parse(box.value) === weight) return;
        box.value = show(weight);
        box.removeAttribute("aria-invalid");
      }),
    );
    const names = PRESETS.filter(({ make }) => make(rows, cols)).map(({ name }) => name);
    if (this.preset.options.length !== names.length + 1) {
      this.preset.replaceChildren(
        ...[...names, "custom"].map((name) =>
          h("option", { value: name, disabled: name === "custom" }, name),
        ),
      );
    }
    this.preset.value = nameOf(kernel);
  }
}
