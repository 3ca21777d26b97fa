import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import {
  betaFor,
  clock,
  epochsOf,
  epochWords,
  lossWords,
  percentSpan,
  progressWords,
  shareDone,
  smooth,
  spanFromZero,
} from "../../course/widgets/src/training.js";

const cases = JSON.parse(readFileSync(new URL("training_cases.json", import.meta.url), "utf8"));

for (const [beta, means] of Object.entries(cases.smooth)) {
  test(`smooth at ${beta} is the mean that torch's Adam keeps`, () => {
    smooth(cases.losses, Number(beta)).forEach((mean, i) => assert.ok(Math.abs(mean - means[i]) < 1e-12));
  });
}

test("what is not finite stays, and does not spread", () => {
  assert.deepEqual([...smooth([1, NaN, 1, Infinity], 0.5)], [1, NaN, 1, Infinity]);
});

test("few points are not smoothed, many over 10", () => {
  assert.deepEqual([1, 10, 100, 1e4].map(betaFor), [0, 0, 0.8, 0.9]);
});

test("spans hold what must be seen", () => {
  assert.deepEqual(spanFromZero([1, NaN, 2], [3, Infinity]), { low: 0, high: 3.24 });
  assert.deepEqual(spanFromZero([]), { low: 0, high: 1 });
  assert.equal(percentSpan([98.3, 99]).low, 98);
  assert.equal(percentSpan([91, NaN]).low, 90);
  assert.equal(percentSpan([3, 40]).low, 0);
});

test("times are said as people say them", () => {
  assert.deepEqual([0.42, 9.96, 59.4, 125, 4320].map(clock), ["0.4 s", "10 s", "59 s", "2 min 5 s", "1 h 12 min"]);
});

test("an epoch is said in a sentence, with its accuracy where there is one", () => {
  const [first, second] = epochsOf(Float64Array.from([938, 0.1823, 0.98347, 31.2, 1876, 0.05, NaN, 30]));
  assert.equal(epochWords(first, 1, 3), "Epoch 1 of 3: loss 0.182, accuracy 98.35 %, 31 s.");
  assert.equal(epochWords(second, 2, 3), "Epoch 2 of 3: loss 0.05, 30 s.");
});

const at = { state: "training", epoch: 2, epochs: 4, batch: 50, batches: 100, seen: 150, left: 61 };
test("progress is said, whatever is known of it", () => {
  assert.equal(progressWords(at), "epoch 2 of 4, batch 50 of 100, about 1 min 1 s left");
  assert.equal(progressWords({ ...at, batches: 0, left: null }), "epoch 2 of 4, batch 50");
  assert.equal(progressWords({ ...at, state: "between" }), "epoch 2 of 4: all its batches are done, about 1 min 1 s left");
  assert.equal(progressWords({ ...at, state: "stopped" }), "stopped in epoch 2 of 4, after 150 batches");
  assert.equal(progressWords({ ...at, state: "interrupted", seen: 1 }), "interrupted in epoch 2 of 4, after 1 batch");
  assert.equal(progressWords({ ...at, state: "ended" }), "done: 150 batches");
  assert.equal(progressWords({ ...at, state: "ready", epochs: 1 }), "ready for 1 epoch; nothing has run yet");
  assert.equal(shareDone(at), 0.375);
  assert.equal(shareDone({ ...at, batches: 0 }), null);
  assert.deepEqual([shareDone({ ...at, state: "ended" }), shareDone({ ...at, state: "ready" })], [1, 0]);
});

test("the curve is told to those who don't see it", () => {
  const epochs = epochsOf(Float64Array.from([2, 1.5, NaN, 1]));
  assert.equal(
    lossWords(Float64Array.from([2, 0.5, 1]), epochs),
    "Loss by batch, smooth: from 2 to 1, lowest 0.5. Mean of each epoch: 1.5.",
  );
  assert.equal(lossWords(new Float64Array(), []), "Loss by batch: nothing yet.");
});
