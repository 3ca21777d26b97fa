import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { differences, gridFrom } from "../../course/widgets/src/conv.js";
import {
  active,
  compare,
  gradients,
  intoInput,
  intoWeight,
  mapShape,
  opening,
  overlaps,
  scatter,
  unpack,
  upTo,
  verdict,
  weakness,
} from "../../course/widgets/src/flow.js";
import { tell, tellDb } from "../../course/widgets/src/flow_words.js";

const cases = JSON.parse(readFileSync(new URL("flow_cases.json", import.meta.url), "utf8")).map((stored) => ({
  ...Object.fromEntries(["x", "weight", "dout", "dx", "dw"].map((name) => [name, gridFrom(stored[name])])),
  stride: stored.stride,
  db: stored.db,
}));
const [CASE] = cases;
const place = (grid, i) => [Math.floor(i / grid.cols), i % grid.cols];

test("dx, dw and db equal torch's", () => {
  for (const { x, weight, dout, stride, dx, dw, db } of cases) {
    assert.deepEqual(mapShape(x, weight, stride), [dout.rows, dout.cols]);
    const found = gradients(dout, x, weight, stride);
    assert.deepEqual(differences(dx, found.dx), []);
    assert.deepEqual(differences(dw, found.dw), []);
    assert.equal(found.db, db);
  }
});

test("gathered term by term, every cell is what scattering makes it", () => {
  for (const { x, weight, dout, stride, dx, dw } of cases) {
    dx.data.forEach((value, i) => assert.equal(intoInput(dout, weight, stride, ...place(dx, i)).sum, value));
    dw.data.forEach((value, i) => assert.equal(intoWeight(dout, x, stride, ...place(dw, i)).sum, value));
  }
});

test("the copies of all cells of dout add up to dx and dw", () => {
  for (const { x, weight, dout, stride, dx, dw } of cases) {
    const sums = { dx: new Float64Array(dx.data.length), dw: new Float64Array(dw.data.length) };
    for (let i = 0; i < dout.data.length; i++) {
      for (const term of scatter(dout, x, weight, stride, ...place(dout, i))) {
        sums.dx[term.r * x.cols + term.c] += term.toInput;
        sums.dw[term.i * weight.cols + term.j] += term.toWeight;
      }
    }
    assert.deepEqual(differences(dx, { ...dx, data: sums.dx }), []);
    assert.deepEqual(differences(dw, { ...dw, data: sums.dw }), []);
  }
});

test("terms lie as windows do, and the weights run against them", () => {
  const { terms, cols } = intoInput(CASE.dout, CASE.weight, 1, 2, 3);
  assert.equal(cols, 3);
  assert.deepEqual(terms.map((term) => term.label).slice(0, 2), ["dout[0, 1] × w[2, 2]", "dout[0, 2] × w[2, 1]"]);
  assert.equal(terms.at(-1).label, "dout[2, 3] × w[0, 0]");
});

test("an input that no window reaches has no terms", () => {
  const [, strided] = cases; // 6 rows, kernel 3, stride 2: row 5 is left over
  assert.deepEqual(intoInput(strided.dout, strided.weight, 2, 5, 0).terms, []);
  assert.match(tell("dx", 5, 0, strided).sentence, /no window reaches x\[5, 0\]/);
});

test("overlaps are the inputs that another cell reaches too", () => {
  const dout = opening(4, 5);
  assert.deepEqual(active(dout), [{ row: 1, col: 2 }, { row: 2, col: 3 }]);
  const kernel = { rows: 3, cols: 3 };
  const found = overlaps(dout, { ...CASE.weight, ...kernel }, 1, 1, 2);
  assert.deepEqual(found, [{ row: 2, col: 3 }, { row: 2, col: 4 }, { row: 3, col: 3 }, { row: 3, col: 4 }]);
  assert.deepEqual(overlaps(dout, { ...CASE.weight, ...kernel }, 2, 1, 2), [{ row: 4, col: 6 }]);
});

test("it opens on two cells, or on one where the output is one cell", () => {
  assert.deepEqual([...opening(1, 1).data], [1]);
  assert.deepEqual([...opening(1, 2).data], [1, -2]);
  assert.deepEqual([...opening(2, 3).data], [0, 1, 0, 0, 0, -2]);
});

test("cells behind the last one can be left out", () => {
  assert.deepEqual([...upTo(gridFrom([[1, 2], [3, 4]]), 1).data], [1, 2, 0, 0]);
  assert.deepEqual([...upTo(gridFrom([[1, 2], [3, 4]]), Infinity).data], [1, 2, 3, 4]);
});

