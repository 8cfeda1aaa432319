import { readTable } from 'assayer';
import { describe, expect, it } from 'vitest';
import { bytes, cells } from './cells.ts';

describe('readTable of CSV', () => {
  it('keeps the spelling of cells and leaves empty ones missing', async () => {
    const table = await readTable('a,b\n1.0, x \n,NA\n');
    expect(table.rowCount).toBe(2);
    expect(cells(table)).toEqual({ a: ['1.0', null], b: [' x ', 'NA'] });
    expect(table.warnings).toEqual([]);
  });

  it('takes further spellings of missing cells', async () => {
    expect(cells(await readTable('a\n1\n-999\n', { na: ['-999'] }))).toEqual({ a: ['1', null] });
  });

  it('codes each distinct cell once, in order of appearance', async () => {
    const [column] = (await readTable('a\nx\ny\nx\n')).columns;
    expect(column!.distinct).toEqual(['x', 'y']);
    expect([...column!.codes!]).toEqual([0, 1, 0]);
  });

  it.each([
    [',', 'a,b\n1,2\n3,4\n'],
    ['\t', 'a\tb\n1,0\t2\n3,0\t4\n'],
    [';', 'a;b\n1,5;2\n3,5;4\n'],
    ['|', 'a|b\n1|2\n3|4\n'],
  ])('guesses the delimiter %j', async (delimiter, text) => {
    const table = await readTable(text);
    expect(table.source.delimiter).toBe(delimiter);
    expect(table.columns.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('reads text with a comma now and then as one column', async () => {
    const table = await readTable('text\nHello, world\nno comma\nOne, two, three\n');
    expect(cells(table)).toEqual({ text: ['Hello, world', 'no comma', 'One, two, three'] });
  });

  it('follows the sep= line of spreadsheet programs', async () => {
    expect(cells(await readTable('sep=;\na;b\n1;2\n'))).toEqual({ a: ['1'], b: ['2'] });
  });

  it.each([
    ['\n', 'a,b\n"x\ny",2\n\n3,"4"\n'],
    ['\r\n', 'a,b\r\n"x\ny",2\r\n\r\n3,"4"\r\n'],
    ['\r', 'a,b\r"x\ny",2\r\r3,"4"\r'],
  ])('reads line ends %j, blank lines and quoted line ends', async (newline, text) => {
    const table = await readTable(text);
    expect(cells(table)).toEqual({ a: ['x\ny', '3'], b: ['2', '4'] });
    expect(table.source.newline).toBe(newline);
  });

  it('tells the line of the file on which each row begins', async () => {
    const table = await readTable('a,b\n"x\n\ny",2\n\n3,4\n5,6');
    expect([...table.source.lines!]).toEqual([2, 6, 7]);
  });

  it('reports ragged rows with their lines', async () => {
    const table = await readTable('a,b,c\n1,2,3\n1,2\n1,2,3\n1,2,3,4\n1,2,3\n');
    expect(cells(table)).toEqual({
      a: ['1', '1', '1', '1', '1'],
      b: ['2', '2', '2', '2', '2'],
      c: ['3', null, '3', '3', '3'],
    });
    expect(table.warnings).toMatchObject([{ code: 'ragged_rows', lines: [3, 5], count: 2 }]);
    expect(table.warnings[0]!.message).toContain('lines 3 (2), 5 (4)');
  });

  it('names columns that have no name or the name of another', async () => {
    const table = await readTable('a,a,,a_2\n1,2,3,4\n');
    expect(table.columns.map(({ name }) => name)).toEqual(['a', 'a_3', 'column_3', 'a_2']);
    expect(table.warnings.map(({ code }) => code)).toEqual(['renamed_columns', 'renamed_columns']);
  });

  it('finds that a file has no header', async () => {
    const table = await readTable('5.1,3.5,setosa\n4.9,3.0,setosa\n');
    expect(table.rowCount).toBe(2);
    expect(table.columns.map(({ name }) => name)).toEqual(['column_1', 'column_2', 'column_3']);
    expect(table.warnings).toMatchObject([{ code: 'no_header' }]);
  });

  it('does as told about the header', async () => {
    expect((await readTable('a,b\nc,d\n', { header: false })).rowCount).toBe(2);
    expect((await readTable('1.5,2.5\n3.5,4.5\n', { header: true })).rowCount).toBe(1);
  });

  it('skips a title above the header', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${i},x,y`).join('\n');
    const table = await readTable(`Report of 2020\na,b,c\n${rows}\n`);
    expect(table.columns.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(table.rowCount).toBe(20);
    expect(table.warnings).toMatchObject([{ code: 'preamble', lines: [1] }]);
  });

  it('reads rows with a name in front, as R writes them', async () => {
    const table = await readTable('"mpg","cyl"\n"Mazda",21,6\n"Fiat",32.4,4\n');
    expect(cells(table)).toEqual({ row_name: ['Mazda', 'Fiat'], mpg: ['21', '32.4'], cyl: ['6', '4'] });
  });

  it('takes a quote that is not closed as it stands, and loses no row', async () => {
    const table = await readTable('a,b\n"x,2\n3,4\n"5",6\n7,8');
    expect(cells(table).b).toEqual(['2', '4', '6', '8']);
    expect(table.warnings).toMatchObject([{ code: 'quotes', lines: [2] }]);
  });

  it('reads a text in pieces as it reads it whole', async () => {
    const text = `a,b\n${Array.from({ length: 60_000 }, (_, i) => `${i},"é, ""${i % 7}""\n"`).join('\n')}`;
    const whole = await readTable(text);
    expect(whole.rowCount).toBe(60_000);
    for (const data of [bytes(text), new Blob([text]), new File([text], 'a.csv'), new Response(text)]) {
      const table = await readTable(data);
      expect(cells(table)).toEqual(cells(whole));
      expect(table.source.lines).toEqual(whole.source.lines);
      expect(table.source.starts).toEqual(whole.source.starts);
    }
  });
});

describe('readTable of bytes', () => {
  const text = 'naïve,b\nä,1\n';
  it.each([
    ['utf-8', bytes(text)],
    ['utf-8', bytes(`\ufeff${text}`)],
    ['utf-16le', bytes(`\ufeff${text}`, 'utf16le')],
    ['utf-16le', bytes(text, 'utf16le')],
    ['utf-16be', new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le').swap16())],
    ['windows-1252', bytes(text, 'latin1')],
  ])('finds out the encoding %s', async (encoding, data) => {
    const table = await readTable(data);
    expect(cells(table)).toEqual({ naïve: ['ä'], b: ['1'] });
    expect(table.source.encoding).toBe(encoding);
  });

  it('says when it falls back on Windows-1252, wherever the first such byte stands', async () => {
    const table = await readTable(bytes(`a,b\n${'x,1\n'.repeat(100_000)}ä,2\n`, 'latin1'));
    expect(table.rowCount).toBe(100_001);
    expect(table.columns[0]!.distinct).toEqual(['x', 'ä']);
    expect(table.warnings).toMatchObject([{ code: 'encoding' }]);
  });

  it('keeps to UTF-8 where only a few bytes are damaged', async () => {
    const data = bytes(`a\n${'ü\n'.repeat(100)}`);
    data[3] = 0x41; // half of the first ü
    const table = await readTable(data);
    expect(table.source.encoding).toBe('utf-8');
    expect(table.columns[0]!.distinct).toContain('ü');
    expect(table.warnings).toMatchObject([{ code: 'encoding' }]);
  });

  it('reads the encoding it is told', async () => {
    const data = new Uint8Array([0x61, 0x0a, 0x8a, 0xbf, 0x8e, 0x9a, 0x0a]); // 漢字 in Shift_JIS
    expect(cells(await readTable(data, { encoding: 'shift_jis' }))).toEqual({ a: ['漢字'] });
    await expect(readTable(data, { encoding: 'klingon' })).rejects.toThrow(/^encoding: expected .* "klingon"/);
  });
});

describe('readTable while it works', () => {
  const long = `id,text\n${Array.from({ length: 300_000 }, (_, i) => `${i},some words ${i % 1000}`).join('\n')}`;

  it('tells progress that never falls and lets other work go on', async () => {
    const fractions: number[] = [];
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await readTable(long, { onProgress: ({ fraction }) => fractions.push(fraction) });
    clearInterval(timer);
    expect(fractions.length).toBeGreaterThan(2);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(ticks).toBeGreaterThan(2);
  });

  it('stops when it is told to, with the reason it is given', async () => {
    const controller = new AbortController();
    const reading = readTable(long, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 5);
    await expect(reading).rejects.toThrow('enough');
    await expect(readTable('a\n1\n')).resolves.toMatchObject({ rowCount: 1 });
  });
});
