// What goes on a bar: the twin of services/plates.py for help while typing; exact, in kilograms and pounds mixed.

/** @typedef {{weight: number, unit: string, count?: number | null}} Item */
/** @typedef {{bar: Item, side: Item[], total: number}} Loaded total in the unit that was asked for */

// Whole numbers of this are exact for weights with four decimals in either unit: a kilogram has 1e12, a pound 453592370000.
const PER_TEN_THOUSANDTH = /** @type {Record<string, number>} */ ({ kg: 1e8, lb: 45359237 });
const ENDLESS = 20; // plates, where no count is known

/** @param {number} weight @param {string} unit @returns {number} */
function grains(weight, unit) {
  return Math.round(weight * 1e4) * PER_TEN_THOUSANDTH[unit];
}

/** @param {number} grained @param {string} unit @returns {number} */
function ofGrains(grained, unit) {
  return grained / 1e4 / PER_TEN_THOUSANDTH[unit];
}

/** The plates of one side for the heaviest total at most the target (C17): then the fewest, then the heaviest plates.
 * @param {number} target in grains @param {Item} bar @param {Item[]} owned @returns {{side: Item[], total: number} | null} */
function platesFor(target, bar, owned) {
  const empty = grains(bar.weight, bar.unit);
  if (!(target >= empty)) return null;
  const room = Math.floor((target - empty) / 2);
  const kinds = kindsOf(owned);
  const tables = fewestPlates(kinds, room);
  let weight = Math.max(...tables[0].keys());
  const total = empty + 2 * weight;
  /** @type {Item[]} */
  const side = [];
  kinds.forEach(({ size, pairs, item }, place) => {
    const [withIt, without] = [/** @type {number} */ (tables[place].get(weight)), tables[place + 1]];
    let used = pairs;
    while (used > 0 && (without.get(weight - used * size) ?? Infinity) + used !== withIt) used -= 1;
    side.push(...Array(used).fill(item));
    weight -= used * size;
  });
  return { side, total };
}

/** How many pairs there are of each size, the heaviest first; a single plate is of no use.
 * @param {Item[]} owned @returns {{size: number, pairs: number, item: Item}[]} */
function kindsOf(owned) {
  /** @type {Map<number, {size: number, count: number, item: Item}>} */
  const found = new Map();
  for (const item of owned) {
    const size = grains(item.weight, item.unit);
    const known = found.get(size) ?? { size, count: 0, item };
    if (size > 0) found.set(size, { ...known, count: known.count + (item.count ?? ENDLESS) });
  }
  const kinds = [...found.values()].map(({ size, count, item }) => ({ size, pairs: Math.floor(count / 2), item }));
  return kinds.filter(({ pairs }) => pairs > 0).sort((a, b) => b.size - a.size);
}

/** For the kinds from each place on, the fewest plates per weight that can be reached; the last is no plates.
 * @param {{size: number, pairs: number}[]} kinds @param {number} room @returns {Map<number, number>[]} */
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
