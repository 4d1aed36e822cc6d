// The pages: pictures that change only where the page did, and over each the words, the frames of findings, a ruler.

import { number, say } from "./say.js";

const SVG = "http://www.w3.org/2000/svg";
const MM = 72 / 25.4;
const at = (id) => document.getElementById(id);
let pages = [];
let words = [];
let frames = [];
let changes = [];
let chosen = null;
let newest = 0;
let picked = () => {};

/** `whenPicked(from, to)` is told which characters of the text a word on the page came from. */
export function begin(whenPicked) {
  picked = whenPicked;
  at("zoom").addEventListener("change", drawOver);
  at("spread").addEventListener("change", () => at("pages").classList.toggle("spread", at("spread").checked));
  at("ruler").addEventListener("change", drawOver);
}

/** How sharp the pictures must be, in pixels to the inch, for the width that they have. */
export function sharpness() {
  const zoom = at("zoom").value;
  const width = zoom === "fit" ? Math.min(at("pages").clientWidth - 32, 960) : 595 * Number(zoom) * (96 / 72);
  const wanted = (width * window.devicePixelRatio * 72) / (pages[0]?.box[2] ?? 595);
  return Math.min(Math.max(Math.round(wanted), 72), 300);
}

/** Put other pages in the place of these. A picture is shown when it is there, so that nothing flickers. */
export async function show(told) {
  const turn = ++newest;
  words = []; // before the wait: the words of these pages may come sooner than their pictures
  frames = [];
  const pictures = await Promise.all(told.pages.map(loaded));
  if (turn !== newest) return;
  pages = told.pages;
  const list = at("pages");
  pictures.forEach((picture, index) => {
    let sheet = list.children[index];
    if (!sheet) {
      sheet = document.createElement("figure");
      sheet.className = "sheet";
      list.append(sheet);
    }
    const before = sheet.querySelector("img");
    if (before?.src !== picture.src) before ? before.replaceWith(picture) : sheet.prepend(picture);
    sheet.querySelector("img").alt = say("page.alt", { page: index + 1, pages: told.total });
  });
  while (list.children.length > pictures.length) list.lastChild.remove();
  at("pages-count").textContent = say("page.count", { count: told.total });
  drawOver();
}

async function loaded({ name }) {
  const picture = new Image();
  picture.src = `stock/${name}/page`;
  try {
    await picture.decode();
  } catch {
    // it is shown as soon as it comes
  }
  return picture;
}

/** Which characters of the text each word came from, and where on the pages findings are. */
export function explain(newWords, findings) {
  words = newWords;
  frames = findings.filter((finding) => finding.place.page && finding.place.box).map(({ severity, place, id }) => ({ severity, id, ...place }));
  drawOver();
}

/** Mark the words that changed: `[[from, to, older]]`. */
export function mark(newChanges) {
  changes = newChanges;
  drawOver();
}

/** Mark the words on the page that stand for the characters around an offset of the text. */
export function follow(from, to, { scrolled = false } = {}) {
  chosen = words.findIndex(([, start, end]) => start <= from && from < Math.max(end, start + 1) && to <= Math.max(end, to));
  for (const box of document.querySelectorAll(".word")) box.classList.toggle("now", Number(box.dataset.word) === chosen);
  if (scrolled) document.querySelector(".word.now")?.scrollIntoView({ block: "center", behavior: "auto" });
}

/** Show the frame of a finding. */
export function reveal(finding) {
  at("pages").children[finding.place.page - 1]?.scrollIntoView({ block: "start" });
}

const element = (name, attributes) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

function drawOver() {
  const zoom = at("zoom").value;
  at("pages").classList.toggle("fit", zoom === "fit");
  pages.forEach(({ box: [left, bottom, right, top], bleed, trim }, index) => {
    const sheet = at("pages").children[index];
    const [width, height] = [right - left, top - bottom];
    sheet.style.width = zoom === "fit" ? "" : `${(width * 96 * Number(zoom)) / 72}px`;
    sheet.querySelector("svg")?.remove();
    const over = element("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
    const rectangle = ([x0, y0, x1, y1], attributes) =>
      element("rect", { x: x0 - left, y: top - y1, width: x1 - x0, height: y1 - y0, ...attributes });
    words.forEach(([page, from, to, boxes], word) => {
      if (page !== index + 1) return;
      const isChanged = changes.some(([start, end]) => from < end && to > start);
      for (const box of boxes) over.append(rectangle(box, { class: `word${isChanged ? " changed" : ""}`, "data-word": word }));
    });
    for (const frame of frames) if (frame.page === index + 1) over.append(rectangle(frame.box, { class: `frame ${frame.severity}` }));
    if (trim[0] > left) drawPressBoxes(over, rectangle, { bleed, trim }, { left, top });
    if (at("ruler").checked) drawRuler(over, width, height);
    over.addEventListener("click", ({ target }) => {
      const word = words[target.dataset?.word];
      if (word) picked(word[1], word[2]);
    });
    sheet.append(over);
  });
}

/** Where the press cuts the sheet, and how far ink runs beyond that, each with its name. */
function drawPressBoxes(over, rectangle, boxes, { left, top }) {
  for (const [name, box] of Object.entries(boxes)) {
    over.append(rectangle(box, { class: `press ${name}` }));
    const isBleed = name === "bleed";
    const place = { x: (box[0] + box[2]) / 2 - left, y: isBleed ? top - box[3] - 3 : top - box[3] + 8 };
    const label = element("text", { class: `press-name ${name}`, "text-anchor": "middle", ...place });
    label.textContent = say(`press.${name}`);
    over.append(label);
  }
}

/** A ruler in millimetres along the top and the left side. */
function drawRuler(over, width, height) {
  let ticks = "";
  for (let mm = 0; mm * MM <= Math.max(width, height); mm++) {
    const length = mm % 10 === 0 ? 8 : mm % 5 === 0 ? 5 : 3;
    if (mm * MM <= width) ticks += `M${mm * MM} 0v${length}`;
    if (mm * MM <= height) ticks += `M0 ${mm * MM}h${length}`;
    if (mm && mm % 20 === 0) {
      for (const place of [{ x: mm * MM + 1, y: 9 }, { x: 9, y: mm * MM + 2 }]) {
        const label = element("text", { class: "ruler-number", ...place });
        label.textContent = number(mm);
        over.append(label);
      }
    }
  }
  over.append(element("path", { class: "ruler", d: ticks }));
}
