import { reject } from '../errors.ts';

/** A piece of text, and how much of the whole has been read with it, in [0, 1]. */
export interface TextChunk {
  text: string;
  fraction: number;
}

/** What can be read again and again: for reading it, and for writing it back. */
export type Content = string | Uint8Array | Blob;

/** Thrown inside of assayer where bytes are not what the encoding says. */
export class NotInEncoding extends Error {}

/** Thrown inside of assayer where a gzip file ends early or is damaged. */
export class BrokenGzip extends Error {}

const chunkSize = 1 << 18;

/** Pieces of `content` as bytes, unpacked. */
export async function* byteChunks(
  content: Uint8Array | Blob,
  gzip = false,
): AsyncGenerator<{ bytes: Uint8Array; fraction: number }> {
  const size = content instanceof Blob ? content.size : content.length;
  let done = 0;
  const count = <T extends Uint8Array>(bytes: T): T => {
    done += bytes.length;
    return bytes;
  };
  if (!gzip) {
    for await (const bytes of rawChunks(content)) yield { bytes: count(bytes), fraction: done / size };
    return;
  }
  const packed = rawChunks(content);
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { value, done: atEnd } = await packed.next();
      if (atEnd) controller.close();
      else controller.enqueue(count(value as Uint8Array<ArrayBuffer>));
    },
  });
  const reader = stream.pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (;;) {
      const { value, done: atEnd } = await reader.read().catch((cause: unknown) => {
        throw new BrokenGzip('broken gzip file', { cause });
      });
      if (atEnd) return;
      for (let at = 0; at < value.length; at += chunkSize) {
        yield { bytes: value.subarray(at, at + chunkSize), fraction: Math.min(1, done / size) };
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

async function* rawChunks(content: Uint8Array | Blob): AsyncGenerator<Uint8Array> {
  const size = content instanceof Blob ? content.size : content.length;
  for (let at = 0; at < size; at += chunkSize) {
    const end = Math.min(at + chunkSize, size);
    yield content instanceof Blob
      ? new Uint8Array(await content.slice(at, end).arrayBuffer())
      : content.subarray(at, end);
  }
}

/** The first bytes, unpacked: at least `length` of them where there are as many. */
export async function firstBytes(content: Uint8Array | Blob, gzip: boolean, length: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const { bytes } of byteChunks(content, gzip)) {
    parts.push(bytes);
    size += bytes.length;
    if (size >= length) break;
  }
  return joinBytes(parts);
}

/** All bytes, unpacked. */
export async function allBytes(content: Uint8Array | Blob, gzip: boolean): Promise<Uint8Array> {
  if (!gzip) return content instanceof Blob ? new Uint8Array(await content.arrayBuffer()) : content;
  return firstBytes(content, true, Number.POSITIVE_INFINITY);
}

export function joinBytes(parts: Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const joined = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Pieces of `content` as text, without a byte order mark.
 *
 * @throws NotInEncoding where the bytes are not valid in an encoding that can be invalid, unless `damaged` is set: then
 * U+FFFD stands for what cannot be read.
 */
export async function* textChunks(
  content: Content,
  { encoding = 'utf-8', gzip = false, damaged = false }: { encoding?: string; gzip?: boolean; damaged?: boolean } = {},
): AsyncGenerator<TextChunk> {
  if (typeof content === 'string') {
    for (let at = content.startsWith('\ufeff') ? 1 : 0; at < content.length; at += chunkSize) {
      yield { text: content.slice(at, at + chunkSize), fraction: Math.min(1, (at + chunkSize) / content.length) };
    }
    return;
  }
  const decoder = textDecoder(encoding, !damaged);
  const decode = (bytes?: Uint8Array) => {
    try {
      const text = bytes ? decoder.decode(bytes as Uint8Array<ArrayBuffer>, { stream: true }) : decoder.decode();
      return decoder.encoding === 'windows-1252' ? fromLatin1(text) : text;
    } catch {
      throw new NotInEncoding(encoding);
    }
  };
  for await (const { bytes, fraction } of byteChunks(content, gzip)) yield { text: decode(bytes), fraction };
  yield { text: decode(), fraction: 1 };
}

const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** Some versions of Node read Latin 1 where Windows-1252 is asked for. */
export function fromLatin1(text: string): string {
  return text.replace(/[\x80-\x9f]/g, (character) => windows1252[character.charCodeAt(0) - 0x80]!);
}

function textDecoder(encoding: string, fatal: boolean): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal });
  } catch {
    reject(
      'encoding',
      'one that this system knows, such as utf-8, utf-16le, windows-1252 or shift_jis',
      `"${encoding}"`,
    );
  }
}

