// Opening and keeping: the first view, files dropped on the desk, saving over nothing that has changed, drafts.

import { moment, say } from "./say.js";
import { Changed, server } from "./server.js";

const at = (id) => document.getElementById(id);
const PICTURES = /\.(png|jpe?g|gif|webp|svg|tiff?)$/i;
const DRAFT_AFTER = 1500;
export let file = { name: "", tag: "", saved: "" };
let timer = 0;
let acts = {};

/** `whenActed`: `{opened(file), text(), photo(name, words), pdf(file), failed(fault)}`. */
export function begin(whenActed) {
  acts = whenActed;
  at("start-button").addEventListener("click", start);
  at("close-start").addEventListener("click", () => at("start").close());
  at("paste-button").addEventListener("click", () => pasted(at("paste").value));
  at("new-button").addEventListener("click", () => tried(async () => taken(await server.fresh())));
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
}

const isChanged = () => file.name && acts.text() !== file.saved;

async function tried(act) {
  try {
    await act();
  } catch (fault) {
    acts.failed(fault);
  }
}

/** The first view: paste, open, begin anew, go on with what was left. */
export async function start(drafts = []) {
  if (!Array.isArray(drafts)) drafts = [];
  at("start").showModal();
  at("paste").focus();
  await tried(async () => {
    const recent = await server.files();
    at("recent").replaceChildren(...recent.map(({ name, changed }) => row(name, moment(changed))));
    at("drafts").replaceChildren(...drafts.map((name) => row(name, "")));
    at("drafts-part").hidden = !drafts.length;
  });
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
export const open = (name) => tried(async () => taken(await server.open(name)));

/** A text from the clipboard: a new release. Its form is told by its content. */
const pasted = (text) =>
  tried(async () => {
    if (text.trim()) taken(await server.read(say("file.pasted"), new Blob([text])));
  });

/** Whatever is dropped: a photo for this release, a PDF to judge, or a text in any form. */
export const dropped = (one) =>
  tried(async () => {
    if (/\.pdf$/i.test(one.name)) await acts.pdf(one);
    else if (PICTURES.test(one.name)) acts.photo((await server.photo(one.name, one)).name);
    else taken(await server.read(one.name, one));
  });

function taken(opened) {
  at("start").close();
  const text = opened.draft || opened.text;
  file = { name: opened.name, tag: opened.tag, saved: opened.tag ? opened.text : "" };
  at("name").textContent = opened.name;
  acts.opened(text, opened.lost);
  note(opened.draft ? say("state.draft") : "");
}

/** What is written is kept beside the file until it is saved. */
export function written() {
  note(isChanged() ? say("state.changed") : "");
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (isChanged()) server.keepDraft({ name: file.name, text: acts.text() }).catch(acts.failed);
  }, DRAFT_AFTER);
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
      note(say("state.saved"));
    } catch (fault) {
      if (!(fault instanceof Changed)) throw fault;
      await server.keepDraft({ name: file.name, text });
      note(say("state.elsewhere"));
      acts.failed({ message: say("state.elsewhere"), hint: say("state.elsewhere.hint") });
    }
  });

const note = (words) => (at("state").textContent = words);
