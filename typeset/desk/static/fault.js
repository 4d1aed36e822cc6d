// What went wrong, told over the pages: one fault at a time, which goes with what it was a fault of.

const at = (id) => document.getElementById(id);
export const PAGES = "pages";
export const ACT = "act";
let kind = "";

export const begin = () => at("close-fault").addEventListener("click", () => over(kind));

/** Tell a fault `{message, hint}` of setting the pages, or of something that the writer did, as saving. */
export function tell({ message, hint }, ofKind) {
  kind = ofKind;
  at("fault-words").replaceChildren(line(message), line(hint ?? ""));
  at("fault").hidden = false;
}

/** Faults of this kind are over. Pages that come say nothing of a text that could not be saved: that stays told. */
export function over(ofKind) {
  if (kind === ofKind) at("fault").hidden = true;
}

function line(words) {
  const made = document.createElement("p");
  made.append(Object.assign(document.createElement("bdi"), { textContent: words }));
  return made;
}
