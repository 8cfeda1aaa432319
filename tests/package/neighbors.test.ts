import { readFileSync } from 'node:fs';
import { knnGraph } from 'assayer';
import { describe, expect, it } from 'vitest';

const line = [[0], [1], [3], [7], [8]];

function readNumbers(file: string): number[][] {
  const text = readFileSync(new URL(`../golden/${file}`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split(',').map(Number));
}

/** Rows enough to work for some seconds. */
function manyRows(rows: number, columns: number) {
  const data = new Float32Array(rows * columns);
  let state = 1;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = state / 4294967296;
  }
  return { data, rows, columns };
}

describe('knnGraph', () => {
  it('gives ids and distances by rows, nearest first', async () => {
    const graph = await knnGraph(line, { k: 2 });
    expect(graph.rows).toBe(5);
    expect(graph.neighbors).toBe(2);
    expect([...graph.indices]).toEqual([1, 2, 0, 2, 1, 0, 4, 2, 3, 2]);
    expect([...graph.distances]).toEqual([1, 3, 1, 2, 2, 3, 1, 4, 1, 5]);
  });

  it('finds the graph of the golden digits', async () => {
    const features = readNumbers('digits/features.csv');
    const expected = readNumbers('digits/knn.csv');
    const graph = await knnGraph(features);
    expect([...graph.indices]).toEqual(expected.flatMap((row) => row.slice(0, 10)));
    const worst = expected
      .flatMap((row) => row.slice(10))
      .reduce((most, distance, at) => Math.max(most, Math.abs(distance - graph.distances[at]!)), 0);
    expect(worst).toBeLessThan(1e-7);
  });

  it('takes floats, a metric by name, any method', async () => {
    const matrix = { data: Float32Array.from([0, 0, 3, 4, 6, 0]), rows: 3, columns: 2 };
    const { distances } = await knnGraph(matrix, { k: 1, metric: 'cityblock', method: 'approximate' });
    expect([...distances]).toEqual([6, 7, 6]);
  });

  it('shows progress and stops where it is told', async () => {
    const controller = new AbortController();
    const fractions: number[] = [];
    const stopped = knnGraph(manyRows(30000, 60), {
      signal: controller.signal,
      onProgress: ({ step, fraction }) => {
        expect(step).toBe('neighbors');
        fractions.push(fraction);
        if (fractions.length === 12) controller.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.length).toBe(12);
    await expect(knnGraph(line, { k: 1 })).resolves.toMatchObject({ rows: 5 });
  });

  it('names the argument it refuses, and works afterwards', async () => {
    await expect(knnGraph(line, { k: 5 })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/^k: expected 1 to 4 neighbours/),
    });
    await expect(knnGraph(line, { k: 1.5 })).rejects.toThrow(/^k: expected a whole number/);
    await expect(knnGraph([[1], [Number.NaN], [2]], { k: 1 })).rejects.toThrow(/^features\[1, 0\]: expected a finite/);
    await expect(knnGraph(line, { metric: 'nearness' as 'cosine', k: 1 })).rejects.toThrow(/^metric: expected one of/);
    await expect(knnGraph([], { k: 1 })).rejects.toThrow(/^features: expected at least 2 rows/);
    await expect(knnGraph(line, { k: 1 })).resolves.toMatchObject({ neighbors: 1 });
  });
});
