// Which weights can be loaded in a gym: with bars and plates, dumbbells, or the stacks of machines.

import { formatNumber, stepped, toUnit } from "../core/numbers.js";
import { grains, ofGrains, platesFor } from "./plates.js";

/** @import { Item, Loaded } from "./plates.js" */

/** @typedef {{bars: Item[], owned: Item[], isDescribed: boolean, isMixed: boolean, byTarget: Map<number, Loaded>}} Loading */
/** @typedef {{load: number, item: Item}} Rung a weight that is there, in the exercise's unit, and as it is written on it */

/** Bars and plates of a gym that describes none, by unit. @type {Record<string, Record<string, number[]>>} */
const USUAL = {
  kg: { bar: [20], ez_bar: [10], trap_bar: [25], smith_bar: [20], plate: [25, 20, 15, 10, 5, 2.5, 1.25] },
  lb: { bar: [45], ez_bar: [20], trap_bar: [55], smith_bar: [45], plate: [45, 35, 25, 10, 5, 2.5] },
};
/** The kind of bar for an exercise, by its equipment. @type {Record<string, string>} */
const BARS = { barbell: "bar", ez_bar: "ez_bar", trap_bar: "trap_bar", smith_machine: "smith_bar" };
/** The kind of fixed weights for an exercise, by its equipment. @type {Record<string, string>} */
const RACKS = { dumbbell: "dumbbell", machine: "stack", cable: "stack" };
/** The heaviest total, by unit, for which plates are counted: nobody loads more. @type {Record<string, number>} */
const MOST_LOADED = { kg: 500, lb: 1100 };
const MOST_STEPS = 60;
const NO_GYM = { items: [] };
export const SAME = 0.005; // weights that differ by less look equal with two decimals

/** What was computed for a gym. A new kit brings new gym objects, and with them empty entries. @type {WeakMap<any, Map<string, any>>} */
const workedOut = new WeakMap();

/** @template T @param {any} gym @param {string} key @param {() => T} make @returns {T} */
function once(gym, key, make) {
  const answers = workedOut.get(gym) ?? new Map();
  workedOut.set(gym, answers);
  if (!answers.has(key)) answers.set(key, make());
  return answers.get(key);
}

/** Bars and plates for an exercise that uses a bar; null for another. Bars of the exercise's unit come first, heaviest first.
 * @param {any} exercise @param {any} gym @returns {Loading | null} */
function loadingOf(exercise, gym) {
  const kind = BARS[exercise.equipment];
  const place = gym ?? NO_GYM;
  return kind ? once(place, `${kind} ${exercise.unit}`, () => loadingWith(kind, exercise.unit, place.items)) : null;
}

/** @param {string} kind @param {string} unit @param {any[]} items @returns {Loading} */
function loadingWith(kind, unit, items) {
  const isOther = (/** @type {Item} */ item) => Number(item.unit !== unit);
  const bars = itemsOr(items, kind, unit).sort((a, b) => isOther(a) - isOther(b) || grained(b) - grained(a));
  const owned = itemsOr(items, "plate", unit);
  const isMixed = [...bars, ...owned].some((item) => item.unit !== unit);
  return { bars, owned, isMixed, isDescribed: items.some((item) => item.kind === "plate"), byTarget: new Map() };
}

/** @param {Item} item @returns {number} */
function grained(item) {
  return grains(item.weight, item.unit);
}

/** The items of a kind that a gym has, or the usual ones. @param {any[]} items @param {string} kind @param {string} unit @returns {Item[]} */
function itemsOr(items, kind, unit) {
  const owned = items.filter((item) => item.kind === kind);
  if (owned.length) return owned.map((item) => ({ weight: Number(item.weight), unit: item.unit, count: item.count }));
  return USUAL[unit][kind].map((weight) => ({ weight, unit, count: null }));
}

/** The bar and plates for a weight, with the first bar that is not too heavy; null if all bars are.
 * @param {number} weight @param {string} unit @param {Loading} loading @returns {Loaded | null} */
function loadedTo(weight, unit, loading) {
  // A total such as 60.8233133 kg is shown as 60.82, and 60.82 has to give the same plates.
  const slack = loading.isMixed ? grains(SAME, unit) : 0;
  const target = grains(Math.min(weight, MOST_LOADED[unit]), unit);
  const bar = loading.bars.find((bar) => grained(bar) <= target + slack);
  if (!bar) return null;
  const earlier = loading.byTarget.get(target);
  if (earlier) return earlier;
  const { side, total } = /** @type {{side: Item[], total: number}} */ (platesFor(target, bar, loading.owned, slack));
  const loaded = { bar, side, total: shownLoad(ofGrains(total, unit), loading.isMixed) };
  loading.byTarget.set(target, loaded);
  return loaded;
}

/** @param {number} load @param {boolean} isMixed */
function shownLoad(load, isMixed) {
  return Math.round(load * (isMixed ? 100 : 1e4)) / (isMixed ? 100 : 1e4);
}

/** The weight that is written on an item; with its unit where that is not the exercise's: "25", "45 lb". @param {Item} item @param {string} unit @param {string} decimal */
function written(item, unit, decimal) {
  return formatNumber(item.weight, decimal) + (item.unit === unit ? "" : `\u00a0${item.unit}`);
}

