// Help beside the weight: plates, what a set would be worth, warm-ups.

const WARMUPS = [
  { share: 0.4, reps: 8 },
  { share: 0.6, reps: 5 },
  { share: 0.8, reps: 3 },
];
/** Where no gym is described. @type {Record<string, {bars: number[], plates: number[]}>} */
const USUAL = {
  kg: { bars: [20], plates: [25, 20, 15, 10, 5, 2.5, 1.25] },
  lb: { bars: [45], plates: [45, 35, 25, 10, 5, 2.5] },
};
const BARS = /** @type {Record<string, Record<string, number>>} */ ({ kg: { ez_bar: 10, trap_bar: 25 }, lb: { ez_bar: 20, trap_bar: 55 } });
const PLATED = ["barbell", "ez_bar", "trap_bar", "smith_machine"];
const MILLI = 1000;

/** e1RM in the load's unit from the factors per half rep that the server gave; null beyond what is estimated.
 * @param {number} load @param {number} effectiveReps @param {(number | null)[]} factors @returns {number | null} */
function e1rmOf(load, effectiveReps, factors) {
  const factor = factors[Math.round(effectiveReps * 2) - 2];
  return load > 0 && factor ? load * factor : null;
}

/** The plates of one side for the heaviest total at most the target, heaviest first; fewest plates, exactly (C17).
 * @param {number} target @param {number} bar @param {{weight: number, count: number | null}[]} owned @returns {{side: number[], total: number} | null} */
function platesFor(target, bar, owned) {
  if (!(target >= bar)) return null;
  const room = Math.floor(((target - bar) * MILLI) / 2 + 1e-6);
  const kinds = owned.map(({ weight, count }) => ({ size: Math.round(weight * MILLI), pairs: Math.floor((count ?? 20) / 2) }));
  kinds.sort((a, b) => b.size - a.size);
  /** @type {Map<number, number[]>} */
  let reached = new Map([[0, []]]);
  for (const { size, pairs } of kinds) reached = withKind(reached, size, pairs, room);
  const most = Math.max(...reached.keys());
  const side = /** @type {number[]} */ (reached.get(most)).map((size) => size / MILLI);
  return { side, total: bar + (2 * most) / MILLI };
}

/** @param {Map<number, number[]>} reached @param {number} size @param {number} pairs @param {number} room */
function withKind(reached, size, pairs, room) {
  const found = new Map(reached);
  for (const [weight, used] of reached) {
    for (let count = 1; count <= pairs && weight + count * size <= room; count++) {
      const known = found.get(weight + count * size);
      const side = [...used, ...Array(count).fill(size)];
      if (!known || side.length < known.length || (side.length === known.length && isHeavierFirst(side, known))) {
        found.set(weight + count * size, side);
      }
    }
  }
  return found;
}

/** @param {number[]} one @param {number[]} other */
function isHeavierFirst(one, other) {
  const place = one.findIndex((size, at) => size !== other[at]);
  return place >= 0 && one[place] > other[place];
}

/** What can be loaded where the lifter trains, for an exercise with plates: its bar and plates; null without plates.
 * @param {any} exercise @param {any} gym @returns {{bar: number, owned: {weight: number, count: number | null}[]} | null} */
function loadingOf(exercise, gym) {
  if (!PLATED.includes(exercise.equipment)) return null;
  const items = (gym?.items ?? []).filter((/** @type {any} */ one) => one.unit === exercise.unit);
  const weights = (/** @type {string} */ kind) => items.filter((/** @type {any} */ one) => one.kind === kind);
  const usual = USUAL[exercise.unit];
  const plates = weights("plate").map((/** @type {any} */ one) => ({ weight: Number(one.weight), count: one.count }));
  const bars = weights("bar").map((/** @type {any} */ one) => Number(one.weight));
  const bar = BARS[exercise.unit][exercise.equipment] ?? (bars.length ? Math.max(...bars) : usual.bars[0]);
  return { bar, owned: plates.length ? plates : usual.plates.map((weight) => ({ weight, count: null })) };
}

/** "25 + 2.5 a side", "bar only", or the nearest that can be loaded. @param {number} weight @param {any} exercise @param {any} gym @param {string} decimal @returns {string} */
function platesTold(weight, exercise, gym, decimal) {
  const loading = loadingOf(exercise, gym);
  if (!loading || !(weight > 0)) return "";
  const found = platesFor(weight, loading.bar, loading.owned);
  if (!found) return `lighter than the bar, ${formatNumber(loading.bar, decimal)}`;
  const side = found.side.map((plate) => formatNumber(plate, decimal)).join(" + ");
  const short = weight - found.total > 1e-6 ? `makes ${formatNumber(found.total, decimal)}: ` : "";
  return side ? `${short}${side} a side` : `${short}bar only`;
}

/** A load that can be made there: of the plates, else a multiple of the step, at most the wanted one but never nothing.
 * @param {number} weight @param {any} exercise @param {any} gym @returns {number} */
function loadable(weight, exercise, gym) {
  const loading = loadingOf(exercise, gym);
  const found = loading && platesFor(weight, loading.bar, loading.owned);
  if (found) return found.total;
  if (loading) return loading.bar;
  const made = madeLoads(exercise, gym).filter((one) => one <= weight + 1e-9);
  const step = Number(exercise.step);
  return made.length ? Math.max(...made) : Math.round(Math.floor(weight / step + 1e-9) * step * 1e4) / 1e4;
}

/** The dumbbells or the stack of a gym, in the exercise's unit. @param {any} exercise @param {any} gym @returns {number[]} */
function madeLoads(exercise, gym) {
  const kind = /** @type {Record<string, string>} */ ({ dumbbell: "dumbbell", machine: "stack", cable: "stack" })[exercise.equipment];
  const items = (gym?.items ?? []).filter((/** @type {any} */ one) => one.kind === kind && one.unit === exercise.unit);
  return items.flatMap(rungs);
}

/** @param {any} item @returns {number[]} */
function rungs(item) {
  const [least, most, step] = [Number(item.weight), Number(item.maximum ?? item.weight), Number(item.step ?? 1)];
  const count = Math.min(Math.floor((most - least) / step + 1e-9), 500);
  return Array.from({ length: count + 1 }, (_, place) => Math.round((least + place * step) * 1e4) / 1e4);
}

/** The next load up or down: a rung of the gym's dumbbells or stack, else a step.
 * @param {number} weight @param {number} direction @param {any} exercise @param {any} gym @returns {number} */
function nextLoad(weight, direction, exercise, gym) {
  const made = madeLoads(exercise, gym);
  const further = made.filter((one) => (direction > 0 ? one > weight + 1e-9 : one < weight - 1e-9));
  if (further.length) return direction > 0 ? Math.min(...further) : Math.max(...further);
  return made.length ? weight : stepped(weight, Number(exercise.step), direction);
}
