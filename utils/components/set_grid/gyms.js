// What can be loaded where the lifter trains: bars with plates, dumbbells, stacks; and which machine stands there.

import { formatNumber, stepped, toUnit } from "../core/numbers.js";
import { grains, ofGrains, platesFor } from "./plates.js";

/** @import { Item, Loaded } from "./plates.js" */

/** @typedef {{bars: Item[], owned: Item[], isDescribed: boolean, isMixed: boolean, known: Map<number, Loaded>}} Loading */
/** @typedef {{load: number, item: Item}} Rung a weight that is there, in the exercise's unit, and as it is written on it */

/** Where no gym is described. @type {Record<string, Record<string, number[]>>} */
const USUAL = {
  kg: { bar: [20], ez_bar: [10], trap_bar: [25], smith_bar: [20], plate: [25, 20, 15, 10, 5, 2.5, 1.25] },
  lb: { bar: [45], ez_bar: [20], trap_bar: [55], smith_bar: [45], plate: [45, 35, 25, 10, 5, 2.5] },
};
/** Which bars an exercise is done with. @type {Record<string, string>} */
const BARS = { barbell: "bar", ez_bar: "ez_bar", trap_bar: "trap_bar", smith_machine: "smith_bar" };
/** Which fixed weights. @type {Record<string, string>} */
const RACKS = { dumbbell: "dumbbell", machine: "stack", cable: "stack" };
/** Beyond what anybody loads no plates are counted, by unit. @type {Record<string, number>} */
const MOST_LOADED = { kg: 500, lb: 1100 };
const MOST_STEPS = 60;
const NO_GYM = { items: [] };
export const SAME = 0.005; // what is shown with two decimals

/** What was worked out for a gym, until the kit brings it anew. @type {WeakMap<any, Map<string, any>>} */
const workedOut = new WeakMap();

/** @template T @param {any} gym @param {string} key @param {() => T} make @returns {T} */
function once(gym, key, make) {
  const known = workedOut.get(gym) ?? new Map();
  workedOut.set(gym, known);
  if (!known.has(key)) known.set(key, make());
  return known.get(key);
}

/** The bars, those of the exercise's unit and the heaviest first, and plates for an exercise that is loaded with them; null for another.
 * @param {any} exercise @param {any} gym @returns {Loading | null} */
function loadingOf(exercise, gym) {
  const kind = BARS[exercise.equipment];
  const where = gym ?? NO_GYM;
  return kind ? once(where, `${kind} ${exercise.unit}`, () => loadingWith(kind, exercise.unit, where.items)) : null;
}

/** @param {string} kind @param {string} unit @param {any[]} items @returns {Loading} */
function loadingWith(kind, unit, items) {
  const isOther = (/** @type {Item} */ one) => Number(one.unit !== unit);
  const bars = itemsOr(items, kind, unit).sort((a, b) => isOther(a) - isOther(b) || grained(b) - grained(a));
  const owned = itemsOr(items, "plate", unit);
  const isMixed = [...bars, ...owned].some((one) => one.unit !== unit);
  return { bars, owned, isMixed, isDescribed: items.some((one) => one.kind === "plate"), known: new Map() };
}

/** @param {Item} item @returns {number} */
function grained(item) {
  return grains(item.weight, item.unit);
}

/** What a gym has of a kind, else what is usual. @param {any[]} items @param {string} kind @param {string} unit @returns {Item[]} */
function itemsOr(items, kind, unit) {
  const there = items.filter((one) => one.kind === kind);
  if (there.length) return there.map((one) => ({ weight: Number(one.weight), unit: one.unit, count: one.count }));
  return USUAL[unit][kind].map((weight) => ({ weight, unit, count: null }));
}

/** The bar and plates for a weight: the first bar that is not too heavy; null if every bar is.
 * @param {number} weight @param {string} unit @param {Loading} loading @returns {Loaded | null} */
function loadedTo(weight, unit, loading) {
  // A total such as 60.8233133 kg is shown as 60.82 and has to be found again by it.
  const slack = loading.isMixed ? grains(SAME, unit) : 0;
  const target = grains(Math.min(weight, MOST_LOADED[unit]), unit);
  const bar = loading.bars.find((one) => grained(one) <= target + slack);
  if (!bar) return null;
  const known = loading.known.get(target);
  if (known) return known;
  const { side, total } = /** @type {{side: Item[], total: number}} */ (platesFor(target, bar, loading.owned, slack));
  const found = { bar, side, total: shownLoad(ofGrains(total, unit), loading.isMixed) };
  loading.known.set(target, found);
  return found;
}

/** @param {number} load @param {boolean} isMixed */
function shownLoad(load, isMixed) {
  return Math.round(load * (isMixed ? 100 : 1e4)) / (isMixed ? 100 : 1e4);
}

/** An item as it is written on it: "25", and "45 lb" beside kilograms. @param {Item} item @param {string} unit @param {string} decimal */
function written(item, unit, decimal) {
  return formatNumber(item.weight, decimal) + (item.unit === unit ? "" : `\u00a0${item.unit}`);
}

/** How to make a weight: "25 + 2.5 a side", "bar only", "45 lb", or what there is instead.
 * @param {number} weight @param {any} exercise @param {any} gym @param {string} decimal @returns {string} */
