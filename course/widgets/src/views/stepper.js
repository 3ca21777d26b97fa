// Back, play, forward and a slider over the cells of a map, in reading order.

import { h, KEYS, reducedMotion, say } from "../dom.js";

const STEP_MS = 250;
const CALM_STEP_MS = 1000;

export class Stepper {
  /**
   * @param {object} options
   * @param {string} options.label of the slider
   * @param {(index: number) => void} options.seek
   * @param {(playing: boolean) => void} options.onPlaying
   */
  constructor({ label, seek, onPlaying }) {
    this.index = 0;
    this.count = 0;
    /** @type {ReturnType<typeof setInterval> | null} */
    this.timer = null;
    this.onPlaying = onPlaying;
    this.seek = seek;
    const button = (/** @type {string} */ name, /** @type {() => void} */ act) =>
      h("button", { type: "button", class: "ccw-button", onclick: act, ...KEYS }, name);
    this.backButton = button("◀ Back", () => this.step(-1));
    this.playButton = button("Play", () => this.toggle());
    this.nextButton = button("Step ▶", () => this.step(1));
    this.range = h("input", {
      type: "range",
      min: 0,
      class: "ccw-range",
      "aria-label": label,
      oninput: () => {
        this.pause();
        seek(this.range.valueAsNumber);
      },
      ...KEYS,
    });
    this.element = h(
      "div",
      { class: "ccw-bar" },
      this.backButton,
      this.playButton,
      this.nextButton,
      this.range,
    );
  }

  get playing() {
    return this.timer !== null;
  }

  /** @param {number} by */
  step(by) {
    this.pause();
    this.index = Math.min(this.count - 1, Math.max(0, this.index + by));
    this.seek(this.index);
  }

  toggle() {
    if (this.playing) this.pause();
    else if (this.count > 1) {
      if (this.index >= this.count - 1) this.seek(0);
      this.timer = setInterval(
        () => {
          if (this.index >= this.count - 1) this.pause();
          else this.seek(this.index + 1);
        },
        reducedMotion() ? CALM_STEP_MS : STEP_MS,
      );
      this.#playing();
    }
  }

  pause() {
    if (this.timer === null) return;
    clearInterval(this.timer);
    this.timer = null;
    this.#playing();
  }

  #playing() {
    say(this.playButton, this.playing ? "Pause" : "Play");
    this.onPlaying(this.playing);
  }

  /** @param {number} index @param {number} count @param {string} sentence */
  update(index, count, sentence) {
    this.index = index;
    this.count = count;
    this.range.max = String(Math.max(0, count - 1));
    this.range.value = String(index);
    this.range.setAttribute("aria-valuetext", sentence);
    for (const control of [this.backButton, this.playButton, this.nextButton, this.range]) {
      control.disabled = count < 2;
    }
  }
}
