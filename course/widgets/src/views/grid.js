// A grid of numbers as a picture: cells coloured on a scale, negative ones hatched, numbers printed
// where they fit, and marks on top. It takes the focus and the arrow keys when it is given `move`.

import { colourOf, gradient, inkOn } from "../colour.js";
import { h, KEYS, unique } from "../dom.js";
import { show } from "../format.js";

/** @typedef {import("../conv.js").Grid} Grid */
/** @typedef {import("../colour.js").Scale} Scale */
/** @typedef {import("../colour.js").Rgb} Rgb */
/**
 * A rectangle of cells to outline. Rows and columns may lie in the padding.
 * @typedef {{row: number, col: number, rows: number, cols: number}} Box
 */
/**
 * What lies on top of the cells.
 * @typedef {object} Marks
 * @property {Box | null} [box] the window, or the current cell
 * @property {readonly {row: number, col: number}[]} [taps] cells to outline one by one
 * @property {(index: number) => boolean} [hidden] cells not to show yet
 * @property {number} [from] all cells from this index on are not to be shown yet
 * @property {number | null} [question] a hidden cell that is being asked for
 * @property {ReadonlySet<number>} [crossed] cells that differ
 */

const MARK = "#d55e00";
const MOST_NUMBERS = 8;

export class GridView {
  /**
   * @param {object} options
   * @param {string} options.title
   * @param {((row: number, col: number) => void) | null} [options.move] asked to go to a cell
   * @param {() => void} [options.space] the space bar
   * @param {((row: number, col: number) => void) | null} [options.pick] a cell under the pointer
   */
  constructor({ title, move = null, space = () => {}, pick = move }) {
    this.canvas = h("canvas", { "aria-hidden": true });
    this.title = h("span", { class: "ccw-title", id: unique("title") }, title);
    this.legend = h("span", { class: "ccw-legend" });
    this.frame = h("div", { class: "ccw-frame" }, this.canvas);
    this.element = h(
      "div",
      { class: "ccw-figure", role: "group", "aria-labelledby": this.title.id },
      this.title,
      this.frame,
      this.legend,
    );
    /** @type {Grid} */
    this.grid = { rows: 0, cols: 0, data: new Float64Array() };
    /** @type {Scale} */
    this.scale = { low: 0, high: 1, signed: false };
    /** @type {readonly [number, number]} */
    this.padding = [0, 0];
    this.cell = 16;
    /** @type {((index: number) => Rgb) | null} */
    this.colours = null;
    this.at = [0, 0];
    /** @type {{line: string, font: string} | null} */
    this.look = null;
    this.base = h("canvas");
    if (move) this.#takeKeys(move, space);
    if (pick) this.#takePointer(pick);
  }

