// What the package exports the C++ library has too: under the same name in snake_case, or as docs/confident-learning.md says.
import { readdirSync, readFileSync } from 'node:fs';
import * as assayer from 'assayer';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const headers = readdirSync(new URL('../../../include/assayer', import.meta.url))
  .map((file) => read(`include/assayer/${file}`))
  .join('\n');
const inWords = read('docs/confident-learning.md').split('\n## In C++\n')[1]!;
const snakeCase = (name: string) => name.replace(/[A-Z]+(?![a-z])|[A-Z]/g, (letters) => `_${letters.toLowerCase()}`);
const isThere = (text: string, name: string) => new RegExp(`\\b${name}\\b`).test(text);

it('has a counterpart in C++ for every exported function and class', () => {
  const names = Object.entries(assayer).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
  expect(names.length).toBeGreaterThan(60);
  const lacking = names.filter(
    (name) =>
      name !== 'AssayerError' &&
      !isThere(headers, snakeCase(name).replace(/^_/, '')) &&
      !isThere(headers, name) &&
      !isThere(inWords, name),
  );
  expect(lacking).toEqual([]);
});

it('names only what the headers have', () => {
  const cells = [...inWords.matchAll(/^\|[^|]*\|([^|]*)\|$/gm)].flatMap(([, cell]) => cell!.match(/`\w+`/g) ?? []);
  expect(cells.length).toBeGreaterThan(10);
  expect(cells.filter((name) => name !== '`Ensemble`' && !isThere(headers, name.slice(1, -1)))).toEqual([]);
});
