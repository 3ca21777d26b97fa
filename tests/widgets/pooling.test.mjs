import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { gridFrom } from "../../course/widgets/src/conv.js";
import {
  aboutToLeave,
  pool,
  Pooling,
  refusal,
  shifted,
  summary,
  tapsAt,
  weightsOf,
} from "../../course/widgets/src/pooling.js";

const cases = JSON.parse(readFileSync(new URL("pool_cases.json", import.meta.url), "utf8"));
const TWO = { kernel: [2, 2], stride: [2, 2], padding: [0, 0] };

const near = (found, expected, said) => {
  assert.equal(found.length, expected.length, said);
  found.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-9, `${said}: ${value}, ${expected[i]}`));
};

test("every map, at every shift, equals torch's, and so does its change", () => {
  for (const { image, mode, windows, outputs, changes } of cases.maps) {
    const pooling = new Pooling(gridFrom(image), mode, windows, null);
    const said = `${mode} ${JSON.stringify(windows)}`;
    assert.equal(pooling.refused, null, said);
    outputs.forEach((output, by) => {
      assert.deepEqual([pooling.maps[by].rows, pooling.maps[by].cols], [output.length, output[0].length], said);
      near([...pooling.maps[by].data], output.flat(), `${said} shifted by ${by}`);
    });
    near(pooling.changes, changes, said);
  }
});

test("every cell is the summary of its window", () => {
  for (const { image, mode, windows } of cases.maps) {
    const map = pool(gridFrom(image), mode, windows);
    const cells = Array.from(map.data, (_, i) =>
      summary(mode, tapsAt(gridFrom(image), mode, windows, Math.floor(i / map.cols), i % map.cols)),
    );
    near(cells, [...map.data], mode);
  }
});

test("what torch refuses is refused with a sentence, and nothing else is", () => {
  for (const [mode, n, k, stride, padding, expected] of cases.sizes) {
    const windows = { kernel: [k, 1], stride: [stride, 1], padding: [padding, 0] };
    const why = refusal([n, 5], mode, windows);
    const said = `${mode} n=${n} k=${k} stride=${stride} padding=${padding}: ${why}`;
    if (expected === null) assert.match(why ?? "", /^The .*\.$/, said);
    else {
      assert.equal(why, null, said);
      assert.equal(pool(gridFrom(Array.from({ length: n }, () => [1, 1, 1, 1, 1])), mode, windows).rows, expected, said);
    }
  }
});

test("L2 and weighted pooling take no padding", () => {
  const padded = { ...TWO, padding: [1, 0] };
  assert.match(refusal([4, 4], "L2", padded) ?? "", /lp_pool2d has none/);
  assert.match(refusal([4, 4], "weighted", padded) ?? "", /no padding/);
});

test("padding never wins a maximum, and counts as zeros in an average", () => {
  const corner = { kernel: [2, 2], stride: [2, 2], padding: [1, 1] };
  const image = gridFrom([[-4, -8], [-12, -16]]);
  assert.deepEqual([...pool(image, "max", corner).data], [-4, -8, -12, -16]);
  assert.deepEqual([...pool(image, "average", corner).data], [-1, -2, -3, -4]);
});

test("weights fall off with the distance and add up to 1; in a 2 x 2 window they are equal", () => {
  near(weightsOf([1, 3], "weighted"), [0.25, 0.5, 0.25], "1 x 3");
  near(weightsOf([2, 2], "weighted"), [0.25, 0.25, 0.25, 0.25], "2 x 2");
});

test("a pixel moves unnoticed inside its window, then leaps into the next", () => {
  const spot = gridFrom([[0, 0, 1, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0]]);
  const pooling = new Pooling(spot, "max", TWO, null);
  near(pooling.changes, [0, 0, Math.SQRT2, Math.SQRT2], "changes");
  assert.equal(pooling.leap, 2);
  assert.deepEqual(pooling.left, [0, 0, 1, 0]);
  assert.equal(pooling.sentence(1),
    "Shifted by 1 pixel: 0 of 4 output cells changed; relative change 0. In this step, no maximum crossed its window's border.");
  assert.equal(pooling.sentence(2),
    "Shifted by 2 pixels: 2 of 4 output cells changed; relative change 1.414. From 1 to 2, 1 of 4 maxima crossed its window's border.");
});

test("a picture without anything in it has no leap, and its change is 0", () => {
  const pooling = new Pooling(gridFrom([[0, 0], [0, 0]]), "average", TWO, null);
  assert.deepEqual([pooling.leap, ...pooling.changes], [null, 0, 0, 0, 0]);
});

test("only maxima that stand nowhere but in the last column are about to leave", () => {
  assert.equal(aboutToLeave(gridFrom([[1, 1, 0, 2], [0, 0, 0, 0]]), TWO), 1);
  assert.equal(aboutToLeave(gridFrom([[-3, -1, 0, 0], [-2, -2, 0, 0]]), TWO), 1);
});

test("zeros enter where the picture moved away", () => {
  assert.deepEqual([...shifted(gridFrom([[1, 2, 3], [4, 5, 6]]), 2).data], [0, 0, 1, 0, 0, 4]);
  assert.deepEqual([...shifted(gridFrom([[1, 2]]), 3).data], [0, 0]);
});

test("a window is told with its largest number and where that stands", () => {
  const pooling = new Pooling(gridFrom([[1, 5, 0, 0], [5, 2, 0, 7]]), "max", TWO, null);
  const left = pooling.look(0, 0, 0);
  assert.equal(left.sentence, "row 0, column 0: largest = 5, 2 times, first at row 0, column 1");
  assert.deepEqual([left.winner, left.place], [1, "rows 0 to 1, columns 0 to 1 of the picture"]);
  const mean = new Pooling(gridFrom([[1, 5, 0, 0], [5, 1, 0, 7]]), "average", TWO, null);
  assert.deepEqual([mean.look(0, 0, 0).sentence, mean.look(0, 0, 0).winner], ["row 0, column 0: mean = 3", -1]);
});

test("it opens on the first cell that differs, and tells the cells of each shift", () => {
  const image = gridFrom([[1, 0, 0, 3], [0, 0, 0, 0]]);
  const right = [[1, 3], [1, 0], [0, 1], [0, 1]].map((row) => gridFrom([row]));
  assert.deepEqual(new Pooling(image, "max", TWO, right).cells, [[], [], [], []]);
  const wrong = [gridFrom([[1, 9]]), ...right.slice(1)];
  const pooling = new Pooling(image, "max", TWO, wrong);
  assert.deepEqual([pooling.opening, pooling.cells?.[0]], [1, [1]]);
  assert.equal(new Pooling(image, "max", TWO, right.slice(1)).cells, null);
});

test("products that cancel leave 0, not what rounding left of them", () => {
  const image = gridFrom([[1, -2.75, 1], [-2.75, 1, -2.75], [1, -2.75, 1]]);
  const windows = { kernel: [3, 3], stride: [1, 1], padding: [0, 0] };
  const weights = weightsOf([3, 3], "weighted");
  const even = image.data.reduce((sum, value, i) => sum + (value > 0 ? value * weights[i] : 0), 0);
  const odd = image.data.reduce((sum, value, i) => sum + (value < 0 ? weights[i] : 0), 0);
  const cancelling = gridFrom([0, 3, 6].map((from) => [0, 1, 2].map((i) => (image.data[from + i] > 0 ? 1 : -even / odd))));
  assert.equal(pool(cancelling, "weighted", windows).data[0], 0);
  assert.equal(new Pooling(cancelling, "weighted", windows, null).look(0, 0, 0).result, 0);
});
