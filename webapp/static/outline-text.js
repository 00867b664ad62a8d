// The text of an outline box: each line's place in the outline, and the whole as it prints.
//
// The grammar is workflows/outline_box/reading.py and writing.py; a test holds them equal.

import { AS_IS, BAR, BULLET, STEP, Scheme, needsAsIs, taken } from "./outline-marks.js";

export const MAX_DEPTH = 4;

/** From so many columns on, a row from Excel may begin with a number. */
const WIDE = 3;

const BLANKS = /[\x0b\x0c\x85\u00a0\u2028\u2029\u202f]/g;
const LEFT_BEHIND = /[\u00ad\u034f\u180e\u200b\u200c\u200d\u2060-\u2064\ufeff]/;
const REFUSED = new RegExp(
  "[\\x00-\\x1f\\x7f-\\xa0\\u2028-\\u202f\\u2066-\\u2069\\ud800-\\udfff\\ue000-\\uf8ff"
  + "\\ufdd0-\\ufdef\\xad\\u034f\\u061c\\u180e\\u200b-\\u200f\\u2060-\\u2064\\u206a-\\u206f"
  + "\\ufeff\\ufff9-\\ufffc\\ufffe\\uffff\\u{e0000}-\\u{e007f}\\u{f0000}-\\u{10ffff}]",
  "gu",
);

/** A text as the record keeps it, in one line. */
export const clean = (text) =>
  text.replace(/[\t\n\x0b\x0c\r\x85\u00a0\u2028\u2029\u202f]+/g, " ")
    .replace(REFUSED, "").normalize("NFC").trim();

/** Read an outline: a place for each line, in order. */
export function read(text, scheme = new Scheme()) {
  const reader = new Reader(scheme);
  return text.split("\n").map((raw) => reader.take(raw));
}

/** Take a line apart in spite of the marks that Word leaves; `at` counts in the line as it is. */
function apart(raw) {
  const plain = raw.replace(BLANKS, " ");
  if (!LEFT_BEHIND.test(plain)) return { ...taken(plain), plain };
  const kept = [...plain].filter((each) => !LEFT_BEHIND.test(each)).join("");
  const line = taken(kept);
  let at = 0;
  for (let left = line.at; left > 0; at += 1) if (!LEFT_BEHIND.test(plain[at])) left -= 1;
  return { ...line, plain: kept, inside: line.at, at };
}

/** Takes one line after the other; knows the items that are open. */
class Reader {
  constructor(scheme) {
    this.scheme = scheme;
    this.root = { last: null };
    this.open = [];
    this.table = null;
    this.afterBlank = true;
  }

  take(raw) {
    let line = apart(raw);
    line.text = line.plain.slice(line.inside === undefined ? line.at : line.inside);
    if (!line.text.trim() && !line.kind) {
      this.afterBlank = true;
      this.table = null;
      return { ...line, raw, role: "blank", depth: this.open.length };
    }
    if (!line.kind) line = this.countedOn(line);
    const placed = this.placed(line);
    this.afterBlank = false;
    return { ...line, raw, ...placed };
  }

  placed(line) {
    if (this.isPasted(line)) return this.pasted(line);
    if (line.kind === BAR) {
      if (this.table && this.table.rows === 1 && isRule(line.text)) {
        return { role: "rule", depth: this.open.length };
      }
      return this.row(cells(line.text), line.column);
    }
    if (line.kind !== "" && line.kind !== AS_IS) return this.item(line);
    this.table = null;
    this.closeTo(line.column);
    this.holder().last = { paragraph: true };
    return { role: "paragraph", depth: this.open.length };
  }

  holder() {
    return this.open.length ? this.open[this.open.length - 1] : this.root;
  }

  closeTo(column) {
    while (this.open.length && this.holder().column + STEP > column) this.open.pop();
  }

  /** A count beyond 99, Z or 九十九 is a marker only where it is the next one. */
  countedOn(line) {
    for (let depth = this.open.length; depth > 0; depth -= 1) {
      const last = this.open[depth - 1];
      const mark = this.scheme.marker(depth, last.number + 1);
      const rest = line.text.slice(mark.length);
      if (
        last.kind === this.scheme.styles[depth - 1]
        && line.text.startsWith(mark) && !rest.slice(0, 1).trim()
      ) {
        const at = line.at + mark.length + /^\s*/.exec(rest)[0].length;
        const text = rest.trimStart();
        return { ...line, kind: last.kind, number: last.number + 1, mark, text, at };
      }
    }
    return line;
  }

  item(line) {
    this.table = null;
    const found = line.kind === BULLET ? this.depthOfBullet(line) : this.depthOfNumber(line);
    const depth = Math.min(found, MAX_DEPTH);
    this.open.length = depth - 1;
    const holder = this.holder();
    const ordered = line.kind !== BULLET;
    if (!holder.last || holder.last.ordered !== ordered) holder.last = { ordered, count: 0 };
    holder.last.count += 1;
    const { column, kind, number } = line;
    this.open.push({ column, kind, number, last: null });
    const fault = found > MAX_DEPTH;
    return { role: "item", depth, ordered, list: holder.last, nth: holder.last.count, fault };
  }

