// A sheet: the lines of a box while they are changed, and the text that they become.
//
// A line that nobody touched keeps its characters; only its count changes, and only in lists that
// something was put into, taken out of or moved in. What comes out is read again: where the lines
// would not stand as meant, the whole is printed as the server prints it, which always holds.

import { AS_IS, BULLET, STEP, Scheme, needsAsIs, recounted } from "./outline-marks.js";
import { printed, read, row } from "./outline-text.js";

const leading = (raw) => /^\s*/.exec(raw)[0];

/** Read a text into lines that can be changed. */
export function sheet(text, scheme) {
  return read(text, scheme).map((line) => {
    const before = leading(line.raw);
    const gap = line.role === "item" ? /\s*$/.exec(line.raw.slice(before.length, line.at))[0] : "";
    return { ...line, indent: before, gap, tail: line.raw.slice(line.at), touched: false };
  });
}

/** A line like another, with another text. */
export const like = (line, tail) => ({ ...line, tail, text: tail, touched: true });

/** An item without children or place of its own yet. */
export const item = (depth, tail, ordered = true) => ({
  role: "item", depth, ordered, tail, text: tail, mark: "", indent: "", gap: " ", touched: true,
});

/** A paragraph of what stands in a line, without a marker. */
export const paragraph = (line, depth) => ({
  ...line, role: "paragraph", kind: "", mark: "", depth, touched: true,
  list: undefined, ordered: undefined,
});

/** Where the lines end that belong to a line: the one after the last. */
export function end(lines, at) {
  const { role, depth } = lines[at];
  if (role !== "item") return at + 1;
  let last = at;
  for (let next = at + 1; next < lines.length; next += 1) {
    const line = lines[next];
    if (line.role === "blank") continue;
    if (line.role === "item" ? line.depth <= depth : line.depth < depth) break;
    last = next;
  }
  return last + 1;
}

// -- Writing --------------------------------------------------------------------------------------

/** Find the first item at the same depth after a line, where nothing shallower comes before it. */
function nextSibling(lines, at) {
  const { depth } = lines[at];
  for (let next = at + 1; next < lines.length; next += 1) {
    const line = lines[next];
    if (line.role === "item" && line.depth === depth && !line.touched) return line;
    if (line.role !== "blank" && line.depth < depth) return null;
  }
  return null;
}

/** Give touched lines their indentation and the kind of marker that their neighbours have. */
function adopt(lines, scheme) {
  const open = [];
  lines.forEach((line, at) => {
    if (line.role === "blank") return;
    if (line.role !== "item") {
      open.length = Math.min(open.length, line.depth);
      if (line.touched) line.indent = below(open[open.length - 1]);
      return;
    }
    const model = open[line.depth - 1] || (line.touched && nextSibling(lines, at));
    open.length = Math.min(open.length, line.depth - 1);
    if (line.touched) {
      line.indent = model ? model.indent : below(open[open.length - 1]);
      line.ordered = model ? model.ordered : line.ordered;
      line.mark = marker(line, model, scheme);
      line.gap = (model && model.gap) || " ";
    }
    line.column = line.touched ? width(line.indent) : line.column;
    open.push(line);
  });
}

function marker(line, model, scheme) {
  if (model) return model.mark;
  return line.ordered ? scheme.marker(line.depth, 1) : BULLET;
}

const width = (blanks) =>
  [...blanks].reduce((sum, each) => sum + ("\t\u3000".includes(each) ? STEP : 1), 0);

const below = (parent) => (parent ? " ".repeat(parent.column + STEP) : "");

/** Count the items of each list, and say which lists something happened in. */
function count(lines) {
  const changed = new Set();
  const open = [{ last: null }];
  let near = false;
  for (const line of lines) {
    if (line.role === "blank") {
      near = near || line.touched;
      continue;
    }
    const inside = line.role === "item" ? line.depth - 1 : line.depth;
    open.length = Math.min(open.length, inside + 1);
    const holder = open[open.length - 1];
    if (line.role === "item") {
      if (!holder.last || holder.last.ordered !== line.ordered) {
        holder.last = { ordered: line.ordered, count: 0 };
      }
      line.list = holder.last;
      holder.last.count += 1;
      line.nth = holder.last.count;
      open.push({ last: null, list: line.list });
    } else {
      holder.last = line.table || {};
    }
    if (near || line.touched || line.near) open.forEach((each) => changed.add(each.list));
    near = line.touched;
  }
  return changed;
}

function written(line, scheme) {
  if (line.role === "item") {
    const mark = line.ordered && line.counted
      ? recounted(line.mark, line.nth) || scheme.marker(line.depth, line.nth)
      : line.mark;
    const asItWas = !line.touched && mark === line.mark && line.raw.endsWith(line.tail);
    return asItWas && line.raw.length === line.at + line.tail.length
      ? line.raw
      : line.indent + mark + line.gap + line.tail;
  }
  if (!line.touched || line.role === "blank" || line.role === "rule") return line.raw;
  if (line.role === "row") return line.indent + row(line.cells);
  const kept = line.kind === AS_IS || (!line.free && needsAsIs(line.tail));
  return line.indent + (kept ? AS_IS : "") + line.tail;
}

const asMeant = (lines, found) =>
  lines.length === found.length && lines.every((line, at) =>
    line.role === found[at].role
    && (line.role === "blank" || line.depth === found[at].depth)
    && line.ordered === found[at].ordered);

/**
 * The text of changed lines: {text, at}, where `at(line, offset)` is a place in a line's text.
 *
 * `strict` lines stand as meant, whatever it takes; others stay as they are typed.
 */
export function compose(lines, scheme = new Scheme(), { strict = true } = {}) {
  adopt(lines, scheme);
  const changed = count(lines);
  for (const line of lines) line.counted = line.role === "item" && changed.has(line.list);
  let raws = lines.map((line) => ({ line, raw: written(line, scheme) }));
  const text = raws.map(({ raw }) => raw).join("\n");
  if (strict && !asMeant(lines, read(text, scheme)) && !lines.some(({ fault }) => fault)) {
    raws = printed(lines, scheme);
  }
  return { text: raws.map(({ raw }) => raw).join("\n"), at: places(raws) };
}

function places(raws) {
  const starts = new Map();
  let start = 0;
  for (const { line, raw } of raws) {
    starts.set(line, start + raw.length);
    start += raw.length + 1;
  }
  return (line, offset) => starts.get(line) - Math.max(0, line.tail.length - offset);
}
