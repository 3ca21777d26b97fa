// A labelled list to choose from.

import { h, KEYS, unique } from "../dom.js";

export class Dropdown {
  /** @param {string} name @param {(chosen: string) => void} choose */
  constructor(name, choose) {
    const id = unique("choice");
    this.box = h("select", {
      id,
      class: "ccw-select",
      onchange: () => choose(this.box.value),
      ...KEYS,
    });
    this.element = h("span", {}, h("label", { for: id }, `${name} `), this.box);
  }

  /**
   * Offer some values, with the words for them, and show the present one.
   * @param {readonly (readonly [string, string])[]} offers @param {string} present
   */
  update(offers, present) {
    const old = [...this.box.options].map((option) => `${option.value}=${option.text}`).join();
    if (old !== offers.map((offer) => offer.join("=")).join()) {
      this.box.replaceChildren(...offers.map(([value, text]) => h("option", { value }, text)));
    }
    this.box.value = present;
  }

  /**
   * Offer one number for height and width, and the present pair where it is none of these.
   * @param {readonly number[]} sizes @param {readonly [number, number]} pair
   */
  updatePair(sizes, pair) {
    const present = pair[0] === pair[1] ? String(pair[0]) : pair.join(" × ");
    const texts = sizes.map(String);
    if (!texts.includes(present)) texts.push(present);
    this.update(texts.map((text) => /** @type {const} */ ([text, text])), present);
  }
}
