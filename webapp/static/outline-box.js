// The outline box: a plain field that knows lists. Without this script the server reads the same.
//
// <textarea data-outline-box="report|official">: Enter goes on with the list, an empty item steps
// out, Ctrl+] and Ctrl+[ (Alt+Shift+→ and ←, as in Word) move an item with what is below it, Tab
// does so only while the caret is at a marker, Esc gives Tab back. Every action is one step for
// Ctrl+Z. While an input method composes, nothing is touched.

import { button, element, say } from "./elements.js";
import { change } from "./one-step.js";
import * as edit from "./outline-edit.js";
import { Scheme, taken } from "./outline-marks.js";
import { outlineOf } from "./outline-paste.js";
import { words } from "./words.js";

const boxes = new WeakMap();

/** The box of a field, if it is one. */
export const boxOf = (field) => boxes.get(field);

const composing = (event) => event.isComposing || event.keyCode === 229;

/** Makes one field know lists. */
export class OutlineBox {
  constructor(field) {
    this.field = field;
    this.scheme = new Scheme(field.dataset.outlineBox);
    this.status = statusLine(field);
    // Tab moves on, until the person has done something in the box.
    this.tabs = false;
    this.freed = false;
    this.dropped = null;
    boxes.set(field, this);
    field.before(toolbar(this));
    this.listen();
  }

  listen() {
    const on = (name, heard) => this.field.addEventListener(name, heard);
    on("keydown", (event) => this.key(event));
    on("beforeinput", (event) => this.before(event));
    on("paste", (event) => this.paste(event));
    on("drop", (event) => { this.dropped = event.dataTransfer; });
    on("dragend", () => { this.dropped = null; });
    on("pointerdown", () => { this.tabs = !this.freed; });
    on("input", () => { this.tabs = !this.freed; });
    on("blur", () => {
      this.tabs = false;
      this.freed = false;
    });
  }

  /** Do an edit as one step; false where there is none to do. */
  apply(edited) {
    if (!edited) return false;
    change(this.field, edited.text, edited.start, edited.end);
    this.tell(edited);
    return true;
  }

  tell({ said, line }) {
    if (said === "moved") {
      const { depth, role } = line;
      const mark = taken(edit.around(this.field.value, this.field.selectionStart).raw).mark;
      say(this.status, words.level(role === "item" ? depth : 0, mark));
    } else if (said) say(this.status, words.box[said]);
  }

  // -- Keys ---------------------------------------------------------------------------------------

  key(event) {
    if (composing(event)) return;
    const done = this.answers(event);
    if (done) event.preventDefault();
  }

  answers(event) {
    const { key } = event;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (key === "Escape") return this.free();
    if (key === "Enter" && plain) return this.enter(event.shiftKey);
    if (key === "Tab" && plain) return this.tab(event.shiftKey ? -1 : 1);
    if (event.ctrlKey && !event.altKey && !event.metaKey) {
      if (key === "]" || event.code === "BracketRight") return this.shift(1);
      if (key === "[" || event.code === "BracketLeft") return this.shift(-1);
    }
    if (event.altKey && event.shiftKey && !event.ctrlKey) {
      if (key === "ArrowRight") return this.shift(1);
      if (key === "ArrowLeft") return this.shift(-1);
    }
    if (key.startsWith("Arrow") || key === "Home" || key === "End") this.tabs = !this.freed;
    return false;
  }

  free() {
    this.tabs = false;
    this.freed = true;
    say(this.status, words.tabFree);
    return false;
  }

  enter(below) {
    const { value, selectionStart, selectionEnd } = this.field;
    const cut = selectionStart === selectionEnd
      ? { text: value, start: selectionStart }
      : edit.replace(value, selectionStart, selectionEnd, "", this.scheme);
    const act = below ? edit.enterBelow : edit.enter;
    return this.apply(act(cut.text, cut.start, this.scheme));
  }

  tab(by) {
    const { value, selectionStart, selectionEnd } = this.field;
    const there = selectionStart === selectionEnd && edit.atMarker(value, selectionStart);
    return this.tabs && there && this.shift(by);
  }

  shift(by) {
    const { value, selectionStart, selectionEnd } = this.field;
    return this.apply(edit.shift(value, selectionStart, selectionEnd, by, this.scheme));
  }

  tidy() {
    return this.apply(edit.tidy(this.field.value, this.field.selectionStart, this.scheme));
  }

