import { fromLatin1 } from './text-source.ts';

/** Encodes text as it was decoded; undefined for encodings that browsers read but do not write (those of several bytes). */
export function textEncoder(encoding: string): ((text: string) => Uint8Array) | undefined {
  const { encoding: name } = new TextDecoder(encoding);
  if (name === 'utf-8') {
    const encoder = new TextEncoder();
    return (text) => encoder.encode(text);
  }
  if (name === 'utf-16le' || name === 'utf-16be') return (text) => utf16(text, name === 'utf-16le');
  return singleByteEncoder(name);
}

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(2 * text.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), littleEndian);
  return bytes;
}

function singleByteEncoder(name: string): ((text: string) => Uint8Array) | undefined {
  const decoder = new TextDecoder(name);
  const byteOf = new Map<string, number>();
  for (let byte = 0; byte < 256; byte++) {
    const decoded = decoder.decode(Uint8Array.of(byte));
    const text = name === 'windows-1252' ? fromLatin1(decoded) : decoded;
    if (text.length === 1) byteOf.set(text, byte);
  }
  if (byteOf.size < 250) return undefined;
  return (text) => Uint8Array.from(text, (character) => byteOf.get(character) ?? 63);
}
