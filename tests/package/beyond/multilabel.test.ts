import {
  commonMultilabelIssues,
  computeConfidentJoint,
  computeMultilabelConfidentJoint,
  estimateJoint,
  findMultilabelIssues,
  findMultilabelIssuesPerClass,
  findOffDiagonalExamples,
  getConfidentThresholds,
  getMultilabelQualityScores,
  getMultilabelQualityScoresPerClass,
  type MultilabelFilterOptions,
  type MultilabelScoreOptions,
  multilabelHealthSummary,
  overallMultilabelHealthScore,
  rankClassesByMultilabelQuality,
  type Table,
} from 'assayer';
import { describe, expect, it } from 'vitest';
import { expectClose, readGolden } from '../golden.ts';

interface GoldenTable {
  columns: string[];
  rows: unknown[][];
}
interface Golden {
  labels: number[][];
  pred_probs: number[][];
  class_names: string[];
  find_label_issues: Record<string, boolean[]>;
  find_label_issues_ranked: Record<string, number[]>;
  find_multilabel_issues_per_class: Record<string, boolean[][]>;
  get_label_quality_scores_per_class: Record<string, number[][]>;
  get_label_quality_scores: Record<string, number[]>;
  common_multilabel_issues: GoldenTable;
  rank_classes_by_multilabel_quality: GoldenTable;
  overall_multilabel_health_score: number;
}
type FilterBy = NonNullable<MultilabelFilterOptions['filterBy']>;
type Method = NonNullable<MultilabelScoreOptions['method']>;

const golden = readGolden<Golden>('confident-learning/multilabel.json');
const { labels, pred_probs: predProbs } = golden;

function expectTable(table: Table, expected: GoldenTable): void {
  expect(table.columnNames).toEqual(expected.columns);
  expected.columns.forEach((name, c) => {
    const values = expected.rows.map((row) => row[c]);
    if (typeof values[0] === 'number') expectClose(table.column(name) as ArrayLike<number>, values as number[]);
    else expect(Array.from(table.column(name))).toEqual(values);
  });
}

const scoreOptions: Record<string, MultilabelScoreOptions> = {
  'method=self_confidence': {},
  'method=normalized_margin': { method: 'normalized_margin' },
  'method=confidence_weighted_entropy': { method: 'confidence_weighted_entropy' },
  'aggregator=ema,alpha=0.5': { alpha: 0.5 },
  'aggregator=softmin,temperature=0.1': { aggregation: 'softmin' },
  adjust_pred_probs: { adjustPredProbs: true },
};

