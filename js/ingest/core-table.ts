import type { RawTable, ReadOptions } from './raw-table.ts';
import { Slices } from './slices.ts';
import { joinBytes } from './text-source.ts';

/** A column as the core takes it: text as UTF-8 bytes with offsets (Arrow's layout), or numbers. */
export type CoreTableColumn =
  | { name: string; bytes: Uint8Array; offsets: Uint32Array; codes: Int32Array }
  | { name: string; numbers: Float64Array };

/** A table as the core takes it. */
export interface CoreTable {
  rowCount: number;
  columns: CoreTableColumn[];
}

const block = 8192;

/** Pack the distinct cells of each text column into one piece of memory, so that they cross into the core in one copy. */
export async function toCoreTable(
  table: RawTable,
  options: Pick<ReadOptions, 'onProgress' | 'signal'> = {},
): Promise<CoreTable> {
  const slices = new Slices('pack', options);
  const columns: CoreTableColumn[] = [];
  for (const { name, distinct, codes, numbers } of table.columns) {
    if (!codes) {
      columns.push({ name, numbers: numbers! });
      continue;
    }
    const fraction = columns.length / table.columns.length;
    columns.push({ name, codes, ...(await packTexts(distinct!, slices, fraction)) });
  }
  return { rowCount: table.rowCount, columns };
}

async function packTexts(
  texts: string[],
  slices: Slices,
  fraction: number,
): Promise<{ bytes: Uint8Array; offsets: Uint32Array }> {
  const encoder = new TextEncoder();
  const offsets = new Uint32Array(texts.length + 1);
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let from = 0; from < texts.length; from += block) {
    const some = texts.slice(from, from + block);
    const joined = encoder.encode(some.join(''));
    const isAscii = joined.length === some.reduce((length, text) => length + text.length, 0);
    // one by one otherwise: halves of a pair of surrogates must not meet
    const encoded = isAscii ? undefined : some.map((text) => encoder.encode(text));
    for (let i = 0; i < some.length; i++) {
      size += (encoded ?? some)[i]!.length;
      offsets[from + i + 1] = size;
    }
    parts.push(encoded ? joinBytes(encoded) : joined);
    if (slices.isDue()) await slices.pause(fraction);
  }
  return { bytes: joinBytes(parts), offsets };
}
