// Where the other copies of a kernel lie: dashed outlines over a grid.

/** @typedef {import("./grid.js").GridView} GridView */

const MOST = 6;

/**
 * Draw them over a grid that has just been painted; nothing where they would be too many to tell.
 * @param {GridView} view @param {readonly {row: number, col: number}[]} cells of dout
 * @param {{rows: number, cols: number}} kernel @param {number} stride
 */
export function drawCopies(view, cells, kernel, stride) {
  const context = view.canvas.getContext("2d");
  if (!context || cells.length > MOST) return;
  const ratio = view.ratio ?? 1;
  const size = view.cell * ratio;
  context.save();
  for (const { row, col } of cells) {
    context.beginPath();
    context.rect(
      col * stride * size + 3 * ratio,
      row * stride * size + 3 * ratio,
      kernel.cols * size - 6 * ratio,
      kernel.rows * size - 6 * ratio,
    );
    for (const [colour, width, dashes] of /** @type {[string, number, number[]][]} */ ([
      ["#fff", 3, []],
      ["#0072b2", 2, [5 * ratio, 4 * ratio]],
    ])) {
      context.strokeStyle = colour;
      context.lineWidth = width * ratio;
      context.setLineDash(dashes);
      context.stroke();
    }
  }
  context.restore();
}