export function platesTold(weight, exercise, gym, decimal) {
  if (!(weight > 0)) return "";
  const loading = loadingOf(exercise, gym);
  return loading ? barTold(weight, exercise.unit, loading, decimal) : rackTold(weight, exercise, gym, decimal);
}

/** @param {number} weight @param {string} unit @param {Loading} loading @param {string} decimal @returns {string} */
function barTold(weight, unit, loading, decimal) {
  if (weight > MOST_LOADED[unit]) return "";
  const found = loadedTo(weight, unit, loading);
  if (!found) return `lighter than the bar, ${written(lightestBar(loading), unit, decimal)}`;
  const side = found.side.map((plate) => written(plate, unit, decimal)).join(" + ");
  const short = weight - found.total > SAME ? `makes ${formatNumber(found.total, decimal)}: ` : "";
  const other = found.bar === loading.bars[0] ? "" : `${written(found.bar, unit, decimal)} bar`;
  if (!side) return short + (other ? `${other} only` : "bar only");
  return `${short}${side} a side${other ? `, ${other}` : ""}`;
}

/** @param {number} weight @param {any} exercise @param {any} gym @param {string} decimal @returns {string} */
function rackTold(weight, exercise, gym, decimal) {
  const rungs = rungsOf(exercise, gym);
  if (!rungs.length) return "";
  const here = rungs.find(({ load }) => Math.abs(load - weight) <= SAME);
  if (here) return here.item.unit === exercise.unit ? "" : written(here.item, exercise.unit, decimal);
  const [below, above] = [rungs.filter(({ load }) => load < weight).at(-1), rungs.find(({ load }) => load > weight)];
  const near = [below, above].filter((one) => one !== undefined).map(({ item }) => written(item, exercise.unit, decimal));
  return `${near.join(" or ")} here`;
}

/** Whether a gym says what can be loaded for an exercise. @param {any} exercise @param {any} gym @returns {boolean} */
export function isDescribed(exercise, gym) {
  return Boolean(gym && (loadingOf(exercise, gym)?.isDescribed ?? rungsOf(exercise, gym).length));
}

/** A load that can be made there: of the plates, a rung, else a multiple of the step; at most the wanted one if any is.
 * @param {number} weight @param {any} exercise @param {any} gym @returns {number} */
export function loadable(weight, exercise, gym) {
  const loading = loadingOf(exercise, gym);
  if (loading) return loadedTo(weight, exercise.unit, loading)?.total ?? shownLoad(ofGrains(grained(lightestBar(loading)), exercise.unit), loading.isMixed);
  const rungs = rungsOf(exercise, gym).map(({ load }) => load);
  const step = Number(exercise.step);
  if (!rungs.length) return Math.round(Math.floor(weight / step + 1e-9) * step * 1e4) / 1e4;
  return rungs.filter((load) => load <= weight + SAME).at(-1) ?? rungs[0];
}

/** @param {Loading} loading @returns {Item} */
function lightestBar(loading) {
  return loading.bars.reduce((least, one) => (grained(one) < grained(least) ? one : least));
}

/** The dumbbells or the stack of a gym, the lightest first. @param {any} exercise @param {any} gym @returns {Rung[]} */
function rungsOf(exercise, gym) {
  const kind = RACKS[exercise.equipment];
  return gym && kind ? once(gym, `${kind} ${exercise.unit}`, () => rackWith(kind, exercise.unit, gym.items)) : [];
}

/** @param {string} kind @param {string} unit @param {any[]} items @returns {Rung[]} */
function rackWith(kind, unit, items) {
  const there = items.filter((one) => one.kind === kind).flatMap((one) => weightsOf(one).map((weight) => ({ weight, unit: one.unit })));
  const rungs = there.map((item) => ({ item, load: shownLoad(toUnit(item.weight, item.unit, unit), item.unit !== unit) }));
  return rungs.sort((a, b) => a.load - b.load);
}

/** @param {any} item @returns {number[]} */
function weightsOf(item) {
  const [least, most, step] = [Number(item.weight), Number(item.maximum ?? item.weight), Number(item.step ?? 1)];
  const count = Math.min(Math.floor((most - least) / step + 1e-9), 500);
  return Array.from({ length: count + 1 }, (_, place) => Math.round((least + place * step) * 1e4) / 1e4);
}

/** The next load up or down: a rung, what the plates make at least a step away, else a step.
 * @param {number} weight @param {number} direction @param {any} exercise @param {any} gym @returns {number} */
export function nextLoad(weight, direction, exercise, gym) {
  if (!isDescribed(exercise, gym)) return stepped(weight, Number(exercise.step), direction);
  const loading = loadingOf(exercise, gym);
  if (loading) return nextOnBar(weight, direction, exercise, gym);
  const loads = rungsOf(exercise, gym).map(({ load }) => load);
  const further = direction > 0 ? loads.find((one) => one > weight + SAME) : loads.filter((one) => one < weight - SAME).at(-1);
  return further ?? weight;
}

/** @param {number} weight @param {number} direction @param {any} exercise @param {any} gym @returns {number} */
function nextOnBar(weight, direction, exercise, gym) {
  let aimed = weight;
  for (let tried = 0; tried < MOST_STEPS; tried++) {
    aimed = stepped(aimed, Number(exercise.step), direction);
    const made = loadable(aimed, exercise, gym);
    if (direction > 0 ? made > weight + SAME : made < weight - SAME) return made;
  }
  return weight;
}
