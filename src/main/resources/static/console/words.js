/** What scripts say, in the page's language: the page brings the words in a template. */

/** The words of a template: a function from a word's key, and what it has in its gaps, to text. */
export function wordsOf(template) {
  const words = new Map();
  for (const span of template.content.querySelectorAll("[data-word]")) {
    words.set(span.dataset.word, span.textContent);
  }
  return (key, ...values) =>
    (words.get(key) ?? key).replace(/\{(\d)\}/g, (gap, i) => values[Number(i)] ?? gap);
}

/** A new element that holds this text. Nothing here is ever put in as markup. */
export function element(name, text = "", className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

/** Shows an element with this text, or hides it where there is none. */
export function say(shown, text, isRefusal = false) {
  shown.textContent = text;
  shown.hidden = text === "";
  shown.classList.toggle("refused", isRefusal);
}
