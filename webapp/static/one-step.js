// One step: a change of a field's text that Ctrl+Z takes back in one, and exactly.
//
// Only the browser's own commands keep its undo stack. Chromium takes a millisecond for every line
// of an `insertText` and hardly any time for a whole text as escaped HTML; in a plain field both
// leave the same characters. Firefox knows `insertText` alone.

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

const escaped = (text) => text.replace(/[&<>]/g, (sign) => ESCAPES[sign]);

/** Where two texts begin and end to differ: [from, to in the older, to in the newer]. */
export function span(older, newer) {
  const shorter = Math.min(older.length, newer.length);
  let from = 0;
  while (from < shorter && older[from] === newer[from]) from += 1;
  let same = 0;
  while (
    same < shorter - from
    && older[older.length - 1 - same] === newer[newer.length - 1 - same]
  ) same += 1;
  // A character of two halves is never cut in two.
  if (from > 0 && /[\uD800-\uDBFF]/.test(older[from - 1])) from -= 1;
  if (same > 0 && /[\uDC00-\uDFFF]/.test(older[older.length - same])) same -= 1;
  return [from, older.length - same, newer.length - same];
}

function commands(inserted) {
  if (inserted === "") return [["delete"]];
  const plain = ["insertText", false, inserted];
  return inserted.includes("\n") ? [["insertHTML", false, escaped(inserted)], plain] : [plain];
}

function done(field, inserted, wanted) {
  const before = field.value;
  return commands(inserted).some((command) => {
    if (document.execCommand(...command) && field.value === wanted) return true;
    if (field.value !== before) document.execCommand("undo");
    return false;
  });
}

/**
 * Give a field another text as one step that can be undone, and put the selection there.
 *
 * Only what differs is touched. A browser without these commands gets the text all the same.
 */
export function change(field, wanted, start, end = start) {
  const { scrollTop } = field;
  field.focus({ preventScroll: true });
  if (field.value !== wanted) {
    const [from, to, upTo] = span(field.value, wanted);
    field.setSelectionRange(from, to);
    if (!done(field, wanted.slice(from, upTo), wanted)) {
      field.value = wanted;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  field.setSelectionRange(start, end);
  field.scrollTop = scrollTop;
  keepInSight(field);
}

/** Scroll a field as far as its caret asks: a command, unlike a key, does not. */
function keepInSight(field) {
  const { value, selectionStart: caret, scrollHeight, clientHeight } = field;
  if (scrollHeight <= clientHeight) return;
  // The shorter side is measured; behind the caret its first row may wrap otherwise, by one line.
  const above = caret <= value.length / 2;
  const { height, line, padding } = measured(field, above ? value.slice(0, caret) : value.slice(caret));
  const bottom = above ? height : scrollHeight - height + line + padding;
  const top = bottom - 2 * line - padding;
  if (top < field.scrollTop) field.scrollTop = top;
  if (bottom > field.scrollTop + clientHeight) field.scrollTop = bottom - clientHeight;
}

/** How high a text is in a field, with its padding; and one line of it. */
function measured(field, text) {
  const mirror = field.cloneNode(false);
  ["id", "name", "aria-describedby"].forEach((each) => mirror.removeAttribute(each));
  mirror.setAttribute("aria-hidden", "true");
  mirror.tabIndex = -1;
  mirror.classList.add("mirror");
  mirror.style.width = `${field.offsetWidth}px`;
  mirror.value = text;
  field.after(mirror);
  const style = getComputedStyle(mirror);
  const found = {
    height: mirror.scrollHeight,
    line: parseFloat(style.lineHeight) || 1.5 * parseFloat(style.fontSize),
    padding: parseFloat(style.paddingTop) + parseFloat(style.paddingBottom),
  };
  mirror.remove();
  return found;
}
