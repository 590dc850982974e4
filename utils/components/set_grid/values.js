// The inputs of a set: which there are, their texts, and typed texts as fields of an operation.

import { formatClock, formatNumber, MINUS, parseClock, parseNumber, toUnit } from "../core/numbers.js";

/** The inputs of a set, by how its exercise is loaded. @type {Record<string, string[]>} */
const INPUTS = {
  external: ["weight", "reps"],
  bodyweight: ["reps"],
  weighted_bodyweight: ["weight", "reps"],
  assisted: ["weight", "reps"],
  duration: ["seconds"],
  distance: ["distance_m", "seconds"],
  carry: ["weight", "distance_m"],
};
/** @type {Record<string, string>} */
const SIGNS = { weighted_bodyweight: "+", assisted: MINUS };
/** @type {Record<string, string>} */
export const LETTERS = { warmup: "W", drop: "D", failure: "F", amrap: "A" };
/** @type {Record<string, string>} */
export const TYPE_NAMES = {
  working: "Working set",
  warmup: "Warm-up",
  drop: "Drop set",
  failure: "To failure",
  amrap: "As many reps as possible",
};
/** Marks that keep sets and exercises out of trends and progression.
 * @type {{mark: "pain" | "easy", words: string, back: string, note: string}[]} */
export const MARKS = [
  { mark: "easy", words: "Easy today", back: "Not easy after all", note: "Easy today: kept out of trends and progression" },
  { mark: "pain", words: "It hurts today", back: "No pain after all", note: "Pain: kept out of trends and progression" },
];
/** @type {Record<string, string>} */
export const LABELS = { weight: "Weight", reps: "Reps", reps_other: "Other side", rir: "RIR", seconds: "Time", distance_m: "Distance" };
/** @type {Record<string, number>} */
const METRES = { km: 1000, mi: 1609.344, m: 1, yd: 0.9144 };
const OVER_BEST = 1.25;
const OVER_LAST = 2;

/** @param {any} exercise @returns {string} */
function lengthUnit(exercise) {
  const isMetric = exercise.unit === "kg";
  if (exercise.load_type === "carry") return isMetric ? "m" : "yd";
  return isMetric ? "km" : "mi";
}

/** The names of the inputs of an exercise's sets. @param {any} exercise @param {any} settings @returns {string[]} */
export function inputNames(exercise, settings) {
  const names = INPUTS[exercise.load_type];
  return settings.shows_rir && names.includes("reps") ? [...names, "rir"] : names;
}

/** The heading of an input: "kg", "+kg", "Reps", "km". @param {string} name @param {any} exercise @returns {string} */
export function headingOf(name, exercise) {
  if (name === "weight") return (SIGNS[exercise.load_type] ?? "") + exercise.unit;
  if (name === "distance_m") return lengthUnit(exercise);
  return LABELS[name];
}

/** The text of a value as the lifter would type it. @param {string} name @param {any} row @param {any} exercise @param {string} decimal @returns {string} */
export function textOf(name, row, exercise, decimal) {
  const value = row[name];
  if (value === null || value === undefined) return "";
  if (name === "seconds") return formatClock(value);
  if (name === "weight") return formatNumber(toUnit(Number(value), row.unit ?? exercise.unit, exercise.unit), decimal);
  if (name === "distance_m") return formatNumber(value / METRES[lengthUnit(exercise)], decimal, 3);
  return formatNumber(value, decimal, 1);
}

/** A set in short: "82.5 × 8", "× 12", "1:30", "5.2 km". @param {any} row @param {any} exercise @param {string} decimal @returns {string} */
export function summaryOf(row, exercise, decimal) {
  const weight = textOf("weight", row, exercise, decimal);
  const distance = textOf("distance_m", row, exercise, decimal);
  const reps = row.reps === null || row.reps === undefined ? "" : `×\u202f${row.reps}${row.reps_other ? `/${row.reps_other}` : ""}`;
  const parts = [
    weight && (SIGNS[exercise.load_type] ?? "") + weight,
    reps,
    distance && `${distance}\u202f${lengthUnit(exercise)}`,
    textOf("seconds", row, exercise, decimal),
  ];
  return parts.filter(Boolean).join("\u202f");
}