describe('several labels', () => {
  it.each(Object.keys(golden.find_label_issues))("flags the reference's examples: %s", async (filterBy) => {
    const { mask } = await findMultilabelIssues(labels, predProbs, { filterBy: filterBy as FilterBy });
    expect(Array.from(mask, Boolean)).toEqual(golden.find_label_issues[filterBy]);
  });

  it.each(Object.keys(golden.find_label_issues_ranked))('ranks as the reference: %s', async (method) => {
    const { indices } = await findMultilabelIssues(labels, predProbs, { rankBy: { method: method as Method } });
    expect([...indices]).toEqual(golden.find_label_issues_ranked[method]);
  });

  it.each(Object.keys(golden.find_multilabel_issues_per_class))('flags its classes: %s', async (filterBy) => {
    const { mask } = await findMultilabelIssuesPerClass(labels, predProbs, { filterBy: filterBy as FilterBy });
    expect(Array.from(mask, Boolean)).toEqual(golden.find_multilabel_issues_per_class[filterBy]!.flat());
  });

  it('ranks the flagged examples of each class by its own scores', async () => {
    const { mask, rows, columns, indices } = await findMultilabelIssuesPerClass(labels, predProbs);
    const scores = await getMultilabelQualityScoresPerClass(labels, predProbs);
    expect(indices).toHaveLength(columns);
    indices.forEach((ids, c) => {
      const flagged = Array.from({ length: rows }, (_, i) => i).filter((i) => mask[i * columns + c]);
      const score = (i: number) => scores.data[i * columns + c]!;
      expect([...ids]).toEqual(flagged.sort((a, b) => score(a) - score(b) || a - b));
    });
  });

  it('counts the confident joint of each class as that of its two-class problem', async () => {
    const { thresholds, confidentJoint, joint, offDiagonal } = await computeMultilabelConfidentJoint(labels, predProbs);
    for (let c = 0; c < predProbs[0]!.length; c++) {
      const hasIt = labels.map((list) => Number(list.includes(c)));
      const probs = predProbs.map((row) => [1 - row[c]!, row[c]!]);
      expect(confidentJoint[c]).toEqual(await computeConfidentJoint(hasIt, probs));
      expect(offDiagonal[c]).toEqual(await findOffDiagonalExamples(hasIt, probs));
      expectClose(thresholds.data.subarray(2 * c, 2 * c + 2), await getConfidentThresholds(hasIt, probs));
      expectClose(joint[c]!.data, (await estimateJoint(hasIt, probs)).data);
    }
  });

  it.each(Object.keys(golden.get_label_quality_scores_per_class))('scores its classes: %s', async (method) => {
    const scores = await getMultilabelQualityScoresPerClass(labels, predProbs, { method: method as Method });
    expectClose(scores.data, golden.get_label_quality_scores_per_class[method]!.flat());
  });

  it.each(Object.keys(golden.get_label_quality_scores))("gives the reference's scores: %s", async (key) => {
    expect(scoreOptions[key]).toBeDefined();
    const scores = await getMultilabelQualityScores(labels, predProbs, scoreOptions[key]);
    expectClose(scores, golden.get_label_quality_scores[key]!);
  });

  it("gives the reference's tables and health score", async () => {
    const options = { classNames: golden.class_names };
    expectTable(await commonMultilabelIssues(labels, predProbs, options), golden.common_multilabel_issues);
    expectTable(
      await rankClassesByMultilabelQuality(labels, predProbs, options),
      golden.rank_classes_by_multilabel_quality,
    );
    const health = await overallMultilabelHealthScore(labels, predProbs);
    expect(health).toBeCloseTo(golden.overall_multilabel_health_score, 12);
    const summary = await multilabelHealthSummary(labels, predProbs);
    expect(summary.overallMultilabelHealthScore).toBe(health);
    expect(summary.commonMultilabelIssues.columnNames[0]).toBe('Class Index');
  });

  it('takes alpha null for 2 / (K + 1), and float32', async () => {
    const one = [[0, 1, 2]];
    expectClose(await getMultilabelQualityScores(one, [[0.8, 0.3, 0.9]], { alpha: null }), [0.575]);
    const float = { data: Float32Array.of(0.75, 0.25), rows: 1, columns: 2 };
    expectClose(await getMultilabelQualityScores([[0]], float), [0.75]);
  });

  it('names what it refuses, and works afterwards', async () => {
    const refused = (promise: Promise<unknown>, message: RegExp) =>
      expect(promise).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringMatching(message) });
    await refused(findMultilabelIssues([[0], [4]], [[0.5], [0.5]]), /^labels\[1\]: /);
    await refused(findMultilabelIssues([[0], [0.5]], [[0.5], [0.5]]), /^labels\[1\]\[0\]: /);
    await refused(findMultilabelIssues([], []), /^labels: /);
    await refused(findMultilabelIssues(labels.slice(2), predProbs), /^predProbs: /);
    await refused(findMultilabelIssues([[0]], [[1.5]]), /^predProbs\[0, 0\]: /);
    await refused(findMultilabelIssues([[0]], [[Number.NaN]]), /^predProbs\[0, 0\]: /);
    await refused(getMultilabelQualityScores([[0]], [[0.5]], { alpha: 2 }), /^alpha: /);
    await refused(findMultilabelIssues([[0]], [[0.5]], { filter: 'both' } as object), /^filter: /);
    await refused(findMultilabelIssues([[0]], [[0.5]], { filterBy: 'all' as FilterBy }), /^filterBy: /);
    await expect(findMultilabelIssues([[0], []], [[0.9], [0.1]])).resolves.toMatchObject({
      indices: new Int32Array(0),
    });
  });
});
