import assert from "node:assert/strict";
import test from "node:test";
import { gridFrom, PLAIN } from "../../course/widgets/src/conv.js";
import { Slide } from "../../course/widgets/src/slide.js";
import { differenceSentence } from "../../course/widgets/src/views/comparison.js";

const image = gridFrom([[0, 0, 0, 0], [0, 0, 3, 0], [0, 0, 0, 0], [0, 0, 0, 0]]);

test("it opens on the strongest response, and on the first difference where there is one", () => {
  assert.equal(new Slide(image, [[1]], PLAIN, null).opening, 6);
  const given = gridFrom([[0, 1, 0, 0], [0, 0, 3, 0], [0, 0, 0, 9], [0, 0, 0, 0]]);
  const slide = new Slide(image, [[1]], PLAIN, given);
  assert.deepEqual([slide.opening, slide.cells], [1, [1, 11]]);
});

test("outputs of different shapes are not compared cell by cell", () => {
  assert.equal(new Slide(image, [[1]], PLAIN, gridFrom([[1]])).cells, null);
});

test("a kernel that does not fit leaves an empty map and a sentence", () => {
  const slide = new Slide(gridFrom([[1]]), [[1, 2]], PLAIN, null);
  assert.match(slide.refused ?? "", /does not fit/);
  assert.equal(slide.map.data.length, 0);
});

test("a window is told by its rows and columns, padding included", () => {
  const geometry = { stride: [1, 1], padding: [1, 1], dilation: [1, 2] };
  const slide = new Slide(image, [[1, 1]], geometry, null);
  assert.equal(slide.windowInWords(0), "row −1, columns −1 to 1 of the input");
});

test("a pixel points to the window centred on it, kept inside the map", () => {
  const slide = new Slide(image, [[1, 1, 1], [1, 1, 1], [1, 1, 1]], PLAIN, null);
  assert.deepEqual([slide.cellOver(1, 2), slide.cellOver(0, 0), slide.cellOver(9, 9)], [[0, 1], [0, 0], [1, 1]]);
});

test("a difference is told with what was expected, given, and where", () => {
  const words = { expected: -1.25, given: 0.75, name: "mine", window: "row 0, column 0 of the input" };
  assert.equal(
    differenceSentence({ first: true, ...words }),
    "First difference: expected −1.25, mine gave 0.75. The window was row 0, column 0 of the input.",
  );
});
