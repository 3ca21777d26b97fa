// A picture from the reader's own machine, read and scaled down in the browser: nothing is sent.

/** @typedef {import("./conv.js").Grid} Grid */

const GREY = [0.299, 0.587, 0.114];

/**
 * @param {Blob} file @param {number} most longest side of the result, in pixels
 * @returns {Promise<{grid: Grid, from: [number, number]}>} greys in [0, 1], and the size it had;
 *   rejects what the browser cannot read as a picture
 */
export async function readPicture(file, most) {
  const bitmap = await createImageBitmap(file);
  const shrink = Math.min(1, most / Math.max(bitmap.width, bitmap.height));
  const cols = Math.max(1, Math.round(bitmap.width * shrink));
  const rows = Math.max(1, Math.round(bitmap.height * shrink));
  const canvas = document.createElement("canvas");
  canvas.width = cols;
  canvas.height = rows;
  const context = /** @type {CanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );
  context.imageSmoothingQuality = "high";
  context.fillStyle = "#fff"; // what is transparent lies on white
  context.fillRect(0, 0, cols, rows);
  context.drawImage(bitmap, 0, 0, cols, rows);
  const { data } = context.getImageData(0, 0, cols, rows);
  const grey = Float64Array.from({ length: rows * cols }, (_, i) => {
    const sum = GREY.reduce((total, part, k) => total + part * data[4 * i + k], 0);
    return Math.round(sum) / 255;
  });
  return { grid: { rows, cols, data: grey }, from: [bitmap.height, bitmap.width] };
}
