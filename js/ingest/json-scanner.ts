/** A top-level element of a JSON array, as it stands in the text. */
export interface JsonElement {
  text: string;
  /** Of its first character, in the whole text. */
  start: number;
  line: number;
}

const quote = 34;
const backslash = 92;
const newline = 10;
const comma = 44;
const isOpening = (code: number) => code === 91 || code === 123;
const isClosing = (code: number) => code === 93 || code === 125;
const isSpace = (code: number) => code === 32 || code === newline || code === 13 || code === 9;

/** Cuts a JSON array into its elements while its text comes in, without making values of them. */
export class JsonArrayScanner {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #line = 1;
  #offset = 0;
  #held = '';
  #start = -1;
  #startLine = 1;
  /** Whether the array has been closed. */
  isClosed = false;

  /** Elements that end in this piece. */
  push(piece: string): JsonElement[] {
    const elements: JsonElement[] = [];
    let from = 0;
    const finish = (end: number) => {
      if (this.#start < 0) return;
      elements.push({ text: this.#held + piece.slice(from, end), start: this.#start, line: this.#startLine });
      this.#held = '';
      this.#start = -1;
    };
    for (let i = 0; i < piece.length && !this.isClosed; i++) {
      const code = piece.charCodeAt(i);
      if (code === newline) this.#line++;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (code === backslash) this.#escaped = true;
        else if (code === quote) this.#inString = false;
        continue;
      }
      if (this.#depth === 1 && (code === comma || isClosing(code))) {
        finish(i);
        if (isClosing(code)) this.isClosed = true;
        continue;
      }
      if (this.#depth >= 1 && this.#start < 0 && !isSpace(code)) {
        this.#start = this.#offset + i;
        this.#startLine = this.#line;
        from = i;
      }
      if (code === quote) this.#inString = true;
      else if (isOpening(code)) this.#depth++;
      else if (isClosing(code)) this.#depth--;
    }
    if (this.#start >= 0) this.#held += piece.slice(from);
    this.#offset += piece.length;
    return elements;
  }
}