  append(outline) {
    return this.apply(edit.append(this.field.value, outline, this.scheme));
  }

  // -- What the browser is about to do --------------------------------------------------------------

  before(event) {
    if (event.isComposing || !event.cancelable) return;
    const { inputType: type, data } = event;
    const done = (type === "insertFromDrop" && this.drop(data))
      || (type.startsWith("delete") && this.erase(type))
      || (type === "insertText" && data && !data.includes("\n") && this.overtype(data));
    if (done) event.preventDefault();
  }

  /** Take away what reaches over the end of a line, or a marker. */
  erase(type) {
    const { value, selectionStart: from, selectionEnd: to } = this.field;
    if (from < to) {
      return value.slice(from, to).includes("\n")
        && this.apply(edit.replace(value, from, to, "", this.scheme));
    }
    const { raw, offset } = edit.around(value, from);
    if (type.endsWith("Backward") && edit.atMarker(value, from)) {
      return this.apply(edit.unmark(value, from, this.scheme));
    }
    if (type.endsWith("Forward") && offset === raw.length && from < value.length) {
      return this.apply(edit.replace(value, from, from + 1, "", this.scheme));
    }
    return false;
  }

  /** Type over lines: they go, and the rest is numbered, in the same step. */
  overtype(data) {
    const { value, selectionStart: from, selectionEnd: to } = this.field;
    return value.slice(from, to).includes("\n")
      && this.apply(edit.replace(value, from, to, data, this.scheme));
  }

  // -- Paste and drop -------------------------------------------------------------------------------

  paste(event) {
    if (this.take(event.clipboardData)) event.preventDefault();
  }

  drop(data) {
    const brought = this.dropped;
    this.dropped = null;
    return Boolean(brought) && this.take(brought, data);
  }

  /** Put in what was brought, as an outline; false where it is a few words. */
  take(brought, fallback = "") {
    const found = outlineOf(
      brought.getData("text/html"),
      brought.getData("text/plain") || fallback,
      this.scheme,
    );
    if (found.refused) {
      say(this.status, found.refused);
      return true;
    }
    const { value, selectionStart, selectionEnd } = this.field;
    if (found.inline) return this.insert(found.inline);
    if (!found.outline) return false;
    return this.apply(
      edit.paste(value, selectionStart, selectionEnd, found.outline, this.scheme),
    );
  }

  /** Put in a few words; in a line of its own a marker that came with them is kept. */
  insert(inline) {
    const { value, selectionStart: from, selectionEnd: to } = this.field;
    if (!edit.around(value, from).raw.trim()) return false;
    return this.apply(edit.replace(value, from, to, inline, this.scheme));
  }
}

// -- Around the box -----------------------------------------------------------------------------

function statusLine(field) {
  const found = document.getElementById(field.dataset.status);
  if (found) return found;
  const made = element("p", { role: "status", class: "box-status small muted" });
  field.after(made);
  return made;
}

/** The tools: one stop for Tab, arrows between them. */
function toolbar(box) {
  const { field } = box;
  const back = (act) => () => {
    field.focus();
    act();
  };
  const tools = [
    button(words.inward, back(() => box.shift(1)), "tool"),
    button(words.outward, back(() => box.shift(-1)), "tool"),
    button(words.tidy, back(() => box.tidy()), "tool"),
    button(words.undo, back(() => document.execCommand("undo")), "tool"),
  ];
  tools[0].append(" ", element("kbd", {}, "Ctrl"), " ", element("kbd", {}, "]"));
  tools[1].append(" ", element("kbd", {}, "Ctrl"), " ", element("kbd", {}, "["));
  tools.forEach((tool, at) => { tool.tabIndex = at ? -1 : 0; });
  const bar = element("div", { role: "toolbar", "aria-label": words.toolbar, class: "box-tools" });
  if (field.id) bar.setAttribute("aria-controls", field.id);
  bar.append(...tools);
  bar.addEventListener("keydown", (event) => walk(event, tools));
  return bar;
}

const STEPS = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (at, count) => count - 1,
};

function walk(event, tools) {
  const at = tools.indexOf(event.target);
  const step = STEPS[event.key];
  if (!step || at < 0) return;
  event.preventDefault();
  const next = tools[step(at, tools.length)];
  tools.forEach((tool) => { tool.tabIndex = tool === next ? 0 : -1; });
  next.focus();
}
