// Live: what stands beside the box and follows it: the preview, the count, last quarter's items,
// and who else is writing here.
//
// <form data-preview="URL" data-preview-into="ID">: the fields are posted, the answer is HTML of
//   ours. [data-count-of="ID"][data-count-before="68"]: the characters of that box. A button with
//   data-take="…" appends that outline to the box. <form data-presence="URL"
//   data-presence-into="ID">: 200 with {"sentence"}, 204 when nobody else is there.

import { say } from "./elements.js";
import { body } from "./fields.js";
import { boxOf } from "./outline-box.js";
import { length } from "./outline-text.js";
import { token } from "./signing-in.js";
import { words } from "./words.js";

const PREVIEW_PAUSE = 500;
const PRESENCE_PAUSE = 30_000;

/** Call something once nobody has called for a while. */
function afterwards(pause, called) {
  let timer = null;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(called, pause);
  };
}

function post(form, url, signal) {
  return fetch(url, {
    method: "POST",
    body: body(form),
    headers: { "X-CSRF-Token": token(form) },
    credentials: "same-origin",
    redirect: "manual",
    signal,
  });
}

/** Draw the preview after each pause; a newer text cancels the question about the older one. */
export function preview(form) {
  const into = document.getElementById(form.dataset.previewInto);
  if (!into) return;
  let asked = null;
  let shown = null;
  const draw = async () => {
    if (asked) asked.abort();
    const mine = new AbortController();
    asked = mine;
    try {
      const answer = await post(form, form.dataset.preview, mine.signal);
      if (!answer.ok) throw new Error(String(answer.status));
      const html = await answer.text();
      if (html !== shown) into.innerHTML = html;
      shown = html;
      into.removeAttribute("data-stale");
    } catch {
      if (asked === mine) into.dataset.stale = words.previewStale;
    }
  };
  const soon = afterwards(PREVIEW_PAUSE, draw);
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
}

/** Count the characters that a reader counts, as the server does: neither markers nor blanks. */
export function count(line) {
  const field = document.getElementById(line.dataset.countOf);
  if (!field) return;
  const { scheme } = boxOf(field) || {};
  const before = "countBefore" in line.dataset ? Number(line.dataset.countBefore) : null;
  const tell = () => say(line, words.count(length(field.value, scheme), before));
  field.addEventListener("input", afterwards(150, tell));
  tell();
}

/** Let a button append an outline to a box; without this script the server does it. */
export function take(button) {
  const { form } = button;
  const into = button.dataset.takeInto;
  const field = into
    ? document.getElementById(into)
    : form && form.querySelector("[data-outline-box]");
  const box = boxOf(field);
  if (!box) return;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    box.append(button.dataset.take);
  });
}

/** Tell the server that somebody writes here, and this page who else does. */
export function presence(form) {
  const into = document.getElementById(form.dataset.presenceInto);
  if (!into) return;
  const ask = async () => {
    if (document.visibilityState !== "visible") return;
    try {
      const answer = await post(form, form.dataset.presence);
      if (answer.status === 204) show(into, "");
      else if (answer.ok) show(into, (await answer.json()).sentence);
    } catch {
      // Who else is there is told again as soon as the server answers.
    }
  };
  setInterval(ask, PRESENCE_PAUSE);
  document.addEventListener("visibilitychange", ask);
  ask();
}

function show(into, sentence) {
  say(into, typeof sentence === "string" ? sentence : "");
  into.hidden = !into.textContent;
}
