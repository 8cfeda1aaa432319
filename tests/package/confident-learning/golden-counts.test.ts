import {
  calibrateConfidentJoint,
  computeConfidentJoint,
  estimateJoint,
  estimateLatent,
  estimateNoiseMatrices,
  findOffDiagonalExamples,
  findOverlappingClasses,
  getConfidentThresholds,
  healthSummary,
  numLabelIssues,
  overallLabelHealthScore,
  type PyMethod,
  rankClassesByLabelQuality,
  type Table,
} from 'assayer';
import { describe, expect, it } from 'vitest';
import { argumentsOf, difference, type Golden, matrixDifference, names, readCase, rows } from './golden.ts';

/** Rows in an order that does not depend on ties. */
function sortedRows(table: Golden | Table): (string | number)[][] {
  const list =
    'toRows' in table
      ? (table as Table).toRows().map((row) => Object.values(row) as (string | number)[])
      : ((table as Golden).rows as unknown as (string | number)[][]);
  const key = (row: (string | number)[]) => JSON.stringify(row.slice(0, 4));
  return [...list].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function expectTable(actual: Table, expected: Golden) {
  expect(actual.columnNames).toEqual(expected.columns);
  const mine = sortedRows(actual);
  const theirs = sortedRows(expected);
  expect(mine.length).toBe(theirs.length);
  for (const [r, row] of mine.entries()) {
    for (const [c, value] of row.entries()) {
      if (typeof value === 'number') expect(value).toBeCloseTo(theirs[r]![c] as number, 9);
      else expect(value).toBe(theirs[r]![c]);
    }
  }
}

describe.each(names)('counts of %s', (name) => {
  const { labels, predProbs, golden, joint } = readCase(name);
  const count = golden.count!;

  it('leaves nothing of the file out', () => {
    const about = ['name', 'note', 'n', 'K', 'reference', 'labels', 'pred_probs', 'features'];
    const parts = ['count', 'filter', 'rank', 'dataset', 'outlier', 'data_valuation'];
    expect(Object.keys(golden).sort()).toEqual([...about, ...parts].sort());
    const keys = (part: string) => Object.keys(golden[part]).filter((key) => !key.endsWith('_is'));
    expect({ count: keys('count').length, filter: keys('filter').length, rank: keys('rank').length }).toEqual({
      count: 7,
      filter: 3,
      rank: 6,
    });
    expect(keys('dataset')).toHaveLength(5);
  });

  it('finds the thresholds', async () => {
    const thresholds = await getConfidentThresholds(labels, predProbs);
    expect(difference(thresholds, count.get_confident_thresholds!)).toBeLessThan(1e-12);
  });

  it('counts the confident joint', async () => {
    const expected = count.compute_confident_joint!;
    const raw = await computeConfidentJoint(labels, predProbs, { calibrate: false });
    expect(rows(raw)).toEqual(expected['calibrate=false']);
    const thresholds = Array(golden.K as number).fill(0.5);
    expect(rows(await computeConfidentJoint(labels, predProbs, { calibrate: false, thresholds }))).toEqual(
      expected['calibrate=false,thresholds=0.5'],
    );
    const calibrated = await computeConfidentJoint(labels, predProbs);
    expect(matrixDifference(calibrated, joint)).toBeLessThanOrEqual(name === 'ten_classes' ? 1 : 0);
    const sums = (matrix: number[][]) => matrix.map((row) => row.reduce((a, b) => a + b));
    expect(sums(rows(calibrated))).toEqual(sums(joint));
    expect(await calibrateConfidentJoint(raw, labels)).toEqual(calibrated);
    const expectedFromRaw = count['calibrate_confident_joint(uncalibrated)'];
    expect(matrixDifference(calibrated, expectedFromRaw)).toBeLessThanOrEqual(name === 'ten_classes' ? 1 : 0);
    const offDiagonal = expected['calibrate=true,return_indices_of_off_diagonals']![1];
    expect(Array.from(await findOffDiagonalExamples(labels, predProbs))).toEqual(offDiagonal);
  });

  it('estimates the joint', async () => {
    const estimated = await estimateJoint(labels, predProbs, { confidentJoint: joint });
    expect(matrixDifference(estimated, count.estimate_joint as unknown as number[][])).toBeLessThan(1e-9);
  });

  it.each(Object.keys(count.estimate_latent!))('estimates noise matrices with %s', async (key) => {
    const { pyMethod, converge } = argumentsOf(key);
    const expected = count.estimate_latent![key]!;
    const call = estimateLatent(joint, labels, { pyMethod: pyMethod as PyMethod, converge: converge === 'true' });
    if (expected.error) {
      await expect(call).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringMatching(/^noiseMatrix: /),
      });
      return;
    }
    const { py, noiseMatrix, inverseNoiseMatrix } = await call;
    expect(difference(py, expected[0]!)).toBeLessThan(1e-9);
    expect(matrixDifference(noiseMatrix, expected[1] as unknown as number[][])).toBeLessThan(1e-9);
    expect(matrixDifference(inverseNoiseMatrix, expected[2] as unknown as number[][])).toBeLessThan(1e-9);
  });

  it('estimates noise matrices from probabilities', async () => {
    for (const converge of [true, false]) {
      const expected = count.estimate_py_and_noise_matrices_from_probabilities![`converge=${converge}`]!;
      const options = { converge, confidentJoint: name === 'ten_classes' ? joint : undefined };
      const estimate = await estimateNoiseMatrices(labels, predProbs, options);
      expect(difference(estimate.py, expected[0]!)).toBeLessThan(1e-9);
      expect(matrixDifference(estimate.noiseMatrix, expected[1] as unknown as number[][])).toBeLessThan(1e-9);
      expect(matrixDifference(estimate.inverseNoiseMatrix, expected[2] as unknown as number[][])).toBeLessThan(1e-9);
      expect(rows(estimate.confidentJoint)).toEqual(expected[3]);
    }
  });

  it('counts label issues', async () => {
    const expected = count.num_label_issues!;
    expect(await numLabelIssues(labels, predProbs)).toBe(expected.off_diagonal);
    expect(await numLabelIssues(labels, predProbs, { estimationMethod: 'off_diagonal_calibrated' })).toBe(
      expected.off_diagonal_calibrated,
    );
    const estimationMethod = 'off_diagonal_custom';
    expect(await numLabelIssues(labels, predProbs, { estimationMethod, confidentJoint: joint })).toBe(
      expected['off_diagonal_custom,confident_joint=calibrated'],
    );
    await expect(numLabelIssues(labels, predProbs, { estimationMethod })).rejects.toThrow(/^confidentJoint: /);
  });

  it('sums up the health of the labels', async () => {
    const expected = golden.dataset!;
    expect(await overallLabelHealthScore(labels, predProbs)).toBeCloseTo(expected.overall_label_health_score!, 12);
    if (name === 'ten_classes') return; // tables follow from tied entries of the joint
    const classNames = expected.class_names as unknown as string[];
    expectTable(
      await rankClassesByLabelQuality(labels, predProbs, { classNames }),
      expected.rank_classes_by_label_quality!,
    );
    for (const asymmetric of [true, false]) {
      const table = await findOverlappingClasses(labels, predProbs, { classNames, asymmetric });
      expectTable(table, expected.find_overlapping_classes![`asymmetric=${asymmetric}`]!);
    }
    const summary = await healthSummary(labels, predProbs, { classNames });
    expect(summary.overallLabelHealthScore).toBeCloseTo(expected.overall_label_health_score!, 12);
    expect(matrixDifference(summary.joint, expected.health_summary!.joint as unknown as number[][])).toBeLessThan(1e-9);
    expectTable(summary.classesByLabelQuality, expected.health_summary!.classes_by_label_quality!);
    expectTable(summary.overlappingClasses, expected.health_summary!.overlapping_classes!);
  });
});
