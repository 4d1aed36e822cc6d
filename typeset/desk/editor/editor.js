// The text of a release as it is written: CodeMirror, with each line in the direction of its own letters, the findings
// underlined and one word marked. It knows nothing of pages or of the server.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { closeSearchPanel, highlightSelectionMatches, openSearchPanel, search, searchKeymap, searchPanelOpen } from "@codemirror/search";
import { Compartment, EditorState, StateEffect, StateField, Transaction } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, drawSelection, highlightActiveLine, keymap } from "@codemirror/view";

const showFindings = StateEffect.define();

/** Underlines, by the severity of what was found; they move with the text until the next proof. */
const findings = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    let now = marks.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(showFindings)) now = underlined(effect.value, transaction.state.doc.length);
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Each line in sight runs in the direction of its own first letter: the head of a file in Latin, its text in Arabic. */
const ownDirection = Decoration.line({ attributes: { dir: "auto" } });
const directions = ViewPlugin.define(
  (view) => ({
    lines: directed(view),
    update(change) {
      if (change.docChanged || change.viewportChanged) this.lines = directed(change.view);
    },
  }),
  { decorations: (plugin) => plugin.lines },
);

function directed(view) {
  const lines = [];
  for (const { from, to } of view.visibleRanges)
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      lines.push(ownDirection.range(line.from));
      at = line.to + 1;
    }
  return Decoration.set(lines);
}

const spoken = (label, phrases) => [
  EditorState.phrases.of(phrases),
  EditorView.contentAttributes.of({ "aria-label": label }),
];

function underlined(places, length) {
  const marks = places
    .filter(({ from, to }) => from < to && to <= length)
    .map(({ from, to, severity, id }) =>
      Decoration.mark({ class: `finding ${severity}`, attributes: { "data-finding": id } }).range(from, to),
    );
  return Decoration.set(marks, true);
}

/**
 * Puts an editor into `parent`.
 *
 * `text`: what it holds at first; `label`: its name for a screen reader; `nonce`: that of the page's style policy;
 * `phrases`: English words of its search panel -> the reader's; `changed(text)`, `moved(from, to)`: what is told when
 * the author writes, and when the cursor goes elsewhere.
 */
export function createEditor(parent, { text, label, nonce, phrases, changed, moved }) {
  const language = new Compartment();
  let said = spoken(label, phrases);
  const fresh = (doc) =>
    EditorState.create({
      doc,
      extensions: [
        language.of(said),
        EditorView.cspNonce.of(nonce),
        EditorView.perLineTextDirection.of(true),
        directions,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ dir: "auto", spellcheck: "true" }),
        history(),
        drawSelection(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        search({ top: true }),
        findings,
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && update.transactions.some((one) => !one.annotation(Transaction.remote)))
            changed(update.state.doc.toString());
          else if (update.selectionSet) moved(update.state.selection.main.from, update.state.selection.main.to);
        }),
      ],
    });
  const view = new EditorView({ parent, state: fresh(text) });
  view.scrollDOM.tabIndex = 0; // what scrolls must be reached by the keyboard
  return {
    text: () => view.state.doc.toString(),
    selection: () => view.state.selection.main,
    focus: () => view.focus(),

    /** Begin with another text: no step back leads out of it. */
    begin: (words) => view.setState(fresh(words)),

    /** Say its name and the words of its search panel in another language. */
    speak({ label, phrases }) {
      said = spoken(label, phrases);
      view.dispatch({ effects: language.reconfigure(said) });
      if (!searchPanelOpen(view.state)) return;
      closeSearchPanel(view);
      openSearchPanel(view);
    },

    /** Put another text in the place of this one, as one step that can be undone; the cursor stays where it can. */
    setText(words, { told = true } = {}) {
      const change = differing(view.state.doc.toString(), words);
      if (!change) return;
      view.dispatch({ changes: change, annotations: told ? [] : Transaction.remote.of(true) });
    },

    /** Write `words` in the place of the characters `from` to `to`. */
    replace(from, to, words) {
      view.dispatch({ changes: { from, to, insert: words }, selection: { anchor: from + words.length } });
      view.focus();
    },

    /** Select the characters `from` to `to` and bring them into sight. */
    select(from, to, { focused = true } = {}) {
      const end = Math.min(to, view.state.doc.length);
      view.dispatch({
        selection: { anchor: Math.min(from, end), head: end },
        effects: EditorView.scrollIntoView(Math.min(from, end), { y: "center" }),
      });
      if (focused) view.focus();
    },

    /** Underline what was found: `[{from, to, severity, id}]`. */
    show: (places) => view.dispatch({ effects: showFindings.of(places) }),

    /** The offset of a line and a column, both from 1, as findings name them. */
    offset(line, column) {
      if (line < 1 || line > view.state.doc.lines) return -1;
      const found = view.state.doc.line(line);
      return Math.min(found.from + Math.max(column, 1) - 1, found.to);
    },
  };
}

/** The one piece in which two texts differ, as a change of the first; null where they are equal. */
function differing(before, after) {
  if (before === after) return null;
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from++;
  let end = before.length;
  let newEnd = after.length;
  while (end > from && newEnd > from && before[end - 1] === after[newEnd - 1]) [end, newEnd] = [end - 1, newEnd - 1];
  return { from, to: end, insert: after.slice(from, newEnd) };
}
