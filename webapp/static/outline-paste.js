// Paste: what Word, Excel, LibreOffice, Google Docs and plain text bring becomes an outline.
//
// Lists that the other program counts by itself come with their levels and without markers; typed
// markers come as text, and are read as the box reads them. A table becomes rows, or is refused
// with what to do about it.

import { BULLET, Scheme } from "./outline-marks.js";
import { MAX_DEPTH, clean, indent, read, row, tidied } from "./outline-text.js";
import { words } from "./words.js";

const MAX_COLUMNS = 10;
const BLOCKS = new Set([
  "P", "DIV", "H1", "H2", "H3", "H4", "H5", "H6", "LI", "PRE", "BLOCKQUOTE", "DD", "DT", "ARTICLE",
  "SECTION", "CENTER", "BODY", "UL", "OL", "TABLE", "DL",
]);
const UNSEEN = new Set(["STYLE", "SCRIPT", "TITLE", "META", "LINK", "XML", "HEAD", "TEMPLATE"]);
const WORD_BULLET = /^(?:[·•‧●○◎◆■□➢§Ø¨üvo\uf000-\uf0ff]|[-–—*])$/;

/** A marker in a cell of its own, as Word writes it before a tab in plain text. */
const BARE = new RegExp(
  "^[ \\u3000]*(?:[(（]?[0-9０-９A-Za-zＡ-Ｚａ-ｚ]{1,3}[.．、)）]|[(（]?[一二三四五六七八九十]{1,3}[、)）]"
  + "|[·•‧●▪○◦■◆➢§Øüo–*\\uf000-\\uf0ff-])$",
);
const HAN = "[\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef\\u3000-\\u303f]";
const WRAPPED = new RegExp(`(${HAN})[ \\t]*\\r?\\n[ \\t]*(?=${HAN})`, "g");

/** Why something cannot be pasted, in words for the person. */
class Refused extends Error {}

/**
 * Make an outline of what was copied: {outline} of several lines, {inline} words of one, {refused}
 * with the reason, or none of them where the browser's own paste is the right one.
 */
export function outlineOf(html, plain, scheme = new Scheme()) {
  try {
    const rich = html && structured(html) ? fromHtml(html, scheme) : null;
    return rich || fromPlain(plain.replace(/\r\n?/g, "\n"), scheme);
  } catch (refused) {
    if (refused instanceof Refused) return { refused: refused.message };
    throw refused;
  }
}

// -- Plain text -----------------------------------------------------------------------------------

function fromPlain(plain, scheme) {
  const text = plain.replace(/\n+$/, "");
  const rows = text.includes("\t") ? asTable(tabbed(text)) : null;
  if (rows) return { outline: table(rows) };
  if (text.includes("\n")) return { outline: tidied(text, scheme) };
  const inline = unmarked(text, scheme);
  return inline === text ? {} : { inline };
}

/** Whether rows of cells are a table, and not a list of Word's with tabs behind its markers. */
function asTable(rows) {
  const filled = rows.filter((cells) => cells.some((cell) => cell.trim()));
  const [wide, narrow] = [true, false].map((is) => filled.filter((each) => each.length > 1 === is));
  if (wide.length < narrow.length || wide.every((cells) => BARE.test(cells[0]))) return null;
  return filled;
}

/** Split what Excel writes: tabs between cells, quotes around cells with line breaks. */
function tabbed(text) {
  const rows = [[]];
  const cell = /(?:"((?:[^"]|"")*)"(?=\t|\n|$)|([^\t\n]*))(\t|\n|$)/gy;
  while (cell.lastIndex <= text.length) {
    const [, quoted, bare, stop] = cell.exec(text);
    rows[rows.length - 1].push(quoted === undefined ? bare : quoted.replace(/""/g, '"'));
    if (!stop) break;
    if (stop === "\n") rows.push([]);
  }
  return rows;
}

// -- Tables -----------------------------------------------------------------------------------------

/** Write rows as lines of the box; a single column is as many paragraphs. */
function table(rows) {
  const cells = rows.map((found) => found.map((cell) => clean(cell)));
  const columns = Math.max(...cells.map((found) => found.length));
  if (cells.some((found) => found.length !== columns)) throw new Refused(words.box.ragged);
  if (columns > MAX_COLUMNS) throw new Refused(words.box.wide(MAX_COLUMNS));
  if (columns === 1) return cells.map(([cell]) => cell).filter(Boolean).join("\n");
  return cells.map(row).join("\n");
}

function fromTable(found) {
  const cells = [...found.querySelectorAll("td, th")];
  if (cells.some((cell) => cell.querySelector("table, li, [style*='mso-list']"))) {
    throw new Refused(words.box.nested);
  }
  if (cells.some((cell) => cell.colSpan > 1 || cell.rowSpan > 1)) {
    throw new Refused(words.box.merged);
  }
  const rows = [...found.rows].map((each) => [...each.cells].map((cell) => textOf(cell)));
  return table(rows.filter((each) => each.some(Boolean)));
}

// -- HTML -------------------------------------------------------------------------------------------

const structured = (html) => /mso-list|<(?:ol|ul|li|table|p|h[1-6])[\s>]/i.test(html);

