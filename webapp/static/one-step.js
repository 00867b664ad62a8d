// One step: a change of a field's text that Ctrl+Z takes back in one, and exactly.
//
// Only the browser's own commands keep its undo stack. Chromium takes a millisecond for every line
// of an `insertText` and hardly any time for a whole text as escaped HTML; in a plain field both
// leave the same characters. Firefox knows `insertText` alone. For a few lines `insertText` is as
// quick, and the same as typing to the browser, also where a text ends with an empty line.

const FEW_LINES = 30;
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

const escaped = (text) => text.replace(/[&<>]/g, (sign) => ESCAPES[sign]);

/** What may be one letter with its neighbour: a browser selects, and so replaces, whole ones. */
const JOINING = /[\p{M}\p{Cf}\ud800-\udfff\u1100-\u11ff]/u;

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
  const edges = older.slice(Math.max(0, from - 1), from + 1) + newer.slice(from, from + 1)
    + older.slice(older.length - same - 1).slice(0, 2) + newer[newer.length - same - 1];
  if (JOINING.test(edges)) {
    // Lines are never one letter with others.
    from = older.slice(0, from).lastIndexOf("\n") + 1;
    const end = older.indexOf("\n", older.length - same);
    same = end < 0 ? 0 : older.length - end;
  }
  return [from, older.length - same, newer.length - same];
}

function commands(inserted) {
  if (inserted === "") return [["delete"]];
  const plain = ["insertText", false, inserted];
  const lines = inserted.split("\n").length;
  return lines > FEW_LINES ? [["insertHTML", false, escaped(inserted)], plain] : [plain];
}

function done(field, inserted, wanted) {
  const before = field.value;
  return commands(inserted).some((command) => {
    if (document.execCommand(...command) && field.value === wanted) return true;
    if (field.value !== before) document.execCommand("undo");
    return false;
  });
}

// -- Where the caret was -------------------------------------------------------------------------

const REMEMBERED = 100;
const remembered = new WeakMap();

/** A browser that undoes a command selects what it had replaced; people expect their caret. */
function remember(field, step) {
  if (!remembered.has(field)) {
    remembered.set(field, { steps: [], undone: 0 });
    field.addEventListener("input", ({ inputType }) => {
      if (inputType === "historyUndo") putBack(field, 1);
      if (inputType === "historyRedo") putBack(field, -1);
    });
  }
  const found = remembered.get(field);
  found.steps.splice(found.steps.length - found.undone, found.undone, step);
  found.undone = 0;
  if (found.steps.length > REMEMBERED) found.steps.shift();
}

function putBack(field, by) {
  const found = remembered.get(field);
  const at = found.steps.length - found.undone - (by > 0 ? 1 : 0);
  const step = found.steps[at];
  const { value, start, end } = (step && (by > 0 ? step.before : step.after)) || {};
  if (value !== field.value) return;
  found.undone += by;
  field.setSelectionRange(start, end);
  keepInSight(field);
}

const standing = ({ value, selectionStart: start, selectionEnd: end }) => ({ value, start, end });

/**
 * Give a field another text as one step that can be undone, and put the selection there.
 *
 * Only what differs is touched. A browser without these commands gets the text all the same.
 */
export function change(field, wanted, start, end = start) {
  const { scrollTop } = field;
  const before = standing(field);
  field.focus({ preventScroll: true });
  if (field.value !== wanted) {
    const [from, to, upTo] = span(field.value, wanted);
    // A caret that was elsewhere ends what was typed: Ctrl+Z would take that back along with this.
    const elsewhere = from ? 0 : field.value.length;
    field.setSelectionRange(elsewhere, elsewhere);
    field.setSelectionRange(from, to);
    if (!done(field, wanted.slice(from, upTo), wanted)) {
      field.value = wanted;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  field.setSelectionRange(start, end);
  if (before.value !== wanted) remember(field, { before, after: standing(field) });
  field.scrollTop = scrollTop;
  keepInSight(field);
}

/** Scroll a field as far as its caret asks: a command, unlike a key, does not. */
function keepInSight(field) {
  const { value, selectionStart: caret, scrollHeight, clientHeight } = field;
  if (scrollHeight <= clientHeight) return;
  // The shorter side is measured; behind the caret its first row may wrap otherwise, by one line.
  const above = caret <= value.length / 2;
  const side = above ? value.slice(0, caret) : value.slice(caret);
  const { height, line, padding } = measured(field, side);
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
