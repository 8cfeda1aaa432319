// WebAssembly and native code of the same sources give the same scores, but for the last bits: exp, log and erfc are those of
// the platform's C library. (WebAssembly's own are the same bits everywhere.)
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { audited, goldenCases, hasGolden, refused } from './golden-case.ts';

const tool = new URL('../../../build/native/assayer_scores', import.meta.url);
const cases = goldenCases().filter(({ name }) => hasGolden(`${name}/summary.csv`) && !refused[name]);

const tolerance = 1e-14;

function bits(digits: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${digits}`));
  return view.getFloat64(0);
}

// npm test builds the tool before these tests; someone who works on the package alone may lack it
describe.skipIf(!existsSync(tool))('native code', () => {
  const text = existsSync(tool)
    ? execFileSync(
        tool.pathname,
        cases.map(({ name }) => name),
        { encoding: 'utf8', maxBuffer: 1 << 28 },
      )
    : '';
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.split(' '));

  it.each(cases)('gives the scores that WebAssembly gives: $name', async (golden) => {
    const lab = await audited(golden);
    const native = lines.filter(([name]) => name === golden.name);
    expect(native.map(([, type]) => type)).toEqual(lab.state.results.map(({ type }) => type));
    native.forEach(([, type, summary, ...scores], at) => {
      const result = lab.state.results[at]!;
      const found = [summary!, ...scores].map(bits);
      const expected = [result.summaryScore, ...result.scores];
      expect(found.length).toBe(expected.length);
      const other = found.filter((score, at) => !(Math.abs(score - expected[at]!) <= tolerance));
      expect(other, type).toEqual([]);
    });
  });
});