/** The characters of an element as its document shows them, in one line. */
function shownIn(node) {
  const copy = node.cloneNode(true);
  copy.querySelectorAll("br").forEach((each) => each.replaceWith(" "));
  copy.querySelectorAll("p, div, li").forEach((each) => each.append(" "));
  return copy.textContent;
}

/** Characters of a source as text: a line that was wrapped between two Han is one. */
const unwrapped = (text) => clean(text.replace(WRAPPED, "$1").replace(/[\s\u00a0]+/g, " "));

const textOf = (node) => unwrapped(shownIn(node));

/** An outline of what stands in HTML; null where it is nothing. */
function fromHtml(html, scheme) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const found = [];
  gather(body, 0, found);
  const lines = found.filter(({ text, rows }) => text || rows);
  if (!lines.length) return null;
  if (lines.length === 1 && !lines[0].rows) return { inline: unmarked(lines[0].text, scheme) };
  return { outline: tidied(leveled(lines, scheme).join("\n"), scheme) };
}

/** Walk through a document: {depth, bullet, text} of list items, {text} of others, {rows}. */
function gather(node, depth, found) {
  let loose = "";
  const flush = () => {
    if (clean(loose)) found.push({ text: unwrapped(loose) });
    loose = "";
  };
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) loose += child.data;
    if (child.nodeType !== Node.ELEMENT_NODE || UNSEEN.has(child.tagName)) continue;
    if (child.tagName === "BR") flush();
    else if (isBlock(child)) {
      flush();
      block(child, depth, found);
    } else loose += shownIn(child);
  }
  flush();
}

const isBlock = (node) =>
  BLOCKS.has(node.tagName)
  || [...node.children].some((child) => !UNSEEN.has(child.tagName) && isBlock(child));

function block(node, depth, found) {
  if (node.tagName === "TABLE") found.push({ rows: fromTable(node) });
  else if (node.tagName === "OL" || node.tagName === "UL") list(node, depth + 1, found);
  else if (node.tagName === "LI") entry(node, Math.max(depth, 1), false, found);
  else if ([...node.children].some(isBlock)) gather(node, depth, found);
  else if (wordLevel(node)) wordItem(node, found);
  else gather(node, depth, found);
}

function list(node, depth, found) {
  const bullet = node.tagName === "UL";
  for (const child of node.children) {
    if (child.tagName === "LI") entry(child, depth, bullet, found);
    else if (child.tagName === "OL" || child.tagName === "UL") list(child, depth + 1, found);
  }
}

/** An item of HTML: its own words, then the lists and tables in it. Google says its level. */
function entry(node, depth, bullet, found) {
  const said = Number(node.getAttribute("aria-level")) || depth;
  const own = node.cloneNode(true);
  own.querySelectorAll("ol, ul, table").forEach((each) => each.remove());
  found.push({ depth: said, bullet, text: textOf(own) });
  node.querySelectorAll(":scope > ol, :scope > ul").forEach((each) => list(each, said + 1, found));
  node.querySelectorAll(":scope > table").forEach((each) => found.push({ rows: fromTable(each) }));
}

// -- Word -------------------------------------------------------------------------------------------

const wordLevel = (node) => {
  const said = /mso-list:\s*l\d+\s+level(\d+)/i.exec(node.getAttribute("style") || "");
  return said ? Number(said[1]) : 0;
};

/** A paragraph that Word counts: its level, and its marker in a span of its own. */
function wordItem(node, found) {
  const own = node.cloneNode(true);
  const ignored = [...own.querySelectorAll("[style]")]
    .filter((each) => /mso-list:\s*ignore/i.test(each.getAttribute("style")));
  const mark = ignored.length ? clean(ignored[0].textContent) : "";
  // A letter in a font of symbols is a bullet of Word's: l is ●, n is ■.
  const drawn = ignored.some((each) => each.closest("[style*='Wingdings'], [style*='Symbol']"));
  ignored.forEach((each) => each.remove());
  const bullet = WORD_BULLET.test(mark) || (drawn && mark.length === 1);
  found.push({ word: wordLevel(node), bullet, text: textOf(own) });
}

// -- Levels -----------------------------------------------------------------------------------------

/** Lines of the box; lists begin at the first level, whatever level they were copied from. */
function leveled(lines, scheme) {
  const least = Math.min(...lines.map(({ word, depth }) => word || depth || Infinity));
  let open = 0;
  return lines.map((line) => {
    if (line.rows) return below(line.rows, open);
    const said = line.word || line.depth;
    if (!said) {
      open = 0;
      return line.text;
    }
    const depth = Math.min(said - least + 1, open + 1, MAX_DEPTH);
    open = depth;
    const mark = line.bullet ? BULLET : scheme.marker(depth, 1);
    return `${indent(depth - 1)}${mark} ${unmarked(line.text, scheme)}`;
  });
}

const below = (rows, open) =>
  rows.split("\n").map((each) => indent(open) + each).join("\n");

/** A marker typed into an item that is counted anyway is one too many. */
function unmarked(text, scheme) {
  const [line] = read(text, scheme);
  return line.role === "item" ? line.text : text;
}
