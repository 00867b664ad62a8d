// Edits: what the keys do to an outline. Each takes a text and a selection and gives back the text
// that it becomes, {text, start, end, said}; null where the browser's own answer is the right one.

import { BAR, STEP, Scheme, taken } from "./outline-marks.js";
import { compose, end, item, like, paragraph, sheet } from "./outline-sheet.js";
import { MAX_DEPTH, cells, faulty, read, row, tidied } from "./outline-text.js";

/** The line that a place stands in: [index, offset in it]. */
function place(lines, at) {
  let left = at;
  let index = 0;
  while (index < lines.length - 1 && left > lines[index].raw.length) {
    left -= lines[index].raw.length + 1;
    index += 1;
  }
  return [index, left];
}

const result = ({ text, at }, line, offset, said = "") => {
  const start = at(line, offset);
  return { text, start, end: start, said };
};

/** The line of a text around a place: {raw, offset, start}. */
export function around(text, at) {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const stop = text.indexOf("\n", at);
  return { raw: text.slice(start, stop < 0 ? undefined : stop), offset: at - start, start };
}

/** Whether a place stands before the text of an item: at its marker. */
export function atMarker(text, at) {
  const { raw, offset } = around(text, at);
  const line = taken(raw);
  return Boolean(line.kind && line.mark) && offset <= line.at;
}

// -- Enter ----------------------------------------------------------------------------------------

/** Go on with the next item; an empty one steps out. */
export function enter(text, at, scheme = new Scheme()) {
  const { raw, offset } = around(text, at);
  const line = taken(raw);
  if (line.kind === BAR) return nextRow(text, at, raw, offset);
  if (!line.kind || !line.mark) return enterPlain(text, at, raw, offset, scheme);
  return enterItem(text, at, scheme);
}

function enterPlain(text, at, raw, offset, scheme) {
  const lines = sheet(text, scheme);
  const [index] = place(lines, at);
  if (lines[index].role === "item") return enterItem(text, at, scheme);
  const before = /^[ \u3000]*/.exec(raw)[0];
  if (!before || offset < before.length) return null;
  const start = at - offset;
  if (!raw.trim()) {
    return { text: text.slice(0, start) + text.slice(at), start, end: start, said: "" };
  }
  const next = at + 1 + before.length;
  return { text: `${text.slice(0, at)}\n${before}${text.slice(at)}`, start: next, end: next, said: "" };
}

function enterItem(text, at, scheme) {
  const lines = sheet(text, scheme);
  const [index, offset] = place(lines, at);
  const line = lines[index];
  if (line.role !== "item" || offset < line.indent.length) return null;
  if (!line.tail.trim()) {
    return line.depth > 1 ? shift(text, at, at, -1, scheme) : leaveList(lines, index, scheme);
  }
  const cut = Math.max(0, offset - line.at);
  const next = like(line, line.tail.slice(cut).trimStart());
  line.tail = line.tail.slice(0, cut);
  lines.splice(index + 1, 0, next);
  return result(compose(lines, scheme), next, 0);
}

function leaveList(lines, index, scheme) {
  const empty = { role: "blank", depth: 0, raw: "", tail: "", touched: true };
  lines.splice(index, 1, empty);
  return result(compose(lines, scheme, { strict: false }), empty, 0);
}

/** A new row below; an empty one ends the table. */
function nextRow(text, at, raw, offset) {
  if (offset < raw.trimEnd().length) return null;
  const start = at - offset;
  const found = cells(raw.trimStart());
  const rest = text.slice(start + raw.length);
  const before = /^\s*/.exec(raw)[0];
  if (found.every((cell) => !cell)) {
    return { text: text.slice(0, start) + rest, start, end: start, said: "" };
  }
  const next = before + row(found.map(() => ""));
  const caret = start + raw.length + 1 + before.length + BAR.length + 1;
  const whole = `${text.slice(0, start + raw.length)}\n${next}${rest}`;
  return { text: whole, start: caret, end: caret, said: "" };
}

