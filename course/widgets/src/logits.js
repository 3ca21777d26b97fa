// The arithmetic of a loss, without a page: scores, softmax, cross-entropy, and softmax once too often.

import { agree } from "./conv.js";
import { show, showApart } from "./format.js";

/**
 * What the scores of one row give. `seen` is what the logarithm is taken of: p, or, where softmax
 * is applied twice, the softmax of p. The gradient is with respect to the scores.
 * @typedef {{p: number[], seen: number[], loss: number, gradient: number[]}} Result
 */
/** @typedef {{logits: readonly number[], shift: number, temperature: number}} Settings */

/** From here on the exponential is infinite in float64, and below minus 745.2 it is 0. */
export const OVERFLOW = Math.log(Number.MAX_VALUE);
const UNDERFLOW = -745.14;

/** In the order in which NumPy is told to do it. @param {Settings} settings */
export const scoresOf = ({ logits, shift, temperature }) =>
  logits.map((logit) => (logit + shift) / temperature);

/** @param {readonly number[]} scores */
export function logSumExp(scores) {
  const most = Math.max(...scores);
  return most + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - most), 0));
}

/** @param {readonly number[]} scores */
export function softmax(scores) {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** @param {readonly number[]} p @param {number} label p - y @returns {number[]} */
const minusOneHot = (p, label) => p.map((share, i) => share - Number(i === label));

/** @param {readonly number[]} scores @param {number} label @returns {Result} */
export function crossEntropy(scores, label) {
  const p = softmax(scores);
  return { p, seen: p, loss: logSumExp(scores) - scores[label], gradient: minusOneHot(p, label) };
}

/**
 * Cross-entropy of softmax(scores) as if those were scores. Its gradient goes back through both:
 * p (g - p . g), with g = softmax(p) - y.
 * @param {readonly number[]} scores @param {number} label @returns {Result}
 */
export function softmaxTwice(scores, label) {
  const p = softmax(scores);
  const { p: seen, loss, gradient: g } = crossEntropy(p, label);
  const mean = p.reduce((sum, share, i) => sum + share * g[i], 0);
  return { p, seen, loss, gradient: p.map((share, i) => share * (g[i] - mean)) };
}

/** The least loss that softmax applied twice can give: p is all in one class. @param {number} count */
export const floorOf = (count) => Math.log(Math.E + count - 1) - 1;

/**
 * The losses, softmax once and twice, as one score moves and the others stay.
 * @param {readonly number[]} scores @param {number} label
 */
export function sweep(scores, label, points = 97) {
  const others = logSumExp(scores.filter((_, i) => i !== label));
  const low = Math.min(Math.round(others) - 6, scores[label]);
  const high = Math.max(Math.round(others) + 6, scores[label]);
  const xs = Array.from({ length: points }, (_, i) => low + ((high - low) * i) / (points - 1));
  const at = (/** @type {number} */ x) => scores.map((score, i) => (i === label ? x : score));
  return {
    xs,
    once: xs.map((x) => crossEntropy(at(x), label).loss),
    twice: xs.map((x) => softmaxTwice(at(x), label).loss),
  };
}

/**
 * Logits after one step of gradient descent, kept between -most and most.
 * @param {Settings} settings @param {readonly number[]} gradient on the scores
 * @param {number} rate @param {number} most
 */
export const descend = ({ logits, temperature }, gradient, rate, most) =>
  logits.map((logit, i) => {
    const moved = logit - (rate * gradient[i]) / temperature;
    return Math.min(most, Math.max(-most, moved));
  });

/**
 * What a softmax that does not subtract the largest score would meet, or "".
 * @param {readonly number[]} scores
 */
export function danger(scores) {
  const most = Math.max(...scores);
  if (most > OVERFLOW) {
    return (
      `exp(${show(most)}) is inf in float64: a softmax that does not subtract the largest score ` +
      "first gives inf / inf = nan."
    );
  }
  if (most >= UNDERFLOW) return "";
  return (
    `exp(${show(most)}) is 0 in float64, and so are the others: a softmax that does not subtract ` +
    "the largest score first gives 0 / 0 = nan."
  );
}

/**
 * What your function gave, the loss and then the gradient, against the reference: how many numbers
 * differ, the first of them (-1 is the loss), and the name of the mistake where it has one.
 * @param {readonly number[]} scores @param {number} label @param {ArrayLike<number>} given
 */
export function compare(scores, label, given) {
  const { loss, gradient, p } = crossEntropy(scores, label);
  const expected = [loss, ...gradient];
  const wrong = expected.flatMap((value, i) => (agree(value, given[i]) ? [] : [i - 1]));
  const first = wrong[0] ?? null;
  if (first === null) return { wrong, first, expected: NaN, given: NaN, hint: "" };
  const twice = softmaxTwice(scores, label);
  const have = Array.from(given);
  const like = (/** @type {readonly number[]} */ all) => all.every((value, i) => agree(value, have[i + 1]));
  /** @type {[boolean, string][]} */
  const hints =
    first === -1
      ? [
          [!Number.isFinite(have[0]), "Subtract the largest score before exp, and take no log of a probability."],
          [agree(twice.loss, have[0]), "This is the loss with softmax applied twice: the loss contains softmax already."],
          [agree(-loss, have[0]), "It has the other sign: the loss is minus a logarithm."],
          [agree(p[label], have[0]), "This is the probability of the true class; the loss is minus its logarithm."],
          [agree(loss / Math.LN2, have[0]), "This is the loss in bits; the natural logarithm is asked."],
        ]
      : [
          [like(gradient.map((value) => -value)), "This is y − p: a step of descent along it would climb."],
          [like(p), "This is p: subtract 1 at the true class."],
          [like(twice.gradient), "This is the gradient with softmax applied twice."],
          [like(gradient.map((value) => value / scores.length)), "It is divided by the number of classes; divide by that of rows."],
        ];
  const hint = hints.find(([is]) => is)?.[1] ?? "";
  return { wrong, first, expected: expected[first + 1], given: have[first + 1], hint };
}

/**
 * The sentence for the first number that differs.
 * @param {ReturnType<typeof compare>} found @param {string} name of the function
 * @param {readonly string[]} names of the classes
 */
export function verdict({ wrong, first, expected, given, hint }, name, names) {
  if (first === null) return `${name} agrees with the reference: the loss and all ${names.length} gradients.`;
  const [want, have] = showApart(expected, given);
  const what = first === -1 ? "the loss" : `the gradient for ${names[first]}`;
  return (
    `${name}: ${wrong.length} of ${names.length + 1} numbers ${wrong.length === 1 ? "differs" : "differ"} from the ` +
    `reference. The first is ${what}: expected ${want}, ${name} gave ${have}.${hint ? ` ${hint}` : ""}`
  );
}

/**
 * A share as it stands behind a logarithm: close to 1, by what is missing.
 * @param {number} share
 */
function logOf(share) {
  const short = 1 - share;
  return short > 0 && short < 0.001 ? `−log(1 − ${show(short, 6)})` : `−log ${show(Number(share.toPrecision(4)), 6)}`;
}

/**
 * What is to be seen, in words.
 * @param {Result} result @param {number} label @param {boolean} twice
 */
export function sentence({ seen, loss, p }, label, twice) {
  const equation = `loss = ${logOf(seen[label])} = ${show(loss, loss < 0.01 ? 6 : 3)}`;
  return twice ? `${equation}, though softmax says ${show(p[label])}` : equation;
}

/**
 * Which way a step of descent moves the scores.
 * @param {Result} result @param {number} label @param {readonly string[]} names @param {boolean} twice
 */
export function advice({ p, gradient }, label, names, twice) {
  const count = names.length;
  const size = Math.max(...gradient.map(Math.abs));
  const equal = `Equal scores would give log ${count} = ${show(Math.log(count))}.`;
  const way =
    size < 0.0005
      ? "The gradient is close to 0: a step of descent hardly moves anything."
      : `A step of descent raises ${names[label]} and lowers ${twice ? "what has a positive gradient" : "the others"}.`;
  if (!twice) return `${way} ${equal}`;
  const floor = `It cannot fall below log(e + ${count - 1}) − 1 = ${show(floorOf(count))} for ${count} classes`;
  const ten = count === 10 ? "" : ` (${show(floorOf(10))} for 10)`;
  return `${floor}${ten}, since softmax is given numbers from 0 to 1. ${p[label] > 0.5 && size < 0.2 ? "The gradient fades all the same. " : ""}${way}`;
}