/** How to load a weight, "25 + 2.5 a side" or "bar only", or the nearest that the gym has.
 * @param {number} weight @param {any} exercise @param {any} gym @param {string} decimal @returns {string} */
export function platesText(weight, exercise, gym, decimal) {
  if (!(weight > 0)) return "";
  const loading = loadingOf(exercise, gym);
  return loading ? barText(weight, exercise.unit, loading, decimal) : rackText(weight, exercise, gym, decimal);
}

/** @param {number} weight @param {string} unit @param {Loading} loading @param {string} decimal @returns {string} */
function barText(weight, unit, loading, decimal) {
  if (weight > MOST_LOADED[unit]) return "";
  const loaded = loadedTo(weight, unit, loading);
  if (!loaded) return `lighter than the bar, ${written(lightestBar(loading), unit, decimal)}`;
  const side = loaded.side.map((plate) => written(plate, unit, decimal)).join(" + ");
  const short = weight - loaded.total > SAME ? `makes ${formatNumber(loaded.total, decimal)}: ` : "";
  const other = loaded.bar === loading.bars[0] ? "" : `${written(loaded.bar, unit, decimal)} bar`;
  if (!side) return short + (other ? `${other} only` : "bar only");
  return `${short}${side} a side${other ? `, ${other}` : ""}`;
}

/** @param {number} weight @param {any} exercise @param {any} gym @param {string} decimal @returns {string} */
function rackText(weight, exercise, gym, decimal) {
  const rungs = rungsOf(exercise, gym);
  if (!rungs.length) return "";
  const rung = rungs.find(({ load }) => Math.abs(load - weight) <= SAME);
  if (rung) return rung.item.unit === exercise.unit ? "" : written(rung.item, exercise.unit, decimal);
  const [below, above] = [rungs.filter(({ load }) => load < weight).at(-1), rungs.find(({ load }) => load > weight)];
  const near = [below, above].filter((rung) => rung !== undefined).map(({ item }) => written(item, exercise.unit, decimal));
  return `${near.join(" or ")} here`;
}

/** Whether a gym describes what can be loaded for an exercise. @param {any} exercise @param {any} gym @returns {boolean} */
export function isDescribed(exercise, gym) {
  return Boolean(gym && (loadingOf(exercise, gym)?.isDescribed ?? rungsOf(exercise, gym).length));
}

/** The heaviest load up to a weight that the gym can make; the lightest of all if none is that light.
 * Without a description of the gym it is a multiple of the exercise's step.
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
  return loading.bars.reduce((least, bar) => (grained(bar) < grained(least) ? bar : least));
}

/** The dumbbells or the machine weights of a gym, lightest first. @param {any} exercise @param {any} gym @returns {Rung[]} */
function rungsOf(exercise, gym) {
  const kind = RACKS[exercise.equipment];
  return gym && kind ? once(gym, `${kind} ${exercise.unit}`, () => rackWith(kind, exercise.unit, gym.items)) : [];
}

/** @param {string} kind @param {string} unit @param {any[]} items @returns {Rung[]} */
function rackWith(kind, unit, items) {
  const weights = items.filter((item) => item.kind === kind).flatMap((item) => weightsOf(item).map((weight) => ({ weight, unit: item.unit })));
  const rungs = weights.map((item) => ({ item, load: shownLoad(toUnit(item.weight, item.unit, unit), item.unit !== unit) }));
  return rungs.sort((a, b) => a.load - b.load);
}

/** @param {any} item @returns {number[]} */
function weightsOf(item) {
  const [least, most, step] = [Number(item.weight), Number(item.maximum ?? item.weight), Number(item.step ?? 1)];
  const count = Math.min(Math.floor((most - least) / step + 1e-9), 500);
  return Array.from({ length: count + 1 }, (_, place) => Math.round((least + place * step) * 1e4) / 1e4);
}

/** The next load up or down: the next dumbbell or machine weight, or what plates make at least one step away.
 * Without a description of the gym it is one step.
 * @param {number} weight @param {number} direction @param {any} exercise @param {any} gym @returns {number} */
export function nextLoad(weight, direction, exercise, gym) {
  if (!isDescribed(exercise, gym)) return stepped(weight, Number(exercise.step), direction);
  const loading = loadingOf(exercise, gym);
  if (loading) return nextOnBar(weight, direction, exercise, gym);
  const loads = rungsOf(exercise, gym).map(({ load }) => load);
  const further = direction > 0 ? loads.find((load) => load > weight + SAME) : loads.filter((load) => load < weight - SAME).at(-1);
  return further ?? weight;
}

/** @param {number} weight @param {number} direction @param {any} exercise @param {any} gym @returns {number} */
function nextOnBar(weight, direction, exercise, gym) {
  let aimed = weight;
  for (let tried = 0; tried < MOST_STEPS; tried++) {
    aimed = stepped(aimed, Number(exercise.step), direction);
    const load = loadable(aimed, exercise, gym);
    if (direction > 0 ? load > weight + SAME : load < weight - SAME) return load;
  }
  return weight;
}
