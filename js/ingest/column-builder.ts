import type { RawColumn } from './raw-table.ts';

const initialCapacity = 1024;
/** A map of a million texts grows in one long stop; many small ones grow in short ones. */
const numShards = 64;

/** Builds one column cell by cell: numbers as long as only numbers come, else dictionary-coded text. */
export class ColumnBuilder {
  length = 0;
  readonly #missing: ReadonlySet<string>;
  readonly #codeOf: (Map<string, number> | undefined)[] = [];
  readonly #distinct: string[] = [];
  #codes?: Int32Array;
  #numbers?: Float64Array;

  /** @param missing spellings of missing cells beside the empty one. */
  constructor(missing: ReadonlySet<string>) {
    this.#missing = missing;
  }

  pushText(text: string): void {
    const codes = this.#roomForCode();
    codes[this.length++] = text === '' || this.#missing.has(text) ? -1 : this.#code(text);
  }

  pushMissing(): void {
    if (this.#codes) this.#roomForCode()[this.length++] = -1;
    else this.#roomForNumber()[this.length++] = Number.NaN;
  }

  pushNumber(value: number): void {
    if (this.#codes && !Number.isNaN(value)) this.pushText(String(value));
    else if (this.#codes) this.pushMissing();
    else this.#roomForNumber()[this.length++] = value;
  }

  /** Any value of JSON, Parquet, Arrow or a user's object. Lists and objects become JSON. */
  push(value: unknown): void {
    if (typeof value === 'string') this.pushText(value);
    else if (typeof value === 'number') this.pushNumber(value);
    else if (typeof value === 'boolean') this.pushText(String(value));
    else if (typeof value === 'bigint') this.#pushBigInt(value);
    else if (typeof value === 'object' && value !== null) this.pushText(objectText(value));
    else this.pushMissing();
  }

  #pushBigInt(value: bigint): void {
    if (Number.isSafeInteger(Number(value))) this.pushNumber(Number(value));
    else this.pushText(String(value));
  }

  /** Fill up with missing cells to `length`. */
  padTo(length: number): void {
    while (this.length < length) this.pushMissing();
  }

  done(name: string): RawColumn {
    if (!this.#codes) return { name, numbers: (this.#numbers ?? new Float64Array(0)).slice(0, this.length) };
    return { name, distinct: this.#distinct, codes: this.#codes.slice(0, this.length) };
  }

  #code(text: string): number {
    const { length } = text;
    const shard = (31 * text.charCodeAt(length - 1) + (length > 1 ? text.charCodeAt(length - 2) : 0)) % numShards;
    this.#codeOf[shard] ??= new Map();
    const codeOf = this.#codeOf[shard];
    let code = codeOf.get(text);
    if (code === undefined) {
      code = this.#distinct.length;
      this.#distinct.push(text);
      codeOf.set(text, code);
    }
    return code;
  }

  #roomForCode(): Int32Array {
    this.#codes ??= this.#numbersAsCodes();
    if (this.length === this.#codes.length) {
      const grown = new Int32Array(this.length * 2);
      grown.set(this.#codes);
      this.#codes = grown;
    }
    return this.#codes;
  }

  #roomForNumber(): Float64Array {
    this.#numbers ??= new Float64Array(initialCapacity);
    if (this.length === this.#numbers.length) {
      const grown = new Float64Array(this.length * 2);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    return this.#numbers;
  }

  #numbersAsCodes(): Int32Array {
    const codes = new Int32Array(Math.max(this.#numbers?.length ?? 0, initialCapacity));
    for (let i = 0; i < this.length; i++) {
      const value = this.#numbers![i]!;
      codes[i] = Number.isNaN(value) ? -1 : this.#code(String(value));
    }
    this.#numbers = undefined;
    return codes;
  }
}

function objectText(value: object): string {
  if (value instanceof Date) return dateText(value);
  return JSON.stringify(
    ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : value,
    (_, part) => (typeof part === 'bigint' ? Number(part) : part),
  );
}

/** Days without a time of day are written as days. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  return date.toISOString().replace('T00:00:00.000Z', '');
}
