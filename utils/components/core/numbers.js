// What a lifter types as values, and values as a lifter reads them.

const KG_PER_LB = 0.45359237;
export const MINUS = "\u2212";

/** A typed number with point or comma as a decimal string; "" for nothing, null for what is none.
 * @param {string} text @returns {string | null} */
export function parseNumber(text) {
  const typed = text.trim();
  if (!typed) return "";
  return /^\d{1,6}([.,]\d{0,4})?$/.test(typed) ? typed.replace(",", ".").replace(/\.$/, "") : null;
}

/** Seconds from "90", "1:30" or "1:02:30"; "" for nothing, null for what is no time.
 * @param {string} text @returns {number | "" | null} */
export function parseClock(text) {
  const typed = text.trim();
  if (!typed) return "";
  const found = /^(?:(\d{1,3}):)?(\d{1,4}):([0-5]?\d)$/.exec(typed);
  if (found) return Number(found[1] ?? 0) * 3600 + Number(found[2]) * 60 + Number(found[3]);
  const plain = parseNumber(typed);
  return plain === null ? null : Number(plain);
}

/** "1:30", "12:05", "1:02:30". @param {number} seconds @returns {string} */
export function formatClock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(rest).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** A value without trailing zeros, at most `places` decimals, with the lifter's decimal sign.
 * @param {number | string} value @param {string} decimal @param {number} [places] @returns {string} */
export function formatNumber(value, decimal, places = 2) {
  const exact = Number(value).toFixed(places);
  return (exact.includes(".") ? exact.replace(/\.?0+$/, "") : exact).replace(".", decimal);
}

/** A day as the pages write it, by the patterns and names of the lifter's language; as it is stored before they are known.
 * @param {string} iso @param {{this_year: string, other_year: string, fields: Record<string, string[]>} | undefined} dates
 * @param {number} thisYear @returns {string} */
export function formatDay(iso, dates, thisYear) {
  if (!dates) return iso;
  const [year, month, day] = iso.split("-").map(Number);
  const weekday = (new Date(iso).getUTCDay() + 6) % 7;
  /** @type {Record<string, number>} */
  const places = { E: weekday, c: weekday, M: month - 1, L: month - 1, d: day - 1 };
  const pattern = year === thisYear ? dates.this_year : dates.other_year;
  return pattern.replace(/%\((\w+)\)s/g, (_, name) => (name === "y" ? String(year) : dates.fields[name][places[name[0]]]));
}

/** A load in another unit. @param {number} value @param {string} from @param {string} to @returns {number} */
export function toUnit(value, from, to) {
  if (from === to) return value;
  return to === "kg" ? value * KG_PER_LB : value / KG_PER_LB;
}

/** A number plus a step, on the step's own raster; never below nothing. Steps like 0.1 stay exact.
 * @param {number} value @param {number} step @param {number} direction @returns {number} */
export function stepped(value, step, direction) {
  const places = value / step;
  const next = direction > 0 ? Math.floor(places + 1e-9) + 1 : Math.ceil(places - 1e-9) - 1;
  return Math.max(0, Math.round(next * step * 1e4) / 1e4);
}
