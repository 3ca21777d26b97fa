// Finding `choose("abcd", answer="b")` in a cell's source, and the edit that changes the answer.

const CALL =
  /\bchoose\(\s*(?:letters\s*=\s*)?(["'])(?<letters>[^"'\n]*)\1\s*(?:,\s*(?:answer\s*=\s*)?(["'])(?<answer>[^"'\n]*)\3\s*)?,?\s*\)/dg;

/**
 * The edit that makes a cell's source carry an answer: null where no such call is found, `insert`
 * null where the source carries it already. Of several calls with the same letters, the one that
 * starts nearest to line `line` (from 1; 0 where unknown) is meant.
 * @param {string} source
 * @param {{letters: string, answer: string, line: number}} state
 * @returns {{from: number, to: number, insert: string | null} | null}
 */
export function rewrite(source, { letters, answer, line }) {
  const calls = [...source.matchAll(CALL)].filter(
    (call) => call.groups?.letters === letters && !commented(source, call.index),
  );
  if (calls.length === 0 || (calls.length > 1 && line < 1)) return null;
  const lineOf = (/** @type {number} */ index) => source.slice(0, index).split("\n").length;
  const off = (/** @type {RegExpMatchArray} */ call) => Math.abs(lineOf(call.index ?? 0) - line);
  const call = calls.reduce((best, other) => (off(other) < off(best) ? other : best));
  const places = call.indices?.groups ?? {};
  if (places.answer) {
    const [from, to] = places.answer;
    return { from, to, insert: call.groups?.answer === answer ? null : answer };
  }
  const end = places.letters[1] + 1;
  return { from: end, to: end, insert: `, answer="${answer}"` };
}

/**
 * Whether a place in a cell lies in a comment (a # before it on its line, outside quotes).
 * @param {string} source @param {number} index
 */
function commented(source, index) {
  const before = source.slice(source.lastIndexOf("\n", index - 1) + 1, index);
  return before.replace(/(["']).*?\1/g, "").includes("#");
}
