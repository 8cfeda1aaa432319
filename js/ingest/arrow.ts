import { AssayerError, reject } from '../errors.ts';
import type { RawColumn, RawTable, ReadOptions, SourceInfo } from './raw-table.ts';
import { columnOfArray } from './rows.ts';
import { Slices } from './slices.ts';

/** What the tables of apache-arrow and of flechette have in common. */
export interface ArrowTable {
  numRows: number;
  schema: { fields: { name: string }[] };
  getChildAt(index: number): Iterable<unknown> | null | undefined;
}

export function isArrowTable(value: object): value is ArrowTable {
  const table = value as Partial<ArrowTable>;
  return (
    typeof table.numRows === 'number' && typeof table.getChildAt === 'function' && Array.isArray(table.schema?.fields)
  );
}

/** Read a file or stream of Arrow record batches (Feather version 2 is one). */
export async function readArrow(
  bytes: Uint8Array,
  source: SourceInfo,
  options: ReadOptions,
  place: string,
): Promise<RawTable> {
  const { tableFromIPC } = await import('@uwdata/flechette');
  let table: ArrowTable;
  try {
    table = tableFromIPC(bytes, { useDate: true }) as unknown as ArrowTable;
  } catch (cause) {
    // the reader's own words are about its bytes, not about the file
    throw new AssayerError('invalid_input', `${place}: expected Arrow record batches, got what cannot be read`, {
      cause,
    });
  }
  return readArrowTable(table, source, options, place);
}

export async function readArrowTable(
  table: ArrowTable,
  source: SourceInfo,
  options: ReadOptions,
  place: string,
): Promise<RawTable> {
  const { fields } = table.schema;
  if (fields.length === 0) reject(place, 'at least one column', 'none');
  if (table.numRows === 0) reject(place, 'at least one row', 'none');
  const slices = new Slices('read', options);
  const columns: RawColumn[] = [];
  for (const [c, { name }] of fields.entries()) {
    const values = Array.from(table.getChildAt(c) ?? [], plain);
    columns.push(await columnOfArray(name, values, options, slices, c / fields.length));
  }
  return { columns, rowCount: table.numRows, source, warnings: [] };
}

/** Nested vectors of Arrow as lists and objects. */
function plain(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Date || ArrayBuffer.isView(value)) return value;
  if (Symbol.iterator in value && !('toJSON' in value && !Array.isArray(value)))
    return Array.from(value as Iterable<unknown>, plain);
  return value;
}
