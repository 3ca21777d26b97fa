// Choice: one letter out of a few, kept in the code cell that asks for it.

import { h, KEYS, oncePerFrame, say, unique } from "./dom.js";
import { rewrite } from "./source.js";

/** @typedef {{letters: string, answer: string, line: number}} State */
/**
 * What this file uses of CodeMirror's EditorView.
 * @typedef {{state: {doc: {toString(): string}, readOnly?: boolean},
 *   dispatch(change: object): void}} Editor
 */

/**
 * The editor of the notebook cell an element stands in. CodeMirror's own way, EditorView.findFromDOM,
 * needs its module, which a widget cannot import; this reads the same property it does.
 * @param {Element} element @returns {Editor | null}
 */
function editorAround(element) {
  const content = element.closest(".jp-Cell")?.querySelector(".jp-InputArea .cm-content");
  if (!content) return null;
  const { cmTile } = /** @type {{cmTile?: any}} */ (/** @type {unknown} */ (content));
  if (cmTile) return cmTile.root?.view ?? cmTile.view ?? null;
  const { cmView } = /** @type {{cmView?: any}} */ (/** @type {unknown} */ (content));
  return cmView?.view ?? cmView?.rootView?.view ?? null;
}

/**
 * Write the answer into the code cell. False where that cannot be done.
 * @param {Element} element @param {State} state
 */
function keep(element, state) {
  const editor = editorAround(element);
  if (!editor || editor.state.readOnly) return false;
  const change = rewrite(editor.state.doc.toString(), state);
  if (change === null) return false;
  if (change.insert !== null) {
    const { from, to, insert } = change;
    editor.dispatch({ changes: { from, to, insert }, userEvent: "input.choose" });
  }
  return true;
}

/** @type {import("@anywidget/types").Render<State>} */
function render({ model, el, signal }) {
  const name = unique("choice");
  const status = h("span", { role: "status" });
  const fieldset = h("fieldset", {}, h("legend", {}, "Your answer:"));
  /** @type {Map<string, HTMLInputElement>} */
  const radios = new Map();
  const element = h("div", { class: "ccw ccw-choice" }, fieldset, status);
  let draws = 0;

  const pick = (/** @type {string} */ answer) => {
    model.set("answer", answer);
    model.save_changes();
    const state = { letters: model.get("letters"), answer, line: model.get("line") };
    let kept = false;
    try {
      kept = keep(el, state);
    } catch {
      kept = false; // another editor, another version: the sentence below says what to do
    }
    say(
      status,
      kept ? `Answer ${answer} is kept in this cell.` : `Now type answer="${answer}" in the cell above.`,
    );
    drawSoon();
  };

  for (const letter of model.get("letters")) {
    const radio = h("input", { type: "radio", name, value: letter, onchange: () => pick(letter), ...KEYS });
    radios.set(letter, radio);
    fieldset.append(h("label", {}, radio, letter));
  }

  const draw = () => {
    const answer = model.get("answer");
    for (const [letter, radio] of radios) radio.checked = letter === answer;
    draws += 1;
    element.dataset.draws = String(draws);
    element.dataset.pos = answer;
  };
  const drawSoon = oncePerFrame(draw);
  model.on("change:answer", drawSoon);
  say(status, model.get("answer") ? "" : "Not answered yet.");
  el.append(element);
  draw();
  const end = () => model.off("change:answer", drawSoon);
  signal?.addEventListener("abort", end);
  return end;
}

export default { render };
