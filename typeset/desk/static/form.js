// The fields of a release as a form beside its text: what stands in the head of the file, one field each.

import { say } from "./say.js";
import { server } from "./server.js";

const at = (id) => document.getElementById(id);
const FIELDS = ["headline", "subheadline", "kicker", "release", "embargo", "number", "date", "to", "dateline", "source", "link"];
const CONTACT = ["name", "role", "phone", "email"];
const LONG = new Set(["headline", "subheadline"]);
let known = {};

/** Show the form for a text. `filled(text)` is told the text with what was typed; `dropped(file)` gets a photo. */
export async function open(release, filled, dropped) {
  known = (await server.fields(release)).fields;
  const form = at("form");
  form.replaceChildren(...FIELDS.map((name) => field(name, known[name] ?? "")), contacts(), drop(dropped));
  form.onchange = async () => {
    try {
      filled((await server.fill({ ...release, text: release.now(), fields: values(form) })).text);
    } catch (fault) {
      form.querySelector(".fault-line").textContent = fault.message;
    }
  };
  const fault = document.createElement("p");
  fault.className = "fault-line";
  fault.setAttribute("role", "alert");
  form.append(fault);
}

function field(name, value) {
  const label = document.createElement("label");
  const words = document.createElement("span");
  words.textContent = say(`field.${name}`);
  const input = document.createElement(LONG.has(name) ? "textarea" : "input");
  Object.assign(input, { name, value, dir: "auto" });
  label.append(words, input);
  return label;
}

function contacts() {
  const set = document.createElement("fieldset");
  const title = document.createElement("legend");
  title.textContent = say("field.contacts");
  set.append(title);
  const people = known.contacts?.length ? known.contacts : [{}];
  people.forEach((person, index) => {
    for (const part of CONTACT) {
      const one = field(`contact.${part}`, person[part] ?? "");
      one.querySelector("input").name = `contacts.${index}.${part}`;
      set.append(one);
    }
  });
  return set;
}

function drop(dropped) {
  const label = document.createElement("label");
  label.className = "drop";
  const words = document.createElement("span");
  words.textContent = say("field.photo");
  const input = document.createElement("input");
  Object.assign(input, { type: "file", accept: "image/*" });
  input.addEventListener("change", (event) => {
    event.stopPropagation();
    if (input.files[0]) dropped(input.files[0]);
  });
  label.append(words, input);
  return label;
}

/** What stands in the form; a contact without any word is none. */
function values(form) {
  const fields = {};
  const people = [];
  for (const { name, value } of form.elements) {
    const [first, index, part] = (name ?? "").split(".");
    if (first === "contacts") (people[index] ??= {})[part] = value.trim();
    else if (FIELDS.includes(name)) fields[name] = value.trim();
  }
  fields.contacts = people.filter((person) => Object.values(person).some(Boolean));
  return fields;
}
