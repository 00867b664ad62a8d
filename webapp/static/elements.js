// Elements: make one with its attributes and what is in it.

/** Make an element; a function as an attribute listens for the event of that name. */
export function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...inside);
  return made;
}

/** Make a button of the pages. */
export function button(label, click, kind = "btn sec sm") {
  return element("button", { type: "button", class: kind, click }, label);
}

/** Say something to people and to their screen readers; the same twice is said once. */
export function say(line, sentence) {
  if (line && line.textContent !== sentence) line.textContent = sentence;
}
