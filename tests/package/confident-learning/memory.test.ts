import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

interface Probe {
  input: number;
  wasm: number;
  peakGrowth: number;
  issues: number;
  scores: number;
}

const probe = fileURLToPath(new URL('memory-probe.mjs', import.meta.url));
const MB = 2 ** 20;

function measure(n: number, numClasses: number, kind: string): Probe {
  return JSON.parse(execFileSync(process.execPath, [probe, `${n}`, `${numClasses}`, kind], { encoding: 'utf8' }));
}

describe('memory of label issues and scores', () => {
  it('holds one copy of a Float32Array with 1000 classes, and no doubles', () => {
    const { input, wasm, issues, scores } = measure(20_000, 1000, 'Float32Array');
    expect(scores).toBe(20_000);
    expect(issues).toBeGreaterThan(500);
    // counts of 1000 x 1000 classes are 8 MB each; a copy as doubles would be another 153 MB
    expect(wasm).toBeLessThan(input + 75 * MB);
  });

  it('is the input and at most 200 MB for a million examples', () => {
    const { input, wasm, peakGrowth, issues } = measure(1_000_000, 10, 'Float64Array');
    expect(issues).toBeGreaterThan(50_000);
    expect(wasm).toBeLessThan(input + 120 * MB);
    expect(peakGrowth).toBeLessThan(input + 200 * MB);
  });
});
