// A grid to draw on: with the pointer, or with a cursor that the arrow keys move.

import { SIDE } from "../centring.js";
import { show } from "../format.js";
import { cellSize, GridView } from "./grid.js";

/** @typedef {import("../sketch.js").Point} Point */
/**
 * What is done to the drawing.
 * @typedef {object} Actions
 * @property {(point: Point, erase: boolean) => void} begin a stroke
 * @property {(point: Point, erase: boolean) => void} draw on
 * @property {() => void} end the stroke
 * @property {(row: number, col: number) => void} dot set or erase ink at the cursor
 * @property {(from: [number, number], to: [number, number]) => void} moved the cursor, by a key
 * @property {() => void} pen up or down
 * @property {() => void} clear
 * @property {() => void} undo
 * @property {() => void} redraw the cursor came or went
 */

const ROOM = 280;
const SCALE = { low: 0, high: 1, signed: false };
const PEN_ERASER = 32;

/** The middle of a pixel. @param {number} row @param {number} col @returns {Point} */
export const middleOf = (row, col) => [row + 0.5, col + 0.5];

export class DrawingPad {
  /** @param {Actions} actions */
  constructor(actions) {
    this.actions = actions;
    this.cursor = { row: SIDE / 2, col: SIDE / 2 };
    /** Whether the cursor is of use to whoever draws: not with the pointer. */
    this.byKeys = false;
    /** The pointer that draws. @type {number | null} */
    this.pointer = null;
    this.view = new GridView({
      title: "drawing",
      move: (row, col) => {
        const from = this.cursor;
        this.cursor = { row, col };
        actions.moved([from.row, from.col], [row, col]);
      },
      space: () => actions.dot(this.cursor.row, this.cursor.col),
      pick: null,
    });
    this.element = this.view.element;
    this.view.frame.setAttribute("aria-keyshortcuts", "Space P Delete Control+Z");
    this.#takeKeys();
    this.#takePointer();
    this.#fill(new Float64Array(SIDE * SIDE));
    this.view.legend.hidden = true;
  }

  #takeKeys() {
    const { frame } = this.view;
    const { pen, clear, undo, redraw } = this.actions;
    for (const name of ["focus", "blur"]) {
      frame.addEventListener(name, () => {
        this.byKeys = frame.matches(":focus-visible");
        redraw();
      });
    }
    frame.addEventListener("keydown", (event) => {
      this.byKeys = true;
      const undoing = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
      /** @type {Record<string, () => void>} */
      const keys = { p: pen, P: pen, Delete: clear };
      const act = undoing ? undo : plain ? keys[event.key] : undefined;
      if (!act) return;
      event.preventDefault();
      event.stopPropagation(); // JupyterLab would take back the last change of the notebook
      act();
    }, { capture: true });
  }

  #takePointer() {
    const { canvas } = this.view;
    canvas.classList.add("ccw-pick");
    const pointOf = (/** @type {PointerEvent} */ { clientX, clientY }) => {
      const box = canvas.getBoundingClientRect();
      const step = box.width / SIDE;
      return /** @type {Point} */ ([(clientY - box.top) / step, (clientX - box.left) / step]);
    };
    const begin = (/** @type {PointerEvent} */ event) => {
      this.byKeys = false;
      this.pointer = event.pointerId;
      this.actions.begin(pointOf(event), (event.buttons & PEN_ERASER) !== 0);
    };
    const end = (/** @type {PointerEvent} */ event) => {
      if (event.pointerId !== this.pointer) return;
      this.pointer = null;
      this.actions.end();
    };
    canvas.addEventListener("pointerdown", (event) => {
      if (this.pointer !== null || event.button > 0 && !(event.buttons & PEN_ERASER)) return;
      canvas.setPointerCapture(event.pointerId);
      begin(event);
    });
    canvas.addEventListener("pointermove", (event) => {
      const pressed = (event.buttons & (1 | PEN_ERASER)) !== 0;
      if (this.pointer === null && pressed) begin(event);
      if (event.pointerId !== this.pointer) return;
      if (!pressed) {
        end(event);
        return;
      }
      const all = event.getCoalescedEvents?.() ?? [];
      for (const one of all.length ? all : [event]) {
        this.actions.draw(pointOf(one), (event.buttons & PEN_ERASER) !== 0);
      }
    });
    for (const name of /** @type {const} */ (["pointerup", "pointercancel"])) {
      canvas.addEventListener(name, end);
    }
  }

  /** @param {Float64Array} data */
  #fill(data) {
    this.view.setGrid({ rows: SIDE, cols: SIDE, data }, SCALE, { cell: cellSize(SIDE, ROOM) });
  }

  /** Draw the cells anew: other ink, or another theme. @param {Float64Array} data */
  show(data) {
    this.view.grid = { rows: SIDE, cols: SIDE, data };
    this.view.restyle();
  }

  /** @param {boolean} down whether the pen is */
  update(down) {
    const { row, col } = this.cursor;
    const ink = this.view.grid.data[row * SIDE + col];
    this.view.paint({ box: this.byKeys ? { row, col, rows: 1, cols: 1 } : null });
    this.view.place(row, col, `row ${row}, column ${col}: ink ${show(ink, 1)}${down ? ", pen down" : ""}`);
  }
}
