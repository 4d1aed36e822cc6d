// What the page asks of the desk's server, and what it is told. Addresses are relative: the secret stands in the page's own.

export const client = crypto.randomUUID();

/** A fault that the server tells, with a message and a hint. */
export class Fault extends Error {
  constructor({ message, hint }) {
    super(message);
    this.hint = hint;
  }
}

/** The file was changed elsewhere since it was opened. */
export class Changed extends Error {}

/** The desk's server does not answer: it was closed, or the machine has just woken. */
export class Gone extends Error {}

async function asked(address, options = {}) {
  const headers = { "accept-language": document.documentElement.lang, ...options.headers };
  const answer = await fetch(address, { ...options, headers }).catch(() => {
    throw new Gone();
  });
  if (answer.status === 409) throw new Changed((await answer.json()).tag);
  if (answer.ok) return answer.status === 202 ? {} : answer.json();
  const isJson = answer.headers.get("content-type")?.startsWith("application/json");
  throw new Fault(isJson ? await answer.json() : { message: await answer.text(), hint: "" });
}

const query = (values) => new URLSearchParams(values).toString();
const json = (method, value) => ({
  method,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
});

export const server = {
  choices: () => asked("choices"),
  words: (language) => asked(`static/${language}.json`),
  files: () => asked("files"),
  tour: () => asked("tour", { method: "POST" }),
  drafts: () => asked("drafts"),
  open: (name) => asked(`file?${query({ name })}`),
  house: () => asked("house"),
  saveHouse: (file) => asked("house", json("PUT", file)),
  fresh: () => asked("new"),
  save: (file) => asked("file", json("PUT", file)),
  keepDraft: (file, options) => asked("draft", { ...json("PUT", file), ...options }),
  dropDraft: (name) => asked(`draft?${query({ name })}`, { method: "DELETE" }),
  read: (name, body) => asked(`read?${query({ name })}`, { method: "POST", body }),
  photo: (name, text, body) => asked(`photo?${query({ name, text })}`, { method: "POST", body }),
  set: (release) => asked("set", json("POST", { client, ...release })),
  make: (release) => asked("make", json("POST", release)),
  mail: (release) => asked("mail", json("POST", release)),
  look: (release) => asked("look", json("POST", release)),
  plain: (release) => asked("plain", json("POST", release)),
  fields: (release) => asked("fields", json("POST", release)),
  fill: (release) => asked("fill", json("POST", release)),
  compare: (release) => asked("compare", json("POST", release)),
  proof: (name, body) => asked(`proof?${query({ name })}`, { method: "POST", body }),
  explain: (id) => asked(`explain?${query({ id })}`),
};

/** Call `heard` with each event; `lost(isLost)` when the connection breaks and when it is there again. */
export function listen(heard, lost) {
  const source = new EventSource(`events?${query({ client })}`);
  source.onmessage = (message) => heard(JSON.parse(message.data));
  source.onerror = () => lost(true);
  source.onopen = () => lost(false);
}
