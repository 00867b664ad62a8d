// Marks: what stands before the text of a line in the outline box, and how a count is written.
//
// The grammar is workflows/outline_box/forms.py and workflows/markers.py; a test holds them equal.

export const STEP = 2;
export const AS_IS = "'";
export const BULLET = "•";
export const BAR = "|";

const DIGITS = "〇一二三四五六七八九";
const STEMS = "甲乙丙丁戊己庚辛壬癸";
const CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";

/** Read a Chinese number from 1 to 99; 0 where it is none. */
function chineseNumber(written) {
  const ten = written.lastIndexOf("十");
  const tens = ten < 0 ? "" : written.slice(0, ten);
  const ones = written.slice(ten + 1);
  if (tens.length > 1 || ones.length > 1) return 0;
  const high = tens ? DIGITS.indexOf(tens) : 1;
  return (ten < 0 ? 0 : 10 * high) + (ones ? DIGITS.indexOf(ones) : 0);
}

/** Write a number from 1 to 999 in Chinese. */
function chinese(number) {
  const hundreds = Math.floor(number / 100);
  const tens = Math.floor((number % 100) / 10);
  const ones = number % 10;
  const last = ones ? DIGITS[ones] : "";
  if (!hundreds) return (tens ? `${tens > 1 ? DIGITS[tens] : ""}十` : "") + last;
  const between = tens ? `${DIGITS[tens]}十` : (ones && "零") || "";
  return `${DIGITS[hundreds]}百${between}${last}`;
}

/** Count with letters, as a spreadsheet does: A to Z, then AA. */
function letters(number, first) {
  let written = "";
  for (let left = number; left > 0; left = Math.floor((left - 1) / 26)) {
    written = String.fromCharCode(first.charCodeAt(0) + ((left - 1) % 26)) + written;
  }
  return written;
}

const narrow = (wide) => wide.normalize("NFKC");
const arabicNumber = (written) => Number(narrow(written));
const letterNumber = (written) => narrow(written).toUpperCase().charCodeAt(0) - 64;
const from = (first) => (written) => written.codePointAt(0) - first + 1;

const D = "[0-9０-９]";
const HAN = "[一二三四五六七八九十]";
const year = `(?=${D}{2,4}\\s*年|${D}{1,2}\\s*月\\s*${D})`;

/** Every typed marker: its style (as its first one is written), its form, how its count reads. */
const FORMS = [
  ["1.", `(${D}{1,2})[.．](?:(?!${D})|${year})`, arabicNumber],
  ["1、", `(${D}{1,2})、(?:(?!${D})|(?=${D}{3,4}\\s*年))`, arabicNumber],
  ["(1)", `[(（](${D}{1,2})[)）]`, arabicNumber],
  ["1)", `(${D}{1,2})[)）]`, arabicNumber],
  ["A.", "([A-ZＡ-Ｚ])[.．](?![A-Za-z])", letterNumber],
  ["a.", "([a-zａ-ｚ])[.．](?![A-Za-z])", letterNumber],
  ["(A)", "[(（]([A-ZＡ-Ｚ])[)）]", letterNumber],
  ["(a)", "[(（]([a-zａ-ｚ])[)）]", letterNumber],
  ["一、", `(${HAN}{1,3})、(?!${HAN})`, chineseNumber],
  ["(一)", `[(（](${HAN}{1,3})[)）]`, chineseNumber],
  ["甲、", `([${STEMS}])、(?![${STEMS}])`, (written) => STEMS.indexOf(written) + 1],
  ["①", `([${CIRCLED}])`, (written) => CIRCLED.indexOf(written) + 1],
  ["(1)", "([\u2474-\u2487])", from(0x2474)],
  ["1.", "([\u2488-\u249b])", from(0x2488)],
  ["(一)", "([\u3220-\u3229])", from(0x3220)],
].map(([style, form, reading]) => [style, new RegExp(form, "y"), reading]);

const BULLETS = new RegExp(
  "(?:([•●▪·‧∙⚫\uf000-\uf0ff])(?!\\1)|[○◦■◆◇➢–*＊－-](?=\\s|$)|[oØ§ü](?=\\t))\\s*",
  "y",
);

const LONG = /^\(?(?:[0-9]{3}|[A-Z]{2,3}|[a-z]{2,3}|[一二三四五六七八九十百零]{2,7})[.、)](?:\s|$)/;

const match = (form, text) => {
  form.lastIndex = 0;
  return form.exec(text);
};

/** Take a line apart: {column, kind, number, mark, at}; its text begins at `at`. */
export function taken(written) {
  const indent = /^\s*/.exec(written)[0];
  const body = written.slice(indent.length);
  const column = [...indent].reduce((sum, each) => sum + ("\t\u3000".includes(each) ? 2 : 1), 0);
  const line = (kind, number, length, mark = "") =>
    ({ column, kind, number, mark, at: indent.length + length });
  if (body[0] === AS_IS) return line(AS_IS, 0, 1);
  if (body[0] === BAR) return line(BAR, 0, 0);
  const bullet = match(BULLETS, body);
  if (bullet) return line(BULLET, 0, bullet[0].length, bullet[0].trim());
  for (const [style, form, reading] of FORMS) {
    const found = match(form, body);
    const number = found ? reading(found[1]) : 0;
    if (number > 0) {
      const blanks = /^\s*/.exec(body.slice(found[0].length))[0];
      return line(style, number, found[0].length + blanks.length, found[0]);
    }
  }
  return line("", 0, 0);
}

/** Whether a text that is no item would be read as something else than text. */
export const needsAsIs = (text) => taken(text).kind !== "" || LONG.test(text);

const fullWidth = (text) =>
  text.replace(/[0-9A-Za-z]/g, (each) => String.fromCharCode(each.charCodeAt(0) + 0xfee0));

const COUNTS = [
  [/[0-9０-９]+/, String],
  [/[A-ZＡ-Ｚ]+/, (number) => letters(number, "A")],
  [/[a-zａ-ｚ]+/, (number) => letters(number, "a")],
  [/[一二三四五六七八九十百零]+/, chinese],
  [new RegExp(`[${STEMS}]`), (number) => STEMS[number - 1]],
  [new RegExp(`[${CIRCLED}]`), (number) => CIRCLED[number - 1]],
  [/[\u2474-\u2487]/, (number) => (number > 20 ? "" : String.fromCharCode(0x2473 + number))],
  [/[\u2488-\u249b]/, (number) => (number > 20 ? "" : String.fromCharCode(0x2487 + number))],
  [/[\u3220-\u3229]/, (number) => (number > 10 ? "" : String.fromCharCode(0x321f + number))],
];

/** Write another count into a marker, in its own style; empty where that style ends before it. */
export function recounted(mark, number) {
  for (const [form, write] of COUNTS) {
    const found = form.exec(mark);
    if (!found) continue;
    const written = write(number);
    if (!written) return "";
    return mark.replace(form, /[０-９Ａ-Ｚａ-ｚ]/.test(found[0]) ? fullWidth(written) : written);
  }
  return mark;
}

/** How levels are marked, by the id of a scheme: the first marker of each level. */
const SCHEMES = {
  report: ["1.", "(1)", "A.", "a."],
  official: ["一、", "(一)", "1、", "(1)"],
};

/** The numbering scheme of a box. */
export class Scheme {
  constructor(id) {
    this.styles = SCHEMES[id] || SCHEMES.report;
  }

  /** The marker of the number-th item of a depth, both from 1. */
  marker(depth, number) {
    return recounted(this.styles[Math.min(depth, this.styles.length) - 1], number);
  }
}
