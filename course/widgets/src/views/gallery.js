// Small pictures in a list, each with its label and what it was taken for.

import { h, say } from "../dom.js";

/** @typedef {import("../wire.js").Wire} Wire */

const SIDE = 56;

/** @param {Wire["data"]} data */
function bytesOf(data) {
  return data instanceof DataView
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

/**
 * One of the pictures, drawn pixel by pixel; grey levels and colours are the picture's own.
 * @param {Uint8Array} bytes @param {number} rows @param {number} cols @param {number} channels
 */
function pictureOf(bytes, rows, cols, channels) {
  const canvas = h("canvas", { width: cols, height: rows, "aria-hidden": true, class: "ccw-pixels" });
  canvas.style.width = `${(SIDE * cols) / Math.max(rows, cols)}px`;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(cols, rows);
  for (let i = 0; i < rows * cols; i++) {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = bytes[i * channels + (channels === 3 ? c : 0)];
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

export class Gallery {
  constructor() {
    this.words = h("p", { role: "status", class: "ccw-words" });
    this.list = h("ul", { class: "ccw-gallery", "aria-label": "mistaken pictures" });
    this.element = h("div", { hidden: true }, h("p", { class: "ccw-title" }, "Mistakes"), this.words, this.list);
  }

  /**
   * @param {Wire | null} pictures uint8 (n, rows, cols, channels)
   * @param {readonly (readonly number[])[]} wrong [index, label, prediction] each
   * @param {readonly string[]} classes @param {string} note
   */
  update(pictures, wrong, classes, note) {
    this.element.hidden = note === "";
    say(this.words, note);
    this.list.hidden = !pictures;
    if (!pictures) return;
    const [, rows, cols, channels] = pictures.shape;
    const bytes = bytesOf(pictures.data);
    const name = (/** @type {number} */ number) => classes[number] ?? String(number);
    this.list.replaceChildren(
      ...wrong.map(([index, label, prediction], i) => {
        const size = rows * cols * channels;
        const picture = pictureOf(bytes.subarray(i * size, (i + 1) * size), rows, cols, channels);
        return h(
          "li",
          { title: `picture ${index}` },
          picture,
          h("span", {}, `${name(label)} `, h("span", { "aria-label": "taken for" }, "→"), ` ${name(prediction)}`),
        );
      }),
    );
  }
}
