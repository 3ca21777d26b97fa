// TrainMonitor: what a training loop reports, as it runs, and a button that stops it.

import { h, KEYS, oncePerFrame, say } from "./dom.js";
import { show } from "./format.js";
import * as training from "./training.js";
import { Chart } from "./views/chart.js";
import { Gallery } from "./views/gallery.js";
import { NormTable } from "./views/norms.js";
import { numbers } from "./wire.js";

/** @typedef {import("./wire.js").Wire} Wire */
/**
 * What Python and the page share; course/widgets/train_monitor.py documents it.
 * @typedef {{progress: training.Progress, losses: Wire | null, history: Wire | null, layers: string[],
 *   norms: Wire | null, outputs: number, classes: string[], pictures: Wire | null,
 *   wrong: number[][], gallery_note: string, trouble: string, note: string}} State
 */

const LIVE = ["progress", "losses", "history", "layers", "norms", "outputs", "trouble", "note"];
const GALLERY = ["pictures", "wrong", "gallery_note", "classes"];
const PATIENCE_MS = 6000;
const RUNNING = ["training", "between"];

/** @param {Wire | null} wire */
const flatOf = (wire) => (wire ? numbers(wire) : new Float64Array());

class TrainMonitor {
  /** @param {import("@anywidget/types").AnyModel<State>} model */
  constructor(model) {
    this.model = model;
    /** When the button was pressed, until Python says that training ended. @type {number | null} */
    this.pressed = null;
    // Not `disabled`: a button that goes away under the finger takes the focus with it.
    this.button = h("button", { type: "button", class: "ccw-button", onclick: () => this.stop(), ...KEYS }, "■ Stop");
    this.bar = h("progress", { max: 1, "aria-label": "training" });
    this.words = h("span", { class: "ccw-live" });
    this.status = h("p", { class: "ccw-status", role: "status" });
    this.pressedWords = h("p", { role: "status", class: "ccw-words", hidden: true });
    this.trouble = h("p", { class: "ccw-note", role: "alert", hidden: true });
    this.note = h("p", { class: "ccw-note", hidden: true });
    this.loss = new Chart({ title: "loss, by batch", width: 350, height: 210 });
    this.accuracy = new Chart({ title: "accuracy in percent, by epoch", width: 220, height: 210 });
    this.norms = new NormTable();
    this.gallery = new Gallery();
    this.element = h(
      "div",
      { class: "ccw ccw-train-monitor", role: "group", "aria-label": "training monitor" },
      this.note,
      h("div", { class: "ccw-bar" }, this.button, this.bar, this.words),
      this.pressedWords,
      this.trouble,
      h("div", { class: "ccw-panels" }, this.loss.element, this.accuracy.element, this.norms.element),
      this.status,
      this.gallery.element,
    );
    this.draws = 0;
    this.drawSoon = oncePerFrame(() => this.draw());
    this.loadGallery();
  }

  get running() {
    return RUNNING.includes(this.model.get("progress").state);
  }

  stop() {
    if (this.pressed !== null || !this.running) return;
    this.pressed = Date.now();
    this.model.send({ type: "stop" });
    // The kernel answers when its batch is done; one that is too old, not before the cell is.
    setTimeout(() => this.drawSoon(), PATIENCE_MS + 50);
    this.drawSoon();
  }

  loadGallery() {
    const { model } = this;
    this.gallery.update(model.get("pictures"), model.get("wrong"), model.get("classes"), model.get("gallery_note"));
    this.drawSoon();
  }

  draw() {
    const { model } = this;
    const progress = model.get("progress");
    const epochs = training.epochsOf(flatOf(model.get("history")));
    for (const [element, text] of /** @type {const} */ ([
      [this.note, model.get("note")],
      [this.trouble, model.get("trouble")],
    ])) {
      element.hidden = text === "";
      say(element, text);
    }
    if (!this.running) this.pressed = null;
    this.drawButton();
    const share = training.shareDone(progress);
    if (share === null) this.bar.removeAttribute("value");
    else this.bar.value = share;
    const words = training.progressWords(progress);
    say(this.words, words);
    this.bar.setAttribute("aria-valuetext", words);
    this.drawLoss(progress, epochs);
    this.drawAccuracy(progress, epochs);
    const norms = model.get("norms");
    this.norms.update(model.get("layers"), norms ? numbers(norms) : null);
    const last = epochs[epochs.length - 1];
    const sentence = last ? training.epochWords(last, epochs.length, progress.epochs) : "";
    say(this.status, this.running || !sentence ? sentence : `${sentence} ${capital(words)}.`);
    this.draws += 1;
    this.element.dataset.state = progress.state;
    this.element.dataset.pos = `${progress.epoch},${progress.batch}`;
    this.element.dataset.draws = String(this.draws);
  }

