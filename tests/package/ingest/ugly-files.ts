import { gzipSync } from 'node:zlib';

/** A file as the world makes them: `name` as its maker called it, whether it is a table after all. */
export interface UglyFile {
  name: string;
  what: string;
  bytes: Uint8Array;
  /** Refused with words that match; absent: it is a table. */
  refused?: RegExp;
}

const utf8 = (text: string) => new TextEncoder().encode(text);

/** `rows` lines of two clear classes; `cell` may spoil any cell. */
function table(rows: number, cell: (row: number, column: number, value: string) => string = (_, __, value) => value) {
  const lines = Array.from({ length: rows }, (_, i) => {
    const isBig = i % 2 === 1;
    const values = [`${(isBig ? 8 : 2) + ((i * 7) % 11) / 10}`, `${((i * 13) % 17) / 4}`, isBig ? 'big' : 'small'];
    return values.map((value, c) => cell(i, c, value)).join(',');
  });
  return `width,height,kind\n${lines.join('\n')}\n`;
}

const clean = table(40);

function utf16(text: string, bigEndian: boolean, bom = true): Uint8Array {
  const bytes = Buffer.from((bom ? '\ufeff' : '') + text, 'utf16le');
  return new Uint8Array(bigEndian ? bytes.swap16() : bytes);
}