/** The value of a typed text; null for an empty text, undefined if it cannot be read. @param {string} name @param {string} text @param {any} exercise @returns {any} */
export function parsedValue(name, text, exercise) {
  if (name === "seconds") return blankAsNull(parseClock(text));
  const exact = parseNumber(text);
  if (exact === null) return undefined;
  if (exact === "") return null;
  if (name === "weight") return exact;
  if (name === "distance_m") return Math.round(Number(exact) * METRES[lengthUnit(exercise)] * 1000) / 1000;
  return name === "rir" || Number.isInteger(Number(exact)) ? Number(exact) : undefined;
}

/** @param {number | "" | null} value @returns {any} */
function blankAsNull(value) {
  if (value === null) return undefined;
  return value === "" ? null : value;
}

/** The fields of typed texts; no fields and a problem in words if one cannot be read.
 * @param {Record<string, string>} texts @param {any} exercise @returns {{fields: Record<string, any>, problem: string | null}} */
export function fieldsOf(texts, exercise) {
  /** @type {Record<string, any>} */
  const fields = {};
  for (const [name, text] of Object.entries(texts)) {
    fields[name] = parsedValue(name, text, exercise);
    if (fields[name] === undefined) return { fields: {}, problem: unreadable(name, text) };
  }
  if ("weight" in fields) fields.unit = fields.weight === null ? null : exercise.unit;
  return { fields, problem: null };
}

/** @param {string} name @param {string} text @returns {string} */
function unreadable(name, text) {
  const examples = /** @type {Record<string, string>} */ ({ seconds: "90 or 1:30", weight: "82.5", distance_m: "5.2", rir: "2" });
  return `${LABELS[name]} cannot be “${text.trim().slice(0, 20)}”: type ${examples[name] ?? "a whole number such as 8"}.`;
}

/** The words that say what is missing before a set can be saved; null if nothing is. @param {Record<string, any>} fields @param {any} exercise @returns {string | null} */
export function missingOf(fields, exercise) {
  if ("weight" in fields && fields.weight === null && exercise.load_type !== "weighted_bodyweight") {
    return `Type the weight in ${exercise.unit} first: 0 if there was none.`;
  }
  const names = INPUTS[exercise.load_type].filter((name) => name !== "weight");
  const words = /** @type {Record<string, string>} */ ({ reps: "the reps", seconds: "the time", distance_m: "the distance" });
  return names.every((name) => fields[name] === null) ? `Type ${words[names[0]]} first.` : null;
}

/** The question about a weight that may be a typing error; null for a usual one. It is asked over 1.25 times the best ever, or over twice the heaviest of last time.
 * @param {Record<string, any>} fields @param {any} exercise @param {{best: number | null, last: number | null}} heaviest @param {string} decimal @returns {string | null} */
export function doubtOf(fields, exercise, heaviest, decimal) {
  if (!fields.weight || exercise.load_type === "assisted") return null;
  const kg = toUnit(Number(fields.weight), exercise.unit, "kg");
  /** @type {[string, number, number | null][]} */
  const limits = [
    ["your best", OVER_BEST, heaviest.best],
    ["last time’s heaviest", OVER_LAST, heaviest.last],
  ];
  const passed = limits.find(([, times, limit]) => limit && kg > times * limit);
  if (!passed) return null;
  const inUnit = (/** @type {number} */ value) => `${formatNumber(toUnit(value, "kg", exercise.unit), decimal)} ${exercise.unit}`;
  return `${inUnit(kg)} is much more than ${passed[0]}, ${inUnit(Number(passed[2]))}. Is it right?`;
}
