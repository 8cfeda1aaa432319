import { audit, crossValPredict, Datalab, findLabelIssues, getLabelQualityScores, knnGraph } from 'assayer';
import { expect, it } from 'vitest';

// Zeros that nobody touches: the pages are never there.
const tooMany = { data: new Float32Array(700_000 * 1000), rows: 700_000, columns: 1000 };

it('refuses features that cannot fit before any work, and says what to do', async () => {
  await expect(knnGraph(tooMany)).rejects.toMatchObject({
    code: 'out_of_memory',
    message: expect.stringMatching(/^features: expected .* 4 GiB .* got 700000 rows of 1000 numbers.*sample.*parts/),
  });
  const lab = await Datalab.create({ rowCount: 600_000 });
  await expect(lab.findIssues({ features: tooMany })).rejects.toMatchObject({ code: 'out_of_memory' });
  const labels = new Int32Array(tooMany.rows);
  await expect(crossValPredict(tooMany, labels)).rejects.toMatchObject({ code: 'out_of_memory' });
});

it('refuses the audit of a table that cannot fit before any work, and takes a sample of it', async () => {
  const table = { a: Float64Array.from({ length: 10_500_000 }, (_, i) => i % 97), b: new Float64Array(10_500_000) };
  await expect(audit(table)).rejects.toMatchObject({
    code: 'out_of_memory',
    message: expect.stringMatching(/^data: expected .* 4 GiB .* got 10500000 rows of 2 columns.*\(sample: 100000\)/),
  });
  expect((await audit(table, { sample: 200 })).rowCount).toBe(200);
});

it('goes on working after the core ran out of memory', async () => {
  const labels = new Int32Array(5_500_000);
  const predProbs = { data: new Float64Array(550_000_000), rows: 5_500_000, columns: 100 }; // 4.4 GB
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(getLabelQualityScores(labels, predProbs)).rejects.toMatchObject({
      name: 'AssayerError',
      code: 'out_of_memory',
      message: expect.stringMatching(/4 GiB.*sample/),
    });
    const small = { data: Float64Array.of(0.9, 0.1, 0.2, 0.8), rows: 2, columns: 2 };
    expect(Array.from(await getLabelQualityScores([0, 1], small))).toEqual([0.9, 0.8]);
    expect((await findLabelIssues([0, 1], small)).indices.length).toBe(0);
  }
});

it('takes float32 features and probabilities and finds what it finds in the same numbers as doubles', async () => {
  const rows = 500;
  const data = Float32Array.from({ length: rows * 8 }, (_, i) => Math.fround(Math.sin(i * i)));
  const predProbs = Float32Array.from({ length: rows * 2 }, (_, i) => (i % 2 ? 0.25 : 0.75));
  const labels = Int32Array.from({ length: rows }, (_, i) => i % 2);
  const summaries = [];
  for (const Type of [Float32Array, Float64Array]) {
    const lab = await Datalab.create({ labels });
    await lab.findIssues({
      features: { data: Type.from(data), rows, columns: 8 },
      predProbs: { data: Type.from(predProbs), rows, columns: 2 },
    });
    summaries.push(lab.issues.toRows());
  }
  expect(summaries[0]).toEqual(summaries[1]);
});
