// Restoring: a copy that an earlier page left behind is shown, and taken back or thrown away.

import { shown } from "./differences.js";
import { button, element, say } from "./elements.js";
import * as fields from "./fields.js";
import { words } from "./words.js";

/** Offer a copy above the form of `unsent`; it stays in the browser until it is decided on. */
export function offer(unsent, copy) {
  const { form, copies } = unsent;
  const moved = copy.base !== form.dataset.base;
  const buttons = element("p", { class: "btns" });
  const banner = unsent.notice(copy.key, [
    element("strong", {}, words.found),
    element("p", {}, moved ? words.foundOlder(copy.at) : words.foundHow(copy.at)),
    buttons,
  ], "warn");

  const restore = () => {
    fields.fill(form, copy.fields);
    // Only when the browser holds it under this page's name is the older copy given up.
    unsent.copy();
    copies.drop(copy.key);
    banner.remove();
    say(unsent.status, words.restored);
  };
  const discard = () => {
    copies.drop(copy.key);
    const again = button(words.undoDiscard, () => {
      copies.put(copy);
      banner.remove();
      offer(unsent, copy);
    });
    banner.replaceChildren(element("p", {}, words.discarded), element("p", {}, again));
    again.focus();
  };
  buttons.append(
    difference(form, copy, buttons),
    button(words.restore, restore, "btn sm"),
    button(words.discard, discard),
  );
}

function difference(form, copy, buttons) {
  let list = null;
  const toggle = button(words.show, () => {
    if (list) list.remove();
    list = list ? null : shown(
      fields.lines(form, fields.now(form)),
      fields.lines(form, copy.fields),
    );
    if (list) buttons.after(list);
    toggle.textContent = list ? words.hide : words.show;
    toggle.setAttribute("aria-expanded", String(Boolean(list)));
  });
  toggle.setAttribute("aria-expanded", "false");
  return toggle;
}
