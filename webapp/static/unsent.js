// Unsent: what is typed goes to the server by itself, and into this browser until it is there.
//
// <form data-unsent="URL" data-place="…" data-account="…" data-base="…" data-sign-in="URL">: the
// fields are posted there; 204 says that the server has them, 401 that the session ended, 409 with
// {"sentence"} that the place is closed. `data-unsaved` says that the server has not got what it
// sent (a save that it refused). Requests never overlap, and wait longer each time they fail.

import { Copies } from "./copies.js";
import { element, say } from "./elements.js";
import * as fields from "./fields.js";
import { offer } from "./restoring.js";
import { askToSignIn, renewed, token } from "./signing-in.js";
import { words } from "./words.js";

const PAUSE = 1500;
const LONGEST_PAUSE = 10_000;
const COPY_PAUSE = 250;
const PATIENCE = 30_000;
const LONGEST_WAIT = 60_000;
const KEPT_ALIVE = 60_000;

/** How long to wait after so many failures, in milliseconds: 2 s, 4 s … 1 min, never in step. */
export const backoff = (failures, chance = Math.random()) =>
  Math.min(LONGEST_WAIT, 1000 * 2 ** failures) * (0.8 + 0.4 * chance);

/** Keep what is typed into a form. */
export class Unsent {
  constructor(form) {
    this.form = form;
    this.status = statusLine(form);
    this.notices = element("div", { class: "unsent-notices", "aria-live": "polite" });
    form.before(this.notices);
    this.copies = new Copies(form.dataset.account, form.dataset.place);
    this.acknowledged = "unsaved" in form.dataset ? null : fields.given(form);
    this.failures = 0;
    this.renewals = 0;
    this.state = "open";
    this.listen();
    this.begin();
  }

  get dirty() {
    return this.acknowledged === null || !fields.same(this.acknowledged, fields.now(this.form));
  }

