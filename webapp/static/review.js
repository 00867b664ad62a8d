// Review: J and K turn to the next and the last text, C opens the remark of the first changed line.

const SWITCH = "hebao-review-keys";
const box = document.getElementById("keys-on");

function on() {
  return localStorage.getItem(SWITCH) !== "off";
}

function typing(target) {
  return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select") !== null;
}

function remark() {
  const changed = document.querySelector(".diff li:not(.same) details.remark");
  const line = changed || document.querySelector("details.remark");
  if (!line) return;
  line.open = true;
  line.querySelector("textarea").focus();
}

const KEYS = {
  j: () => document.getElementById("onwards")?.click(),
  k: () => document.getElementById("back")?.click(),
  c: remark,
};

if (box) {
  document.getElementById("keys").hidden = false;
  box.checked = on();
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
}

document.addEventListener("keydown", (event) => {
  const plain = !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing);
  const act = KEYS[event.key.toLowerCase()];
  if (!plain || !act || !on() || typing(event.target)) return;
  event.preventDefault();
  act();
});
