import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import * as ruler from "../../course/widgets/src/ruler.js";

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const layer = (n, k, stride = 1, padding = 0, dilation = 1) => ({ n, k, stride, padding, dilation });

test("the count is torch's, and where torch refuses there is a sentence", () => {
  let refused = 0;
  for (const [n, k, stride, padding, dilation, expected] of read("conv_cases.json").sizes) {
    if (Math.min(n, k, stride, dilation, padding + 1) < 1) continue; // no ruler is drawn for these
    const row = layer(n, k, stride, padding, dilation);
    assert.equal(ruler.count(row), expected, JSON.stringify(row));
    assert.equal(ruler.refusal(row) === null, expected !== null);
    if (expected === null) refused += 1;
  }
  assert.ok(refused > 5);
});

test("rounded up, the count is that of torch's pooling with ceil_mode", () => {
  let more = 0;
  for (const [n, k, stride, padding, dilation, expected] of read("ruler_cases.json").ceil_mode) {
    const row = layer(n, k, stride, padding, dilation);
    assert.equal(ruler.ceilMode(row), expected, JSON.stringify(row));
    if (expected !== ruler.count(row, "ceil")) more += 1;
  }
  assert.ok(more > 5, "no case in which torch drops the last window");
});

test("windows start a stride apart, and their cells a dilation apart", () => {
  const row = layer(9, 3, 2, 1, 2);
  assert.deepEqual([0, 1, 3].map((i) => ruler.reads(i, row)), [[-1, 1, 3], [1, 3, 5], [5, 7, 9]]);
});

test("leftover and skipped cells are those that no window reads", () => {
  for (const [n, k, stride, padding, dilation] of read("conv_cases.json").sizes) {
    if (Math.min(n, k, stride, dilation, padding + 1) < 1) continue;
    const row = layer(n, k, stride, padding, dilation);
    const windows = ruler.count(row);
    if (windows === null) continue;
    const seen = new Set(Array.from({ length: windows }, (_, i) => ruler.reads(i, row)).flat());
    const { from, cells } = ruler.leftover(row);
    assert.equal(Math.max(...seen), from - 1);
    assert.equal(from + cells, n + padding);
    assert.ok(cells < stride);
    const unread = Array.from({ length: Math.max(0, Math.min(n, from)) }, (_, i) => i).filter((i) => !seen.has(i));
    assert.deepEqual(ruler.skipped(row), unread);
  }
});

test("a summary counts and names what is left over", () => {
  const say = (row, rounding = "floor") => ruler.summary(row, rounding);
  assert.equal(say(layer(10, 3, 2)), "4 windows. Left over: cell 9.");
  assert.equal(say(layer(9, 3, 2)), "4 windows. Nothing is left over.");
  assert.equal(say(layer(28, 3, 2, 1)), "14 windows. Left over: cell 28 (padding).");
  assert.equal(say(layer(5, 3, 6, 2)), "2 windows. Nothing is left over. Before the end, no window reads cells 1, 2, 3.");
  assert.equal(say(layer(10, 5, 9, 1)), "1 window. Left over: cells 4 to 10, 1 of them padding.");
  assert.equal(say(layer(9, 3, 2), "ceil"), "4 windows. Nothing is left over. There is no fraction, so floor and ceil agree.");
  assert.match(say(layer(10, 3, 2), "ceil"), /^5 windows by ceil\. Window 4 hangs over the end: it needs cell 10, .* floor: 4\. Only pooling/);
  assert.match(say(layer(5, 2, 3, 1), "ceil"), /drops this window too/);
});

test("what does not fit is told with its numbers", () => {
  assert.match(ruler.refusal(layer(3, 5)), /it has 5 cells, and the row has 3 cells\. PyTorch refuses/);
  assert.match(ruler.refusal(layer(3, 3, 1, 1, 3)), /3 cells with dilation 3, which span 7, and the row has, with its padding, 5 cells/);
});

test("a window is told by its cells", () => {
  assert.equal(ruler.windowInWords(3, layer(10, 3, 2)), "window 3 reads cells 6 to 8");
  assert.equal(ruler.windowInWords(0, layer(9, 3, 2, 1, 2)), "window 0 reads cells −1, 1, 3, 1 of 3 cells outside the row");
  assert.equal(ruler.windowInWords(2, layer(5, 1)), "window 2 reads cell 2");
});

test("of many windows the ends and the chosen one are drawn", () => {
  assert.deepEqual(ruler.shown(3, 1, 16), [0, 1, 2]);
  assert.deepEqual(ruler.shown(100, 50, 7), [0, 1, 49, 50, 51, 98, 99]);
  assert.deepEqual(ruler.shown(100, 0, 7), [0, 1, 98, 99]);
});

test("the first size in which a function differs is named", () => {
  const verdict = (pairs, row) => ruler.verdict(ruler.compare(pairs, row), "mine");
  assert.equal(verdict([[9, 4], [10, 4]], layer(10, 3, 2)), "mine agrees with the reference for 9 to 10 cells.");
  assert.equal(verdict([[9, 4], [10, 5]], layer(10, 3, 2)), "First difference: for 10 cells the reference counts 4, mine gave 5.");
  assert.equal(verdict([[2, 0], [3, 1]], layer(3, 3)), "First difference: for 2 cells the reference raises a ValueError, mine gave 0.");
  assert.equal(verdict([[2, NaN], [3, NaN]], layer(3, 3)), "First difference: for 3 cells the reference counts 1, mine raised a ValueError.");
});