  listen() {
    this.form.addEventListener("input", () => this.touched());
    this.form.addEventListener("change", () => this.touched());
    this.form.addEventListener("submit", (event) => this.leave(event));
    window.addEventListener("online", () => this.hurry());
    window.addEventListener("focus", () => this.hurry());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.hurry();
      else this.hide();
    });
    window.addEventListener("pagehide", () => this.hide());
    window.addEventListener("pageshow", () => { this.leaving = false; });
    window.addEventListener("beforeunload", (event) => {
      if (!this.leaving && this.dirty) event.preventDefault();
    });
  }

  /** Offer what an earlier page left behind; go on with what the browser itself brought back. */
  async begin() {
    if ((await this.copies.open()).length) this.notice("elsewhere", words.elsewhere);
    for (const copy of await this.copies.left()) {
      if (fields.same(copy.fields, fields.now(this.form))) this.copies.drop(copy.key);
      else offer(this, copy);
    }
    if (this.dirty) this.touched();
  }

  touched() {
    this.leaving = false;
    this.copying = this.copying || setTimeout(() => this.copy(), COPY_PAUSE);
    if (this.state === "closed") return;
    if (this.dirty && !this.failures && this.state === "open") say(this.status, words.typing);
    this.since = this.since || Date.now();
    this.schedule(Math.max(0, Math.min(PAUSE, this.since + LONGEST_PAUSE - Date.now())));
  }

  copy() {
    clearTimeout(this.copying);
    this.copying = null;
    if (!this.dirty) this.copies.drop();
    else if (!this.copies.keep(fields.now(this.form), this.form.dataset.base)) {
      say(this.status, this.failures ? words.offlineUnkept : words.unkept);
    }
  }

  /** Send after a while; a wait for a server that does not answer is not cut short by typing. */
  schedule(pause) {
    if (this.failures && this.timer) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  hurry() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.state === "signed-out") this.resume();
    else if (this.failures || this.since) this.send();
  }

  hide() {
    this.copy();
    if (!this.leaving && this.since) this.send();
  }

  async send() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.sending || this.leaving || this.state !== "open") return;
    this.since = null;
    if (!this.dirty) return;
    const sent = fields.now(this.form);
    this.sending = new AbortController();
    const late = setTimeout(() => this.sending && this.sending.abort(), PATIENCE);
    const answer = await this.post().catch(() => null);
    clearTimeout(late);
    this.sending = null;
    if (!this.leaving) await this.heard(answer, sent);
  }

  post() {
    const body = fields.body(this.form);
    return fetch(this.form.dataset.unsent, {
      method: "POST",
      body,
      headers: { "X-CSRF-Token": token(this.form) },
      credentials: "same-origin",
      redirect: "manual",
      keepalive: document.visibilityState === "hidden" && String(body).length < KEPT_ALIVE,
      signal: this.sending.signal,
    });
  }

  /** Do what an answer asks for. */
  async heard(answer, sent) {
    const status = answer ? answer.status : 0;
    if (status === 204) this.got(sent);
    else if (status === 401 || (answer && answer.type === "opaqueredirect")) this.signOut();
    else if (status === 409) this.close(await sentence(answer));
    else if ((status === 400 || status === 403) && !this.renewals) this.resume();
    else if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
      const why = status === 413 ? words.tooLong : words.refused;
      say(this.status, (await sentence(answer)) || why);
      this.renewals = 0;
    } else this.failed();
  }

  got(sent) {
    this.acknowledged = sent;
    this.failures = 0;
    this.renewals = 0;
    this.copy();
    if (this.dirty) this.touched();
    else say(this.status, words.saved(Date.now()));
  }

  failed() {
    this.failures += 1;
    this.copy();
    say(this.status, words.offline);
    this.schedule(backoff(this.failures));
  }

  close(said) {
    this.state = "closed";
    this.copy();
    this.notice("closed", said || words.closed, "bad");
    say(this.status, words.closed);
  }

  signOut() {
    if (this.state !== "signed-out") askToSignIn(this);
    this.state = "signed-out";
    this.copy();
    say(this.status, words.signedOut);
  }

  /** Fetch a new token and go on; nothing is sent in the name of another account. */
  async resume() {
    if (this.resuming) return;
    this.resuming = true;
    this.renewals += 1;
    const outcome = await renewed(this.form).catch(() => "offline");
    this.resuming = false;
    if (outcome === "signed-out") this.signOut();
    else if (outcome === "another") {
      this.signOut();
      this.notice("another", words.otherAccount, "bad");
    } else if (outcome === "offline") this.failed();
    else {
      if (this.state === "signed-out") say(this.status, words.signedIn);
      this.state = "open";
      this.clear("signed-out", "another");
      this.touched();
      this.send();
    }
  }

  /** The form itself is sent: nothing else may arrive after it. */
  async leave(event) {
    if (event.defaultPrevented) return;
    clearTimeout(this.timer);
    this.timer = null;
    this.copy();
    if (this.state === "signed-out") {
      event.preventDefault();
      const { submitter } = event;
      await this.resume();
      if (this.state === "open") this.form.requestSubmit(submitter);
      return;
    }
    this.leaving = true;
    if (this.sending) this.sending.abort();
  }

  /** Put a notice above the form, one of each name. */
  notice(name, content, kind = "info") {
    this.clear(name);
    const inside = typeof content === "string" ? [element("p", {}, content)] : content;
    const made = element("div", { class: `banner ${kind}`, "data-notice": name }, ...inside);
    this.notices.append(made);
    return made;
  }

  clear(...names) {
    for (const name of names) {
      const found = this.notices.querySelector(`[data-notice="${name}"]`);
      if (found) found.remove();
    }
  }
}

async function sentence(answer) {
  const said = await answer.json().catch(() => ({}));
  return typeof said.sentence === "string" ? said.sentence : "";
}

function statusLine(form) {
  const found = form.querySelector("[data-unsent-status]");
  if (found) return found;
  const made = element("p", { role: "status", class: "small muted", "data-unsent-status": true });
  form.prepend(made);
  return made;
}
