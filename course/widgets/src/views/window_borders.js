// Where windows lie side by side, the borders that a moving pixel crosses.

/** @typedef {import("./grid.js").GridView} GridView */

/**
 * Draw them over a grid that has just been painted; nothing where windows overlap or leave gaps.
 * @param {GridView} view @param {import("../pooling.js").Windows} windows
 */
export function drawBorders(view, { kernel, stride, padding }) {
  const context = view.canvas.getContext("2d");
  if (!context || kernel[0] !== stride[0] || kernel[1] !== stride[1] || view.cell < 6) return;
  if (kernel[0] * kernel[1] === 1) return;
  const ratio = view.ratio ?? 1;
  const size = view.cell * ratio;
  const rows = Math.floor((view.grid.rows + 2 * padding[0]) / stride[0]) * stride[0];
  const cols = Math.floor((view.grid.cols + 2 * padding[1]) / stride[1]) * stride[1];
  context.save();
  const casing = /** @type {[string, number, number[]][]} */ ([
    ["#ffffff90", 2, []],
    ["#333", 1, [3 * ratio, 3 * ratio]],
  ]);
  for (const [colour, width, dashes] of casing) {
    context.strokeStyle = colour;
    context.lineWidth = width * ratio;
    context.setLineDash(dashes);
    context.beginPath();
    for (let row = stride[0]; row < rows; row += stride[0]) {
      context.moveTo(0, row * size);
      context.lineTo(cols * size, row * size);
    }
    for (let col = stride[1]; col < cols; col += stride[1]) {
      context.moveTo(col * size, 0);
      context.lineTo(col * size, rows * size);
    }
    context.stroke();
  }
  context.restore();
}
