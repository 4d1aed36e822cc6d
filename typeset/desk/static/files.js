// Opening and keeping: the first view, files dropped on the desk, saving over nothing that has changed, drafts.

import { moment, say } from "./say.js";
import { Changed, server } from "./server.js";

const at = (id) => document.getElementById(id);
const PICTURES = /\.(png|jpe?g|gif|webp|svg|tiff?)$/i;
const MARKDOWN = /\.(md|markdown)$/i;
const DRAFT_AFTER = 1500;
const MOST_AT_CLOSING = 60_000;
export let file = { name: "", tag: "", saved: "" };
let timer = 0;
let isBeginning = false;
let acts = {};

/** `whenActed`: `{opened(text, lost), anew(text), replace(text), begun(), text(), photo(name), pdf(file), failed(fault), done()}`. */
export function begin(whenActed) {
  acts = whenActed;
  at("start-button").addEventListener("click", start);
  at("close-start").addEventListener("click", () => at("start").close());
  at("paste-button").addEventListener("click", () => pasted(at("paste").value));
  at("new-button").addEventListener("click", () => leaving(async () => taken({ ...(await server.fresh()), isBlank: true })));
  at("saved-button").addEventListener("click", takeSaved);
  at("tour-button").addEventListener("click", () => tried(async () => list(await server.tour(), [])));
  at("file").addEventListener("change", () => {
    if (at("file").files[0]) dropped(at("file").files[0]);
    at("file").value = "";
  });
  at("save-button").addEventListener("click", save);
  for (const kind of ["dragover", "dragleave", "drop"])
    document.addEventListener(kind, (event) => {
      event.preventDefault();
      document.body.classList.toggle("drop-here", kind === "dragover");
      if (kind === "drop") for (const one of event.dataTransfer.files) dropped(one);
    });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged()) event.preventDefault();
  });
  window.addEventListener("pagehide", () => {
    const text = acts.text();
    // what a closing page sends may be 64 kB; of a longer text the last draft stands
    if (isChanged() && new Blob([text]).size < MOST_AT_CLOSING) server.keepDraft({ name: file.name, text }, { keepalive: true }).catch(() => {});
  });
}

export const isChanged = () => file.name && acts.text() !== file.saved;

/** Keep what is written and not saved, now. */
async function keep() {
  clearTimeout(timer);
  if (isChanged()) await server.keepDraft({ name: file.name, text: acts.text() });
}

/** Leave this text for another: what was written is kept first. */
const leaving = (act) =>
  tried(async () => {
    await keep();
    await act();
    acts.done();
  });

async function tried(act) {
  try {
    await act();
  } catch (fault) {
    acts.failed(fault);
  }
}

/** The first view: paste, open, begin anew, go on with what was left. */
export async function start() {
  at("start").showModal();
  at("paste").focus();
  await tried(async () => {
    await keep();
    list(...(await Promise.all([server.files(), server.drafts()])));
  });
}

/** What is in the folder; one that is empty is offered releases to try. */
function list(recent, drafts) {
  at("recent").replaceChildren(...recent.map(({ name, changed }) => row(name, moment(changed))));
  at("drafts").replaceChildren(...drafts.map((name) => row(name, "")));
  at("drafts-part").hidden = !drafts.length;
  at("tour-button").hidden = Boolean(recent.length || drafts.length);
}

function row(name, when) {
  const made = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  const words = document.createElement("bdi");
  words.textContent = name;
  const time = document.createElement("time");
  time.textContent = when;
  button.append(words, time);
  button.addEventListener("click", () => open(name));
  made.append(button);
  return made;
}

/** Open a file of the folder. */
export const open = (name) => leaving(async () => taken(await server.open(name)));

/** A text from the clipboard: a new release. Its form is told by its content. */
const pasted = (text) =>
  leaving(async () => {
    if (text.trim()) taken(await server.read(say("file.pasted"), new Blob([text])));
  });

/** Whatever is dropped: a photo for this release, a PDF to judge, or a text in any form. */
export const dropped = (one) =>
  leaving(async () => {
    if (/\.pdf$/i.test(one.name)) await acts.pdf(one);
    else if (PICTURES.test(one.name)) {
      await asMarkdown();
      acts.photo((await server.photo(one.name, file.name, one)).name);
    } else taken(await server.read(one.name, one));
  });

/** Plain text has no place for a photo or for fields: it goes on as a new Markdown file. */
export async function asMarkdown() {
  if (!file.name || MARKDOWN.test(file.name)) return;
  taken(await server.read(file.name.split("/").at(-1), new Blob([acts.text()])));
}

function taken(opened) {
  at("start").close();
  const text = opened.draft || opened.text;
  file = { name: opened.name, tag: opened.tag, saved: opened.tag || opened.isBlank ? opened.text : "" };
  at("name").textContent = opened.name;
  acts.opened(text, opened.lost);
  if (opened.draft) note(say("state.draft"));
  else written();
  at("saved-button").hidden = !(opened.draft && opened.tag);
}

/** Take the file as it was saved in the place of the draft; one step back brings the draft again. */
const takeSaved = () =>
  tried(async () => {
    acts.replace(file.saved);
    clearTimeout(timer);
    await server.dropDraft(file.name);
    note("");
  });

/** What is written is kept beside the file until it is saved. */
export function written() {
  if (!file.name) return void named();
  note(isChanged() ? say("state.changed") : "");
  clearTimeout(timer);
  timer = setTimeout(() => tried(keep), DRAFT_AFTER);
}

/** Whoever writes into the empty desk begins a new release. */
async function named() {
  if (isBeginning || !acts.text().trim()) return;
  isBeginning = true;
  await tried(async () => {
    const { name } = await server.fresh();
    file = { name, tag: "", saved: "" };
    at("name").textContent = name;
    acts.begun();
    written();
  });
  isBeginning = false;
}

/** Save over the file that was opened, unless that has changed elsewhere. */
export const save = () =>
  tried(async () => {
    if (!file.name) return;
    clearTimeout(timer);
    const text = acts.text();
    try {
      file.tag = (await server.save({ name: file.name, text, tag: file.tag })).tag;
      file.saved = text;
      note(acts.text() === text ? say("state.saved") : say("state.changed"));
      at("saved-button").hidden = true;
      acts.done();
    } catch (fault) {
      if (!(fault instanceof Changed)) throw fault;
      await server.keepDraft({ name: file.name, text });
      note(say("state.elsewhere"));
      acts.failed({ message: say("state.elsewhere"), hint: say("state.elsewhere.hint") });
    }
  });

/** The open file was changed outside: without a change of ours it is taken anew, else it is told. */
export const changedOutside = () =>
  tried(async () => {
    const name = file.name;
    const now = await server.open(name);
    if (name !== file.name || now.tag === file.tag) return;
    if (isChanged()) {
      await keep();
      return note(say("state.elsewhere"));
    }
    file = { ...file, tag: now.tag, saved: now.text };
    acts.anew(now.text);
    note(say("state.anew"));
  });

/** The open file is gone: saving writes it again. */
export function goneOutside() {
  file = { ...file, tag: "", saved: "" };
  note(say("state.deleted"));
}

const note = (words) => (at("state").textContent = words);
