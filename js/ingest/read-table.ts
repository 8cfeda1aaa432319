import { platform } from '#platform';
import { AssayerError, describe, reject } from '../errors.ts';
import { isArrowTable, readArrow, readArrowTable } from './arrow.ts';
import { readCsv } from './csv.ts';
import { readJson, readNdjson } from './json.ts';
import { readParquet } from './parquet.ts';
import type { RawTable, ReadOptions, SourceFormat, SourceInfo } from './raw-table.ts';
import { columnsByName, columnsOfRows, isArrayLike } from './rows.ts';
import { Slices } from './slices.ts';
import {
  allBytes,
  BrokenGzip,
  binaryKind,
  type Content,
  firstBytes,
  guessEncoding,
  isDamagedUtf8,
  isGzip,
  joinBytes,
  NotInEncoding,
  textChunks,
} from './text-source.ts';

/**
 * Columns by name, rows as objects (or lists); the text of a CSV, TSV, JSON or NDJSON file; its bytes, a File, Blob,
 * Response or stream of it, also of Parquet or Arrow, also gzipped; a table of apache-arrow; in Node a `file:` URL.
 */
export type DataInput =
  | Record<string, ArrayLike<unknown>>
  | Record<string, unknown>[]
  | string
  | Uint8Array
  | ArrayBuffer
  | Blob
  | URL
  | object;

/**
 * Read whatever holds a table: text, bytes, a File or Blob of CSV, TSV, JSON, NDJSON, Parquet or Arrow, also gzipped;
 * rows as objects; columns by name; an Arrow table.
 *
 * @throws AssayerError `invalid_input` where it is no table, with what it is instead and where
 *
 * @example
 * const { columns, rowCount } = await readTable('name,age\nAnn,31\nBob,27');
 */
export async function readTable(data: DataInput, options: ReadOptions = {}): Promise<RawTable> {
  const place = placeOf(data, options);
  if (typeof data === 'string') return readText(data, options, place);
  if (data === null || typeof data !== 'object') {
    reject(place, 'text, bytes, a File, rows, columns or an Arrow table', describe(data));
  }
  if (data instanceof Blob) return readBytes(data, { name: fileName(data), ...options }, place);
  if (data instanceof ArrayBuffer || data instanceof Uint8Array) {
    return readBytes(data instanceof Uint8Array ? data : new Uint8Array(data), options, place);
  }
  if (data instanceof URL) return readFile(data, options, place);
  if (isArrowTable(data)) return readArrowTable(data, { format: 'arrow' }, options, place);
  const stream = streamOf(data);
  if (stream) return readBytes(await collect(stream, options, place), options, place);
  if (Array.isArray(data)) {
    const read = await columnsOfRows(data, place, options, new Slices('read', options));
    return { ...read, source: { format: 'rows' } };
  }
  return readColumns(data as Record<string, unknown>, options, place);
}

function placeOf(data: unknown, options: ReadOptions): string {
  return options.name ?? (data instanceof Blob ? fileName(data) : undefined) ?? 'data';
}

function fileName(blob: Blob): string | undefined {
  return (blob as Partial<File>).name || undefined;
}

async function readFile(url: URL, options: ReadOptions, place: string): Promise<RawTable> {
  if (url.protocol !== 'file:') {
    reject(place, 'a file: URL (assayer loads nothing from the network; fetch it and pass the response)', url.href);
  }
  if (!platform.readFile)
    throw new AssayerError('unsupported', `${place}: expected a File here, got a path, ${url.href}`);
  const name = options.name ?? decodeURIComponent(url.pathname.split('/').pop() ?? '');
  return readTable(await platform.readFile(url), { ...options, name });
}

type Stream = AsyncIterable<Uint8Array | string> | ReadableStream<Uint8Array | string>;

/** Of a Response, a ReadableStream or a stream of Node. */
function streamOf(data: object): Stream | undefined {
  if (typeof Response !== 'undefined' && data instanceof Response) {
    if (!data.ok)
      reject('data', 'a response that was successful', `status ${data.status} of ${data.url || 'the server'}`);
    return data.body ?? undefined;
  }
  if (Symbol.asyncIterator in data || data instanceof ReadableStream) return data as Stream;
  return undefined;
}

async function collect(stream: Stream, options: ReadOptions, place: string): Promise<Uint8Array> {
  const slices = new Slices('read', options);
  const parts: Uint8Array[] = [];
  const take = async (part: unknown) => {
    if (typeof part === 'string') parts.push(new TextEncoder().encode(part));
    else if (part instanceof Uint8Array) parts.push(part);
    else reject(place, 'a stream of bytes or text', describe(part));
    if (slices.isDue()) await slices.pause(0);
  };
  if (stream instanceof ReadableStream) {
    const reader = stream.getReader(); // not every browser iterates over streams
    for (let read = await reader.read(); !read.done; read = await reader.read()) await take(read.value);
  } else {
    for await (const part of stream) await take(part);
  }
  return joinBytes(parts);
}

async function readColumns(data: Record<string, unknown>, options: ReadOptions, place: string): Promise<RawTable> {
  const entries = Object.entries(data).map(([name, values]): [string, ArrayLike<unknown>] => {
    if (!isArrayLike(values)) reject(`${place}.${name}`, 'an array with a cell for each row', describe(values));
    return [name, values];
  });
  const columns = await columnsByName(entries, place, options, new Slices('read', options));
  return { columns, rowCount: entries[0]![1].length, source: { format: 'columns' }, warnings: [] };
}

