// One table in every form that a file of it may have: format, encoding and packing together give the same cells.
import { gzipSync } from 'node:zlib';
import { Table as AuditTable, inferSchema, readTable } from 'assayer';
import { describe, expect, it } from 'vitest';
import { cells } from './cells.ts';

const names = ['größe', 'naïve text', 'n'];
const rows = Array.from({ length: 40 }, (_, row) => [
  `${row % 7},${row % 10}`,
  ['café “crème”', 'Straße; 5 €', 'plain, with comma', 'tab\tinside', ''][row % 5]!,
  String(row * 3),
]);
const expected = Object.fromEntries(names.map((name, c) => [name, rows.map((row) => row[c] || null)]));

const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
const records = rows.map((row) => Object.fromEntries(row.map((cell, c) => [names[c]!, cell === '' ? null : cell])));
const texts = {
  csv: [names, ...rows].map((row) => row.map(quote).join(',')).join('\r\n'),
  tsv: [names, ...rows].map((row) => row.map(quote).join('\t')).join('\n'),
  json: JSON.stringify(records),
  ndjson: records.map((record) => JSON.stringify(record)).join('\n'),
};

/** Characters of Windows-1252 that Latin-1 has elsewhere. */
const windows: Record<string, number> = { '€': 0x80, '“': 0x93, '”': 0x94 };
const encodings: Record<string, (text: string) => Uint8Array> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with a mark': (text) => Buffer.from(`\ufeff${text}`),
  'UTF-16LE': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16BE': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  'Windows-1252': (text) => Uint8Array.from(text, (letter) => windows[letter] ?? letter.charCodeAt(0)),
};
const packings: Record<string, (bytes: Uint8Array) => Uint8Array> = {
  plain: (bytes) => bytes,
  gzip: (bytes) => gzipSync(bytes),
};

const forms = Object.keys(texts).flatMap((format) =>
  Object.keys(encodings).flatMap((encoding) => Object.keys(packings).map((packing) => [format, encoding, packing])),
) as [keyof typeof texts, string, string][];

describe('readTable of every form of a table', () => {
  it.each(forms)('%s, %s, %s', async (format, encoding, packing) => {
    const bytes = packings[packing]!(encodings[encoding]!(texts[format]));
    expect(cells(await readTable(bytes))).toEqual(expected);
  });

  it.each(Object.keys(packings))('Arrow, %s', async (packing) => {
    const table = new AuditTable(
      rows.length,
      names.map((name, c) => [name, rows.map((row) => row[c] || null)]),
    );
    const bytes = packings[packing]!(await table.toArrow());
    expect(cells(await readTable(bytes))).toEqual(expected);
  });

  it('a schema is the same in all of them', async () => {
    const schemas = [];
    for (const [format, encoding, packing] of forms) {
      const bytes = packings[packing]!(encodings[encoding]!(texts[format]));
      schemas.push((await inferSchema(bytes, { noLabel: true })).columns);
    }
    for (const schema of schemas) expect(schema).toEqual(schemas[0]);
  });
});
