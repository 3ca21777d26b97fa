// A small chart as SVG, which follows the theme by itself: lines, dots with numbers, bars.

import { h, say, unique } from "../dom.js";
import { show } from "../format.js";

/** @typedef {{low: number, high: number}} Span */
/**
 * @typedef {object} Line
 * @property {ArrayLike<number>} xs
 * @property {ArrayLike<number>} ys a number that is not finite interrupts the line
 * @property {"solid" | "dashed" | "leap" | "faint"} look
 */
/**
 * What a chart shows.
 * @typedef {object} Content
 * @property {Span} x
 * @property {Span} y
 * @property {string} label all of it in a sentence, for a screen reader
 * @property {readonly Line[]} [lines]
 * @property {readonly {x: number, y: number, text?: string, look: "dot" | "ring" | "cross"}[]} [dots]
 * @property {readonly {from: number, to: number, y: number}[]} [bars]
 * @property {readonly number[]} [ticks] on the x axis, in place of round numbers
 * @property {string} [legend]
 */

const [LEFT, RIGHT, TOP, BOTTOM] = [44, 10, 10, 22];

/** The name of SVG's elements, as the page knows it: no address is written here. */
function namespace() {
  const holder = h("div");
  holder.innerHTML = "<svg></svg>";
  return /** @type {"http://www.w3.org/2000/svg"} */ (holder.firstElementChild?.namespaceURI);
}

/** @type {"http://www.w3.org/2000/svg" | null} */
let known = null;

/**
 * @param {string} tag @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS((known ??= namespace()), tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * Round numbers inside a span, about `count` of them.
 * @param {Span} span
 */
export function roundTicks({ low, high }, count = 4) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((m) => m * power >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

export class Chart {
  /** @param {{title: string, width?: number, height?: number}} options */
  constructor({ title, width = 270, height = 180 }) {
    this.width = width;
    this.height = height;
    this.title = h("span", { class: "ccw-title", id: unique("title") }, title);
    this.legend = h("span", { class: "ccw-legend" });
    this.picture = svg("svg", { role: "img", class: "ccw-chart", width, height });
    this.picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.element = h(
      "div",
      { class: "ccw-figure", role: "group", "aria-labelledby": this.title.id },
      this.title,
      this.picture,
      this.legend,
    );
  }

  /** @param {Content} content */
  update({ x, y, label, lines = [], dots = [], bars = [], ticks, legend = "" }) {
    const [width, height] = [this.width - LEFT - RIGHT, this.height - TOP - BOTTOM];
    const across = (/** @type {number} */ value) => ((value - x.low) / (x.high - x.low)) * width;
    const down = (/** @type {number} */ value) => (1 - (value - y.low) / (y.high - y.low)) * height;
    const axes = svg("g", {});
    for (const tick of ticks ?? roundTicks(x)) {
      const at = LEFT + across(tick);
      axes.append(
        svg("line", { class: "ccw-grid", x1: at, x2: at, y1: TOP, y2: TOP + height }),
        svg("text", { x: at, y: this.height - 6, "text-anchor": "middle" }, show(tick, 2)),
      );
    }
    for (const tick of roundTicks(y)) {
      const at = TOP + down(tick);
      axes.append(
        svg("line", { class: "ccw-grid", x1: LEFT, x2: LEFT + width, y1: at, y2: at }),
        svg("text", { x: LEFT - 9, y: at + 4, "text-anchor": "end" }, show(tick, 2)),
      );
    }
    // An inner svg clips what lies outside of the axes.
    const plot = svg("svg", { x: LEFT, y: TOP, width, height, overflow: "hidden" });
    if (y.low < 0 && y.high > 0) {
      plot.append(svg("line", { class: "ccw-zero", x1: 0, x2: width, y1: down(0), y2: down(0) }));
    }
    for (const { from, to, y: top } of bars) {
      const [left, right] = [across(from), across(to)];
      const size = down(0) - down(top);
      plot.append(
        svg("rect", {
          class: "ccw-bin",
          x: left + 0.5,
          y: down(top),
          width: Math.max(0.5, right - left - 1),
          height: size > 0 ? Math.max(1, size) : 0,
        }),
      );
    }
    for (const { xs, ys, look } of lines) {
      plot.append(svg("path", { class: `ccw-line ccw-${look}`, d: pathOf(xs, ys, across, down) }));
    }
    const marks = svg("g", {});
    for (const { x: place, y: value, text = "", look } of dots) {
      if (!Number.isFinite(value)) continue;
      const [cx, cy] = [LEFT + across(place), TOP + down(value)];
      if (cy < TOP - 1 || cy > TOP + height + 1) continue;
      marks.append(
        look === "cross"
          ? svg("path", { class: "ccw-cross", d: `M${cx - 5} ${cy - 5}l10 10m0 -10l-10 10` })
          : svg("circle", { class: `ccw-${look}`, cx, cy, r: look === "ring" ? 7 : 3.5 }),
      );
      const end = place === x.high;
      const anchor = end ? "end" : place === x.low ? "start" : "middle";
      const above = cy - 12 > TOP + 8 ? cy - 11 : cy + 20;
      if (text) marks.append(svg("text", { class: "ccw-value", x: cx, y: above, "text-anchor": anchor }, text));
    }
    this.picture.replaceChildren(axes, plot, marks);
    this.picture.setAttribute("aria-label", label);
    this.legend.hidden = legend === "";
    say(this.legend, legend);
  }
}

/**
 * @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys
 * @param {(x: number) => number} across @param {(y: number) => number} down
 */
function pathOf(xs, ys, across, down) {
  let path = "";
  let pen = "M";
  for (let i = 0; i < xs.length; i++) {
    if (!Number.isFinite(ys[i])) {
      pen = "M";
      continue;
    }
    // Far outside, coordinates stay numbers that every browser draws.
    const top = Math.min(1e4, Math.max(-1e4, down(ys[i])));
    path += `${pen}${across(xs[i]).toFixed(2)} ${top.toFixed(2)}`;
    pen = "L";
  }
  return path;
}