async function readBytes(content: Uint8Array | Blob, options: ReadOptions, place: string): Promise<RawTable> {
  try {
    return await readAnyBytes(content, options, place);
  } catch (cause) {
    if (!(cause instanceof BrokenGzip)) throw cause;
    throw new AssayerError('invalid_input', `${place}: expected a whole gzip file, got a broken one`, { cause });
  }
}

async function readAnyBytes(content: Uint8Array | Blob, options: ReadOptions, place: string): Promise<RawTable> {
  const gzip = isGzip(await firstBytes(content, false, 2));
  const head = await firstBytes(content, gzip, 1 << 16);
  if (head.length === 0) reject(place, 'a table with a header and rows', 'an empty file');
  const source = { name: options.name, gzip };
  const magic = String.fromCharCode(...head.subarray(0, 6));
  if (magic.startsWith('PAR1') || options.format === 'parquet') {
    const whole = gzip ? await allBytes(content, true) : content;
    return readParquet(whole, { ...source, format: 'parquet' }, options, place);
  }
  const isArrow = magic === 'ARROW1' || magic.startsWith('\xff\xff\xff\xff'); // a file, or a stream
  if (isArrow || options.format === 'arrow' || /\.(arrows?|feather)(\.gz)?$/i.test(options.name ?? '')) {
    return readArrow(await allBytes(content, gzip), { ...source, format: 'arrow' }, options, place);
  }
  const binary = options.encoding ? undefined : binaryKind(head);
  if (binary) reject(place, 'a table as CSV, TSV, JSON, NDJSON, Parquet or Arrow', binary);
  return readEncoded(content, gzip, head, options, place);
}

/** Read text in the encoding it is most likely in; where that turns out to be wrong, start again with another. */
async function readEncoded(
  content: Uint8Array | Blob,
  gzip: boolean,
  head: Uint8Array,
  options: ReadOptions,
  place: string,
): Promise<RawTable> {
  const guess = guessEncoding(head);
  const encoding = options.encoding?.toLowerCase() ?? guess.encoding;
  const { bom } = guess;
  const start = new TextDecoder(knownEncoding(encoding)).decode(head as Uint8Array<ArrayBuffer>);
  const source = { name: options.name, content, gzip, encoding, bom };
  const read = (encoding: string, damaged: boolean) =>
    readChunks(() => textChunks(content, { encoding, gzip, damaged }), start, { ...source, encoding }, options, place);
  try {
    return await read(encoding, false);
  } catch (error) {
    if (!(error instanceof NotInEncoding)) throw error;
  }
  const damaged =
    options.encoding !== undefined || encoding !== 'utf-8' || isDamagedUtf8(await allBytes(content, gzip));
  const table = await read(damaged ? encoding : 'windows-1252', damaged);
  table.warnings.unshift({
    code: 'encoding',
    message: damaged
      ? `some bytes are no ${encoding}; U+FFFD stands in their place`
      : 'the text is not UTF-8; it is read as Windows-1252',
  });
  return table;
}

function knownEncoding(encoding: string): string {
  try {
    return new TextDecoder(encoding).encoding;
  } catch {
    reject('encoding', 'one such as utf-8, utf-16le, windows-1252 or shift_jis', describe(encoding));
  }
}

async function readText(text: string, options: ReadOptions, place: string): Promise<RawTable> {
  if (/^[^\n\r,;\t{[]{1,300}\.(csv|tsv|tab|txt|json|ndjson|jsonl|parquet|arrow|feather)(\.gz)?$/i.test(text)) {
    reject(
      place,
      'the text of a table; for a file, pass a File, its bytes, or in Node new URL(path, "file:")',
      `what looks like a path, ${describe(text)}`,
    );
  }
  const source = { name: options.name, content: text, bom: text.startsWith('\ufeff') };
  return readChunks(() => textChunks(text), text.slice(0, 1 << 16), source, options, place);
}

async function readChunks(
  chunks: () => ReturnType<typeof textChunks>,
  start: string,
  source: Omit<SourceInfo, 'format'> & { content: Content },
  options: ReadOptions,
  place: string,
): Promise<RawTable> {
  if (start.trim() === '' && start.length < 1 << 15)
    reject(place, 'a table with a header and rows', 'nothing but blanks');
  const format = textFormat(start, options);
  if (format === 'ndjson') return readNdjson(chunks(), { ...source, format }, options, place);
  if (format === 'json') return readJson(chunks(), { ...source, format }, options, place);
  return readCsv(chunks(), { ...source, format: 'csv' }, options, place);
}

function textFormat(start: string, { format, name = '' }: ReadOptions): SourceFormat {
  if (format === 'json' || format === 'ndjson') return format;
  if (format === 'csv' || format === 'tsv' || /\.(csv|tsv|tab)(\.gz)?$/i.test(name)) return 'csv';
  if (/\.(ndjson|jsonl)(\.gz)?$/i.test(name)) return 'ndjson';
  const text = start.trimStart().replace(/^\ufeff/, '');
  // a CSV header may begin with a bracket, but not like this
  if (!/^(\{\s*["}]|\[\s*[{["\]])/.test(text)) return 'csv';
  if (text.startsWith('[')) return 'json';
  const [first, second] = text.split('\n').filter((line) => line.trim() !== '');
  return second?.trimStart().startsWith('{') && isJson(first!) ? 'ndjson' : 'json';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
