import { gunzipSync, gzipSync } from 'node:zlib';
import { readTable, writeFixed, writeTable } from 'assayer';
import { describe, expect, it } from 'vitest';
import { bytes } from './cells.ts';

async function written(data: string | Uint8Array, edits: Parameters<typeof writeTable>[1], options = {}) {
  const blob = await writeTable(await readTable(data), edits, options);
  return new Uint8Array(await blob.arrayBuffer());
}
const text = async (...given: Parameters<typeof written>) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(await written(...given));

const edit = (row: number, column: string, value: string | null) => ({ cells: [{ row, column, value }] });

describe('writeTable', () => {
  const ugly = 'sep=;\r\n"a" ;b; c\r\n\r\n"x;""1""\r\n";  2;\r\n"y" ; 3 ;z;extra\r\n4\n\r\n5;6;"7"';

  it('gives back what it read where nothing is changed', async () => {
    expect(await text(ugly, {})).toBe(ugly);
    expect(await text(ugly, edit(1, 'b', ' 3 '))).toBe(ugly.replace('; 3 ;', ';" 3 ";'));
  });

  it('changes one cell and no other byte', async () => {
    expect(await text(ugly, edit(0, 'b', 'new'))).toBe(ugly.replace('  2', 'new'));
    expect(await text(ugly, edit(0, 'a', 'say "no"'))).toBe(ugly.replace('"x;""1""\r\n"', '"say ""no"""'));
    expect(await text(ugly, edit(3, 'c', null))).toBe(ugly.replace('"7"', '""'));
  });

  it('adds the cells that a short row lacks', async () => {
    expect(await text(ugly, edit(2, 'c', 'n;w'))).toBe(ugly.replace('\r\n4\n', '\r\n4;;"n;w"\n'));
  });

  it('leaves rows out with their line ends', async () => {
    expect(await text('a,b\n1,2\n3,4\n5,6\n', { drop: [0, 2] })).toBe('a,b\n3,4\n');
    expect(await text('a,b\r\n1,2\r\n3,4', { drop: [1] })).toBe('a,b\r\n1,2\r\n');
  });

  it.each([
    ['utf-8', bytes('\ufeffä,b\nü,1\n€,2\n')],
    ['utf-16le', bytes('\ufeffä,b\nü,1\n€,2\n', 'utf16le')],
    ['windows-1252', Uint8Array.from([0xe4, 44, 98, 10, 0xfc, 44, 49, 10, 0x80, 44, 50, 10])],
  ])('keeps the encoding %s and its byte order mark', async (encoding, data) => {
    const result = await written(data, edit(0, 'b', '7'));
    const decode = (given: Uint8Array) => new TextDecoder(encoding, { ignoreBOM: true }).decode(given);
    expect(decode(result)).toBe(decode(data).replace('ü,1', 'ü,7'));
    expect(await written(data, edit(0, 'b', '1'))).toEqual(data);
  });

  it('packs again what was packed', async () => {
    const result = await written(gzipSync('a,b\n1,2\n'), edit(0, 'a', '9'));
    expect(gunzipSync(result).toString()).toBe('a,b\n9,2\n');
  });

  it('edits far places of a long file', async () => {
    const lines = Array.from({ length: 50_000 }, (_, i) => `${i},"text ${i}\r\n"`);
    const expected = lines.map((line, i) => (i % 9_999 === 1 ? `${i},"new\r\n"` : line)).filter((_, i) => i !== 33_333);
    const cells = lines.flatMap((_, row) => (row % 9_999 === 1 ? [{ row, column: 'b', value: 'new\r\n' }] : []));
    expect(await text(`a,b\n${lines.join('\n')}`, { cells, drop: [33_333] })).toBe(`a,b\n${expected.join('\n')}`);
  });

  it('edits JSON rows in place', async () => {
    const json = '[\n  {"a": 1, "b" : "x"},\n  { "b": null },\n  {"b": "z",  "a": 3}\n]\n';
    expect(await text(json, edit(0, 'b', 'new'))).toBe(json.replace('"x"', '"new"'));
    expect(await text(json, edit(2, 'a', '4'))).toBe(json.replace('3}', '4}'));
    expect(await text(json, edit(1, 'a', '2'))).toBe(json.replace('null }', 'null, "a": "2" }'));
    for (const drop of [[0], [1], [2], [0, 1], [1, 2], [0, 1, 2]]) {
      const kept = JSON.parse(json).filter((_: unknown, i: number) => !drop.includes(i));
      expect(JSON.parse(await text(json, { drop }))).toEqual(kept);
    }
  });

  it('edits NDJSON and JSON lists in place', async () => {
    expect(await text('{"a": 1}\n{"a": 2}\n', { ...edit(0, 'a', '5'), drop: [1] })).toBe('{"a": 5}\n');
    expect(await text('[["a","b"], [1, "x"], [2, "y"]]', edit(1, 'b', 'w'))).toBe('[["a","b"], [1, "x"], [2, "w"]]');
  });

  it('writes CSV where the source was no text', async () => {
    const table = await readTable({ a: [1, 2], b: ['x, y', null] });
    expect(await (await writeTable(table, edit(0, 'a', '3'))).text()).toBe('a,b\n3,"x, y"\n2,\n');
  });

  it('makes formulas harmless only when asked to', async () => {
    const hazards = 'a,b\n=1+1,-5\n@x,+49 30\n';
    expect(await text(hazards, {})).toBe(hazards);
    expect(await text(hazards, {}, { escapeFormulas: true })).toBe("a,b\n'=1+1,-5\n'@x,'+49 30\n");
  });

  it('refuses edits of what is not there', async () => {
    await expect(written('a\n1\n', edit(1, 'a', 'x'))).rejects.toThrow('row: expected a row number from 0 to 0, got 1');
    await expect(written('a\n1\n', edit(0, 'b', 'x'))).rejects.toThrow(
      'column: expected a column of the table, got "b"',
    );
  });
});

describe('writeFixed', () => {
  it('relabels, drops and merges', async () => {
    const table = await readTable('x,label\n1,a\n2,b\n2,b\n9,a\n');
    const fixed = await writeFixed(table, [
      { row: 0, kind: 'relabel', column: 'label', to: 'b' },
      { row: 2, kind: 'merge', to: 1 },
      { row: 3, kind: 'drop' },
    ]);
    expect(await fixed.text()).toBe('x,label\n1,b\n2,b\n');
  });
});
