// Fields: what a form holds now, what it held when it came, and how to fill it again.
//
// A state is a list of [name, value] in the order of the form, of those fields that people fill.

import { change } from "./one-step.js";

const NOT_TYPED = new Set(["hidden", "submit", "button", "reset", "image", "file", "password"]);

const typed = (form) =>
  [...form.elements].filter((field) => field.name && !NOT_TYPED.has(field.type));

const chosen = (field) => field.type === "radio" || field.type === "checkbox";

function values(field, given) {
  if (chosen(field)) return (given ? field.defaultChecked : field.checked) ? [field.value] : [];
  if (field.tagName !== "SELECT") return [given ? field.defaultValue : field.value];
  const options = [...field.options];
  const picked = options.filter((each) => (given ? each.defaultSelected : each.selected));
  return (picked.length || field.multiple ? picked : options.slice(0, 1)).map((each) => each.value);
}

const state = (form, given) =>
  typed(form).flatMap((field) => values(field, given).map((value) => [field.name, value]));

/** What people have typed and chosen. */
export const now = (form) => state(form, false);

/** What the server sent, before anybody typed. */
export const given = (form) => state(form, true);

/** Two states compared. */
export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** Everything that is sent, the token excepted: it goes into a header. */
export function body(form) {
  const sent = new URLSearchParams(new FormData(form));
  sent.delete("csrf_token");
  return sent;
}

/** Put a state into a form; each text is one step that can be undone. */
export function fill(form, wanted) {
  const rest = wanted.map((pair) => [...pair]);
  for (const field of typed(form)) {
    const at = rest.findIndex(([name, value]) =>
      name === field.name && (!chosen(field) || value === field.value));
    if (chosen(field)) field.checked = at >= 0;
    else if (at < 0) continue;
    else if (field.tagName === "TEXTAREA") change(field, rest[at][1], rest[at][1].length);
    else field.value = rest[at][1];
    if (at >= 0) rest.splice(at, 1);
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

/** A state as lines that people read: each field's label, then what stands in it. */
export function lines(form, wanted) {
  const labels = new Map(typed(form).map((field) => [field.name, label(form, field)]));
  return wanted.flatMap(([name, value]) => {
    const picked = typed(form).find((each) =>
      chosen(each) && each.name === name && each.value === value);
    const shown = picked ? [label(form, picked)] : value.split("\n");
    return picked ? shown : [`【${labels.get(name) || name}】`, ...shown];
  });
}

function label(form, field) {
  const found = field.labels && field.labels[0];
  return ((found && found.textContent) || field.getAttribute("aria-label") || field.name).trim();
}