  depthOfNumber(line) {
    const depth = this.scheme.styles.indexOf(line.kind) + 1;
    if (depth && line.column === STEP * (depth - 1) && depth <= this.open.length + 1) {
      const there = this.open[depth - 1];
      if (!there || there.kind === BULLET || there.kind === line.kind) return depth;
    }
    const alike = this.open.map((each, n) => (each.kind === line.kind ? n + 1 : 0)).filter(Boolean);
    const beside = alike.filter((n) => Math.abs(this.open[n - 1].column - line.column) < STEP);
    if (beside.length) return beside[beside.length - 1];
    const last = alike[alike.length - 1];
    const deeper = this.open.length && line.column >= this.holder().column + STEP;
    const countsOn = last && line.number > 1 && line.number === this.open[last - 1].number + 1;
    return last && (countsOn || !deeper) ? last : this.below(line);
  }

  depthOfBullet(line) {
    for (let depth = this.open.length; depth > 0; depth -= 1) {
      const each = this.open[depth - 1];
      if (Math.abs(each.column - line.column) < STEP) {
        return each.kind === BULLET || this.afterBlank ? depth : depth + 1;
      }
    }
    return this.below(line);
  }

  below(line) {
    for (let depth = this.open.length; depth > 0; depth -= 1) {
      if (this.open[depth - 1].column < line.column + STEP) return depth + 1;
    }
    return 1;
  }

  /** Whether a line is a row from Excel: tabs within it, or as many as in the rows above. */
  isPasted(line) {
    const written = line.plain;
    if (this.table && this.table.pasted && written.includes("\t")) {
      const { columns } = this.table;
      const asMany = written.split("\t").length === columns;
      if (asMany && (columns >= WIDE || !line.number)) return true;
    }
    return !line.kind && line.text.trimEnd().includes("\t");
  }

  /** A row from Excel; its table goes below the item above it. */
  pasted(line) {
    const column = this.afterBlank || !this.open.length ? 0 : this.holder().column + STEP;
    const found = line.plain.replace(/^[ \u3000]+|[ \u3000]+$/g, "").split("\t");
    return this.row(found, column, true);
  }

  row(found, column, pasted = false) {
    if (!this.table) {
      this.table = { rows: 0, columns: found.length, pasted };
      this.closeTo(column);
      this.holder().last = this.table;
    }
    this.table.rows += 1;
    const fault = found.length !== this.table.columns;
    return { role: "row", depth: this.open.length, cells: found, table: this.table, fault };
  }
}

// -- Rows of tables -------------------------------------------------------------------------------

const RULE = /^:?-{3,}:?$/;

function split(written) {
  const found = [];
  const cell = /((?:[^\\|]|\\.|\\$)*)(\||$)/gy;
  const inside = written.trim().slice(1);
  while (cell.lastIndex <= inside.length) {
    const [, inner, end] = cell.exec(inside);
    found.push(inner.trim());
    if (!end) break;
  }
  if (found.length > 1 && found[found.length - 1] === "") found.pop();
  return found;
}

/** Read a row of a table. */
export const cells = (written) => split(written).map((cell) => cell.replace(/\\([\\|:-])/g, "$1"));

const isRule = (written) => split(written).every((cell) => RULE.test(cell));

/** Write a row of a table. */
export function row(found) {
  const escaped = found.map((cell) => {
    const safe = cell.replace(/[\\|]/g, "\\$&");
    return RULE.test(safe) ? `\\${safe}` : safe;
  });
  return `| ${escaped.join(" | ")} |`;
}

// -- The whole ------------------------------------------------------------------------------------

/** The indentation of what is below so many items. */
export const indent = (depth) => " ".repeat(STEP * depth);

/** Print the lines of an outline as the server does, each with the line that it came from. */
export function printed(lines, scheme = new Scheme()) {
  const found = [];
  const before = [];
  let table;
  for (const line of lines) {
    if (line.role === "blank") {
      table = null;
      found.push({ raw: "", line });
      continue;
    }
    const inside = line.role === "item" ? line.depth - 1 : line.depth;
    const block = line.list || line.table || {};
    const twoTables = table && line.table && table !== line.table;
    const bulletsNext = before[inside] && before[inside].ordered && block.ordered === false;
    if (twoTables || bulletsNext) found.push({ raw: "" });
    before[inside] = block;
    before.length = inside + 1;
    table = line.table || (line.role === "rule" ? table : null);
    found.push({ raw: indent(inside) + one(line, scheme), line });
  }
  return found;
}

function one(line, scheme) {
  if (line.role === "row") return row(line.cells.map(clean));
  if (line.role === "rule") return line.text.trim();
  const text = clean(line.text);
  if (line.role === "paragraph") return (needsAsIs(text) ? AS_IS : "") + text;
  return `${line.ordered ? scheme.marker(line.depth, line.nth) : BULLET} ${text}`;
}

const said = (line) => line.role !== "blank" && line.role !== "rule";

/** Whether the server would ask for a change of some line: empty, too deep, or a ragged row. */
export const faulty = (lines) =>
  lines.some((line) => line.fault || (said(line) && line.role !== "row" && !clean(line.text)));

/** An outline as the server prints it: numbered, indented, without what people left behind. */
export const tidied = (text, scheme) =>
  printed(read(text, scheme).filter(said), scheme).map(({ raw }) => raw).join("\n");

/** The characters of an outline that a reader counts: neither markers nor blanks. */
export function length(text, scheme) {
  const counted = read(text, scheme).filter(said)
    .map((line) => (line.role === "row" ? line.cells.join("") : line.text));
  return [...counted.join("").replace(/\s/g, "").replace(REFUSED, "")].length;
}
