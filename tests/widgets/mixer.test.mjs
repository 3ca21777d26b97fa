import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import * as mixer from "../../course/widgets/src/mixer.js";

const cases = JSON.parse(readFileSync(new URL("mixer_cases.json", import.meta.url), "utf8"));

const tensor = (lists) => {
  const shape = [];
  for (let at = lists; Array.isArray(at); at = at[0]) shape.push(at.length);
  return { shape, data: Float64Array.from(lists.flat(shape.length)) };
};

test("the layer equals torch's", () => {
  for (const { x, weight, bias, output } of cases) {
    const found = mixer.layer(tensor(x), tensor(weight), bias && Float64Array.from(bias));
    assert.deepEqual([found.shape, [...found.data]], [tensor(output).shape, [...tensor(output).data]]);
  }
});

test("partial maps are torch's, channel by channel, and add up with the bias to the map", () => {
  for (const { x, weight, bias, output, partials } of cases) {
    output.forEach((maps, n) =>
      maps.forEach((map, o) => {
        const found = mixer.partials(tensor(x), tensor(weight), n, o);
        assert.deepEqual(found.map(({ data }) => [...data]), partials[n][o].map((rows) => rows.flat()));
        assert.deepEqual([...mixer.added(found, bias?.[o]).data], map.flat());
      }),
    );
  }
});

test("parameters and multiply-accumulates are as torch counts them, dense layer included", () => {
  for (const { x, weight, bias, conv, dense } of cases) {
    const found = mixer.costs(tensor(x).shape, tensor(weight).shape, bias !== null);
    assert.deepEqual([found.conv, found.dense], [conv, dense]);
  }
});

test("a difference is found by image, map, row and column", () => {
  const { x, weight, bias, output } = cases[0];
  const right = mixer.layer(tensor(x), tensor(weight), Float64Array.from(bias));
  output[1][2][0][1] += 1;
  output[1][3][2][0] = NaN;
  const cells = mixer.tensorDifferences(right, tensor(output));
  assert.deepEqual(
    cells.map((i) => mixer.placeOf(i, right.shape)),
    [{ image: 1, filter: 2, row: 0, col: 1 }, { image: 1, filter: 3, row: 2, col: 0 }],
  );
  assert.equal(mixer.tensorDifferences(right, tensor(output.slice(1))), null);
});

test("a kernel that does not fit is told in words, and adding no maps gives none", () => {
  const shaped = (...shape) => ({ shape, data: new Float64Array(shape.reduce((a, b) => a * b)) });
  assert.equal(mixer.layerRefusal(shaped(1, 1, 3, 3), shaped(1, 1, 3, 3)), null);
  assert.match(
    mixer.layerRefusal(shaped(1, 1, 2, 3), shaped(1, 1, 3, 3)),
    /does not fit: it is 3 × 3 and the image is 2 × 3\. Take a smaller kernel or a larger image\.$/,
  );
  assert.equal(mixer.added([]).data.length, 0);
});

test("large counts are grouped", () => {
  assert.deepEqual([7, 6085200].map(mixer.grouped), ["7", "6,085,200"]);
});
