import { cellText, type RawTable } from '../ingest/raw-table.ts';

/** A short mark of a row's cells, by which a later report knows it again wherever it stands (FNV-1a, twice 32 bits). */
export function rowFingerprint(table: RawTable, row: number): string {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  const mix = (code: number) => {
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code ^ (low >>> 16), 0x01000193);
  };
  for (const column of table.columns) {
    const text = cellText(column, row);
    if (text === null) mix(0xfffe);
    else for (let i = 0; i < text.length; i++) mix(text.charCodeAt(i));
    mix(0xffff);
  }
  return (low >>> 0).toString(16).padStart(8, '0') + (high >>> 0).toString(16).padStart(8, '0');
}