  /** @param {(row: number, col: number) => void} move @param {() => void} space */
  #takeKeys(move, space) {
    const attributes = { tabindex: 0, role: "slider", "aria-labelledby": this.title.id, ...KEYS };
    for (const [name, value] of Object.entries(attributes)) {
      this.frame.setAttribute(name, String(value));
    }
    this.frame.addEventListener("keydown", (event) => {
      if (event.altKey || event.metaKey || event.shiftKey) return;
      if (event.ctrlKey && event.key !== "Home" && event.key !== "End") return;
      const { rows, cols } = this.grid;
      const [row, col] = this.at;
      const go = (/** @type {number} */ r, /** @type {number} */ c) => {
        this.at = [r, c]; // now: the next key may come before the next frame
        move(r, c);
      };
      /** @type {Record<string, () => void>} */
      const keys = {
        ArrowLeft: () => go(row, Math.max(0, col - 1)),
        ArrowRight: () => go(row, Math.min(cols - 1, col + 1)),
        ArrowUp: () => go(Math.max(0, row - 1), col),
        ArrowDown: () => go(Math.min(rows - 1, row + 1), col),
        Home: () => go(event.ctrlKey ? 0 : row, 0),
        End: () => go(event.ctrlKey ? rows - 1 : row, cols - 1),
        " ": space,
      };
      const act = keys[event.key];
      if (!act || rows * cols === 0) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    });
  }

  /** @param {(row: number, col: number) => void} pick */
  #takePointer(pick) {
    const go = (/** @type {PointerEvent} */ event) => {
      const box = this.canvas.getBoundingClientRect();
      const step = box.width / (this.grid.cols + 2 * this.padding[1]);
      pick(
        Math.floor((event.clientY - box.top) / step) - this.padding[0],
        Math.floor((event.clientX - box.left) / step) - this.padding[1],
      );
    };
    this.canvas.classList.add("ccw-pick");
    this.canvas.addEventListener("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      go(event);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (event.buttons & 1) go(event);
    });
  }

  /**
   * Where the current cell is, and the sentence that says so to a screen reader.
   * @param {number} row @param {number} col @param {string} sentence
   */
  place(row, col, sentence) {
    this.at = [row, col];
    const count = this.grid.rows * this.grid.cols;
    this.frame.setAttribute("aria-valuemin", "0");
    this.frame.setAttribute("aria-valuemax", String(Math.max(0, count - 1)));
    this.frame.setAttribute("aria-valuenow", String(row * this.grid.cols + col));
    this.frame.setAttribute("aria-valuetext", sentence);
  }

  /**
   * The cells. Everything that does not change from step to step is drawn here, once.
   * @param {Grid} grid @param {Scale} scale
   * @param {object} options
   * @param {number} options.cell pixels a cell
   * @param {readonly [number, number]} [options.padding]
   * @param {((index: number) => Rgb) | null} [options.colours] of a picture, in place of the scale's
   */
  setGrid(grid, scale, { cell, padding = [0, 0], colours = null }) {
    Object.assign(this, { grid, scale, padding, cell, colours });
    const rows = grid.rows + 2 * padding[0];
    const cols = grid.cols + 2 * padding[1];
    const ratio = Math.max(1, Math.round(globalThis.devicePixelRatio || 1));
    for (const canvas of [this.canvas, this.base]) {
      canvas.width = cols * cell * ratio + 1;
      canvas.height = rows * cell * ratio + 1;
    }
    this.canvas.style.width = `${cols * cell}px`;
    this.canvas.style.aspectRatio = `${Math.max(1, cols)} / ${Math.max(1, rows)}`;
    this.ratio = ratio;
    this.legend.hidden = colours !== null;
    this.legend.replaceChildren(
      h("span", {}, show(scale.low, 2)),
      h("span", { class: "ccw-ramp", style: `background: ${gradient(scale)}` }),
      h("span", {}, show(scale.high, 2)),
      ...(scale.signed && !this.numbered ? [h("span", {}, "hatched: negative")] : []),
    );
    this.#drawBase();
  }

  /** Whether the cells are few and large enough for their numbers. */
  get numbered() {
    const { rows, cols } = this.grid;
    return !this.colours && rows <= MOST_NUMBERS && cols <= MOST_NUMBERS && this.cell >= 24;
  }

  /** Add the slanted lines of a rectangle of cells to a path. @param {Path2D} path @param {Box} box */
  #hatch(path, { row, col, rows, cols }) {
    const size = this.cell * (this.ratio ?? 1);
    const [left, top] = [col * size, row * size];
    const [right, bottom] = [left + cols * size, top + rows * size];
    const gap = Math.max(5 * (this.ratio ?? 1), size / 3);
    // On each line x + y is the same; where it enters and leaves is cheaper than clipping.
    for (let sum = Math.ceil((left + top) / gap) * gap; sum < right + bottom; sum += gap) {
      const [from, to] = [Math.max(left, sum - bottom), Math.min(right, sum - top)];
      path.moveTo(from, sum - from);
      path.lineTo(to, sum - to);
    }
  }

  /**
   * The cells' colours, as a picture of a pixel each, enlarged: one call in place of thousands.
   * @param {CanvasRenderingContext2D} context @param {number} size
   * @returns {string[]} the ink that is read best on each
   */
  #drawCells(context, size) {
    const { grid, scale, padding, colours } = this;
    if (grid.data.length === 0) return [];
    const small = h("canvas", { width: grid.cols, height: grid.rows });
    const pixels = /** @type {CanvasRenderingContext2D} */ (small.getContext("2d"));
    const picture = pixels.createImageData(grid.cols, grid.rows);
    const inks = Array.from(grid.data, (value, i) => {
      const colour = colours ? colours(i) : colourOf(Number.isNaN(value) ? 0 : value, scale);
      picture.data.set([...colour, 255], 4 * i);
      return inkOn(colour);
    });
    pixels.putImageData(picture, 0, 0);
    context.imageSmoothingEnabled = false;
    const [x, y] = [padding[1] * size, padding[0] * size];
    context.drawImage(small, x, y, grid.cols * size, grid.rows * size);
    return inks;
  }

  /** The theme's lines and font, asked for once: each time, the page works out its styles anew. */
  #look() {
    if (this.look) return this.look;
    const style = getComputedStyle(this.frame);
    const look = { line: style.getPropertyValue("--ccw-line") || "#999", font: style.fontFamily };
    if (this.frame.isConnected) this.look = look;
    return look;
  }

  #drawBase() {
    const { grid, padding, cell, ratio = 1 } = this;
    const context = /** @type {CanvasRenderingContext2D} */ (this.base.getContext("2d"));
    const size = cell * ratio;
    const { line, font } = this.#look();
    const text = this.numbered;
    context.clearRect(0, 0, this.base.width, this.base.height);
    context.lineWidth = ratio;
    if (padding[0] || padding[1]) {
      const path = new Path2D();
      this.#hatch(path, {
        row: 0,
        col: 0,
        rows: grid.rows + 2 * padding[0],
        cols: grid.cols + 2 * padding[1],
      });
      context.strokeStyle = line;
      context.stroke(path);
    }
    /** By the colour they are drawn in, the lines of all negative cells. @type {Map<string, Path2D>} */
    const hatching = new Map();
    const inks = this.#drawCells(context, size);
    for (let i = 0; i < grid.data.length; i++) {
      const value = grid.data[i];
      const hatched = value < 0 && !text && cell >= 6;
      const labelled = text || (!Number.isFinite(value) && cell >= 20);
      if (!hatched && !labelled) continue;
      const [row, col] = [Math.floor(i / grid.cols), i % grid.cols];
      const ink = inks[i];
      if (hatched) {
        const path = hatching.get(ink) ?? new Path2D();
        hatching.set(ink, path);
        this.#hatch(path, { row: row + padding[0], col: col + padding[1], rows: 1, cols: 1 });
      }
      if (labelled) {
        const label = show(value, 2);
        context.fillStyle = ink;
        context.font = `${Math.min(13, (1.55 * cell) / Math.max(3, label.length)) * ratio}px ${font}`;
        context.textAlign = "center";
        context.textBaseline = "middle";
        context.fillText(label, (col + padding[1] + 0.5) * size, (row + padding[0] + 0.5) * size);
      }
    }
    for (const [ink, path] of hatching) {
      context.strokeStyle = ink === "#fff" ? "#ffffff70" : "#00000070";
      context.stroke(path);
    }
    if (cell < 7) return;
    context.strokeStyle = "#80808080";
    context.beginPath();
    for (let row = 0; row <= grid.rows; row++) {
      const y = (row + padding[0]) * size + 0.5;
      context.moveTo(padding[1] * size, y);
      context.lineTo((padding[1] + grid.cols) * size, y);
    }
    for (let col = 0; col <= grid.cols; col++) {
      const x = (col + padding[1]) * size + 0.5;
      context.moveTo(x, padding[0] * size);
      context.lineTo(x, (padding[0] + grid.rows) * size);
    }
    context.stroke();
  }

  /** Draw the base again, for a theme whose colours changed. */
  restyle() {
    this.look = null;
    this.#drawBase();
  }

  /** @param {Marks} marks */
  paint({ box = null, taps = [], hidden, from, question = null, crossed }) {
    const { grid, cell, ratio = 1, padding } = this;
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    const size = cell * ratio;
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.drawImage(this.base, 0, 0);
    const count = grid.data.length;
    if (hidden) {
      for (let i = 0; i < count; i++) if (hidden(i)) this.#blank(context, i, 1);
    } else if (from !== undefined && from < count) {
      const endOfRow = (Math.floor(from / grid.cols) + 1) * grid.cols;
      if (from % grid.cols) this.#blank(context, from, Math.min(endOfRow, count) - from);
      const next = from % grid.cols ? endOfRow : from;
      for (let i = next; i < count; i += grid.cols) this.#blank(context, i, grid.cols);
    }
    const centre = (/** @type {number} */ row, /** @type {number} */ col) => [
      (col + padding[1] + 0.5) * size,
      (row + padding[0] + 0.5) * size,
    ];
    for (const i of crossed ?? []) {
      const [x, y] = centre(Math.floor(i / grid.cols), i % grid.cols);
      this.#cross(context, x, y, Math.max(2, size * 0.2));
    }
    for (const tap of taps) {
      const [x, y] = centre(tap.row, tap.col);
      const side = Math.max(2, size - 6 * ratio);
      context.beginPath();
      context.rect(x - side / 2, y - side / 2, side, side);
      this.#casing(context, 1);
    }
    if (question !== null) {
      const [x, y] = centre(Math.floor(question / grid.cols), question % grid.cols);
      const style = getComputedStyle(this.frame);
      context.fillStyle = style.color;
      context.font = `bold ${Math.max(8, cell * 0.7) * ratio}px ${style.fontFamily}`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillText("?", x, y);
    }
    if (box) {
      context.beginPath();
      context.rect(
        (box.col + padding[1]) * size + ratio,
        (box.row + padding[0]) * size + ratio,
        box.cols * size - 2 * ratio + 1,
        box.rows * size - 2 * ratio + 1,
      );
      this.#casing(context, 2.5);
    }
  }

  /** @param {CanvasRenderingContext2D} context @param {number} width */
  #casing(context, width) {
    const ratio = this.ratio ?? 1;
    context.lineJoin = "round";
    for (const [colour, extra] of /** @type {[string, number][]} */ ([["#fff", 2], [MARK, 0]])) {
      context.strokeStyle = colour;
      context.lineWidth = (width + extra) * ratio;
      context.stroke();
    }
  }

  /** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} r */
  #cross(context, x, y, r) {
    context.beginPath();
    for (const sign of [1, -1]) {
      context.moveTo(x - r, y - sign * r);
      context.lineTo(x + r, y + sign * r);
    }
    this.#casing(context, this.cell > 12 ? 1.5 : 1);
  }

  /** @param {CanvasRenderingContext2D} context @param {number} index @param {number} cols */
  #blank(context, index, cols) {
    const size = this.cell * (this.ratio ?? 1);
    const [row, col] = [Math.floor(index / this.grid.cols), index % this.grid.cols];
    const x = (col + this.padding[1]) * size;
    const y = (row + this.padding[0]) * size;
    context.clearRect(x, y, cols * size + 1, size + 1);
    context.strokeStyle = getComputedStyle(this.frame).getPropertyValue("--ccw-line") || "#999";
    context.lineWidth = 1;
    context.setLineDash([2, 3]);
    context.beginPath();
    for (let i = 0; i <= cols; i += this.cell < 7 ? cols : 1) {
      context.moveTo(x + i * size + 0.5, y);
      context.lineTo(x + i * size + 0.5, y + size);
    }
    for (const edge of [y + 0.5, y + size + 0.5]) {
      context.moveTo(x, edge);
      context.lineTo(x + cols * size, edge);
    }
    context.stroke();
    context.setLineDash([]);
  }
}

/**
 * A size for a cell at which the largest of some grids fits in `room` pixels.
 * @param {number} most rows or columns of the largest @param {number} room
 */
export function cellSize(most, room) {
  return Math.max(1, Math.min(36, Math.floor(room / Math.max(1, most))));
}
