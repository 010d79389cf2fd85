/**
 * JSON of files that nobody is trusted for: no member twice, no number but whole ones. `JSON.parse`
 * would take the last of two members and round large numbers without a word.
 */

/** Why a text is not taken: `code` says what, `path` where, if that is known. */
export class NotTaken extends Error {
  constructor(code, path = "") {
    super(`${code} ${path}`);
    this.code = code;
    this.path = path;
  }
}

const DEPTH_MAX = 8;
const TOKENS = /[ \t\n\r]*(?:([{}[\],:])|("(?:[^"\\]|\\.)*")|(-?[0-9][0-9.eE+-]*)|([a-z]+))/y;
const WHOLE = /^(?:0|[1-9][0-9]*)$/;
const WORDS = { true: true, false: false, null: null };

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.next();
  }

  next() {
    TOKENS.lastIndex = this.at;
    const found = TOKENS.exec(this.text);
    if (!found) {
      if (/[^ \t\n\r]/.test(this.text.slice(this.at))) {
        throw new NotTaken("json");
      }
      this.token = null;
      return;
    }
    this.at = TOKENS.lastIndex;
    [, this.sign, this.string, this.number, this.word] = found;
    this.token = found[0].trimStart();
  }

  takes(sign) {
    const isNext = this.token !== null && this.sign === sign;
    if (isNext) {
      this.next();
    }
    return isNext;
  }

  expect(sign) {
    if (!this.takes(sign)) {
      throw new NotTaken("json");
    }
  }

  value(path, depth) {
    if (this.token === null || depth > DEPTH_MAX) {
      throw new NotTaken("json", path);
    }
    if (this.takes("{")) {
      return this.object(path, depth);
    }
    if (this.takes("[")) {
      return this.list(path, depth);
    }
    return this.scalar(path);
  }

  scalar(path) {
    const { string, number, word } = this;
    if (string !== undefined) {
      return this.read(() => parsed(string, path));
    }
    if (number !== undefined) {
      return this.read(() => whole(number, path));
    }
    if (word === undefined || !Object.hasOwn(WORDS, word)) {
      throw new NotTaken("json", path);
    }
    return this.read(() => WORDS[word]);
  }

  read(value) {
    const done = value();
    this.next();
    return done;
  }

  object(path, depth) {
    const members = new Map();
    while (!this.takes("}")) {
      if (members.size > 0) {
        this.expect(",");
      }
      if (this.token === null || this.string === undefined) {
        throw new NotTaken("json", path);
      }
      const name = parsed(this.string, path);
      const inside = path === "" ? name : `${path}.${name}`;
      if (members.has(name)) {
        throw new NotTaken("twice", inside);
      }
      this.next();
      this.expect(":");
      members.set(name, this.value(inside, depth + 1));
    }
    return members;
  }

  list(path, depth) {
    const values = [];
    while (!this.takes("]")) {
      if (values.length > 0) {
        this.expect(",");
      }
      values.push(this.value(`${path}[${values.length}]`, depth + 1));
    }
    return values;
  }
}

function parsed(string, path) {
  try {
    return JSON.parse(string);
  } catch {
    throw new NotTaken("json", path);
  }
}

function whole(number, path) {
  if (!WHOLE.test(number)) {
    throw new NotTaken("form", path);
  }
  return BigInt(number);
}

/**
 * The value that a text is: objects as Map, lists as arrays, whole numbers as BigInt.
 *
 * @throws NotTaken if it is not JSON, has a member twice, or a number that is not whole
 */
export function readJson(text) {
  const reader = new Reader(text);
  const value = reader.value("", 0);
  if (reader.token !== null) {
    throw new NotTaken("json");
  }
  return value;
}
