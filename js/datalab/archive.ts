import { AssayerError } from '../errors.ts';
import type { LabState } from './state.ts';

// A saved Datalab (docs/datalab-format.md): 8 bytes "assayer\n", u32 version, u32 length of a JSON text, u32 CRC-32 of all
// that follows, the JSON in UTF-8, then the arrays, each aligned to 8 bytes. All little-endian. In the JSON an array stands
// as { $array: kind, at, length }.

const magic = 'assayer\n';
const version = 1;
const headerSize = 20;
const arrayTypes = { f64: Float64Array, f32: Float32Array, i32: Int32Array, u32: Uint32Array, u8: Uint8Array };
type ArrayKind = keyof typeof arrayTypes;
type AnyArray = InstanceType<(typeof arrayTypes)[ArrayKind]>;

/** Write a state as bytes. */
export function saveState(state: LabState): Uint8Array {
  const arrays: { array: AnyArray; at: number }[] = [];
  let size = 0;
  const json = new TextEncoder().encode(
    JSON.stringify(state, function (this: Record<string, unknown>, key) {
      const value = this[key];
      if (ArrayBuffer.isView(value)) {
        const kind = kindOf(value as AnyArray);
        const entry = { $array: kind, at: size, length: (value as AnyArray).length };
        arrays.push({ array: value as AnyArray, at: size });
        size += align(value.byteLength);
        return entry;
      }
      return typeof value === 'number' && !Number.isFinite(value) ? { $number: String(value) } : value;
    }),
  );
  const start = align(headerSize + json.length);
  const bytes = new Uint8Array(start + size);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(magic));
  view.setUint32(8, version, true);
  view.setUint32(12, json.length, true);
  bytes.set(json, headerSize);
  for (const { array, at } of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + at);
  }
  view.setUint32(16, crc32(bytes.subarray(headerSize)), true);
  return bytes;
}

/** Read what `saveState` wrote. @throws AssayerError `invalid_input` where it is something else or damaged. */
export function loadState(bytes: Uint8Array): LabState {
  if (!(bytes instanceof Uint8Array)) refuse('a Uint8Array of a saved Datalab', typeof bytes);
  if (bytes.length < headerSize || new TextDecoder().decode(bytes.subarray(0, 8)) !== magic) {
    refuse('a saved Datalab (it starts with "assayer")', `${bytes.length} bytes of something else`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = view.getUint32(8, true);
  if (found !== version) refuse(`version ${version} of the format`, `version ${found}`);
  if (view.getUint32(16, true) !== crc32(bytes.subarray(headerSize)))
    refuse('intact bytes', 'damaged ones (checksum differs)');
  const jsonLength = view.getUint32(12, true);
  if (headerSize + jsonLength > bytes.length) refuse(`${headerSize + jsonLength} bytes`, `${bytes.length}`);
  const start = align(headerSize + jsonLength);
  const text = new TextDecoder().decode(bytes.subarray(headerSize, headerSize + jsonLength));
  try {
    return JSON.parse(text, revive) as LabState;
  } catch (error) {
    if (error instanceof SyntaxError) refuse('intact bytes', 'damaged ones (the header differs)');
    throw error;
  }

  function revive(_key: string, value: unknown): unknown {
    if (value && typeof value === 'object' && '$number' in value) return Number(value.$number);
    if (!value || typeof value !== 'object' || !('$array' in value)) return value;
    const { $array, at, length } = value as { $array: ArrayKind; at: number; length: number };
    const type = arrayTypes[$array];
    const from = start + at;
    const end = from + length * type.BYTES_PER_ELEMENT;
    if (end > bytes.length) refuse(`${end} bytes`, `${bytes.length}`);
    return new type(bytes.slice(from, end).buffer);
  }
}

function refuse(expected: string, got: string): never {
  throw new AssayerError('invalid_input', `bytes: expected ${expected}, got ${got}`);
}

function kindOf(array: AnyArray): ArrayKind {
  const kind = (Object.keys(arrayTypes) as ArrayKind[]).find((name) => array instanceof arrayTypes[name]);
  if (!kind) throw new AssayerError('internal', `cannot save a ${(array as object).constructor.name}`);
  return kind;
}

function align(size: number): number {
  return Math.ceil(size / 8) * 8;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = crcTable[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
