// The house: brand.toml and typeset.toml of the folder as a form, and beside it as the text that they are.

import { say } from "./say.js";
import { Changed, server } from "./server.js";

const at = (id) => document.getElementById(id);
const LONG = new Set(["address", "about"]);
const SEVERAL = new Set(["edition", "calendars"]);
const SAMPLES = { "colours.brand": "#0b5563", "colours.alert": "#a8071a" };
let files = {};
let acts = {};

/** `whenActed`: `{known(), saved()}`: the choices of the desk, and what is done when the house is another. */
export function begin(whenActed) {
  acts = whenActed;
  at("house-button").addEventListener("click", open);
  at("house-save").addEventListener("click", () => tried(save));
  at("close-house").addEventListener("click", () => at("house").close());
  at("house-form").addEventListener("submit", (event) => event.preventDefault());
}

async function open() {
  at("house").showModal();
  await tried(load);
}

async function tried(act) {
  at("house-fault").textContent = "";
  try {
    await act();
  } catch (fault) {
    at("house-fault").textContent = [fault.message || say("state.lost"), fault.hint].filter(Boolean).join(" ");
  }
}

async function load() {
  files = await server.house();
  at("house-form").replaceChildren(...Object.entries(files).map(([name, file]) => part(name, file)));
}

function part(name, file) {
  const set = document.createElement("fieldset");
  const title = document.createElement("legend");
  title.textContent = say(`house.${name}`);
  set.append(title, ...file.keys.map((key) => field(key, file)), plain(name, file));
  return set;
}

function field(key, file) {
  const value = file.values[key] ?? "";
  if (key === "logo") return logo(file, value);
  if (SEVERAL.has(key)) return several(key, file, [value].flat());
  const options = file.choices[key]?.map((one) => [one, say(`${key}.${one}`)]) ?? { theme: named("theme", acts.known().themes), font: acts.known().fonts }[key];
  const input = document.createElement(options ? "select" : LONG.has(key) ? "textarea" : "input");
  if (options) input.append(new Option(say("usual"), ""), ...options.map(([one, words]) => new Option(words, one)));
  if (options && value && !options.some(([one]) => one === value)) input.append(new Option(value, value));
  Object.assign(input, { value: [value].flat().join("\n"), dir: "auto", rows: 4, placeholder: SAMPLES[key] ?? "" });
  file.values[key] = value;
  input.addEventListener("change", () => (file.values[key] = key === "address" ? lines(input.value) : input.value.trim()));
  return labelled(say(`house.${key}`), input);
}

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);
const named = (kind, list) => list.map(([one, title]) => [one, say(`${kind}.${one}`) === `${kind}.${one}` ? title : say(`${kind}.${one}`)]);

function labelled(words, ...inputs) {
  const label = document.createElement("label");
  const said = document.createElement("span");
  said.textContent = words;
  label.append(said, ...inputs);
  return label;
}

/** Boxes to tick; what is ticked keeps the order in which it was. */
function several(key, file, chosen) {
  const set = document.createElement("fieldset");
  set.className = "several";
  const title = document.createElement("legend");
  title.textContent = say(`house.${key}`);
  const options = key === "edition" ? named("edition", acts.known().editions) : file.choices[key].map((one) => [one, say(`${key}.${one}`)]);
  let now = chosen.filter(Boolean);
  const boxes = options.map(([one, words]) => {
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", checked: now.includes(one) });
    box.addEventListener("change", () => {
      now = box.checked ? [...now, one] : now.filter((other) => other !== one);
      file.values[key] = now;
    });
    const label = labelled(words);
    label.prepend(box);
    return label;
  });
  set.append(title, ...boxes);
  return set;
}

/** The logo by its name; one that is chosen is written into the folder. */
function logo(file, value) {
  const name = document.createElement("bdi");
  name.textContent = value;
  const input = document.createElement("input");
  Object.assign(input, { type: "file", accept: ".svg,.png", id: "house-logo" });
  input.addEventListener("change", () =>
    tried(async () => {
      if (!input.files[0]) return;
      file.values.logo = (await server.photo(input.files[0].name, "", input.files[0])).name;
      name.textContent = file.values.logo;
    }),
  );
  const label = labelled(say("house.logo.choose"), input, name);
  label.className = "drop file-button";
  for (const kind of ["dragover", "drop"])
    label.addEventListener(kind, (event) => {
      event.preventDefault();
      event.stopPropagation();
      if (kind === "drop" && event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change"));
      }
    });
  return label;
}

function plain(name, file) {
  const more = document.createElement("details");
  const title = document.createElement("summary");
  title.textContent = say("house.plain", { name });
  const text = document.createElement("textarea");
  Object.assign(text, { value: file.text, rows: 12, className: "plain", spellcheck: false });
  text.setAttribute("aria-label", say("house.plain", { name }));
  text.addEventListener("input", () => (file.written = text.value));
  more.append(title, text);
  return more;
}

/** Save what was changed: a text that was written by hand as it is, else the form. */
async function save() {
  for (const [name, file] of Object.entries(files)) {
    const isWritten = file.written !== undefined && file.written !== file.text;
    try {
      await server.saveHouse({ name, tag: file.tag, text: isWritten ? file.written : file.text, values: isWritten ? {} : file.values });
    } catch (fault) {
      if (!(fault instanceof Changed)) throw fault;
      await load();
      throw Object.assign(new Error(say("house.elsewhere", { name })), { hint: "" });
    }
  }
  await load();
  at("house-fault").textContent = say("house.saved");
  await acts.saved();
}
