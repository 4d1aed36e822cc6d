// The words of the page in the reader's language, its numbers and its direction. What can be said stands in ar.json and
// en.json, under the same keys.

import { server } from "./server.js";

const DIRECTIONS = { ar: "rtl", fa: "rtl", ur: "rtl", he: "rtl" };
let words = {};
export let language = "ar";

/** Take a language for the whole page, and remember it. */
export async function speak(wanted) {
  words = await server.words(wanted);
  language = wanted;
  try {
    localStorage.setItem("language", wanted);
  } catch {
    // a browser that keeps nothing asks again the next time
  }
  document.documentElement.lang = wanted;
  document.documentElement.dir = DIRECTIONS[wanted] ?? "ltr";
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of document.querySelectorAll("[data-say-label]"))
    element.setAttribute("aria-label", say(element.dataset.sayLabel));
  for (const element of document.querySelectorAll("[data-key]")) {
    element.title = element.dataset.key;
    element.setAttribute("aria-keyshortcuts", element.dataset.key.replace("Ctrl", "Control"));
  }
}

/** The language that was chosen before; Arabic at first. */
export function remembered() {
  try {
    return localStorage.getItem("language") ?? "ar";
  } catch {
    return "ar";
  }
}

/** A sentence by its key; `{x}` in it is replaced by `values.x`. One that counts has a form for each plural: `key.few`. */
export function say(key, values = {}) {
  const form = "count" in values ? `${key}.${new Intl.PluralRules(language).select(values.count)}` : key;
  const sentence = words[form] ?? words[`${key}.other`] ?? words[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === "number" ? number(value) : (value ?? "");
  });
}

/** What the editor says of itself, by its English words: the keys `editor.…`. */
export const phrases = () =>
  Object.fromEntries(Object.entries(words).flatMap(([key, said]) => (key.startsWith("editor.") ? [[key.slice(7), said]] : [])));

/** A number in the reader's digits. */
export const number = (value, options) => new Intl.NumberFormat(language === "ar" ? "ar-EG" : language, options).format(value);

/** A moment in the reader's words. */
export const moment = (seconds) =>
  new Intl.DateTimeFormat(language === "ar" ? "ar-EG" : language, { dateStyle: "medium", timeStyle: "short" }).format(seconds * 1000);

/** Tell a screen reader. */
export function aloud(sentence) {
  document.getElementById("said").textContent = sentence;
}
