import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { seenByNet } from "../../course/widgets/src/centring.js";
import { answerWords, percent, whoWords } from "../../course/widgets/src/draw_words.js";
import { convolve, forward, half, halves, linear, pooled, STARTS, strongest, tanh } from "../../course/widgets/src/lenet.js";
import { Questions } from "../../course/widgets/src/questions.js";
import { Sketch, stamp } from "../../course/widgets/src/sketch.js";

const cases = JSON.parse(readFileSync(new URL("lenet_cases.json", import.meta.url), "utf8"));
const madeUp = (count, start = 0) =>
  Float64Array.from({ length: count }, (_, i) => ((((i + start) * 7919) % 2003) - 1001) / 1001);
const inked = (levels) => Float64Array.from(levels, (level) => level / 255);

function close(found, wanted, most = 1e-12) {
  assert.equal(found.length, wanted.length);
  found.forEach((value, i) => assert.ok(Math.abs(value - wanted[i]) <= most, `${i}: ${value}, not ${wanted[i]}`));
}

const X = { maps: 2, rows: 6, cols: 7 };

test("a convolution is torch's", () => {
  close(convolve(madeUp(84), X, madeUp(54, 500), madeUp(3, 900), 3), cases.layers.convolve);
});

test("means of 2 x 2 are torch's, an odd column left out", () => {
  close(pooled(madeUp(84), X), cases.layers.pooled);
});

test("a linear layer and tanh are torch's", () => {
  close(linear(madeUp(84), madeUp(336, 2000), madeUp(4, 50)), cases.layers.linear);
  close(tanh(madeUp(84)), cases.layers.tanh);
});

test("half precision is read as NumPy writes it", () => {
  const { bits, values } = cases.halves;
  assert.deepEqual(bits.map(half), values);
  assert.deepEqual([half(0x7c00), half(0xfc00), half(0x7e00)], [Infinity, -Infinity, NaN]);
  assert.deepEqual(Array.from(halves(Uint16Array.from(bits).buffer)), values);
});

test("the whole network is torch's, layer by layer", () => {
  const sizes = [[156, 150, 25], [2416, 2400, 150], [48120, 48000, 400], [10164, 10080, 120], [850, 840, 84]];
  const weights = madeUp(61706);
  let at = 0;
  for (const [count, , reads] of sizes) {
    for (const end = at + count; at < end; at++) weights[at] /= Math.sqrt(reads);
  }
  const maps = forward(weights, inked(cases.network.levels));
  assert.equal(maps.length, 9118);
  close(maps.filter((_, i) => i % 97 === 0), cases.network.maps);
  close(maps.subarray(STARTS[7]), cases.network.scores);
});

test("the map that ink changes most is found, and none where nothing changes", () => {
  const maps = new Float64Array(18).fill(0.3);
  assert.equal(strongest(maps, 2), -1);
  maps[4] = 0.4;
  maps[13] = -0.5;
  assert.equal(strongest(maps, 2), 1);
});

test("strokes are soft at their edges and end at the frame; the eraser takes ink away", () => {
  const data = new Float64Array(784);
  for (const step of cases.pen.steps) {
    stamp(data, step.from, step.to, step.erase);
    close(data, step.ink, 1e-6);
  }
});

for (const { name, levels, centred } of cases.centring) {
  test(`a drawing is sized and placed as NumPy does it: ${name}`, () => {
    close(seenByNet(inked(levels), true), centred, 1e-6);
  });
}

test("without centring the drawing has a margin of two and nothing else", () => {
  const data = new Float64Array(784);
  data[0] = data[783] = 1;
  const seen = seenByNet(data, false);
  assert.equal(seen.length, 1024);
  assert.deepEqual([seen.indexOf(1), seen.lastIndexOf(1)], [2 * 32 + 2, 29 * 32 + 29]);
});

test("a sketch takes back one stroke at a time", () => {
  const sketch = new Sketch();
  const states = [sketch.data];
  for (const row of [5, 15]) {
    sketch.begin([row, 5], false);
    sketch.to([row, 10], false);
    sketch.to([row, 20], false);
    sketch.end();
    states.push(sketch.data);
  }
  sketch.begin([15, 12], false); // on ink that is there: not a stroke
  sketch.end();
  sketch.replace(new Float64Array(784));
  assert.ok(sketch.empty);
  for (const state of states.toReversed()) {
    assert.ok(sketch.undo());
    assert.equal(sketch.data, state);
  }
  assert.ok(!sketch.undo());
});

test("undoing in the middle of a stroke takes that stroke back", () => {
  const sketch = new Sketch();
  sketch.begin([5, 5], false);
  sketch.to([9, 9], false);
  sketch.undo();
  assert.ok(sketch.empty && !sketch.drawing);
});

test("one question is open at a time, and the newest drawing is asked about next", () => {
  const sent = [];
  const questions = new Questions({ turn: 4, send: (turn) => sent.push(turn), silent: () => {}, patience: 1e6 });
  questions.ask();
  questions.ask();
  questions.ask();
  assert.deepEqual([sent, questions.open], [[5], true]);
  questions.hear(4); // an old one
  assert.deepEqual(sent, [5]);
  questions.hear(5);
  assert.deepEqual(sent, [5, 6]);
  questions.hear(6);
  assert.deepEqual([sent, questions.open], [[5, 6], false]);
  questions.stop();
});

test("after a while without an answer nobody is waited for, until one comes", async () => {
  const sent = [];
  let silences = 0;
  const options = { turn: 0, send: (turn) => sent.push(turn), silent: () => (silences += 1), patience: 20 };
  const questions = new Questions(options);
  questions.ask();
  assert.ok(!questions.silent);
  await new Promise((done) => setTimeout(done, 60));
  assert.deepEqual([questions.silent, silences], [true, 1]);
  questions.ask();
  assert.deepEqual(sent, [1]);
  questions.hear(1);
  assert.deepEqual([questions.silent, sent], [false, [1, 2]]);
  questions.stop();
  await new Promise((done) => setTimeout(done, 60));
  assert.equal(silences, 1);
});

test("an answer is said with the next one, and with care where nothing is drawn", () => {
  const shares = [0, 0, 0, 0.02, 0.004, 0, 0, 0, 0.97, 0.006];
  assert.equal(answerWords(shares, false), "Looks like an 8, 97 %; next 3, 2 %.");
  assert.equal(answerWords(shares, true), "Nothing is drawn, and the net answers all the same: 8, 97 %.");
  assert.equal(answerWords([], false), "There are no scores, and so no answer.");
  assert.deepEqual([0, 0.0004, 0.004, 0.0094, 0.0096, 0.5, 1].map(percent), ["0 %", "0 %", "0.4 %", "0.9 %", "1 %", "50 %", "100 %"]);
});

test("who answers is said", () => {
  const words = (changes) => whoWords({ name: "LeNet5", message: "", live: true, silent: false, ...changes });
  assert.match(words({}), /^LeNet5 answers/);
  assert.match(words({ name: "" }), /trained by the course answers, on this page/);
  assert.equal(words({ live: false }), "On this page a LeNet-5 trained by the course answers; in JupyterLab it is yours.");
  assert.match(words({ silent: true }), /^No word from LeNet5: its kernel is busy/);
  assert.equal(words({ message: "LeNet5 raised." }), "LeNet5 raised.");
});
