import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import {
  advice,
  compare,
  crossEntropy,
  danger,
  descend,
  floorOf,
  scoresOf,
  sentence,
  softmax,
  softmaxTwice,
  sweep,
  verdict,
} from "../../course/widgets/src/logits.js";

const cases = JSON.parse(readFileSync(new URL("loss_cases.json", import.meta.url), "utf8"));
const SCORES = [1.2, 3.1, 0.4];
const NAMES = ["cat", "dog", "ship"];

const near = (found, expected, said) => {
  assert.equal(found.length, expected.length, said);
  found.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-9, `${said}: ${value}, ${expected[i]}`));
};

test("loss, probabilities and gradient equal torch's, with softmax once and twice", () => {
  for (const { settings, label, once, twice } of cases) {
    const scores = scoresOf(settings);
    for (const [found, expected] of [[crossEntropy(scores, label), once], [softmaxTwice(scores, label), twice]]) {
      const said = JSON.stringify(settings);
      near([found.loss], [expected.loss], said);
      near(found.seen, expected.seen, said);
      near(found.gradient, expected.gradient, said);
    }
  }
});

test("a shift changes nothing, and neither overflows nor underflows", () => {
  for (const shift of [-1000, 1000]) {
    const scores = scoresOf({ logits: SCORES, shift, temperature: 1 });
    near(softmax(scores), softmax(SCORES), `shift ${shift}`);
    near([crossEntropy(scores, 0).loss], [crossEntropy(SCORES, 0).loss], `shift ${shift}`);
  }
});

test("with softmax twice the loss has a floor: 1.461 for ten classes", () => {
  assert.equal(floorOf(10).toFixed(3), "1.461");
  for (const count of [2, 3, 10]) {
    const sure = Array.from({ length: count }, (_, i) => (i === 1 ? 500 : 0));
    near([softmaxTwice(sure, 1).loss], [floorOf(count)], `${count} classes`);
    near(softmaxTwice(sure, 1).gradient, new Array(count).fill(0), `${count} classes`);
    assert.ok(Math.min(...sweep(sure, 1).twice) >= floorOf(count) - 1e-12);
  }
});

test("the sweep passes through the present score, also where that lies far out", () => {
  for (const score of [-9, 0, 10]) {
    const { xs, once } = sweep([score, 1, 2], 0);
    assert.ok(xs[0] <= score && score <= xs[xs.length - 1], String(score));
    assert.ok(once.every((loss, i) => i === 0 || loss < once[i - 1]), "falls all the way");
  }
});

test("a step of descent lowers the loss, takes temperature into account and stays on the sliders", () => {
  const settings = { logits: SCORES, shift: 0, temperature: 2 };
  const { gradient, loss } = crossEntropy(scoresOf(settings), 0);
  const moved = descend(settings, gradient, 1, 10);
  near(moved, SCORES.map((logit, i) => logit - gradient[i] / 2), "chain rule");
  assert.ok(crossEntropy(scoresOf({ ...settings, logits: moved }), 0).loss < loss);
  assert.deepEqual(descend({ ...settings, logits: [10, -10] }, [-1, 1], 1, 10), [10, -10]);
});

test("what a plain softmax would meet is said where it would be nan", () => {
  assert.equal(danger([709, 0]), "");
  assert.equal(danger([-745, -900]), "");
  assert.match(danger([710, 0]), /^exp\(710\) is inf in float64/);
  assert.match(danger([-746, -900]), /0 \/ 0 = nan/);
});

test("your loss and gradient are compared one by one, the loss first", () => {
  const { loss, gradient } = crossEntropy(SCORES, 0);
  const right = compare(SCORES, 0, [loss, ...gradient]);
  assert.equal(right.first, null);
  assert.equal(verdict(right, "mine", NAMES), "mine agrees with the reference: the loss and all 3 gradients.");
  const wrong = compare(SCORES, 0, [loss, gradient[0], 0, NaN]);
  assert.deepEqual(wrong.wrong, [1, 2]);
  assert.equal(
    verdict(wrong, "mine", NAMES),
    `mine: 2 of 4 numbers differ from the reference. The first is the gradient for dog: expected ${gradient[1].toFixed(3)}, mine gave 0.`,
  );
});

test("common mistakes have names", () => {
  const { loss, gradient, p } = crossEntropy(SCORES, 0);
  const twice = softmaxTwice(SCORES, 0);
  for (const [given, words] of [
    [[twice.loss, ...twice.gradient], /softmax applied twice: the loss contains softmax/],
    [[-loss, ...gradient], /other sign/],
    [[p[0], ...gradient], /probability of the true class/],
    [[loss / Math.log(2), ...gradient], /in bits/],
    [[Infinity, ...gradient], /Subtract the largest score/],
    [[loss, ...gradient.map((value) => -value)], /y − p/],
    [[loss, ...p], /subtract 1 at the true class/],
    [[loss, ...twice.gradient], /gradient with softmax applied twice/],
    [[loss, ...gradient.map((value) => value / 3)], /number of classes/],
    [[loss + 1, ...gradient], /^$/],
  ]) {
    assert.match(compare(SCORES, 0, given).hint, words);
  }
});

test("what is to be seen is said", () => {
  const once = crossEntropy([0, 0], 1);
  assert.equal(sentence(once, 1, false), "loss = −log 0.5 = 0.693");
  assert.match(advice(once, 1, ["a", "b"], false), /raises b and lowers the others. Equal scores would give log 2 = 0.693/);
  assert.equal(sentence(crossEntropy([10, 0], 0), 0, false), "loss = −log(1 − 0.000045) = 0.000045");
  assert.equal(sentence(crossEntropy([100, 0], 0), 0, false), "loss = −log 1 = 0");
  assert.equal(sentence(crossEntropy(SCORES, 0), 0, false), "loss = −log 0.1229 = 2.096");
  const ten = softmaxTwice([9, ...new Array(9).fill(-9)], 0);
  const names = Array.from("0123456789");
  assert.equal(sentence(ten, 0, true), "loss = −log 0.232 = 1.461, though softmax says 1");
  assert.match(advice(ten, 0, names, true), /^It cannot fall below log\(e \+ 9\) − 1 = 1.461 for 10 classes, since/);
  assert.match(advice(ten, 0, names, true), /gradient is close to 0/);
});
