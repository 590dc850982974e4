// What goes on a bar: the twin of services/plates.py for help while typing; exact, in kilograms and pounds mixed.

/** @typedef {{weight: number, unit: string, count?: number | null}} Item */
/** @typedef {{bar: Item, side: Item[], total: number}} Loaded total in the unit that was asked for */
/** @typedef {{size: number, pairs: number, item: Item}} Kind size in grains */

// Whole numbers of this are exact for weights with four decimals in either unit: a kilogram has 1e12, a pound 453592370000.
const PER_TEN_THOUSANDTH = /** @type {Record<string, number>} */ ({ kg: 1e8, lb: 45359237 });

/** @param {number} weight @param {string} unit @returns {number} */
export function grains(weight, unit) {
  return Math.round(weight * 1e4) * PER_TEN_THOUSANDTH[unit];
}

/** @param {number} grained @param {string} unit @returns {number} */
export function ofGrains(grained, unit) {
  return grained / 1e4 / PER_TEN_THOUSANDTH[unit];
}

/** The plates of one side for the heaviest total at most the target (C17): then the fewest, then the heaviest plates.
 * Within `slack` grains of the target any total will do that takes the fewest plates.
 * @param {number} target in grains @param {Item} bar @param {Item[]} owned @param {number} [slack]
 * @returns {{side: Item[], total: number} | null} */
export function platesFor(target, bar, owned, slack = 0) {
  const empty = grains(bar.weight, bar.unit);
  if (!(target + slack >= empty)) return null;
  const kinds = kindsOf(owned);
  const tables = fewestPlates(kinds, Math.floor((target + slack - empty) / 2));
  const wanted = (target - empty) / 2;
  const weight = nearEnough(tables[0], wanted, slack / 2) ?? Math.max(...[...tables[0].keys()].filter((one) => one <= wanted), 0);
  return { side: sideOf(weight, kinds, tables), total: empty + 2 * weight };
}

/** The weight of fewest plates that is shown as the wanted one, the nearest of several. @param {Map<number, number>} fewest
 * @param {number} wanted @param {number} slack @returns {number | undefined} */
function nearEnough(fewest, wanted, slack) {
  if (!slack) return undefined;
  const near = [...fewest].filter(([weight]) => Math.abs(weight - wanted) <= slack);
  return near.sort(([one, few], [other, more]) => few - more || Math.abs(one - wanted) - Math.abs(other - wanted))[0]?.[0];
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

/** How many pairs there are of each size, the heaviest first; a single plate is of no use.
 * @param {Item[]} owned @returns {Kind[]} */
function kindsOf(owned) {
  /** @type {Map<number, {size: number, count: number, item: Item}>} */
  const found = new Map();
  for (const item of owned) {
    const size = grains(item.weight, item.unit);
    const known = found.get(size) ?? { size, count: 0, item };
    if (size > 0) found.set(size, { ...known, count: known.count + (item.count ?? Infinity) });
  }
  const endless = [...found.values()].filter(({ count }) => count === Infinity).map(({ size }) => size);
  const kinds = [...found.values()].map(({ size, count, item }) => ({ size, item, pairs: pairsWorth(size, count, endless) }));
  return kinds.filter(({ pairs }) => pairs > 0).sort((a, b) => b.size - a.size);
}

/** Of plates without end only so many as no heavier plate without end replaces. @param {number} size @param {number} count @param {number[]} endless */
function pairsWorth(size, count, endless) {
  if (count !== Infinity) return Math.floor(count / 2);
  const times = endless.filter((one) => one > size && one % size === 0).map((one) => one / size - 1);
  return Math.min(Infinity, ...times);
}

/** For the kinds from each place on, the fewest plates per weight that can be reached; the last is no plates.
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
