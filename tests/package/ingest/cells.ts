import type { RawTable } from 'assayer';

/** The cells of a table by column: text, numbers, null where missing. */
export function cells(table: RawTable): Record<string, (string | number | null)[]> {
  return Object.fromEntries(
    table.columns.map(({ name, distinct, codes, numbers }) => [
      name,
      codes
        ? Array.from(codes, (code) => (code < 0 ? null : distinct![code]!))
        : Array.from(numbers!, (value) => (Number.isNaN(value) ? null : value)),
    ]),
  );
}

export const bytes = (text: string, encoding: BufferEncoding = 'utf8'): Uint8Array =>
  new Uint8Array(Buffer.from(text, encoding));
