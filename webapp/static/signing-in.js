// Signing in: a session that ended in the middle of a text is begun again in another tab.

import { button, element } from "./elements.js";
import { words } from "./words.js";

const META = 'meta[name="csrf-token"]';

/** The token that this page sends along. */
export function token(form) {
  const meta = document.querySelector(META);
  const hidden = form.elements.namedItem("csrf_token");
  return form.dataset.csrf || (meta && meta.content) || (hidden && hidden.value) || "";
}

/**
 * Ask for the page of the form anew (`data-page`, else this one) and take over its token: "open", or why not: "signed-out", "another"
 * (somebody else signed in), "offline" (no answer).
 */
export async function renewed(form) {
  const answer = await fetch(form.dataset.page || window.location.href, {
    credentials: "same-origin",
    redirect: "manual",
    cache: "no-store",
    headers: { Accept: "text/html" },
  });
  if (answer.status === 401 || answer.type === "opaqueredirect") return "signed-out";
  if (!answer.ok) return "offline";
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector(`form[data-place="${CSS.escape(form.dataset.place)}"]`);
  if (!fresh) return "signed-out";
  if (fresh.dataset.account !== form.dataset.account) return "another";
  takeOver(page, fresh, form);
  return "open";
}

function takeOver(page, fresh, form) {
  const newest = page.querySelector(META);
  const meta = document.querySelector(META);
  if (newest && meta) meta.content = newest.content;
  if (fresh.dataset.csrf) form.dataset.csrf = fresh.dataset.csrf;
  const hidden = fresh.querySelector('input[name="csrf_token"]');
  if (!hidden) return;
  for (const each of document.querySelectorAll('input[name="csrf_token"]')) {
    each.value = hidden.value;
  }
}

/** Say that the session ended, and how to go on. */
export function askToSignIn(unsent) {
  const address = unsent.form.dataset.signIn || "/sign-in";
  unsent.notice("signed-out", [
    element("strong", {}, words.signedOut),
    element("p", {}, words.signedOutHow),
    element(
      "p",
      { class: "btns" },
      element("a", { class: "btn sm", href: address, target: "_blank", rel: "noopener" },
        words.signIn),
      button(words.again, () => unsent.resume()),
    ),
  ], "warn");
}
