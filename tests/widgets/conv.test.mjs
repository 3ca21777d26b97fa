import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import * as conv from "../../course/widgets/src/conv.js";

const cases = JSON.parse(readFileSync(new URL("conv_cases.json", import.meta.url), "utf8"));

test("the map equals torch's", () => {
  for (const { image, kernel, output, ...geometry } of cases.maps) {
    const map = conv.crossCorrelate(conv.gridFrom(image), conv.gridFrom(kernel), geometry);
    assert.deepEqual([map.rows, map.cols], [output.length, output[0].length]);
    assert.deepEqual([...map.data], output.flat());
  }
});

test("every cell is the sum of its window's products", () => {
  for (const { image, kernel, output, ...geometry } of cases.maps) {
    const [x, k] = [conv.gridFrom(image), conv.gridFrom(kernel)];
    output.forEach((values, row) =>
      values.forEach((value, col) => {
        const taps = conv.tapsAt(x, k, geometry, row, col);
        assert.equal(taps.length, k.rows * k.cols);
        assert.equal(conv.sumOf(taps), value);
      }),
    );
  }
});

test("sizes are torch's, and what torch refuses is refused with a sentence", () => {
  for (const [n, k, stride, padding, dilation, expected] of cases.sizes) {
    const geometry = { stride: [stride, 1], padding: [padding, 0], dilation: [dilation, 1] };
    const why = conv.refusal([n, 5], [k, 1], geometry);
    const said = `n=${n} k=${k} stride=${stride} padding=${padding} dilation=${dilation}: ${why}`;
    if (expected === null) {
      assert.match(why ?? "", /^The .*\.$/, said);
      assert.throws(() => conv.outputShape([n, 5], [k, 1], geometry), RangeError);
    } else {
      assert.equal(why, null, said);
      assert.deepEqual(conv.outputShape([n, 5], [k, 1], geometry), [expected, 5], said);
    }
  }
});

test("a tap in the padding says so and counts as zero", () => {
  const geometry = { ...conv.PLAIN, padding: /** @type {const} */ ([1, 1]) };
  const taps = conv.tapsAt(conv.gridFrom([[5]]), conv.gridFrom([[1, 2], [3, 4]]), geometry, 0, 0);
  assert.deepEqual(
    taps.map(({ row, col, padded, product }) => [row, col, padded, product]),
    [[-1, -1, true, 0], [-1, 0, true, 0], [0, -1, true, 0], [0, 0, false, 20]],
  );
});

test("a flipped kernel differs first where the window is not symmetric", () => {
  const image = conv.gridFrom([[1, 1, 1, 2], [1, 1, 1, 1], [1, 1, 1, 1]]);
  const map = conv.crossCorrelate(image, conv.gridFrom([[-1, 1]]), conv.PLAIN);
  const flipped = conv.crossCorrelate(image, conv.gridFrom([[1, -1]]), conv.PLAIN);
  assert.deepEqual(conv.differences(map, flipped), [2]);
});

test("rounding is no difference, and NaN is one", () => {
  const one = conv.gridFrom([[0.3, 1]]);
  assert.deepEqual(conv.differences(one, conv.gridFrom([[0.1 + 0.2, 1]])), []);
  assert.deepEqual(conv.differences(one, conv.gridFrom([[0.3, NaN]])), [1]);
});

test("what rounding leaves of a sum is 0, and a small sum of small terms is not", () => {
  const sum = (...products) => conv.sumOf(products.map((product) => ({ product })));
  assert.notEqual(0.1 + 0.2 - 0.3, 0);
  assert.equal(sum(0.1, 0.2, -0.3), 0);
  assert.equal(sum(1e-20, 2e-20) > 0, true);
  assert.equal(sum(1, -1 + 1e-12) > 0, true);
  assert.equal(sum(1, NaN), NaN);
});

test("the widget opens on the strongest response, and of equals on the most central", () => {
  assert.equal(conv.strongest(conv.gridFrom([[0, 0, 0], [0, -3, 2]])), 4);
  assert.equal(conv.strongest(conv.gridFrom([[1, 1, 1], [1, 1, 1], [1, 1, 1]])), 4);
});
