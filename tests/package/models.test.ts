import { readFileSync } from 'node:fs';
import { crossValPredict } from 'assayer';
import { describe, expect, it } from 'vitest';

function readNumbers(file: string): number[][] {
  const text = readFileSync(new URL(`../golden/logreg/${file}`, import.meta.url), 'utf8');
  const lines = text.trim().split('\n').slice(1);
  return lines.map((line) => line.split(',').map(Number));
}

function example(name: string) {
  return {
    features: readNumbers(`${name}/features.csv`),
    labels: readNumbers(`${name}/labels.csv`).map((row) => row[0]!),
    expected: readNumbers(`${name}/pred_probs_newton.csv`).flat(),
  };
}

const names = ['iris', 'wine', 'breast_cancer', 'digits500', 'blobs_overlapping', 'imbalanced_constant_column'];

describe('crossValPredict', () => {
  it.each(names)("gives the converged reference's probabilities on %s", async (name) => {
    const { features, labels, expected } = example(name);
    const predProbs = await crossValPredict(features, labels);
    expect(predProbs.rows).toBe(features.length);
    expect(predProbs.data.length).toBe(expected.length);
    const differences = expected.map((value, i) => Math.abs(value - predProbs.data[i]!));
    expect(Math.max(...differences)).toBeLessThan(1e-7);
  });

  it('takes float32 and reports progress that never falls', async () => {
    const { features, labels, expected } = example('digits500');
    const matrix = { data: Float32Array.from(features.flat()), rows: 500, columns: 64 };
    const fractions: number[] = [];
    const predProbs = await crossValPredict(matrix, labels, { onProgress: (p) => fractions.push(p.fraction) });
    expect(fractions.length).toBeGreaterThan(0);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(Math.max(...expected.map((value, i) => Math.abs(value - predProbs.data[i]!)))).toBeLessThan(1e-4);
  });

  it('names the argument it refuses, and works afterwards', async () => {
    const { features, labels } = example('iris');
    await expect(crossValPredict(features, labels, { folds: 1 })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/^folds: /),
    });
    await expect(crossValPredict(features, labels.slice(1))).rejects.toThrow(/^features: expected one row for each/);
    await expect(crossValPredict([[1], [Number.NaN]], [0, 1])).rejects.toThrow(/^features\[1, 0\]: /);
    await expect(crossValPredict(features, labels, { model: 'oracle' })).rejects.toThrow(/^model: /);
    await expect(crossValPredict(features, labels)).resolves.toMatchObject({ rows: 150, columns: 3 });
  });
});