/** Shift+Enter: a paragraph below the item, in line with its text. */
export function enterBelow(text, at, scheme = new Scheme()) {
  const lines = sheet(text, scheme);
  const [index, offset] = place(lines, at);
  const line = lines[index];
  if (line.role !== "item" || offset < line.at) return null;
  const before = " ".repeat(line.column + STEP);
  const caret = at + 1 + before.length;
  return { text: `${text.slice(0, at)}\n${before}${text.slice(at)}`, start: caret, end: caret, said: "" };
}

// -- Levels ---------------------------------------------------------------------------------------

/** Move what is selected, and what is below it, one level in (1) or out (-1). */
export function shift(text, start, stop, by, scheme = new Scheme()) {
  const lines = sheet(text, scheme);
  const [from, fromOffset] = place(lines, start);
  const [until, untilOffset] = place(lines, stop);
  const last = until > from && untilOffset === 0 ? until - 1 : until;
  const places = [[lines[from], fromOffset], [lines[until], untilOffset]]
    .map(([line, offset]) => [line, Math.max(0, offset - line.at)]);
  const swapped = new Map();
  let refused = "";
  let moved = null;
  for (let at = from; at <= last; at += 1) {
    if (lines[at].role === "blank" || lines[at].role === "rule") continue;
    const stopAt = end(lines, at);
    refused = refusal(lines, at, stopAt, by);
    if (refused) break;
    for (let each = at; each < stopAt; each += 1) {
      const after = moveLine(lines[each], by, each === at);
      swapped.set(lines[each], after);
      lines[each] = after;
    }
    moved = lines[at];
    at = stopAt - 1;
  }
  if (refused || !moved) return { text, start, end: stop, said: refused };
  const composed = compose(lines, scheme);
  const [one, other] = places.map(([line, offset]) => composed.at(swapped.get(line) || line, offset));
  return { text: composed.text, start: one, end: other, said: "moved", line: moved };
}

function refusal(lines, at, stopAt, by) {
  const line = lines[at];
  if (line.role === "row") return "table";
  if (line.role === "paragraph") return by < 0 && line.depth === 0 ? "outermost" : "";
  if (by < 0) return "";
  const deepest = lines.slice(at, stopAt).reduce((most, each) => Math.max(most, each.depth), 0);
  if (deepest + 1 > MAX_DEPTH) return "deepest";
  return hasBrother(lines, at) ? "" : "first";
}

/** Whether an item has one before it that it can go below. */
function hasBrother(lines, at) {
  const { depth } = lines[at];
  for (let before = at - 1; before >= 0; before -= 1) {
    const line = lines[before];
    if (line.role === "blank") continue;
    if (line.depth < depth) return false;
    if (line.role === "item" && line.depth === depth) return true;
  }
  return false;
}

function moveLine(line, by, isTop) {
  if (line.role === "blank" || line.role === "rule") return line;
  const depth = line.depth + by;
  if (line.role === "item") {
    if (depth === 0) return paragraph(line, 0);
    return { ...line, depth, touched: true };
  }
  if (line.role === "paragraph" && isTop && by > 0) {
    return item(Math.min(line.depth + 1, MAX_DEPTH), line.tail.trim());
  }
  return { ...line, depth: Math.max(0, depth), touched: true };
}

// -- Taking away ----------------------------------------------------------------------------------

/** Backspace at a marker: the line stays, as what it is without. */
export function unmark(text, at, scheme = new Scheme()) {
  const lines = sheet(text, scheme);
  const [index] = place(lines, at);
  const line = lines[index];
  if (line.role !== "item") return null;
  const bare = { ...paragraph(line, line.depth - 1), free: true };
  lines[index] = bare;
  return result(compose(lines, scheme, { strict: false }), bare, 0);
}

/**
 * Take a stretch away and put something in its place, in one line.
 *
 * Where lines are joined, the marker of the later one goes.
 */
export function replace(text, from, to, inserted = "", scheme = new Scheme()) {
  const older = sheet(text, scheme);
  const [first, firstOffset] = place(older, from);
  const [last, lastOffset] = place(older, to);
  const keepsHead = firstOffset > older[first].indent.length;
  const joins = keepsHead && last > first && older[last].role === "item";
  const until = joins && lastOffset < older[last].at ? to + older[last].at - lastOffset : to;
  const joined = text.slice(0, from) + inserted + text.slice(until);
  const lines = sheet(joined, scheme);
  const gone = older.length - lines.length;
  for (let at = first + 1; at < lines.length; at += 1) keepLong(lines, at, older[at + gone]);
  for (const at of [first, first + 1]) if (lines[at]) lines[at].near = true;
  const [index, offset] = place(lines, from + inserted.length);
  const composed = compose(lines, scheme, { strict: false });
  return result(composed, lines[index], offset - lines[index].at);
}

