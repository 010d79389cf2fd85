/** Texts of canonical lines: a first line, then a name, a space and a value in each. */

/** A reader of such texts; the fields are pairs of a name and its value's form, in their order. */
export function linesOf(first, fields) {
  const forms = fields.map(([name, form]) => `${name} (${form})\n`).join("");
  return { fields: fields.map(([name]) => name), form: new RegExp(`^${first}\n${forms}$`) };
}

/** The values by their names, or null if the text is not of these lines. */
export function readLines({ fields, form }, text) {
  const found = form.exec(text);
  return found && Object.fromEntries(fields.map((name, i) => [name, found[i + 1]]));
}
