import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** A golden file; "NaN" and the infinities, which JSON lacks, become numbers again. */
export function readGolden<Golden>(path: string): Golden {
  const text = readFileSync(new URL(`../golden/${path}`, import.meta.url), 'utf8');
  return JSON.parse(text, (_, value) =>
    value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : value,
  );
}

/** Every number within a tolerance; NaN where NaN is expected. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-9): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    const isClose = Number.isNaN(expected[i]!) ? Number.isNaN(actual[i]!) : difference <= tolerance;
    if (!isClose) expect.fail(`at ${i}: expected ${expected[i]}, got ${actual[i]}`);
  }
}
