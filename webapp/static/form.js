// The form: what stands in the page says which of these helps it has.

import { OutlineBox } from "./outline-box.js";
import { count, presence, preview, take } from "./live.js";
import { Unsent } from "./unsent.js";

const each = (selector, start) => document.querySelectorAll(selector).forEach(start);

each("textarea[data-outline-box]", (box) => new OutlineBox(box));
each("form[data-unsent]", (form) => new Unsent(form));
each("form[data-preview]", preview);
each("form[data-presence]", presence);
each("[data-count-of]", count);
each("button[data-take]", take);
