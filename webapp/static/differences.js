// Differences: two lists of lines, side by side in one list.

import { element } from "./elements.js";
import { words } from "./words.js";

/** How two lists of lines differ: [sign, line], where sign is "=", "-" or "+". */
export function differences(before, after) {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (
    tail < before.length - head && tail < after.length - head
    && before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) tail += 1;
  const equal = (lines) => lines.map((line) => ["=", line]);
  return [
    ...equal(before.slice(0, head)),
    ...middle(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...equal(before.slice(before.length - tail)),
  ];
}

/** The longest common sequence of what is left between. */
function middle(before, after) {
  const longest = before.map(() => new Uint16Array(after.length + 1));
  longest.push(new Uint16Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      longest[i][j] = before[i] === after[j]
        ? longest[i + 1][j + 1] + 1
        : Math.max(longest[i + 1][j], longest[i][j + 1]);
    }
  }
  const found = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      found.push(["=", before[i]]);
      i += 1;
      j += 1;
    } else if (j >= after.length || (i < before.length && longest[i + 1][j] >= longest[i][j + 1])) {
      found.push(["-", before[i]]);
      i += 1;
    } else {
      found.push(["+", after[j]]);
      j += 1;
    }
  }
  return found;
}

/** Show differences as a list: what only one side has, and how many lines are the same. */
export function shown(before, after) {
  const list = element("ul", { class: "unsent-diff", role: "list" });
  let equal = 0;
  const fold = () => {
    if (equal) list.append(element("li", { class: "muted" }, words.unchanged(equal)));
    equal = 0;
  };
  for (const [sign, line] of differences(before, after)) {
    if (sign === "=") equal += 1;
    else {
      fold();
      list.append(entry(sign, line));
    }
  }
  fold();
  return list;
}

function entry(sign, line) {
  const [name, side] = sign === "-" ? ["del", words.onlyThere] : ["ins", words.onlyHere];
  return element("li", {}, element("b", {}, `${side}：`), element(name, {}, line || "（空行）"));
}
