import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { gridFrom } from "../../course/widgets/src/conv.js";
import { PaddedImage } from "../../course/widgets/src/padded_image.js";
import * as padding from "../../course/widgets/src/padding.js";

const cases = JSON.parse(readFileSync(new URL("padding_cases.json", import.meta.url), "utf8"));
const ones = (rows, cols) => Array.from({ length: rows }, () => Array(cols).fill(1));

test("padded images equal torch's, and what torch refuses throws", () => {
  for (const { image, sides, mode, padded } of cases.pads) {
    if (padded === null) {
      assert.throws(() => padding.pad(gridFrom(image), sides, mode), /PyTorch refuses/);
      continue;
    }
    const found = padding.pad(gridFrom(image), sides, mode);
    assert.deepEqual([found.rows, found.cols], [padded.length, padded[0].length]);
    assert.deepEqual([...found.data], padded.flat(), `${mode} ${sides}`);
  }
});

test("each mode takes exactly as much padding as in torch, and says why no more", () => {
  for (const [mode, n, before, after, accepted] of cases.accepted) {
    const why = padding.refusal([n, 8], [0, 0, before, after], mode);
    const said = `${mode} n=${n} ${before} ${after}: ${why}`;
    assert.equal(why === null, accepted, said);
    if (!accepted) assert.match(why, new RegExp(`^PyTorch refuses: ${mode} at the (top|bottom)`), said);
  }
});

test("a pixel is read as often as torch's gradient counts, through its copies too", () => {
  for (const { image, sides, mode, kernel, reads, itself } of cases.pads) {
    if (reads === null) continue;
    const used = padding.usage([image.length, image[0].length], kernel, sides, mode);
    assert.deepEqual([...used.itself.data], itself.flat(), `${mode} ${sides}`);
    const all = used.itself.data.map((count, i) => count + used.copies.data[i]);
    assert.deepEqual([...all], reads.flat(), `${mode} ${sides}`);
  }
});

test("a kernel that does not fit uses no pixel", () => {
  const { itself } = padding.usage([2, 2], [3, 3], [0, 0, 0, 0], "zeros");
  assert.deepEqual([...itself.data], [0, 0, 0, 0]);
});

test("where a number comes from is said of every kind of place", () => {
  const image = gridFrom([[1, 2, 3], [4, 5, 6]]);
  assert.equal(
    padding.origin(-1, 0, image, "zeros"),
    "row −1, column 0, padding: 0, a number of its own that copies no pixel",
  );
  assert.match(padding.origin(-1, -2, image, "reflect"), /copies row 1, column 2, 6 \(mirrored/);
  assert.match(padding.origin(2, 4, image, "replicate"), /copies row 1, column 2, 6 \(the nearest/);
  assert.match(padding.origin(-1, 3, image, "circular"), /copies row 1, column 0, 4 \(from the opp/);
  assert.equal(padding.origin(1, 1, image, "circular"), "row 1, column 1, a pixel of the image: 5");
});

test("the lab tells cells of the map that see padding from those that do not", () => {
  const it = new PaddedImage(gridFrom(ones(4, 4)), [1, 1, 1, 1], "zeros", ones(3, 3), null);
  assert.deepEqual(it.clean, { row: 1, col: 1, rows: 2, cols: 2 });
  assert.equal(it.windowInWords(0, 0), "map, row 0, column 0: 4. 5 of its window's 9 numbers are padding");
  assert.equal(it.windowInWords(1, 2), "map, row 1, column 2: 9. Its window sees no padding");
  assert.match(it.summary, /The map is as large as the image\. 12 of its 16 cells/);
  assert.deepEqual(it.cellsOver({ row: 0, col: 2 }), { row: 0, col: 0, rows: 1, cols: 3 });
});

test("the lab opens on the first padded cell that differs", () => {
  const given = gridFrom([[7, 7, 8, 8], [7, 7, 8, 8], [9, 9, 9, 9]]);
  const it = new PaddedImage(gridFrom([[7, 8]]), [1, 1, 1, 1], "replicate", ones(3, 3), given);
  assert.deepEqual(it.opening, { row: 1, col: -1 });
  assert.equal(it.differenceInWords(8, "mine"), "First difference: expected 7, mine gave 9");
});

test("refused padding leaves the image as it is, with the reason", () => {
  const it = new PaddedImage(gridFrom(ones(2, 3)), [0, 3, 0, 0], "reflect", ones(1, 1), null);
  assert.match(it.refused ?? "", /reflect at the right needs 3 columns besides the edge.*has 3 columns/);
  assert.deepEqual([it.padded.rows, it.padded.cols, it.cells], [2, 3, null]);
});
