import assert from "node:assert/strict";
import test from "node:test";
import { crossCorrelate, gridFrom, PLAIN } from "../../course/widgets/src/conv.js";
import { flip } from "../../course/widgets/src/presets.js";
import * as studio from "../../course/widgets/src/studio.js";

const named = (name, n) => studio.STUDIO_PRESETS.find((p) => p.name === name).make(n, n);
const sum = (kernel) => kernel.flat().reduce((total, w) => total + w, 0);
const image = gridFrom([[1, 2, 0, 5, 1], [3, 1, 4, 1, 5], [9, 2, 6, 5, 3], [5, 8, 9, 7, 9], [2, 7, 1, 8, 2]]);

test("presets are what books print", () => {
  assert.deepEqual(named("Sobel, vertical edge", 3), [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]);
  assert.deepEqual(named("Sobel, horizontal edge", 3), [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]);
  assert.deepEqual(named("Sobel, vertical edge", 5)[2], [-6, -12, 0, 12, 6]);
  assert.deepEqual(named("sharpen", 3), [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]);
  assert.deepEqual(named("outline", 3), [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]);
  assert.deepEqual(named("vertical edge", 3), [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]);
});

test("in every size edges add up to 0, and what keeps brightness to 1", () => {
  for (const n of studio.SIZES) {
    for (const { name, make } of studio.STUDIO_PRESETS) {
      const kernel = make(n, n);
      assert.deepEqual([kernel.length, kernel[0].length], [n, n], name);
      const expected = /edge|outline/.test(name) ? 0 : 1;
      assert.ok(Math.abs(sum(kernel) - expected) < 1e-9, `${name} ${n}: ${sum(kernel)}`);
      assert.equal(studio.presetOf(kernel), name);
      assert.ok(!kernel.flat().some((w) => Object.is(w, -0)), name);
    }
  }
});

test("a change makes a preset custom; another size keeps its name, or its numbers in the middle", () => {
  const kernel = named("blur (mean)", 3);
  kernel[0][0] += 0.01;
  assert.equal(studio.presetOf(kernel), "custom");
  assert.deepEqual(studio.resized(named("blur (mean)", 3), 5), named("blur (mean)", 5));
  const odd = [[1, 2, 3], [4, 5, 6], [7, 8, 9.5]];
  assert.deepEqual(studio.resized(odd, 5)[1], [0, 1, 2, 3, 0]);
  assert.deepEqual(studio.resized(studio.resized(odd, 7), 3), odd);
  assert.deepEqual(studio.resized([[1, 2], [3, 4]], 3), [[0, 0, 0], [0, 1, 2], [0, 3, 4]]);
});

test("normalising divides by the sum, and leaves a sum of 0 alone", () => {
  assert.deepEqual(studio.normalised([[1, 3]]), { sum: 4, weights: [[0.25, 0.75]] });
  assert.deepEqual(studio.normalised([[-1, 3]]).weights, [[-0.5, 1.5]]);
  assert.equal(studio.normalised([[0.1, 0.2, -0.3]]).weights, null);
  assert.equal(studio.normalised([[0]]).weights, null);
});

test("clamping counts what it loses", () => {
  const { map, below, above } = studio.clamped(gridFrom([[-2, 0, 0.5, 1, 3, 4]]), 1);
  assert.deepEqual([...map.data], [0, 0, 0.5, 1, 1, 1]);
  assert.deepEqual([below, above], [1, 2]);
  assert.match(studio.aboutClamping({ below, above }, 6), /17 % .* black and 33 % all white\.$/);
  assert.match(studio.aboutClamping({ below: 0, above: 1 }, 500), /less than 1 % of the resp/);
  assert.match(studio.aboutClamping({ below: 0, above: 0 }, 6), /shows every response as it is/);
});

test("a function is told for what it does with the kernel", () => {
  const kernel = [[1, 2, 3], [4, 5, 6], [7, 8, 9]];
  const does = (change) => {
    const map = crossCorrelate(image, gridFrom(change(kernel)), PLAIN);
    return studio.behaviour("mine", studio.operationsGiving(image, kernel, map), true);
  };
  assert.match(does((k) => k), /mine behaves as a correlation: .* Switch flip off/);
  assert.match(does(flip), /mine behaves as a convolution: it turns the kernel by half a turn\.$/);
  assert.match(does((k) => k.map((row) => row.slice().reverse())), /mirrors the kernel left-right/);
  assert.match(does((k) => k.slice().reverse()), /mirrors the kernel up-down only/);
  assert.match(does((k) => k[0].map((_, j) => k.map((row) => row[j]))), /transposes the kernel/);
  assert.match(does((k) => k.map((row) => row.map((w) => -w))), /neither a correlation nor/);
});

test("a kernel that half a turn leaves alone tells nothing, and that is said", () => {
  const kernel = [[1, 2], [2, 1]];
  const map = crossCorrelate(image, gridFrom(kernel), PLAIN);
  assert.match(studio.behaviour("f", studio.operationsGiving(image, kernel, map), false), /both give here/);
  assert.match(studio.aboutKernel(kernel, true, true), /convolution.*both agree.*add up to 6, and are divided/);
  assert.match(studio.aboutKernel([[-1, 1]], true, false), /slides as it is\. The weights add up to 0: .*no sum/);
});
