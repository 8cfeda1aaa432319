import {
  convertLongToWideDataset,
  formatMultiannotatorLabels,
  getActiveLearningScores,
  getActiveLearningScoresEnsemble,
  getLabelQualityMultiannotator,
  getLabelQualityMultiannotatorEnsemble,
  getMajorityVoteLabel,
  type MultiannotatorOptions,
  type MultiannotatorQuality,
} from 'assayer';
import { describe, expect, it } from 'vitest';
import { expectClose, readGolden } from '../golden.ts';

interface GoldenTable {
  columns: string[];
  index: (string | number)[];
  rows: number[][];
}
interface GoldenQuality {
  label_quality: GoldenTable;
  detailed_label_quality: GoldenTable;
  annotator_stats: GoldenTable;
  model_weight?: number | number[];
  annotator_weight?: number[];
}
interface Golden {
  labels_multiannotator: number[][];
  labels_mostly_single: number[][];
  pred_probs: number[][];
  pred_probs_2: number[][];
  pred_probs_unlabeled: number[][];
  pred_probs_unlabeled_2: number[][];
  get_label_quality_multiannotator: Record<string, GoldenQuality>;
  get_label_quality_multiannotator_ensemble: Record<string, GoldenQuality>;
  'get_label_quality_multiannotator(labels_mostly_single)': GoldenQuality;
  get_majority_vote_label: Record<string, number[]>;
  get_active_learning_scores: [number[], number[]];
  get_active_learning_scores_ensemble: [number[], number[]];
}

const golden = readGolden<Golden>('confident-learning/multiannotator.json');
const annotatorIds = golden.labels_multiannotator[0]!.map((_, j) => `ann_${j}`);
const labels = golden.labels_multiannotator;

/** `consensus_method=best_quality,calibrate_probs=true` as options; votes counted as the reference counts them. */
function optionsOf(key: string): MultiannotatorOptions {
  const options: Record<string, unknown> = { annotatorIds, voteCount: 'packed' };
  const names: Record<string, string> = {
    consensus_method: 'consensusMethod',
    quality_method: 'qualityMethod',
    calibrate_probs: 'calibrateProbs',
    score: 'method',
  };
  for (const part of key.split(',')) {
    const [name, value] = part.split('=') as [string, string];
    options[names[name]!] = value === 'true' ? true : value === 'false' ? false : value;
  }
  return options;
}

function expectQuality(quality: MultiannotatorQuality, expected: GoldenQuality): void {
  for (const [table, reference] of [
    [quality.labelQuality, expected.label_quality],
    [quality.detailedLabelQuality, expected.detailed_label_quality],
    [quality.annotatorStats, expected.annotator_stats],
  ] as const) {
    reference.columns.forEach((name, c) => {
      expectClose(
        table.column(name) as ArrayLike<number>,
        reference.rows.map((row) => row[c]!),
        1e-6,
      );
    });
  }
  expect(quality.annotatorStats.column('annotator')).toEqual(expected.annotator_stats.index);
  if (expected.model_weight !== undefined) expectClose(quality.modelWeight, [expected.model_weight].flat(), 1e-6);
  if (expected.annotator_weight) expectClose(quality.annotatorWeight, expected.annotator_weight, 1e-6);
}

