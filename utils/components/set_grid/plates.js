// Which plates go on a bar, also for kilograms and pounds mixed. services/plates.py has the same rules; both are exact.

/** @typedef {{weight: number, unit: string, count?: number | null}} Item */
/** @typedef {{bar: Item, side: Item[], total: number}} Loaded total in the unit that was asked for */
/** @typedef {{size: number, pairs: number, item: Item}} Kind size in grains */

// A grain is 1e-12 kg. In whole grains every weight with four decimals is exact in either unit: 1 lb is 453592370000.
const PER_TEN_THOUSANDTH = /** @type {Record<string, number>} */ ({ kg: 1e8, lb: 45359237 });

/** @param {number} weight @param {string} unit @returns {number} */
export function grains(weight, unit) {
  return Math.round(weight * 1e4) * PER_TEN_THOUSANDTH[unit];
}

/** @param {number} grained @param {string} unit @returns {number} */
export function ofGrains(grained, unit) {
  return grained / 1e4 / PER_TEN_THOUSANDTH[unit];
}

/** The plates of one side for the heaviest total at most the target: then the fewest, then the heaviest plates.
 * Within `slack` grains of the target any total will do that takes the fewest plates.
 * @param {number} target in grains @param {Item} bar @param {Item[]} owned @param {number} [slack]
 * @returns {{side: Item[], total: number} | null} */
export function platesFor(target, bar, owned, slack = 0) {
  const empty = grains(bar.weight, bar.unit);
  if (!(target + slack >= empty)) return null;
  const kinds = kindsOf(owned);
  const tables = fewestPlates(kinds, Math.floor((target + slack - empty) / 2));
  const wanted = (target - empty) / 2;
  const weight = nearEnough(tables[0], wanted, slack / 2) ?? Math.max(...[...tables[0].keys()].filter((reached) => reached <= wanted), 0);
  return { side: sideOf(weight, kinds, tables), total: empty + 2 * weight };
}

/** The weight with the fewest plates within `slack` of the wanted one; the nearest of several such weights. @param {Map<number, number>} fewest
 * @param {number} wanted @param {number} slack @returns {number | undefined} */
function nearEnough(fewest, wanted, slack) {
  if (!slack) return undefined;
  const near = [...fewest].filter(([weight]) => Math.abs(weight - wanted) <= slack);
  return near.sort(([a, fewA], [b, fewB]) => fewA - fewB || Math.abs(a - wanted) - Math.abs(b - wanted))[0]?.[0];
}

/** @param {number} weight @param {Kind[]} kinds @param {Map<number, number>[]} tables @returns {Item[]} */
function sideOf(weight, kinds, tables) {
  let left = weight;
  return kinds.flatMap(({ size, pairs, item }, place) => {
    const [withIt, without] = [/** @type {number} */ (tables[place].get(left)), tables[place + 1]];
    let used = Math.min(pairs, Math.floor(left / size));
    while (used > 0 && (without.get(left - used * size) ?? Infinity) + used !== withIt) used -= 1;
    left -= used * size;
    return Array(used).fill(item);
  });
}

/** The pairs of each size, heaviest first. A single plate cannot be used: both sides get the same.
 * @param {Item[]} owned @returns {Kind[]} */
function kindsOf(owned) {
  /** @type {Map<number, {size: number, count: number, item: Item}>} */
  const bySize = new Map();
  for (const item of owned) {
    const size = grains(item.weight, item.unit);
    const kind = bySize.get(size) ?? { size, count: 0, item };
    if (size > 0) bySize.set(size, { ...kind, count: kind.count + (item.count ?? Infinity) });
  }
  const endless = [...bySize.values()].filter(({ count }) => count === Infinity).map(({ size }) => size);
  const kinds = [...bySize.values()].map(({ size, count, item }) => ({ size, item, pairs: pairsWorth(size, count, endless) }));
  return kinds.filter(({ pairs }) => pairs > 0).sort((a, b) => b.size - a.size);
}

/** How many pairs of a size are worth trying. Where plates have no count, a heavier size without a count
 * replaces several of them, so fewer pairs are enough. @param {number} size @param {number} count @param {number[]} endless */
function pairsWorth(size, count, endless) {
  if (count !== Infinity) return Math.floor(count / 2);
  const times = endless.filter((larger) => larger > size && larger % size === 0).map((larger) => larger / size - 1);
  return Math.min(Infinity, ...times);
}

/** For each place in `kinds`: the weights that can be reached with the kinds from there on, each with the fewest
 * plates that make it. The last table is that of no plates.
 * @param {Kind[]} kinds @param {number} room @returns {Map<number, number>[]} */
function fewestPlates(kinds, room) {
  const tables = [new Map([[0, 0]])];
  for (const { size, pairs } of [...kinds].reverse()) {
    const [fewest, reached] = [tables[0], new Map(tables[0])];
    for (const [weight, used] of fewest) {
      const most = Math.min(pairs, Math.floor((room - weight) / size));
      for (let more = 1; more <= most; more++) {
        const loaded = weight + more * size;
        reached.set(loaded, Math.min(reached.get(loaded) ?? Infinity, used + more));
      }
    }
    tables.unshift(reached);
  }
  return tables;
}