/** A count beyond 99 is read only after the one before it; it was an item, and stays one. */
function keepLong(lines, at, older) {
  if (older.role === "item" && lines[at].role === "paragraph") lines[at] = older;
}

/** The whole as it will print; where the server would ask for a change, it stays. */
export function tidy(text, at, scheme = new Scheme()) {
  const lines = read(text, scheme);
  if (faulty(lines)) return { text, start: at, end: at, said: "faulty" };
  const after = tidied(text, scheme);
  const start = Math.min(at, after.length);
  return { text: after, start, end: start, said: "tidied" };
}

// -- Putting in -----------------------------------------------------------------------------------

/**
 * Put an outline below a line: its items become brothers of that item, the rest stands below it.
 * Give back its last line.
 */
function putBelow(lines, index, outline, scheme) {
  const { role, depth } = lines[index] || { depth: 0 };
  const by = role === "item" ? depth - 1 : depth;
  const added = sheet(outline, scheme)
    .filter((line) => line.role !== "blank" && line.role !== "rule")
    .map((line) => {
      const loose = line.role !== "item" && line.depth === 0;
      return { ...line, depth: Math.min(loose ? depth : line.depth + by, MAX_DEPTH), touched: true };
    });
  lines.splice(index + 1, 0, ...added);
  return added[added.length - 1];
}

/** Append an outline to a text, as one list with what stands at its end. */
export function append(text, outline, scheme = new Scheme()) {
  const lines = sheet(text.trimEnd(), scheme);
  if (!text.trim()) lines.length = 0;
  const last = putAtEnd(lines, outline.trimEnd(), scheme);
  return last ? result(compose(lines, scheme), last, last.tail.length, "taken") : null;
}

function putAtEnd(lines, outline, scheme) {
  const added = sheet(outline, scheme).map((line) => ({ ...line, touched: true }));
  lines.push(...added);
  return added[added.length - 1];
}

/**
 * Paste an outline of several lines in place of a selection.
 *
 * In an empty item or behind one, its items go on with the list; lines without a marker become
 * items there, too, as in Word. Within a text its ends join what stands before and after.
 */
export function paste(text, start, stop, outline, scheme = new Scheme()) {
  const cut = start === stop ? { text, start } : replace(text, start, stop, "", scheme);
  const lines = sheet(cut.text, scheme);
  const [index, offset] = place(lines, cut.start);
  const line = lines[index];
  const behind = line.raw.slice(Math.max(offset, line.at)).trim();
  if (behind && line.tail.trim()) return pasteWithin(lines, index, offset, outline, scheme);
  const added = line.role === "item" ? asItems(outline, scheme) : outline;
  const last = putBelow(lines, index, added, scheme);
  if (!last) return null;
  if (!line.tail.trim() && line.role !== "row") lines.splice(index, 1);
  return result(compose(lines, scheme), last, last.tail.length, "pasted");
}

/** Lines without a marker become items, where none of the lines has one. */
function asItems(outline, scheme) {
  const lines = read(outline, scheme);
  if (lines.some(({ role }) => role !== "paragraph" && role !== "blank")) return outline;
  return lines.filter(({ role }) => role === "paragraph")
    .map((line, at) => `${at + 1}. ${line.text.trim()}`).join("\n");
}

function pasteWithin(lines, index, offset, outline, scheme) {
  const line = lines[index];
  const cut = Math.max(0, offset - line.at);
  const added = read(outline, scheme).filter(({ role }) => role !== "blank");
  if (!added.length) return null;
  const behind = line.tail.slice(cut);
  line.tail = line.tail.slice(0, cut) + added[0].text;
  line.touched = true;
  const rest = added.slice(1).map(({ raw }) => raw).join("\n");
  const last = (rest && putBelow(lines, index, rest, scheme)) || line;
  const caret = last.tail.length;
  last.tail += behind;
  return result(compose(lines, scheme), last, caret, "pasted");
}