/** Compare the reference with something done to it. */
function judged(change, { x, weight, dout, stride } = CASE) {
  const right = gradients(dout, x, weight, stride);
  const flat = Float64Array.from([...right.dx.data, ...right.dw.data, right.db]);
  const given = unpack(flat, right);
  change(given, right);
  return compare(dout, x, weight, stride, given);
}

test("what agrees is said to agree", () => {
  const found = judged(() => {});
  assert.equal(found.first, null);
  assert.equal(verdict(found, "mine", 52), "mine agrees with the reference: all 52 numbers of dx, dw and db.");
});

test("the first cell that differs is dx's, then dw's, then db", () => {
  let found = judged((given) => {
    given.dx.data[9] += 1;
    given.dw.data[0] = NaN;
    given.db += 1;
  });
  assert.deepEqual([found.first.part, found.first.row, found.first.col, found.count], ["dx", 1, 2, 3]);
  found = judged((given) => {
    given.dw.data[4] += 1;
  });
  assert.deepEqual([found.first.part, found.first.row, found.first.col], ["dw", 1, 1]);
  assert.match(verdict(found, "mine", 52), /^mine: 1 of 52 numbers differs from the reference. The first is dw\[1, 1\]:/);
  found = judged((given) => {
    given.db += 0.5;
  });
  assert.match(verdict(found, "mine", 52), /The first is db: expected/);
});

test("common mistakes have names", () => {
  const { x, weight, dout } = CASE;
  const turned = { ...weight, data: weight.data.slice().reverse() };
  for (const [change, words] of [
    [
      (given) => {
        given.dx.data.fill(0);
        dout.data.forEach((_, i) => {
          for (const term of scatter(dout, x, weight, 1, ...place(dout, i))) {
            given.dx.data[term.r * x.cols + term.c] = term.toInput;
          }
        });
      },
      /last one replaced the others/,
    ],
    [(given) => given.dx.data.set(gradients(dout, x, turned, 1).dx.data), /turned by half a turn/],
    [(given) => given.dw.data.set([0, 3, 6, 1, 4, 7, 2, 5, 8].map((i) => CASE.dw.data[i])), /exchanged/],
    [(given) => given.dw.data.reverse(), /dw is turned/],
    [(given) => given.dw.data.forEach((v, i, all) => (all[i] = v / dout.data.length)), /mean over the windows/],
    [(given) => (given.db /= dout.data.length), /mean of dout/],
    [(given) => (given.db = 99), /^$/],
  ]) {
    assert.match(judged(change).hint, words);
  }
});

test("a result of another length is not compared", () => {
  assert.equal(unpack(new Float64Array(3), gradients(CASE.dout, CASE.x, CASE.weight, 1)), null);
});

test("a dout that shows little is said to", () => {
  assert.match(weakness(gridFrom([[0, 0]])), /all 0/);
  assert.match(weakness(gridFrom([[1, 1]])), /hides some mistakes/);
  assert.equal(weakness(gridFrom([[1, 0]])), "");
  assert.equal(weakness(gridFrom([[1]])), "");
});

test("what is to be seen is said", () => {
  const x = gridFrom([[1, 2, 3], [4, 5, 6]]);
  const weight = gridFrom([[1, 0], [0, -1]]);
  const arrays = { x, weight, stride: 1, dout: gridFrom([[2, 0]]) };
  const told = tell("dout", 0, 0, arrays);
  assert.equal(told.sentence, "dout[0, 0] = 2 reaches x in rows 0 to 1, columns 0 to 1, all 4 weights, and db");
  assert.match(told.words, /^No other cell of dout reaches its inputs/);
  assert.equal(told.cells[3].lines[0].label, "dx[1, 1] += dout × w[1, 1]");
  assert.deepEqual(told.cells[3].lines.map((line) => line.product), ["−2", "10"]);
  assert.match(tell("dout", 0, 1, arrays).words, /It is 0, so nothing is added/);
  assert.equal(tell("dx", 1, 1, arrays).sentence, "dx[1, 1] = −2, from 2 windows");
  assert.equal(tell("dw", 0, 1, arrays).sentence, "dw[0, 1] = 4, from 2 windows");
  assert.equal(tellDb(gridFrom([[1, 0], [0, -2]]), false, null, false), "db = 1 + (−2) = −1");
  assert.equal(tellDb(gridFrom([[1]]), true, 3, true), "db so far = sum of dout = 1; yours: ≠ 3");
});
