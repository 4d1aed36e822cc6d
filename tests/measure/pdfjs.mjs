// What pdf.js reads in a PDF and what its find controller finds.
// In: [folder with node_modules, PDF, phrases] as JSON. Out: [text, [found, ...]].
import fs from 'node:fs';

const [folder, pdf, phrases] = JSON.parse(fs.readFileSync(0, 'utf8'));

// What the viewer's module expects of a browser.
RegExp.escape ??= (text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
Promise.withResolvers ??= () => {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
};
globalThis.window ??= globalThis;
globalThis.requestAnimationFrame ??= (step) => setTimeout(step, 0);
const element = () => ({ style: {}, append() {}, setAttribute() {} });
globalThis.document ??= { documentElement: { style: {} }, addEventListener() {}, createElement: element };

const library = `${folder}/node_modules/pdfjs-dist`;
globalThis.pdfjsLib = await import(`${library}/legacy/build/pdf.mjs`);
const { EventBus, PDFFindController } = await import(`${library}/legacy/web/pdf_viewer.mjs`);
const opened = await pdfjsLib.getDocument({ data: new Uint8Array(fs.readFileSync(pdf)), verbosity: 0 }).promise;

const pages = [];
for (let number = 1; number <= opened.numPages; number += 1) {
  const { items } = await (await opened.getPage(number)).getTextContent({ disableNormalization: true });
  pages.push(items.map((item) => item.str + (item.hasEOL ? '\n' : '')).join(''));
}

const PENDING = 3;
const eventBus = new EventBus();
const finder = new PDFFindController({ linkService: { page: 1, pagesCount: opened.numPages }, eventBus });
finder.setDocument(opened);
const found = [];
for (const query of phrases) {
  const settled = new Promise((resolve) => {
    const listen = ({ state }) => {
      if (state !== PENDING) { eventBus.off('updatefindcontrolstate', listen); resolve(); }
    };
    eventBus.on('updatefindcontrolstate', listen);
  });
  eventBus.dispatch('find', { type: 'new', query, caseSensitive: false, entireWord: false, highlightAll: false,
    findPrevious: false, matchDiacritics: false });
  await settled;
  found.push(finder.pageMatches.some((matches) => matches?.length));
}
fs.writeSync(1, JSON.stringify([pages.join('\n'), found]));
process.exit(0);