/** Encoding by byte order mark or by the zero bytes of UTF-16, else UTF-8. */
export function guessEncoding(head: Uint8Array): { encoding: string; bom: boolean } {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bom: true };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bom: true };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bom: true };
  const pairs = Math.min(head.length, 4096) >> 1;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs; i++) {
    if (head[2 * i] === 0) even++;
    if (head[2 * i + 1] === 0) odd++;
  }
  if (pairs > 1 && odd > 0.4 * pairs && even < 0.05 * pairs) return { encoding: 'utf-16le', bom: false };
  if (pairs > 1 && even > 0.4 * pairs && odd < 0.05 * pairs) return { encoding: 'utf-16be', bom: false };
  return { encoding: 'utf-8', bom: false };
}

/**
 * Whether bytes that are not valid UTF-8 are UTF-8 with a few damaged places, rather than text of another encoding:
 * characters of several bytes are well-formed far more often than not.
 */
export function isDamagedUtf8(bytes: Uint8Array): boolean {
  let good = 0;
  let bad = 0;
  for (let i = 0; i < bytes.length; i++) {
    const first = bytes[i]!;
    if (first < 0x80) continue;
    const length = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc2 ? 1 : 0;
    let follow = 0;
    while (follow < length && (bytes[i + follow + 1]! & 0xc0) === 0x80) follow++;
    if (length > 0 && follow === length) good++;
    else bad++;
    i += follow;
  }
  return good > 10 * bad;
}

const binaryKinds: [string, number[]][] = [
  ['an Excel workbook or another zip file; save the sheet as CSV', [0x50, 0x4b, 0x03, 0x04]],
  ['an old Excel workbook; save the sheet as CSV', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46]],
  ['a PNG picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG picture', [0xff, 0xd8, 0xff]],
  ['a GIF picture', [0x47, 0x49, 0x46, 0x38]],
  ['a SQLite database; export the table as CSV', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66]],
  ['an HDF5 file', [0x89, 0x48, 0x44, 0x46]],
  ['a NumPy array', [0x93, 0x4e, 0x55, 0x4d]],
  ['a 7z archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['an xz archive', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['a bzip2 archive', [0x42, 0x5a, 0x68, 0x39]],
  ['a zstd archive', [0x28, 0xb5, 0x2f, 0xfd]],
  ['a program', [0x7f, 0x45, 0x4c, 0x46]],
  ['a WebAssembly module', [0x00, 0x61, 0x73, 0x6d]],
];

/** What binary file this is, in words; undefined for text. */
export function binaryKind(head: Uint8Array): string | undefined {
  for (const [kind, magic] of binaryKinds) {
    if (magic.every((byte, i) => head[i] === byte)) return kind;
  }
  const { encoding } = guessEncoding(head);
  if (encoding !== 'utf-8') return undefined;
  const length = Math.min(head.length, 1 << 16);
  let controls = 0;
  for (let i = 0; i < length; i++) {
    const byte = head[i]!;
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27 && byte !== 30 && byte !== 31)) controls++;
  }
  return controls > 0.05 * length ? 'binary data' : undefined;
}
