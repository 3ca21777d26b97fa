// What is computed about a training run for the page: smooth curves, spans of axes, sentences.

import { plural, show } from "./format.js";

/**
 * What Python says about where training is.
 * @typedef {{state: "ready" | "training" | "between" | "ended" | "stopped" | "interrupted",
 *   epoch: number, epochs: number, batch: number, batches: number, seen: number,
 *   left: number | null}} Progress
 */
/** One row of the history. @typedef {{seen: number, loss: number, accuracy: number, seconds: number}} Epoch */

/**
 * An exponential mean that is right from the start: its weights sum to 1. Numbers that are not
 * finite stay where they are, and count in no mean.
 * @param {ArrayLike<number>} ys @param {number} beta 0 changes nothing
 */
export function smooth(ys, beta) {
  let [mean, weight] = [0, 0];
  return Float64Array.from(ys, (y) => {
    if (!Number.isFinite(y)) return y;
    mean = beta * mean + (1 - beta) * y;
    weight = beta * weight + (1 - beta);
    return mean / weight;
  });
}

/** How strongly to smooth so many points: over a 20th of them, at most 10. @param {number} count */
export function betaFor(count) {
  return 1 - 1 / Math.max(1, Math.min(10, count / 20));
}

/**
 * From 0 to a little above all that must be seen.
 * @param {readonly ArrayLike<number>[]} many
 */
export function spanFromZero(...many) {
  let high = 0;
  for (const ys of many) {
    for (const y of Array.from(ys)) if (Number.isFinite(y)) high = Math.max(high, y);
  }
  return { low: 0, high: 1.08 * high || 1 };
}

/** A span in percent that holds all of some percentages and 100. @param {readonly number[]} ys */
export function percentSpan(ys) {
  const low = Math.min(100, ...ys.filter(Number.isFinite));
  const room = [2, 5, 10, 20, 50].find((room) => 100 - low <= 0.9 * room) ?? 100;
  return { low: 100 - room, high: 100 + room / 25 };
}

/** "40 s", "2 min 5 s", "1 h 12 min". @param {number} seconds */
export function clock(seconds) {
  const all = Math.round(seconds);
  if (seconds < 9.95) return `${show(seconds, 1)} s`;
  if (all < 60) return `${all} s`;
  if (all < 3600) return `${Math.floor(all / 60)} min ${all % 60} s`;
  return `${Math.floor(all / 3600)} h ${Math.floor((all % 3600) / 60)} min`;
}

/** @param {number} share */
export const percent = (share) => `${show(100 * share, 2)} %`;

/** Rows (seen, loss, accuracy, seconds). @param {Float64Array} flat @returns {Epoch[]} */
export function epochsOf(flat) {
  return Array.from({ length: flat.length / 4 }, (_, i) => {
    const [seen, loss, accuracy, seconds] = flat.subarray(4 * i, 4 * i + 4);
    return { seen, loss, accuracy, seconds };
  });
}

/** @param {Epoch} epoch @param {number} number @param {number} of */
export function epochWords({ loss, accuracy, seconds }, number, of) {
  const known = Number.isNaN(accuracy) ? "" : `, accuracy ${percent(accuracy)}`;
  return `Epoch ${number} of ${of}: loss ${show(loss)}${known}, ${clock(seconds)}.`;
}

/** @param {number} count */
const batchesWords = (count) => (count === 1 ? "1 batch" : `${count} batches`);

/** Where training is, in short. @param {Progress} progress */
export function progressWords({ state, epoch, epochs, batch, batches, seen, left }) {
  if (state === "ready") return `ready for ${plural(epochs, "epoch")}; nothing has run yet`;
  if (state === "ended") return `done: ${batchesWords(seen)}`;
  if (state === "stopped") return `stopped in epoch ${epoch} of ${epochs}, after ${batchesWords(seen)}`;
  if (state === "interrupted") return `interrupted in epoch ${epoch} of ${epochs}, after ${batchesWords(seen)}`;
  const time = left === null ? "" : `, about ${clock(left)} left`;
  if (state === "between") return `epoch ${epoch} of ${epochs}: all its batches are done${time}`;
  return `epoch ${epoch} of ${epochs}, batch ${batch}${batches ? ` of ${batches}` : ""}${time}`;
}

/** Share of the whole run that is done, 0 to 1; null where it is not known. @param {Progress} progress */
export function shareDone({ state, epoch, epochs, batch, batches }) {
  if (state === "ended") return 1;
  if (state === "ready") return 0;
  if (!batches) return null;
  return Math.min(1, (epoch - 1 + batch / batches) / epochs);
}

/**
 * Two sentences about a curve for those who don't see it.
 * @param {Float64Array} losses smooth @param {readonly Epoch[]} epochs
 */
export function lossWords(losses, epochs) {
  const finite = losses.filter(Number.isFinite);
  const batches = finite.length
    ? `Loss by batch, smooth: from ${show(finite[0])} to ${show(finite[finite.length - 1])}, lowest ${show(Math.min(...finite))}.`
    : "Loss by batch: nothing yet.";
  const means = epochs.map(({ loss }) => show(loss)).join(", ");
  return means ? `${batches} Mean of each epoch: ${means}.` : batches;
}
