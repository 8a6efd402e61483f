"use strict";
// What a clicked quote means, for the eye: `extract apply` reads it again (`reading` in pipeline/review/cells.py); a test compares the two.

const SCALES = { thousand: 3, million: 6, billion: 9, trillion: 12 };
const NUMBER = /([(\-–−])?\s*\$?\s*(\d[\d,]*(?:\.\d+)?|\.\d+)(?:[)\s]*(thousand|million|billion|trillion))?/i;
const SCALE = /^\s*[^\w\s]?\s*(thousand|million|billion|trillion)/i; // behind the quote
const LOOSE = /^[ ,;:–—\-_*]+|[ ,;:–—\-_*]+$/g; // at the ends of clicked words, no part of a text
const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/** "1,138" and 6 -> "1138000000"; as text, since numbers of this size lose digits. */
function shifted(digits, power) {
  let [whole, part = ""] = digits.replaceAll(",", "").split(".");
  for (; power > 0; power--) [whole, part] = [whole + (part[0] ?? "0"), part.slice(1)];
  for (; power < 0; power++) [whole, part] = [whole.slice(0, -1), (whole.at(-1) ?? "0") + part];
  part = part.replace(/0+$/, "");
  return (whole.replace(/^0+/, "") || "0") + (part && "." + part);
}

function readNumber(quote, cell, behind = "") {
  const found = NUMBER.exec(quote);
  if (!found) return /^\s*\$?\s*[—–-]+\s*$/.test(quote) ? "0" : null;
  const rest = quote.slice(quote.indexOf(found[2]) + found[2].length) + behind, share = cell.share && /^\s*(%|percent)/.test(rest) ? -2 : 0;
  const digits = shifted(found[2], (SCALES[(found[3] ?? SCALE.exec(behind)?.[1])?.toLowerCase()] ?? 0) + cell.shift + share);
  return found[1] && !cell.unsigned && digits !== "0" ? "-" + digits : digits;
}

function readDate(quote) {
  const two = (n) => String(n).padStart(2, "0");
  const iso = (y, m, d) => (m ? `${y}-${two(m)}-${two(d)}` : null);
  const month = (word) => MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1;
  let m;
  if ((m = /([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})/.exec(quote))) return iso(m[3], month(m[1]), m[2]);
  if ((m = /(\d{1,2})(?:st|nd|rd|th)?(?:\s+day\s+of)?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})/.exec(quote))) return iso(m[3], month(m[2]), m[1]);
  if ((m = /(\d{4})-(\d\d)-(\d\d)/.exec(quote))) return m[0];
  if ((m = /(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(quote))) return iso(m[3], +m[1], m[2]);
  return null;
}

function readText(quote, cell) {
  const text = quote.replace(/\s+/g, " ").replace(LOOSE, "");
  try {
    return (cell.pattern ? new RegExp(`(?<!\\w)(?:${cell.pattern})(?!\\w)`).exec(text)?.[0] : text) || null;
  } catch {
    return text || null; // a pattern that only Python reads
  }
}

const READERS = {
  number: readNumber,
  integer: (quote, cell, behind) => (/^[^\w]*\d+(?:,\d{3})*[^\w]*$/.test(quote) ? readNumber(quote, cell, behind) : null),
  date: readDate,
  choice: (quote, cell) => cell.choices.find((c) => c.toLowerCase() === quote.toLowerCase()) ?? cell.choices[0],
  text: readText,
};

const read = (quote, cell, behind) => READERS[cell.kind](quote, cell, behind);

/** As a person reads it: 1138000000 -> 1,138,000,000 with a true minus. */
function shown(cell, value) {
  if (value === null) return "empty";
  if (cell.kind !== "number") return value;
  const [whole, part] = value.replace("-", "").split(".");
  return (value[0] === "-" ? "−" : "") + whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? "." + part : "");
}

/** A share as people read it, of a probability never "100 %". */
const percent = (share) => `${Math.round(1000 * share) / 10} %`;
const sureness = (share) => (share >= 0.999 ? "over 99.9 %" : share < 0.001 ? "under 0.1 %" : `${Math.floor(1000 * share) / 10} %`);
const many = (count, thing) => `${count.toLocaleString("en")} ${thing}${count === 1 ? "" : "s"}`;
