// What was found: read, go to, mend with one key, ignore for this release, explain.

import { aloud, number, say } from "./say.js";
import { server } from "./server.js";

const at = (id) => document.getElementById(id);
const RANK = { error: 0, warning: 1, info: 2 };
const ignored = new Set();
let found = [];
let mends = [];
let now = -1;
let acts = {};

/** `whenActed`: `{goTo(finding), mend(edits), shown(findings)}`, what the desk does with a finding. */
export function begin(whenActed) {
  acts = whenActed;
  at("mend-all").addEventListener("click", () => acts.mend(mends));
  at("findings").addEventListener("keydown", ({ key, target }) => {
    if (key === "ArrowDown") choose(now + 1);
    else if (key === "ArrowUp") choose(now - 1);
    else if (key === "Enter" && target === at("findings")) acts.goTo(listed()[now]);
    else if (key === "Delete" && target === at("findings")) ignore(listed()[now]);
    else if (key === "m" || key === "م") mend(listed()[now]);
  });
}

/** Show other findings. */
export function show(newFound) {
  found = [...newFound].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
  mends = [];
  draw();
}

/** Another text is open: what was ignored in the one before may be said of this one. */
export function begun(lost) {
  ignored.clear();
  show(lost);
}

/** Offer what is safe to mend: `[[from, to, words]]`. */
export function offer(newMends) {
  mends = newMends;
  draw();
}

const key = (finding) => `${finding.id}\n${finding.message}`;
const listed = () => found.filter((finding) => !ignored.has(key(finding)));

/** The edit that mends a finding: the one at its place. */
function mendOf(finding) {
  if (!finding || finding.from < 0) return null;
  const near = mends.filter(([from, to]) => from - 2 <= finding.from && finding.from <= to + 2);
  near.sort((a, b) => Math.abs(a[0] - finding.from) - Math.abs(b[0] - finding.from));
  return near[0] ?? null;
}

function mend(finding) {
  const edit = mendOf(finding);
  if (edit) acts.mend([edit]);
}

function ignore(finding) {
  if (!finding) return;
  ignored.add(key(finding));
  draw();
}

function choose(index) {
  const items = [...at("findings").querySelectorAll("li[data-index]")];
  if (!items.length) return;
  now = Math.max(0, Math.min(index, items.length - 1));
  items.forEach((item, place) => item.classList.toggle("now", place === now));
  items[now].scrollIntoView({ block: "nearest" });
  aloud(items[now].querySelector("p").textContent);
}

function draw() {
  const list = at("findings");
  const shown = listed();
  list.replaceChildren(...shown.map(item));
  if (!shown.length) {
    const nothing = document.createElement("li");
    nothing.className = "none";
    nothing.textContent = say("findings.none");
    list.append(nothing);
  }
  at("count").textContent = shown.length ? number(shown.length) : "";
  at("mend-all").disabled = !mends.length;
  acts.shown(shown);
  now = -1;
}

function item(finding, index) {
  const made = document.createElement("li");
  made.className = finding.severity;
  made.dataset.index = index;
  const words = document.createElement("p");
  const level = document.createElement("span");
  level.className = `level ${finding.severity}`;
  level.textContent = say(`level.${finding.severity}`);
  words.append(level, " ", isolated(finding.message));
  made.append(words);
  if (finding.hint) {
    const hint = document.createElement("p");
    hint.className = "hint";
    hint.append(isolated(finding.hint));
    made.append(hint);
  }
  made.append(actsOf(finding));
  return made;
}

/** Words whose direction is their own. */
function isolated(words) {
  const made = document.createElement("bdi");
  made.textContent = words;
  return made;
}

function actsOf(finding) {
  const row = document.createElement("div");
  row.className = "acts";
  const add = (name, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = say(name);
    button.addEventListener("click", act);
    row.append(button);
    return button;
  };
  if (finding.from >= 0 || finding.place.page) add("finding.go", () => acts.goTo(finding));
  if (mendOf(finding)) add("finding.mend", () => mend(finding));
  add("finding.ignore", () => ignore(finding));
  const why = add("finding.why", async () => {
    why.disabled = true;
    const told = document.createElement("p");
    told.className = "hint";
    told.append(isolated((await server.explain(finding.id)).text.split("\n\n").slice(1).join("\n\n")));
    row.after(told);
  });
  return row;
}
