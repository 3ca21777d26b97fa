// The kernel, one number box per weight, with named presets and half a turn. Together the boxes are
// one stop for the Tab key; arrow keys go from box to box, sideways from the ends of what is typed.

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
      { class: "ccw-figure", role: "group", "aria-label": "kernel; arrow keys go from weight to weight" },
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
          tabindex: i + j === 0 ? 0 : -1,
          onfocus: () => this.#stopAt(i, j),
          onkeydown: (event) => this.#key(/** @type {KeyboardEvent} */ (event), i, j),
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

  /** Tab comes back to the box that was left. @param {number} i @param {number} j */
  #stopAt(i, j) {
    for (const box of this.boxes.flat()) box.tabIndex = box === this.boxes[i][j] ? 0 : -1;
  }

  /** @param {KeyboardEvent} event @param {number} i @param {number} j */
  #key(event, i, j) {
    if (event.altKey || event.metaKey || event.shiftKey || event.ctrlKey) return;
    const { selectionStart: from, selectionEnd: to, value } = this.boxes[i][j];
    const all = from === 0 && to === value.length;
    /** @type {Record<string, [number, number] | false>} */
    const keys = {
      ArrowUp: [i - 1, j],
      ArrowDown: [i + 1, j],
      ArrowLeft: (all || to === 0) && [i, j - 1],
      ArrowRight: (all || from === value.length) && [i, j + 1],
    };
    const [row, col] = keys[event.key] || [-1, -1];
    const next = this.boxes[row]?.[col];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select();
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
