// What DrawDigit says of an answer, and of who gave it.

/** "97 %", "0.4 %". @param {number} share */
export function percent(share) {
  const value = 100 * share;
  return `${value >= 0.05 && value < 0.95 ? value.toFixed(1) : Math.round(value)} %`;
}

/** @param {readonly number[]} shares of the ten digits; none where there are no scores */
export const largest = (shares) => shares.indexOf(Math.max(...shares));

/** @param {readonly number[]} shares @param {boolean} empty whether nothing is drawn */
export function answerWords(shares, empty) {
  const answer = largest(shares);
  if (answer < 0) return "There are no scores, and so no answer.";
  const told = `${answer}, ${percent(shares[answer])}`;
  if (empty) return `Nothing is drawn, and the net answers all the same: ${told}.`;
  const next = largest(shares.map((share, digit) => (digit === answer ? -1 : share)));
  return `Looks like ${answer === 8 ? "an" : "a"} ${told}; next ${next}, ${percent(shares[next])}.`;
}

/**
 * @param {object} state
 * @param {string} state.name of the reader's model, or ""
 * @param {string} state.message what was odd about it, or ""
 * @param {boolean} state.live whether there may be a kernel
 * @param {boolean} state.silent whether none has answered for a while
 */
export function whoWords({ name, message, live, silent }) {
  if (name === "") return "A LeNet-5 trained by the course answers, on this page.";
  if (!live) return "On this page a LeNet-5 trained by the course answers; in JupyterLab it is yours.";
  if (silent) {
    return (
      `No word from ${name}: its kernel is busy, or there is none. ` +
      "Until it answers, a LeNet-5 trained by the course does."
    );
  }
  return message || `${name} answers: your model, in Python.`;
}
