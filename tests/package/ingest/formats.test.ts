import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { tableFromArrays, tableToIPC } from '@uwdata/flechette';
import { readTable } from 'assayer';
import { describe, expect, it } from 'vitest';
import { bytes, cells } from './cells.ts';

const rows = { a: [1, 2], b: ['x', null] };

describe('readTable of JSON', () => {
  it.each([
    ['rows', '[{"a": 1, "b": "x"},\n {"a": 2}]'],
    ['rows as lists with a header', '[["a", "b"], [1, "x"], [2, null]]'],
    ['one row a line', '{"a": 1, "b": "x"}\n\n{"a": 2, "b": null}\n'],
    ['columns', '{"a": [1, 2], "b": ["x", null]}'],
    ['columns by index, as pandas writes them', '{"a": {"0": 1, "1": 2}, "b": {"0": "x", "1": null}}'],
    [
      'names and data, as pandas splits them',
      '{"columns": ["a", "b"], "index": [0, 1], "data": [[1, "x"], [2, null]]}',
    ],
    ['rows under a key', '{"data": [{"a": 1, "b": "x"}, {"a": 2, "b": null}]}'],
  ])('reads %s', async (_, text) => {
    expect(cells(await readTable(text))).toEqual(rows);
    expect(cells(await readTable(bytes(text)))).toEqual(rows);
  });

  it('keeps lists as JSON, booleans as text, and mixed columns as text', async () => {
    const table = await readTable(
      '[{"tags": ["a", "b"], "ok": true, "mix": 1}, {"tags": [], "ok": false, "mix": "1a"}]',
    );
    expect(cells(table)).toEqual({ tags: ['["a","b"]', '[]'], ok: ['true', 'false'], mix: ['1', '1a'] });
  });

  it('takes names that JavaScript objects have already', async () => {
    expect(cells(await readTable('[{"__proto__": 1, "constructor": 2}]'))).toEqual(
      Object.fromEntries([
        ['__proto__', [1]],
        ['constructor', [2]],
      ]),
    );
  });

  it('reads rows that are cut anywhere by the pieces they come in', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => ({ id: i, text: `a "quoted" \\ [${i}], {x} é` }));
    const table = await readTable(new Blob([JSON.stringify(many, null, 1)]));
    expect(table.rowCount).toBe(20_000);
    expect(cells(table).text).toEqual(many.map(({ text }) => text));
    expect(table.source.lines![1]).toBe(6);
  });

  it.each([
    ['[{"a": 1}, {"a": ]}]', /line 1: expected JSON/],
    ['{"a": 1}\n{"a": 2}\n{"a": oops}\n', /line 3: expected JSON, got/],
    ['[{"a": 1}, ', /closing bracket/],
    ['[{"a": 1}, 5]', /expected a row as an object of cells by name, got 5/],
    ['[[1, 2], [3]]', /expected 2 cells as in the first row, got 1/],
    ['{"a": [1, 2], "b": [1]}', /data\.b: expected 2 cells as in "a", got 1/],
    ['{"a": 1, "b": 2}', /data\.a: expected a list of cells, got 1/],
    ['[]', /expected at least one row, got none/],
    ['{}', /expected at least one column, got none/],
  ])('refuses %j and says where', async (text, message) => {
    await expect(readTable(text)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(message),
    });
  });
});

describe('readTable of binary formats', () => {
  const fixture = new URL('./fixtures/trees.parquet', import.meta.url);
  const trees = {
    id: [1, 2, 3],
    size: [1.5, null, 2.5],
    kind: ['ash', 'oak', null],
    day: ['2024-01-01', '2024-02-29', '2024-12-31T12:00:00.000Z'],
    ok: ['true', 'false', 'true'],
  };

  it('reads Parquet from bytes, a Blob and a file: URL', async () => {
    const data = new Uint8Array(await readFile(fixture));
    for (const input of [data, new Blob([data]), pathToFileURL(fixture.pathname), gzipSync(data)]) {
      const table = await readTable(input);
      expect(cells(table)).toEqual(trees);
      expect(table.source.format).toBe('parquet');
    }
    await expect(readTable(data.slice(0, data.length - 20))).rejects.toThrow(/expected a whole Parquet file/);
  });

  it('reads Arrow files, streams and tables', async () => {
    const made = tableFromArrays({ id: [1, 2, 3], size: [1.5, null, 2.5], kind: ['ash', 'oak', null] });
    const expected = { id: trees.id, size: trees.size, kind: trees.kind };
    for (const format of ['file', 'stream'] as const) {
      const data = tableToIPC(made, { format })!;
      expect(cells(await readTable(data, { name: 'trees.arrow' }))).toEqual(expected);
    }
    expect(cells(await readTable(tableToIPC(made, { format: 'file' })!))).toEqual(expected);
    expect(cells(await readTable(made))).toEqual(expected);
    await expect(readTable(bytes('ARROW1 but not really'))).rejects.toThrow(/expected Arrow record batches/);
  });

  it.each(['a,b\n1,x\n2,\n', '[{"a":"1","b":"x"},{"a":"2"}]', '{"a":"1","b":"x"}\n{"a":"2"}\n'])(
    'unpacks %j',
    async (text) => {
      for (const packed of [gzipSync(text), new Blob([gzipSync(text)])]) {
        expect(cells(await readTable(packed))).toEqual({ a: ['1', '2'], b: ['x', null] });
      }
    },
  );

  it('refuses a gzip file that is cut off', async () => {
    const packed = gzipSync('a,b\n1,2\n'.repeat(1000));
    await expect(readTable(packed.subarray(0, packed.length / 2))).rejects.toThrow(/expected a whole gzip file/);
  });
});

describe('readTable of values', () => {
  it('takes columns, typed or not', async () => {
    const table = await readTable({
      a: Float32Array.of(0.5, Number.NaN),
      b: BigInt64Array.of(1n, 2n ** 60n),
      c: [new Date('2024-05-01'), undefined],
      d: ['', 'x'],
    });
    expect(cells(table)).toEqual({
      a: [0.5, null],
      b: ['1', String(2n ** 60n)],
      c: ['2024-05-01', null],
      d: [null, 'x'],
    });
  });

  it('takes rows of which some lack cells', async () => {
    expect(cells(await readTable([{ a: 1 }, { b: 'x' }, { a: 3 }]))).toEqual({ a: [1, null, 3], b: [null, 'x', null] });
  });

  it('takes streams', async () => {
    async function* pieces() {
      yield bytes('a,b\n1');
      yield bytes(',2\n');
    }
    expect(cells(await readTable(pieces()))).toEqual({ a: ['1'], b: ['2'] });
    expect(cells(await readTable(new Blob(['a,b\n1,2\n']).stream()))).toEqual({ a: ['1'], b: ['2'] });
  });

  it.each([
    [null, /^data: expected text, bytes, .* got null/],
    [42, /^data: expected .* got 42/],
    [[], /at least one row/],
    [{}, /at least one column/],
    [[1, 2], /^data\[0\]: expected a row as an object of cells by name, got 1/],
    [{ a: 1 }, /^data\.a: expected an array with a cell for each row, got 1/],
    [{ a: [1, 2], b: [1] }, /^data\.b: expected 2 cells as in "a", got 1/],
    ['customers.csv', /looks like a path/],
    [new URL('https://example.com/a.csv'), /assayer loads nothing from the network/],
  ])('refuses %o', async (data, message) => {
    await expect(readTable(data as object)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(message),
    });
  });
});
