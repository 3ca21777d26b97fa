import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import {
  BATCH,
  comparison,
  CURVES,
  deadUnits,
  histogram,
  inputsOf,
  normalNumbers,
  sampled,
  shares,
  stack,
  UNITS,
} from "../../course/widgets/src/activations.js";

const cases = JSON.parse(readFileSync(new URL("activation_cases.json", import.meta.url), "utf8"));
const [LOW, STEP] = [-40, 1 / 32];
const grid = Float64Array.from({ length: 2561 }, (_, i) => LOW + i * STEP);

const near = (found, expected, within, said) =>
  assert.ok(Math.abs(found - expected) <= within, `${said}: ${found}, expected ${expected}`);

for (const name of Object.keys(CURVES)) {
  const { values, slopes, layers } = cases.curves[name];

  test(`${name} and its slope are torch's, far out and at 0 too`, () => {
    cases.points.forEach((x, i) => {
      near(CURVES[name].value(x), values[i], 1e-12 * Math.max(1, Math.abs(values[i])), `${name}(${x})`);
      near(CURVES[name].slope(x), slopes[i], 1e-12, `slope of ${name} at ${x}`);
    });
  });

  test(`${name}: slopes and what comes back through five layers are autograd's`, () => {
    const found = stack(CURVES[name], Float64Array.from(cases.inputs));
    assert.equal(found.length, layers.length);
    found.forEach(({ slope, product }, i) => {
      near(slope, layers[i].slope, 1e-12, `slope of layer ${i + 1}`);
      near(product, layers[i].product, 1e-12, `product at layer ${i + 1}`);
    });
  });

  test(`${name}, known by its samples, has nearly the same slopes and layers`, () => {
    const curve = sampled(grid.map(CURVES[name].value), LOW, STEP);
    cases.points.forEach((x, i) => {
      near(curve.value(x), values[i], 1e-4, `${name}(${x})`);
      near(curve.slope(x), slopes[i], 5e-4, `slope of ${name} at ${x}`);
    });
    stack(curve, Float64Array.from(cases.inputs)).forEach(({ product }, i) =>
      near(product, layers[i].product, 5e-4, `product at layer ${i + 1}`),
    );
  });

  test(`${name} sampled agrees with itself`, () => {
    const values40 = grid.map(CURVES[name].value);
    assert.deepEqual(comparison(CURVES[name], values40, LOW, STEP, 6), { count: 0, first: null });
  });
}

test("the first difference in view is told before those outside", () => {
  const values = grid.map((x) => Math.abs(x));
  const found = comparison(CURVES.relu, values, LOW, STEP, 6);
  assert.deepEqual(found, { count: 1280, first: { x: -6, expected: 0, given: 6 } });
  const outside = grid.map((x) => (x > 20 ? NaN : Math.max(0, x)));
  assert.equal(comparison(CURVES.relu, outside, LOW, STEP, 6).first?.x, 20 + STEP);
});

test("nan stays where it is", () => {
  const curve = sampled(Float64Array.from([0, NaN, 2, 3, 4]), 0, 1);
  assert.deepEqual([curve.value(0), curve.value(1), curve.value(2)], [0, NaN, 2]);
  assert.deepEqual([curve.slope(1.5), curve.slope(4)], [NaN, 1]);
});

test("the inputs are normal numbers, the same each time", () => {
  const numbers = normalNumbers();
  assert.equal(numbers.length, UNITS * BATCH);
  assert.deepEqual(numbers, normalNumbers());
  const mean = numbers.reduce((a, b) => a + b) / numbers.length;
  const spread = Math.sqrt(numbers.reduce((a, b) => a + b * b, 0) / numbers.length);
  near(mean, 0, 0.08, "mean");
  near(spread, 1, 0.05, "spread");
  assert.equal(inputsOf(Float64Array.from([2]), 3, -1)[0], 5);
});

test("a scale changes neither relu's zeros nor what comes back, and saturates the sigmoid", () => {
  const [one, four] = [1, 4].map((scale) => inputsOf(normalNumbers(), scale, 0));
  const zeros = [one, four].map((x) => shares(x.map(CURVES.relu.value), CURVES.relu.range).zero);
  assert.equal(zeros[0], zeros[1]);
  assert.ok(zeros[0] > 0.45 && zeros[0] < 0.55);
  assert.deepEqual(stack(CURVES.relu, one), stack(CURVES.relu, four));
  const saturated = [one, four].map((x) => shares(x.map(CURVES.sigmoid.value), [0, 1]).saturated ?? 0);
  assert.ok(saturated[0] < 0.01 && saturated[1] > 0.4, String(saturated));
  const back = [one, four].map((x) => stack(CURVES.sigmoid, x)[0].product);
  assert.ok(back[0] < 0.25 ** 4 && back[1] < back[0] / 1.5, String(back));
});

test("the limits themselves are saturated", () => {
  assert.equal(shares(Float64Array.from([0.05, 0.5, 0.95, 0.06]), [0, 1]).saturated, 0.5);
  assert.equal(shares(Float64Array.from([1]), [0, null]).saturated, null);
});

test("a unit is dead where it is positive for no input, a nan included", () => {
  const outputs = new Float64Array(UNITS * BATCH);
  outputs[BATCH + 3] = 0.5;
  outputs.fill(-1, 2 * BATCH, 3 * BATCH);
  outputs.fill(NaN, 3 * BATCH, 4 * BATCH);
  const dead = deadUnits(outputs);
  assert.deepEqual(dead.slice(0, 5), [true, false, true, true, true]);
  assert.equal(dead.filter(Boolean).length, UNITS - 1);
});

test("a histogram has both ends in it", () => {
  assert.deepEqual(histogram(Float64Array.from([0, 0.4, 0.5, 1, NaN]), 0, 1, 2), [2, 2]);
});