  drawButton() {
    const waiting = this.pressed !== null;
    say(this.button, waiting ? "■ Stopping" : "■ Stop");
    this.button.setAttribute("aria-disabled", String(waiting || !this.running));
    this.pressedWords.hidden = !waiting;
    if (!waiting) return;
    const late = Date.now() - (this.pressed ?? 0) > PATIENCE_MS;
    say(
      this.pressedWords,
      late
        ? "Still no answer. A batch may take long; a kernel before ipykernel 7 listens only between cells: interrupt it instead."
        : "Training ends after this batch.",
    );
  }

  /** @param {training.Progress} progress @param {training.Epoch[]} epochs */
  drawLoss(progress, epochs) {
    const flat = flatOf(this.model.get("losses"));
    const count = flat.length / 2;
    const at = Float64Array.from({ length: count }, (_, i) => flat[2 * i]);
    const raw = Float64Array.from({ length: count }, (_, i) => flat[2 * i + 1]);
    const mean = training.smooth(raw, training.betaFor(count));
    const outputs = this.model.get("outputs");
    const guess = outputs > 1 ? Math.log(outputs) : 0;
    const means = epochs.map(({ loss }) => loss);
    const high = Math.max(10, progress.seen, progress.epoch * progress.batches);
    /** @type {import("./views/chart.js").Line[]} */
    const lines = [
      { xs: at, ys: raw, look: "faint" },
      { xs: at, ys: mean, look: "solid" },
    ];
    if (guess) lines.push({ xs: [0, high], ys: [guess, guess], look: "dashed" });
    const parts = ["thin: single batches", "bold: smooth"];
    if (epochs.length) parts.push("rings: mean of an epoch");
    if (guess) parts.push(`dashed: guessing, ln ${outputs} = ${show(guess)}`);
    this.loss.update({
      x: { low: 0, high },
      y: training.spanFromZero(mean, means, [guess]),
      lines,
      dots: epochs.map(({ seen, loss }) => ({ x: seen, y: loss, look: /** @type {const} */ ("ring") })),
      label: training.lossWords(mean, epochs),
      legend: parts.join("; "),
    });
  }

  /** @param {training.Progress} progress @param {training.Epoch[]} epochs */
  drawAccuracy(progress, epochs) {
    const ys = epochs.map(({ accuracy }) => 100 * accuracy);
    const known = ys.filter(Number.isFinite);
    this.accuracy.element.hidden = epochs.length > 0 && known.length === 0;
    const high = Math.max(2, progress.epochs, epochs.length);
    const every = Math.ceil(high / 8);
    this.accuracy.update({
      x: { low: 1, high },
      ticks: Array.from({ length: Math.floor((high - 1) / every) + 1 }, (_, i) => 1 + i * every),
      y: known.length ? training.percentSpan(known) : { low: 0, high: 104 },
      lines: [{ xs: ys.map((_, i) => i + 1), ys, look: "solid" }],
      dots: ys.map((y, i) => ({
        x: i + 1,
        y,
        look: /** @type {const} */ ("dot"),
        text: i === ys.length - 1 ? show(y, 2) : "",
      })),
      label: known.length
        ? `Accuracy by epoch, in percent: ${ys.map((y) => show(y, 2)).join(", ")}.`
        : "Accuracy by epoch: nothing yet.",
    });
  }
}

/** @param {string} words */
const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** @type {import("@anywidget/types").Render<State>} */
function render({ model, el, signal }) {
  const widget = new TrainMonitor(model);
  const loads = () => widget.loadGallery();
  const draws = () => widget.drawSoon();
  for (const name of GALLERY) model.on(`change:${name}`, loads);
  for (const name of LIVE) model.on(`change:${name}`, draws);
  el.append(widget.element);
  widget.drawSoon();
  const here = () => {
    // A saved notebook may have no kernel to tell.
    try {
      model.send({ type: "here" });
    } catch {}
  };
  here();
  // What is sent before JupyterLab has made a thread for it waits for the running cell to end.
  const again = setTimeout(here, 1500);
  const end = () => {
    clearTimeout(again);
    for (const name of GALLERY) model.off(`change:${name}`, loads);
    for (const name of LIVE) model.off(`change:${name}`, draws);
  };
  signal?.addEventListener("abort", end);
  return end;
}

export default { render };