describe('several annotators', () => {
  it.each(Object.keys(golden.get_label_quality_multiannotator))("gives the reference's numbers: %s", async (key) => {
    const quality = await getLabelQualityMultiannotator(labels, golden.pred_probs, optionsOf(key));
    expectQuality(quality, golden.get_label_quality_multiannotator[key]!);
  });

  it.each(Object.keys(golden.get_label_quality_multiannotator_ensemble))(
    "gives the reference's numbers with two models: %s",
    async (key) => {
      const models = [golden.pred_probs, golden.pred_probs_2];
      const quality = await getLabelQualityMultiannotatorEnsemble(labels, models, optionsOf(key));
      expectQuality(quality, golden.get_label_quality_multiannotator_ensemble[key]!);
    },
  );

  it("gives the reference's numbers where most examples have one label", async () => {
    const quality = await getLabelQualityMultiannotator(golden.labels_mostly_single, golden.pred_probs, {
      annotatorIds,
    });
    expectQuality(quality, golden['get_label_quality_multiannotator(labels_mostly_single)']);
  });

  it("takes the reference's majority vote", async () => {
    const { with_pred_probs, without } = golden.get_majority_vote_label;
    expect([...(await getMajorityVoteLabel(labels, golden.pred_probs))]).toEqual(with_pred_probs);
    expect([...(await getMajorityVoteLabel(labels))]).toEqual(without);
  });

  it("gives the reference's active learning scores, also with two models", async () => {
    const one = await getActiveLearningScores(
      { labelsMultiannotator: labels, predProbs: golden.pred_probs, predProbsUnlabeled: golden.pred_probs_unlabeled },
      { voteCount: 'packed' },
    );
    expectClose(one.labeled, golden.get_active_learning_scores[0], 1e-6);
    expectClose(one.unlabeled, golden.get_active_learning_scores[1], 1e-6);
    const two = await getActiveLearningScoresEnsemble(
      {
        labelsMultiannotator: labels,
        predProbs: [golden.pred_probs, golden.pred_probs_2],
        predProbsUnlabeled: [golden.pred_probs_unlabeled, golden.pred_probs_unlabeled_2],
      },
      { voteCount: 'packed' },
    );
    expectClose(two.labeled, golden.get_active_learning_scores_ensemble[0], 1e-6);
    expectClose(two.unlabeled, golden.get_active_learning_scores_ensemble[1], 1e-6);
  });

  it('counts votes for the class they name, unless told otherwise', async () => {
    const votes = [
      [1, 1],
      [0, 1],
    ];
    const predProbs = [
      [0.1, 0.9],
      [0.8, 0.2],
    ];
    const options = { qualityMethod: 'agreement' } as const;
    const quality = await getLabelQualityMultiannotator(votes, predProbs, options);
    expect(quality.labelQuality.column('consensus_label')).toEqual(Int32Array.of(1, 0));
    expect(quality.labelQuality.column('consensus_quality_score')).toEqual(Float64Array.of(1, 0.5));
  });

  it('adds the columns of further consensus methods', async () => {
    const { labelQuality } = await getLabelQualityMultiannotator(labels, golden.pred_probs, {
      consensusMethod: ['majority_vote', 'best_quality'],
    });
    const other = await getLabelQualityMultiannotator(labels, golden.pred_probs);
    expect(labelQuality.column('consensus_label_best_quality')).toEqual(other.labelQuality.column('consensus_label'));
  });

  it('takes labels one by one', async () => {
    const {
      labels: wide,
      classNames,
      annotatorIds: annotators,
    } = convertLongToWideDataset({
      task: [7, 7, 8, 9, 9],
      annotator: ['Bob', 'Ann', 'Ann', 'Bob', 'Ann'],
      label: ['dog', 'cat', 'dog', 'dog', 'dog'],
    });
    expect(classNames).toEqual(['cat', 'dog']);
    expect(annotators).toEqual(['Ann', 'Bob']);
    expect(wide.data).toEqual(Float64Array.of(0, 1, 1, Number.NaN, 1, 1));
    expect([...(await getMajorityVoteLabel(wide))]).toEqual([0, 1, 1]);
    const twice = { task: [1, 1], annotator: ['a', 'a'], label: [0, 1] };
    expect(() => convertLongToWideDataset(twice)).toThrow(/^task\[1\]: /);
  });

  it('names what it refuses, and works afterwards', async () => {
    const predProbs = golden.pred_probs;
    const refused = (promise: Promise<unknown>, message: RegExp) =>
      expect(promise).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringMatching(message) });
    const silent = labels.map((row, i) => (i === 4 ? row.map(() => null) : row));
    await refused(getLabelQualityMultiannotator(silent, predProbs), /^labelsMultiannotator\[4\]: /);
    await refused(getLabelQualityMultiannotator(labels.slice(1), predProbs), /^predProbs: /);
    await refused(
      getLabelQualityMultiannotator(
        [[0], [1]],
        [
          [0.5, 0.5],
          [0.5, 0.5],
        ],
      ),
      /^labelsMultiannotator: expected at least 2/,
    );
    await refused(
      getLabelQualityMultiannotator(
        [
          [0, null],
          [null, 1],
        ],
        [
          [0.5, 0.5],
          [0.5, 0.5],
        ],
      ),
      /several annotators/,
    );
    await refused(getLabelQualityMultiannotator([[0, 0.5]], [[0.5, 0.5]]), /^labelsMultiannotator\[0, 1\]: /);
    await refused(getLabelQualityMultiannotator([[0, 2]], [[0.5, 0.5]]), /^predProbs: .*\(3\)/);
    await refused(getLabelQualityMultiannotator([[0, 1]], [[0.5, Number.NaN]]), /^predProbs\[0/);
    await refused(getLabelQualityMultiannotator(labels, predProbs, { calibrate: true } as object), /^calibrate: /);
    await refused(getActiveLearningScores({}), /^predProbs: /);
    await expect(getLabelQualityMultiannotator(labels, predProbs)).resolves.toBeDefined();
  });
});

describe('labels in words', () => {
  it('are numbered over the whole table', () => {
    const { labels, classNames } = formatMultiannotatorLabels([
      ['no', null],
      ['yes', 'no'],
      [undefined, 'maybe'],
    ]);
    expect(classNames).toEqual(['maybe', 'no', 'yes']);
    expect([labels.rows, labels.columns, ...labels.data]).toEqual([3, 2, 1, Number.NaN, 2, 1, Number.NaN, 0]);
    expect(() => formatMultiannotatorLabels([['a', 1] as never])).toThrow(/^labels\[1\]: expected a string/);
    expect(() => formatMultiannotatorLabels([['a'], ['a', 'b']])).toThrow(/^labels\[1\]: expected 1 labels/);
  });
});
