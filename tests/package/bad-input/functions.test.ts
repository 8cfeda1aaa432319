// What no function may take: each bad argument is refused by name, with what was given and expected, and the next call works.
import * as api from 'assayer';
import { describe, expect, it } from 'vitest';
import { otherLabels } from './other-labels.ts';
import { expectRefusal } from './refusal.ts';
import { singleLabel } from './single-label.ts';

// biome-ignore lint/suspicious/noExplicitAny: wrong arguments are the point
type Anything = any;
type Call = (...args: Anything[]) => unknown;

const functions = api as unknown as Record<string, Call>;
const table = { ...singleLabel, ...otherLabels };
/** Functions that other tests try with bad input: they take tables, files and settings. */
const elsewhere = [
  'audit',
  'compare',
  'layoutGraph',
  'inferSchema',
  'init',
  'knnGraph',
  'readTable',
  'writeFixed',
  'writeTable',
];

describe('bad input', () => {
  it('is tried with every function', () => {
    const isClass = (value: unknown) => /^class\b/.test(String(value));
    const names = Object.keys(functions).filter((name) => !isClass(functions[name]) && !elsewhere.includes(name));
    expect(Object.keys(table).sort()).toEqual(names.sort());
  });

  it.each(Object.entries(table))('of %s', async (name, { good, bad = {}, badOptions = [], options }) => {
    const call = functions[name]!;
    for (const [place, values] of Object.entries(bad)) {
      for (const [what, value] of values) {
        const args = [...good];
        args[Number(place)] = value;
        await expectRefusal(() => call(...args), `argument ${place}, ${what}`);
      }
    }
    if (options !== undefined) {
      const given = good[options] as object | undefined;
      for (const value of [...badOptions, { colour: 'red' }]) {
        const args = [...good];
        args[options] = { ...given, ...value };
        await expectRefusal(() => call(...args), JSON.stringify(value));
      }
      for (const value of [null, 5]) {
        const args = [...good];
        args[options] = value;
        await expectRefusal(() => call(...args), `options ${value}`);
      }
    }
    await call(...good);
  });
});
