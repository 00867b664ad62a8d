// Copies: what a person has typed and the server has not got yet, kept in this browser.
//
// A copy belongs to one account, one place and one open page; another account is never offered it.
// While a page is open it holds a lock of its copy's name, so that a second page of the same place
// knows a copy that is being written from one whose page is gone.

const random = () => (crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2));

const named = (...parts) => parts.map(encodeURIComponent).join("|");

function read(written) {
  try {
    return JSON.parse(written);
  } catch {
    return {};
  }
}

function stored(prefix) {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => ({ key, ...read(localStorage.getItem(key)) }))
      .filter((copy) => Array.isArray(copy.fields));
  } catch {
    return [];
  }
}

/** The copies of one account at one place. */
export class Copies {
  constructor(account, place) {
    this.prefix = `${named("hebao", account, place)}|`;
    this.ours = this.prefix + random();
    // Held until the page is gone; never waited for.
    if (navigator.locks) navigator.locks.request(this.ours, () => new Promise(() => {}));
  }

  /** Keep the state of this page; false where the browser refuses to keep anything. */
  keep(fields, base) {
    return this.put({ key: this.ours, at: Date.now(), base, fields });
  }

  /** Keep a copy as it is. */
  put({ key, at, base, fields }) {
    try {
      localStorage.setItem(key, JSON.stringify({ at, base, fields }));
      return true;
    } catch {
      return false;
    }
  }

  /** Forget a copy: the server has it, or the person does not want it. */
  drop(key = this.ours) {
    try {
      localStorage.removeItem(key);
    } catch {
      // Where nothing can be kept, nothing is left over.
    }
  }

  /** Copies whose page is gone, newest first: {key, at, base, fields}. */
  async left() {
    const open = new Set(await this.open());
    return stored(this.prefix)
      .filter(({ key }) => key !== this.ours && !open.has(key))
      .sort((one, other) => other.at - one.at);
  }

  /** The names of copies whose page is open now, other than this one. */
  async open() {
    if (!navigator.locks) return [];
    const { held } = await navigator.locks.query();
    return held
      .map((lock) => lock.name)
      .filter((name) => name.startsWith(this.prefix) && name !== this.ours);
  }
}
