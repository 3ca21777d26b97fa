// Lines over a grid: a frame round some of its cells, dashes round others, a mark, an arrow.

/** @typedef {import("./grid.js").Box} Box */
/** @typedef {{row: number, col: number}} Place */

/**
 * An SVG element, in the namespace the parser gives it: its name is an address, and no bundle may
 * hold one, so that a test can show that none asks for anything from elsewhere.
 * @param {string} tag @param {Record<string, string>} attributes
 */
function draw(tag, attributes) {
  const parser = document.createElement("template");
  parser.innerHTML = "<svg></svg>";
  const { namespaceURI } = /** @type {Element} */ (parser.content.firstElementChild);
  const element = /** @type {SVGElement} */ (document.createElementNS(namespaceURI, tag));
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** A rectangle as a path. @param {Box} box */
const around = ({ row, col, rows, cols }) => `M${col} ${row}h${cols}v${rows}h${-cols}z`;

/**
 * From one cell to another, with its head; it leaves their centres, where the numbers are, free.
 * @param {Place} from @param {Place} to
 */
function arrow(from, to) {
  const [across, down] = [to.col - from.col, to.row - from.row];
  const [ux, uy] = [across / Math.hypot(across, down), down / Math.hypot(across, down)];
  const [x1, y1] = [from.col + 0.5 + 0.3 * ux, from.row + 0.5 + 0.3 * uy];
  const [x2, y2] = [to.col + 0.5 - 0.3 * ux, to.row + 0.5 - 0.3 * uy];
  const wing = (/** @type {number} */ side) =>
    `L${x2 - 0.38 * ux - side * 0.26 * uy} ${y2 - 0.38 * uy + side * 0.26 * ux}`;
  return `M${x1} ${y1}L${x2} ${y2}${wing(1)}M${x2} ${y2}${wing(-1)}`;
}

export class Overlay {
  /** @param {import("./grid.js").GridView} view what it lies over */
  constructor(view) {
    this.element = /** @type {SVGSVGElement} */ (
      draw("svg", { class: "ccw-overlay", preserveAspectRatio: "none", "aria-hidden": "true" })
    );
    view.frame.classList.add("ccw-overlaid");
    view.frame.append(this.element);
    this.shape = { rows: 0, cols: 0 };
    /** @type {SVGElement[]} */
    this.frames = [];
    /** @type {SVGElement[]} */
    this.marks = [];
  }

  /** @param {string} kind @param {string} path */
  #lines(kind, path) {
    // A pale line under a dark one shows on every colour.
    return ["ccw-casing", kind].map((name) => draw("path", { class: name, d: path }));
  }

  /**
   * @param {{rows: number, cols: number}} shape of the grid
   * @param {Box | null} frame cells to frame; the cells around it are dashed
   */
  setFrame({ rows, cols }, frame) {
    this.shape = { rows, cols };
    this.element.setAttribute("viewBox", `0 0 ${Math.max(1, cols)} ${Math.max(1, rows)}`);
    this.frames = [];
    if (frame && frame.rows > 0 && frame.cols > 0 && (frame.rows < rows || frame.cols < cols)) {
      const inside = (/** @type {number} */ row, /** @type {number} */ col) =>
        row >= frame.row && row < frame.row + frame.rows && col >= frame.col && col < frame.col + frame.cols;
      let cells = "";
      for (let row = 0; row < rows; row++) {
        for (let col = 0; col < cols; col++) {
          if (!inside(row, col)) cells += around({ row, col, rows: 1, cols: 1 });
        }
      }
      this.frames = [...this.#lines("ccw-dashes", cells), ...this.#lines("ccw-outline", around(frame))];
    }
    this.#show();
  }

  /**
   * @param {Box | null} box cells to mark @param {Place | null} [from] @param {Place | null} [to]
   *   the arrow's ends; none is drawn from a cell to itself
   */
  setMarks(box, from = null, to = null) {
    const apart = from && to && (from.row !== to.row || from.col !== to.col);
    this.marks = [
      ...(box ? this.#lines("ccw-mark", around(box)) : []),
      ...(apart ? this.#lines("ccw-mark", arrow(from, to)) : []),
    ];
    this.#show();
  }

  #show() {
    this.element.replaceChildren(...this.frames, ...this.marks);
  }
}
