import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import {
  CONNECTIONS,
  lenet,
  layout,
  sameplace,
  seenBy,
  shapeWords,
  softmax,
  totals,
  whole,
} from "../../course/widgets/src/architecture.js";

const cases = JSON.parse(readFileSync(new URL("architecture_cases.json", import.meta.url), "utf8"));
const named = (layers) => Object.fromEntries(layers.map((layer) => [layer.name, layer]));

for (const { name, shape, parameters, macs, field, jump } of cases.modern) {
  test(`${name} has torch's shape, parameters, products and window`, () => {
    const layer = named(lenet("modern"))[name];
    assert.deepEqual([layer.maps, layer.rows, layer.cols], shape);
    assert.equal(layer.parameters, parameters);
    assert.equal(layer.macs, macs);
    assert.equal(layer.field, field);
    if (jump !== null) assert.equal(layer.jump, jump);
  });
}

test("today's form has 61 706 parameters, that of 1998 has 60 000", () => {
  assert.equal(totals(lenet("modern")).parameters, 61706);
  assert.equal(totals(lenet("original")).parameters, 60000);
  for (const [name, count] of Object.entries(cases.original)) {
    assert.equal(named(lenet("original"))[name].parameters, count, name);
  }
  assert.equal(named(lenet("original")).output.parameters, 0);
});

test("both forms have the same shapes and windows", () => {
  const shapes = (form) => lenet(form).map(({ name, maps, rows, cols, field, jump }) => [name, maps, rows, cols, field, jump]);
  assert.deepEqual(shapes("original"), shapes("modern"));
});

test("C3 of 1998 reads the pairs of the paper's table", () => {
  const table = Array.from({ length: 6 }, (_, input) =>
    CONNECTIONS.map((read) => (read.includes(input) ? "X" : " ")).join(""),
  );
  assert.deepEqual(table, cases.table);
  assert.equal(CONNECTIONS.flat().length, 60);
  assert.equal(named(lenet("original")).C3.macs, 10 * 10 * 25 * 60);
  assert.equal(named(lenet("modern")).C3.sources.flat().length, 96);
});

test("how the parameters are counted comes to what they are", () => {
  for (const layer of [...lenet("modern"), ...lenet("original")]) {
    if (!layer.how) continue;
    const value = Function(`return ${layer.how.replaceAll("×", "*")}`)();
    assert.equal(value, layer.parameters, layer.name);
  }
});

test("the last cell of a map sees the last pixels of the digit", () => {
  for (const layer of lenet("modern").filter(({ name }) => !["S2", "C3", "S4"].includes(name))) {
    const seen = seenBy(layer, layer.rows - 1, layer.cols - 1);
    assert.equal(seen.row + seen.rows, 32, layer.name);
  }
  assert.deepEqual(seenBy(named(lenet("modern")).S4, 1, 2), { row: 4, col: 8, rows: 16, cols: 16 });
});

test("another layer is looked at where the one before was", () => {
  const { C1, S2, C3, S4, input } = named(lenet("modern"));
  assert.equal(sameplace(10, C1, S2), 5);
  assert.equal(sameplace(5, S2, C1), 11);
  assert.equal(sameplace(0, C3, input), 7);
  assert.equal(sameplace(31, input, S4), 4);
  assert.equal(sameplace(0, input, S4), 0);
});

test("units without a map are laid out in full rows", () => {
  const { C5, F6, output, S2 } = named(lenet("modern"));
  assert.deepEqual([C5, F6, output].map(layout), [{ rows: 8, cols: 15 }, { rows: 7, cols: 12 }, { rows: 1, cols: 10 }]);
  assert.deepEqual([C5, S2].map(shapeWords), ["120", "6 × 14 × 14"]);
});

test("softmax is torch's, for large scores too", () => {
  softmax(cases.scores).forEach((share, i) => assert.ok(Math.abs(share - cases.softmax[i]) < 1e-12));
});

test("thousands stand apart", () => {
  assert.deepEqual([7, 706, 61706, 1234567].map(whole), ["7", "706", "61\u202f706", "1\u202f234\u202f567"]);
});
