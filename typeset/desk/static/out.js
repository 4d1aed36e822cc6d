// What leaves the desk: finished files, the e-mail draft, plain text, the report on a PDF; and the small pictures of themes.

import { number, say } from "./say.js";
import { server } from "./server.js";

const at = (id) => document.getElementById(id);
let acts = {};

/** `whenActed`: `{release(), failed(fault), done(), busy(isBusy)}`. */
export function begin(whenActed) {
  acts = whenActed;
  at("make-button").addEventListener("click", () => listed("make", (release) => server.make({ ...release, editions: editions() })));
  at("mail-button").addEventListener("click", () => listed("mail", (release) => server.mail(release)));
  at("open-pdf").addEventListener("click", openPdf);
  at("plain-button").addEventListener("click", copyPlain);
  at("proof-button").addEventListener("click", pickPdf);
  at("looks-button").addEventListener("click", showLooks);
  for (const name of ["out", "looks"]) at(`close-${name}`).addEventListener("click", () => at(name).close());
}

/** The edition that is shown, and the others that people need of a release. */
const editions = () => [...new Set([at("edition").value, "email", "print"])];

async function tried(act) {
  acts.busy(true);
  try {
    await act();
    acts.done();
  } catch (fault) {
    acts.failed(fault);
  } finally {
    acts.busy(false);
  }
}

const listed = (name, act) =>
  tried(async () => {
    const made = await act(acts.release());
    const list = document.createElement("ul");
    list.className = "made";
    list.append(...made.files.map(row));
    show(say(`${name}.title`), list);
  });

function row({ name, address, bytes, purpose }) {
  const made = document.createElement("li");
  const link = document.createElement("a");
  Object.assign(link, { href: `${address}?save`, download: name, textContent: name, dir: "auto" });
  const words = document.createElement("bdi");
  words.textContent = say("made.purpose", { purpose, size: number(Math.ceil(bytes / 1000)) });
  made.append(link, " ", words);
  return made;
}

function show(title, ...parts) {
  at("out-title").textContent = title;
  at("out-body").replaceChildren(...parts);
  at("out").showModal();
}

const openPdf = () =>
  tried(async () => {
    const made = await server.make({ ...acts.release(), editions: [at("edition").value] });
    window.open(made.files[0].address, "_blank", "noopener");
  });

const copyPlain = () =>
  tried(async () => {
    const { text } = await server.plain(acts.release());
    const box = document.createElement("textarea");
    Object.assign(box, { value: text, readOnly: true, rows: 14, dir: "auto" });
    box.style.width = "100%";
    box.setAttribute("aria-label", say("plain.title"));
    show(say("plain.title"), box);
    box.select();
    await navigator.clipboard?.writeText(text).catch(() => {});
  });

function pickPdf() {
  const input = document.createElement("input");
  Object.assign(input, { type: "file", accept: "application/pdf" });
  input.addEventListener("change", () => input.files[0] && judge(input.files[0]));
  input.click();
}

/** The report on a PDF of any maker. */
export const judge = (file) =>
  tried(async () => {
    const { address } = await server.proof(file.name, file);
    const frame = document.createElement("iframe");
    Object.assign(frame, { src: address, className: "report", title: say("proof.title", { name: file.name }) });
    const link = document.createElement("a");
    Object.assign(link, { href: `${address}?save`, textContent: say("proof.save"), download: "" });
    show(say("proof.title", { name: file.name }), frame, link);
  });

/** This release in every theme, small, to choose by. */
function showLooks() {
  const themes = [...at("theme").options].filter(({ value }) => value);
  at("looks-list").replaceChildren(
    ...themes.map(({ value, textContent }) => {
      const button = document.createElement("button");
      button.type = "button";
      const picture = new Image();
      picture.alt = "";
      const words = document.createElement("span");
      words.textContent = textContent;
      button.append(picture, words);
      button.addEventListener("click", () => {
        at("theme").value = value;
        at("theme").dispatchEvent(new Event("change", { bubbles: true }));
        at("looks").close();
      });
      server.look({ ...acts.release(), theme: value }).then(
        ({ address }) => (picture.src = address),
        (fault) => (words.textContent = `${textContent}: ${fault.message}`),
      );
      return button;
    }),
  );
  at("looks").showModal();
}