function latin(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

const dates = [
  (i: number) => `2021-0${1 + (i % 9)}-1${i % 9}`,
  (i: number) => `1${i % 9}/0${1 + (i % 9)}/2021`,
  (i: number) => `${1 + (i % 28)} Mar 2021`,
  (i: number) => `2021-03-0${1 + (i % 9)}T12:0${i % 6}:00Z`,
  (i: number) => `${1_600_000_000 + i * 86_400}`,
  () => 'yesterday',
  () => '0000-00-00',
  () => '31.02.2021',
];

const wide = (columns: number) => {
  const names = Array.from({ length: columns }, (_, c) => `c${c}`);
  const row = (i: number) => names.map((_, c) => (i * 31 + c * 17) % 101).join(',');
  return `${names.join(',')},kind\n${Array.from({ length: 20 }, (_, i) => `${row(i)},${i % 2 ? 'a' : 'b'}`).join('\n')}\n`;
};

/** PNG signature and what follows in a real one. */
const png = Uint8Array.from([
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 1,
]);
const noise = Uint8Array.from({ length: 5000 }, (_, i) => (i * i * 31 + i * 7) % 256);

export const uglyFiles: UglyFile[] = [
  { name: 'bom.csv', what: 'UTF-8 with a byte order mark', bytes: utf8(`\ufeff${clean}`) },
  { name: 'utf16le.csv', what: 'UTF-16, little end first', bytes: utf16(clean, false) },
  { name: 'utf16be.csv', what: 'UTF-16, big end first', bytes: utf16(clean, true) },
  { name: 'utf16-no-bom.csv', what: 'UTF-16 without a mark', bytes: utf16(clean, false, false) },
  {
    name: 'latin.csv',
    what: 'Windows-1252',
    bytes: latin(clean.replaceAll('small', 'klein\xe4\x80').replaceAll('big', 'gro\xdf')),
  },
  {
    name: 'damaged.csv',
    what: 'UTF-8 with one broken byte',
    bytes: latin(`${Buffer.from(clean.replaceAll('small', 'größe'), 'utf8').toString('latin1')}1,2,\xff\n`),
  },
  { name: 'claims.csv.gz', what: 'gzip', bytes: new Uint8Array(gzipSync(clean)) },
  { name: 'claims.gz', what: 'a name that says gzip, a file that is none', bytes: utf8(clean) },
  {
    name: 'semicolon.csv',
    what: 'semicolons and decimal commas',
    bytes: utf8(clean.replaceAll(',', ';').replaceAll('.', ',')),
  },
  { name: 'tabs.csv', what: 'tabs under the name of commas', bytes: utf8(clean.replaceAll(',', '\t')) },
  {
    name: 'thousands.csv',
    what: 'thousands separators and currencies',
    bytes: utf8(
      table(40, (i, c, value) => (c === 1 ? `"$${i + 1},${String((i * i * 37) % 1000).padStart(3, '0')}.50"` : value)),
    ),
  },
  { name: 'wide.csv', what: '10,000 columns', bytes: utf8(wide(10_000)) },
  {
    name: 'narrow.csv',
    what: 'one column',
    bytes: utf8(`n\n${Array.from({ length: 40 }, (_, i) => i % 7).join('\n')}\n`),
  },
  {
    name: 'texts.csv',
    what: 'texts only',
    bytes: utf8(
      `said\n${Array.from({ length: 40 }, (_, i) => `"this is what customer number ${i * 37} told us, word for word"`).join('\n')}\n`,
    ),
  },
  { name: 'missing.csv', what: 'missing cells only', bytes: utf8(`a,b\n${',\n'.repeat(30)}`) },
  {
    name: 'na.csv',
    what: 'every spelling of missing',
    bytes: utf8(
      table(40, (i, c, value) =>
        c < 2 && i % 3 === 0 ? ['NA', 'n/a', '-', '?', 'null', 'NaN', '#N/A'][i % 7]! : value,
      ),
    ),
  },
  {
    name: 'quoted.csv',
    what: 'line ends, quotes and delimiters in quotes',
    bytes: utf8(table(40, (i, c, value) => (c === 1 ? `"${value}\n""no"", he said,\r\n${i}"` : value))),
  },
  {
    name: 'huge-numbers.csv',
    what: 'numbers at the edge of doubles',
    bytes: utf8(
      table(40, (i, c, value) =>
        c === 0 && i % 5 === 0 ? ['1e308', '-1e308', '1e-320', '1e400', 'Infinity'][(i / 5) % 5]! : value,
      ),
    ),
  },
  {
    name: 'dates.csv',
    what: 'dates of many formats',
    bytes: utf8(table(40, (i, c, value) => (c === 1 ? dates[i % dates.length]!(i) : value))),
  },
  {
    name: 'emoji.csv',
    what: 'emoji in names and cells',
    bytes: utf8(clean.replace('width', '📏 width').replaceAll('big', '🐘').replaceAll('small', '👩‍👩‍👧')),
  },
  {
    name: 'rtl.csv',
    what: 'right-to-left writing and marks',
    bytes: utf8(clean.replace('kind', 'סוג').replaceAll('big', '\u202eגדול\u202c').replaceAll('small', 'صغير')),
  },
  {
    name: 'nul.csv',
    what: 'NUL bytes in cells',
    bytes: utf8(table(40, (i, c, value) => (c === 2 && i === 5 ? 'sm\0all' : value))),
  },
  {
    name: 'huge-field.csv',
    what: 'a cell of two million characters',
    bytes: utf8(table(40, (i, c, value) => (c === 1 && i === 7 ? `"${'x y '.repeat(500_000)}"` : value))),
  },
  {
    name: 'line-ends.csv',
    what: 'all kinds of line ends in one file',
    bytes: utf8(clean.replace(/\n/g, (_, at: number) => ['\n', '\r\n', '\n'][at % 3]!)),
  },
  { name: 'mac.csv', what: 'line ends of an old Mac', bytes: utf8(clean.replaceAll('\n', '\r')) },
  {
    name: 'blank-lines.csv',
    what: 'blank lines everywhere, none at the end',
    bytes: utf8(`\n\n${clean.replaceAll('\n', '\n\n').trimEnd()}`),
  },
  {
    name: 'ragged.csv',
    what: 'rows that are too long and too short',
    bytes: utf8(
      clean
        .replace('kind', 'kind,note,more')
        .replace(/^2.*$/gm, '$&,a,b,and more')
        .replace(/^8\.4.*$/gm, '$&,a'),
    ),
  },
  { name: 'same-names.csv', what: 'equal and empty names', bytes: utf8(clean.replace('width,height', 'x,x')) },
  { name: 'no-names.csv', what: 'empty names', bytes: utf8(clean.replace('width,height', ',')) },
  {
    name: 'open-quote.csv',
    what: 'a quote that is never closed',
    bytes: utf8(table(40, (i, c, value) => (c === 1 && i === 5 ? `"${value}` : value))),
  },
  { name: 'one-row.csv', what: 'one row', bytes: utf8('a,b\n1,2\n') },
  { name: 'constant.csv', what: 'one value everywhere', bytes: utf8(`a,b\n${'1,x\n'.repeat(30)}`) },
  { name: 'copies.csv', what: 'two rows again and again', bytes: utf8(`a,b\n${'1,x\n2,y\n'.repeat(100)}`) },
  {
    name: 'formulas.csv',
    what: 'cells that spreadsheets run, and markup',
    bytes: utf8(
      table(40, (i, c, value) =>
        c === 1 ? ['=1+1', '@SUM(A1)', '<script>alert(1)</script>', '+cmd|x', '-2'][i % 5]! : value,
      ),
    ),
  },
  {
    name: 'proto.csv',
    what: 'names that JavaScript objects have already',
    bytes: utf8(clean.replace('width,height', '__proto__,constructor')),
  },
  {
    name: 'nested.json',
    what: 'JSON with cells of many kinds',
    bytes: utf8(
      JSON.stringify(
        Array.from({ length: 30 }, (_, i) => ({
          a: [i, null, 'x', true, { deep: i }, [1, 2]][i % 6],
          kind: i % 2 ? 'p' : 'q',
          only: i > 20 ? i : undefined,
        })),
      ),
    ),
  },
  {
    name: 'lines.ndjson',
    what: 'NDJSON with blank lines and CR LF',
    bytes: utf8(
      Array.from({ length: 30 }, (_, i) => `{"a": ${i % 7}, "kind": "${i % 2 ? 'p' : 'q'}"}`).join('\r\n\r\n'),
    ),
  },
  { name: 'one-class.csv', what: 'one class', bytes: utf8(clean.replaceAll('small', 'big')) },
  // these cannot be audited as they are
  {
    name: 'unlabelled.csv',
    what: 'rows too short to have a label',
    bytes: utf8(clean.replace(/^8\.5,.*$/gm, '8.5')),
    refused: /expected a label in every row, got 2 missing \(rows/,
  },
  { name: 'header.csv', what: 'a header only', bytes: utf8('a,b,c\n'), refused: /rows below the header/ },
  { name: 'empty.csv', what: 'nothing', bytes: utf8(''), refused: /an empty file/ },
  { name: 'blanks.csv', what: 'blanks only', bytes: utf8(' \n\n\t \n'), refused: /nothing but blanks/ },
  { name: 'picture.csv', what: 'a PNG picture', bytes: png, refused: /a PNG picture/ },
  { name: 'noise.csv', what: 'random bytes', bytes: noise, refused: /binary data/ },
  {
    name: 'cut.csv.gz',
    what: 'half a gzip file',
    bytes: new Uint8Array(gzipSync(clean)).slice(0, 60),
    refused: /a whole gzip file/,
  },
  { name: 'cut.json', what: 'half a JSON file', bytes: utf8('[{"a": 1}, {"a": '), refused: /JSON|closing bracket/ },
  {
    name: 'not.parquet',
    what: 'Parquet by name and start only',
    bytes: utf8('PAR1 and nothing else'),
    refused: /Parquet/,
  },
  { name: 'not.arrow', what: 'Arrow by name and start only', bytes: utf8('ARROW1 and nothing else'), refused: /Arrow/ },
];
