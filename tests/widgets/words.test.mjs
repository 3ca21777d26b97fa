import assert from "node:assert/strict";
import test from "node:test";
import { colourOf, inkOn, scaleOf } from "../../course/widgets/src/colour.js";
import { parse, show, showApart } from "../../course/widgets/src/format.js";
import { reshapedFrom } from "../../course/widgets/src/reshape.js";
import { flip, nameOf, PRESETS } from "../../course/widgets/src/presets.js";
import { rewrite } from "../../course/widgets/src/source.js";
import { judge, nextUnknown, scoreLine } from "../../course/widgets/src/views/predict.js";
import { numbers } from "../../course/widgets/src/wire.js";

test("numbers are short, with a true minus sign", () => {
  assert.deepEqual(
    [0, -0, -1.25, 1 / 3, 2, 1e-7, 12345678, NaN, -Infinity].map((value) => show(value)),
    ["0", "0", "−1.25", "0.333", "2", "1.00e−7", "1.23e+7", "nan", "−inf"],
  );
});

test("two numbers that differ are shown with the decimals that tell them apart", () => {
  assert.deepEqual(showApart(0.12345, 0.12346), ["0.12345", "0.12346"]);
  assert.deepEqual(showApart(1, 2), ["1", "2"]);
});

test("typed numbers are read with either minus sign, as fractions too", () => {
  assert.deepEqual(
    ["-1.25", "−1.25", " 3 ", "1/9", "", "-", "one", "1/0", "1/2/3"].map(parse),
    [-1.25, -1.25, 3, 1 / 9, null, null, null, null, null],
  );
});

test("a prediction is right up to rounding, and a sign error is named", () => {
  assert.equal(judge(0.33, 1 / 3).right, true);
  assert.match(judge(2, 2.5).sentence, /Off by 0\.5: you typed 2, the sum is 2\.5/);
  assert.match(judge(-2, 2).sentence, /the sign is not/);
});

test("the next cell to predict is the next in reading order, round and round", () => {
  assert.deepEqual(
    [nextUnknown([0, 1], 0, 4), nextUnknown([0, 2, 3], 2, 4), nextUnknown([0, 1], 1, 2)],
    [2, 1, null],
  );
  assert.match(judge(2, 3, "largest").sentence, /the largest is 3/);
});

test("a score says what was right here, and in the lesson where a kernel counts", () => {
  const line = (/** @type {number[]} */ [score, attempts, ...lesson]) =>
    scoreLine({ score, attempts, lesson: /** @type {[number, number]} */ (lesson) });
  assert.deepEqual(
    [[0, 0, 0, 0], [1, 2, 0, 0], [1, 2, 1, 1], [1, 1, 3, 4], [0, 0, 3, 4]].map(line),
    [
      "",
      "1 right of 2 predictions",
      "1 right of 2 predictions",
      "1 right of 1 prediction; 3 of 4 in this lesson",
      "3 of 4 right in this lesson",
    ],
  );
});

test("signed data is symmetric about mid-grey, unsigned data runs from black to white", () => {
  const signed = scaleOf([-1, 4]);
  assert.deepEqual(signed, { low: -4, high: 4, signed: true });
  assert.deepEqual(colourOf(0, signed), [127, 127, 127]);
  assert.deepEqual(scaleOf([0, 0.5]), { low: 0, high: 1, signed: false });
  assert.deepEqual([colourOf(0, scaleOf([9])), colourOf(9, scaleOf([9]))], [[0, 0, 0], [255, 255, 255]]);
});

test("lightness rises from negative to positive", () => {
  const scale = scaleOf([-1, 1]);
  const light = Array.from({ length: 21 }, (_, i) => {
    const [red, green, blue] = colourOf(i / 10 - 1, scale);
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
  assert.ok(light.every((value, i) => i === 0 || value > light[i - 1]), String(light));
  assert.equal(inkOn(colourOf(-1, scale)), "#fff");
  assert.equal(inkOn(colourOf(1, scale)), "#000");
});

test("a preset is known by its weights, and anything else is custom", () => {
  for (const { name, make } of PRESETS) assert.equal(nameOf(make(3, 3)), name);
  assert.equal(nameOf([[1, 0], [0, 2]]), "custom");
  assert.equal(nameOf(flip(PRESETS[1].make(3, 3))), "custom");
});

test("flipping reverses both axes", () => {
  assert.deepEqual(flip([[1, 2], [3, 4]]), [[4, 3], [2, 1]]);
});

const edited = (source, state) => {
  const change = rewrite(source, state);
  if (!change || change.insert === null) return change;
  return source.slice(0, change.from) + change.insert + source.slice(change.to);
};

test("an answer is written into the call that asks for it", () => {
  const state = { letters: "abcd", answer: "c", line: 1 };
  assert.equal(edited('q = choose("abcd", answer="")', state), 'q = choose("abcd", answer="c")');
  assert.equal(edited("q = choose('abcd', answer = 'a')", state), "q = choose('abcd', answer = 'c')");
  assert.equal(edited('q = choose("abcd", "a")', state), 'q = choose("abcd", "c")');
  assert.equal(edited('q = choose("abcd")', state), 'q = choose("abcd", answer="c")');
  assert.equal(
    edited('q = choose(\n    "abcd",\n    answer="b",\n)', state),
    'q = choose(\n    "abcd",\n    answer="c",\n)',
  );
});

test("an answer that is there already needs no edit", () => {
  const found = rewrite('choose("ab", answer="a")', { letters: "ab", answer: "a", line: 1 });
  assert.equal(found?.insert, null);
});

test("of two calls the one on the asking line is changed", () => {
  const source = 'a = choose("abc", answer="")\nb = choose("abc", answer="")';
  assert.equal(
    edited(source, { letters: "abc", answer: "b", line: 2 }),
    'a = choose("abc", answer="")\nb = choose("abc", answer="b")',
  );
});

test("comments, other letters and computed arguments are left alone", () => {
  const state = { letters: "abcd", answer: "c", line: 1 };
  assert.equal(rewrite('# choose("abcd", answer="")', state), null);
  assert.equal(rewrite('choose("abc", answer="")', state), null);
  assert.equal(rewrite("choose(letters, answer=given)", state), null);
});

test("reshape puts at [k, r, c] the number that lies there in memory order", () => {
  const shape = { rows: 2, cols: 3, channels: 3 };
  const flat = [];
  for (let k = 0; k < 3; k++)
    for (let r = 0; r < 2; r++)
      for (let c = 0; c < 3; c++) flat.push(reshapedFrom(k, r, c, shape));
  const order = [];
  for (let r = 0; r < 2; r++)
    for (let c = 0; c < 3; c++) for (let k = 0; k < 3; k++) order.push([r, c, k]);
  assert.deepEqual(flat, order);
});

test("bytes from Python become numbers, wherever in a buffer they start", () => {
  const bytes = new Uint8Array(17);
  new DataView(bytes.buffer).setFloat64(1, -1.25, true);
  const data = new DataView(bytes.buffer, 1, 8);
  assert.deepEqual([...numbers({ shape: [1, 1], dtype: "float64", data })], [-1.25]);
  assert.deepEqual([...numbers({ shape: [1, 2], dtype: "uint8", data: new Uint8Array([7, 255]).buffer })], [7, 255]);
});
