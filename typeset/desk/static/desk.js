// The desk: text on one side, pages on the other. This module ties the others together; each of them knows its own part.

import { createEditor } from "./editor.js";
import * as fault from "./fault.js";
import * as files from "./files.js";
import * as findings from "./findings.js";
import * as form from "./form.js";
import * as house from "./house.js";
import * as out from "./out.js";
import * as pages from "./pages.js";
import { aloud, language, phrases, remembered, say, speak } from "./say.js";
import { Gone, listen, server } from "./server.js";

const at = (id) => document.getElementById(id);
const DEBOUNCE = 120;
const CHOICES = ["theme", "edition", "page", "font", "digits", "fit"];
let editor;
let number = 0;
let shown = 0;
let timer = 0;
let known;

const release = () => ({
  name: files.file.name,
  text: editor.text(),
  now: () => editor.text(),
  language,
  ...Object.fromEntries(CHOICES.map((name) => [name, at(name).value])),
});

/** Set the pages anew. The answer bears this number; older ones are left aside. */
async function set() {
  if (!files.file.name) return;
  number += 1;
  document.body.classList.add("busy");
  try {
    await server.set({ ...release(), number, ppi: pages.sharpness() });
  } catch (error) {
    unset(error);
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(set, DEBOUNCE);
}

function heard(event) {
  if (event.kind === "hello") return void (files.file.name && set());
  if (event.kind === "outside") return void outside(event);
  if (event.number < number && event.kind !== "pages") return;
  if (event.number < shown) return;
  if (event.kind === "pages") {
    shown = event.number;
    fault.over(fault.PAGES);
    document.title = event.title || "typeset";
    pages.show(event);
  } else if (event.kind === "proof") {
    findings.show(event.findings);
    pages.explain(event.words, event.findings);
    follow();
  } else if (event.kind === "mends") findings.offer(event.mends);
  else if (event.kind === "fault") unset(event);
  else if (event.kind === "done") document.body.classList.remove("busy");
}

/** The pages could not be set. */
function unset(error) {
  document.body.classList.remove("busy");
  if (error instanceof Gone) lost(true);
  else fault.tell(error, fault.PAGES);
}

/** Something that the writer did could not be done. */
function failed(error) {
  if (error instanceof Gone) lost(true);
  else fault.tell(error, fault.ACT);
}

/** Files were changed outside of the desk. */
async function outside({ texts, gone, is_common }) {
  const { name } = files.file;
  if (gone.includes(name)) files.goneOutside();
  else if (texts.includes(name)) await files.changedOutside();
  if (is_common) set();
}

/** The connection is lost, or there again. */
function lost(isLost) {
  at("lost").hidden = !isLost;
  if (isLost) document.body.classList.remove("busy");
}

function follow() {
  const { from, to } = editor.selection();
  pages.follow(from, to);
}

/** Underline the word at the place of each finding. */
function underline(found) {
  const text = editor.text();
  const placed = found.filter((finding) => finding.from >= 0 && !finding.place.file?.endsWith(".toml"));
  editor.show(placed.map((finding) => ({ ...finding, to: wordEnd(text, finding.from) })));
}

function wordEnd(text, from) {
  const rest = /^[\p{L}\p{M}\p{N}\u200c]+|^./su.exec(text.slice(from));
  return from + (rest?.[0].length ?? 0);
}

function goTo(finding) {
  if (!finding) return;
  if (finding.from >= 0) editor.select(finding.from, wordEnd(editor.text(), finding.from));
  else pages.reveal(finding);
}

/** Write mends into the text, the last first, so that the places of the others stay true. */
function mend(edits) {
  for (const [from, to, words] of [...edits].reverse()) editor.replace(from, to, words);
}

/** Put a photo behind the paragraph of the cursor, and the cursor where its caption belongs. */
function photoAdded(name) {
  const { to } = editor.selection();
  const text = editor.text();
  const end = text.indexOf("\n\n", Math.max(to, headEnd(text)));
  const place = end < 0 ? text.length : end;
  editor.replace(place, place, `\n\n![](${encodeURI(name)})\n`);
  aloud(say("photo.caption"));
}

/** Where the head of a file between two lines of --- ends; 0 where it has none. */
const headEnd = (text) => /^---\n[^]*?\n---(?=\n)/.exec(text)?.[0].length ?? 0;

async function toggleForm() {
  const isOpen = at("form").hidden;
  if (isOpen) {
    try {
      await files.asMarkdown();
      await form.open(release(), (text) => editor.setText(text), files.dropped);
    } catch (error) {
      return failed(error);
    }
  }
  at("form").hidden = !isOpen;
  at("text").hidden = isOpen;
  at("form-button").setAttribute("aria-pressed", String(isOpen));
  if (isOpen) at("form").querySelector("textarea, input")?.focus();
}

/** The house is another: its choices and these pages, too. */
async function houseSaved() {
  known = await server.choices();
  fillChoices();
  set();
}

async function compare() {
  const before = at("before").value;
  pages.mark(before ? await server.compare({ before, text: editor.text() }).catch((error) => (failed(error), [])) : []);
}

const KEYS = {
  "Alt+KeyO": () => files.start(),
  "Alt+KeyM": () => at("make-button").click(),
  "Alt+KeyE": () => at("mail-button").click(),
  "Alt+KeyL": () => at("looks-button").click(),
  "Alt+KeyF": toggleForm,
  "Alt+KeyA": () => at("mend-all").click(),
  "Alt+KeyT": () => next("theme"),
  "Alt+KeyP": () => next("page"),
  "Alt+KeyN": () => next("edition"),
  "Alt+KeyB": () => next("font"),
  "Alt+KeyG": () => at("language-button").click(),
  "Alt+KeyR": () => at("findings").focus(),
  "Alt+KeyW": () => editor.focus(),
};

/** The next choice of a list, by its key. */
function next(name) {
  const list = at(name);
  list.selectedIndex = (list.selectedIndex + 1) % list.options.length;
  set();
}

function keyed(event) {
  const name = `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${event.code}`;
  if (name === "Ctrl+KeyS") {
    event.preventDefault();
    files.save();
  } else if (KEYS[name] && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    KEYS[name]();
  }
}

function fill(name, options, usual) {
  const list = at(name);
  const value = list.value;
  list.replaceChildren(...[["", usual], ...options].map(([key, words]) => new Option(words, key)));
  list.value = value;
}

/** The choices in the reader's words: what is not chosen is as the house has it. */
function fillChoices() {
  const usual = say("usual");
  const named = (kind) => ([name, title]) => [name, say(`${kind}.${name}`) === `${kind}.${name}` ? title : say(`${kind}.${name}`)];
  fill("theme", known.themes.map(named("theme")), usual);
  at("edition").replaceChildren(...known.editions.map(named("edition")).map(([key, words]) => new Option(words, key)));
  fill("page", known.sheets.map((name) => [name, name]), usual);
  fill("font", known.fonts, usual);
  fill("digits", known.digits.map((name) => named("digits")([name, name])), usual);
  fill("before", [], say("compare.nothing"));
  server.files().then((list) => fill("before", list.map(({ name }) => [name, name]), say("compare.nothing")));
}

async function switchLanguage(wanted) {
  await speak(wanted);
  const other = wanted === "ar" ? "en" : "ar";
  Object.assign(at("language-button"), { textContent: other === "ar" ? "العربية" : "English", lang: other });
  if (known) fillChoices();
  if (editor) {
    editor.speak(spoken());
    set();
  }
}

/** The words of the editor itself: its name, and those of its search panel. */
const spoken = () => ({ label: say("view.text"), phrases: phrases() });

async function begin() {
  await speak(remembered());
  known = await server.choices();
  await switchLanguage(language);
  editor = createEditor(at("text"), {
    text: "",
    nonce: document.querySelector("meta[name=nonce]").content,
    ...spoken(),
    changed: () => (files.written(), soon()),
    moved: (from, to) => pages.follow(from, to),
  });
  files.begin({
    text: () => editor.text(),
    opened: (text, lost) => {
      editor.begin(text);
      findings.begun(lost);
      if (!at("form").hidden) toggleForm();
      set();
      editor.focus();
    },
    anew: (text) => (editor.setText(text, { told: false }), set()),
    replace: (text) => editor.setText(text),
    begun: set,
    photo: photoAdded,
    pdf: out.judge,
    failed,
    done: () => fault.over(fault.ACT),
  });
  fault.begin();
  findings.begin({ goTo, mend, shown: underline });
  out.begin({ release, failed, done: () => fault.over(fault.ACT), busy: (isBusy) => document.body.classList.toggle("busy", isBusy) });
  house.begin({ known: () => known, saved: houseSaved });
  pages.begin((from, to) => editor.select(from, to));
  at("choices").addEventListener("change", set);
  at("choices").addEventListener("submit", (event) => event.preventDefault());
  at("form").addEventListener("submit", (event) => event.preventDefault());
  at("form-button").addEventListener("click", toggleForm);
  at("before").addEventListener("change", compare);
  at("language-button").addEventListener("click", () => switchLanguage(language === "ar" ? "en" : "ar"));
  for (const button of document.querySelectorAll(".views button"))
    button.addEventListener("click", () => (at("work").dataset.view = button.dataset.view));
  document.addEventListener("keydown", keyed);
  listen(heard, lost);
  if (known.first) files.open(known.first);
  else files.start();
}

begin();
