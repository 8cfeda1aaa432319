// The same for methods of classes: what is wrong is refused by name, and the object works afterwards.
import { CleanLearning, Datalab, LinearRegression, LogisticRegression, RegressionCleanLearning, Table } from 'assayer';
import { describe, expect, it } from 'vitest';
import { badFilter, badScore } from './entries.ts';
import { expectRefusal } from './refusal.ts';
import {
  at,
  badLabels,
  badMatrices,
  badNumbers,
  badProbabilities,
  badRowSums,
  labels,
  numbers,
  points,
  predProbs,
} from './values.ts';

// biome-ignore lint/suspicious/noExplicitAny: wrong arguments are the point
type Anything = any;

/** What to call with a bad value, and the values. */
interface Method {
  call: (value: Anything) => unknown;
  bad: [what: string, value: unknown][];
}
const described = (list: unknown[]): [string, unknown][] =>
  list.map((value) => [JSON.stringify(value) ?? String(value), value]);
const beyond = (values: [string, unknown][]) => values.filter(([what]) => !/beyond/.test(what));
const badOptions = described([null, 5, { colour: 'red' }]);
const unfit = { fit: 1, predictProba: 2 };
const cleaning = { cvNFolds: 3, filter: { minExamplesPerClass: 0 } };
const fitted = async () => {
  const model = new LogisticRegression();
  await model.fit(points, labels);
  return model;
};
const fittedLine = async () => {
  const model = new LinearRegression();
  await model.fit(points, numbers);
  return model;
};
const lab = () => Datalab.create({ labels });
const found = async () => {
  const made = await lab();
  await made.findIssues({ predProbs });
  return made;
};
const table = new Table(2, [['score', Float64Array.of(0.5, 1)]]);

const methods: Record<string, Method> = {
  'new LogisticRegression': {
    call: (options) => new LogisticRegression(options),
    bad: [...badOptions, ...described([{ c: 0 }, { c: -1 }, { c: Number.NaN }, { c: '1' }])],
  },
  'LogisticRegression.fit, features': {
    call: (value) => new LogisticRegression().fit(value, labels),
    bad: badMatrices,
  },
  'LogisticRegression.fit, labels': {
    call: (value) => new LogisticRegression().fit(points, value),
    bad: beyond(badLabels),
  },
  'LogisticRegression.fit, options': {
    call: (value) => new LogisticRegression().fit(points, labels, value),
    bad: [
      ...badOptions,
      ...described([{ sampleWeight: [1] }, { sampleWeight: at(numbers, 1, -1) }, { sampleWeight: 'x' }]),
    ],
  },
  'LogisticRegression.predictProba': {
    call: async (value) => (await fitted()).predictProba(value),
    bad: [
      ...badMatrices.filter(([what]) => !/few rows/.test(what)),
      ['other columns', points.map((row) => [...row, 1])],
    ],
  },
  'LogisticRegression.predict before fit': {
    call: () => new LogisticRegression().predict(points),
    bad: [['no fit', 0]],
  },
  'LinearRegression.fit, features': { call: (value) => new LinearRegression().fit(value, numbers), bad: badMatrices },
  'LinearRegression.fit, targets': { call: (value) => new LinearRegression().fit(points, value), bad: badNumbers },
  'LinearRegression.fit, options': {
    call: (value) => new LinearRegression().fit(points, numbers, value),
    bad: [...badOptions, ...described([{ sampleWeight: [1] }, { sampleWeight: at(numbers, 1, -1) }])],
  },
  'LinearRegression.predict': {
    call: async (value) => (await fittedLine()).predict(value),
    bad: [
      ...badMatrices.filter(([what]) => !/few rows/.test(what)),
      ['other columns', points.map((row) => [...row, 1])],
    ],
  },
  'LinearRegression.predict before fit': { call: () => new LinearRegression().predict(points), bad: [['no fit', 0]] },
  'new CleanLearning': {
    call: (options) => new CleanLearning(options),
    bad: [
      ...badOptions,
      ...described([{ model: 5 }, { model: unfit }, { cvNFolds: 'two' }, { filter: { colour: 'red' } }, { filter: 5 }]),
      ...described([{ labelQuality: 5 }, { labelQuality: { colour: 'red' } }, { pulearning: 'x' }]),
    ],
  },
  'CleanLearning.findLabelIssues, features': {
    call: (value) => new CleanLearning(cleaning).findLabelIssues(value, labels),
    bad: badMatrices,
  },
  'CleanLearning.findLabelIssues, labels': {
    call: (value) => new CleanLearning(cleaning).findLabelIssues(points, value),
    bad: beyond(badLabels),
  },
  'CleanLearning.findLabelIssues, predProbs': {
    call: (value) => new CleanLearning(cleaning).findLabelIssues(points, labels, { predProbs: value }),
    bad: [...badProbabilities.filter(([what]) => !/^(nothing|null)$/.test(what)), ...badRowSums],
  },
  'CleanLearning.findLabelIssues, filter and scores': {
    call: (options) => new CleanLearning(options).findLabelIssues(points, labels, { predProbs }),
    bad: [
      ...described(badFilter.filter((options) => !('rankBy' in options)).map((filter) => ({ filter }))),
      ...described(badScore.map((labelQuality) => ({ labelQuality }))),
      ...described([{ pulearning: 2 }]),
    ],
  },
  'CleanLearning.findLabelIssues, folds': {
    call: (cvNFolds) => new CleanLearning({ cvNFolds }).findLabelIssues(points, labels),
    bad: described([1, 7, 2.5, -1]),
  },
  'CleanLearning.fit, options': {
    call: (value) => new CleanLearning(cleaning).fit(points, labels, value),
    bad: [
      ...badOptions,
      ...described([{ labelIssues: [1, 0] }, { sampleWeight: [1] }, { sampleWeight: 5 }, { labelIssues: 5 }]),
    ],
  },
  'CleanLearning.labelIssues before the search': {
    call: () => new CleanLearning().labelIssues,
    bad: [['no search', 0]],
  },
  'CleanLearning.predict before fit': { call: () => new CleanLearning().predict(points), bad: [['no fit', 0]] },
  'new RegressionCleanLearning': {
    call: (options) => new RegressionCleanLearning(options),
    bad: [...badOptions, ...described([{ model: 5 }, { model: unfit }, { seed: 'x' }])],
  },
  'RegressionCleanLearning.findLabelIssues, features': {
    call: (value) => new RegressionCleanLearning({ cvNFolds: 2 }).findLabelIssues(value, numbers),
    bad: badMatrices,
  },
  'RegressionCleanLearning.findLabelIssues, labels': {
    call: (value) => new RegressionCleanLearning({ cvNFolds: 2 }).findLabelIssues(points, value),
    bad: badNumbers,
  },
  'RegressionCleanLearning.fit, options': {
    call: (value) => new RegressionCleanLearning({ cvNFolds: 2 }).fit(points, numbers, value),
    bad: [...badOptions, ...described([{ isLabelIssue: [1] }, { sampleWeight: [1] }, { sampleWeight: 5 }])],
  },
  'Datalab.create': {
    call: (options) => Datalab.create(options),
    bad: [
      ...badOptions,
      ...described([
        {},
        { labels: [] },
        { labels: 5 },
        { labels: ['a', 1] },
        { labels: ['a', null] },
        { rowCount: -1 },
      ]),
      ...described([{ rowCount: 0.5 }, { labels, task: 'ranking' }, { labels, task: 'multilabel' }]),
      ...described([
        { labels: ['a', 'b'], task: 'regression' },
        { labels, rowCount: 3 },
      ]),
    ],
  },
  'Datalab.findIssues, predProbs': {
    call: async (value) => (await lab()).findIssues({ predProbs: value }),
    bad: badMatrices.filter(([what]) => !/^(nothing|null|NaN|infinity)$/.test(what)),
  },
  'Datalab.findIssues, features': {
    call: async (value) => (await lab()).findIssues({ features: value }),
    bad: badMatrices.filter(([what]) => !/^(nothing|null|NaN|infinity)$/.test(what)),
  },
  'Datalab.findIssues, options': {
    call: async (value) => (await lab()).findIssues(value),
    bad: [
      ...badOptions,
      ...described([
        { issueTypes: 5 },
        { issueTypes: ['none'] },
        { predProbs, issueTypes: { label: 5 } },
        { predProbs, seed: -1 },
      ]),
    ],
  },
  'Datalab.getIssues': { call: async (value) => (await found()).getIssues(value), bad: described(['none', 5, {}]) },
  'Datalab.getIssueSummary': {
    call: async (value) => (await found()).getIssueSummary(value),
    bad: described(['none', 5]),
  },
  'Datalab.getInfo': { call: async (value) => (await found()).getInfo(value), bad: described(['none', 5]) },
  'Datalab.report': {
    call: async (value) => (await found()).report(value),
    bad: described([{ verbosity: 5 }, { verbosity: 0.5 }, { numExamples: -1 }, { numExamples: 'all' }]),
  },
  'Datalab.load': {
    call: (value) => Datalab.load(value),
    bad: [
      ['no bytes', new Uint8Array()],
      ['other bytes', Uint8Array.of(1, 2, 3)],
      ['text', 'x'],
      ['null', null],
    ],
  },
  'Datalab.registerCheck': {
    call: (value) => Datalab.registerCheck(value),
    bad: described([null, {}, { type: 'x' }, { type: 'label', run: 5 }, { type: 5, run: 5 }]),
  },
  'Table.column': { call: (value) => table.column(value), bad: described(['none', 5]) },
};

describe('bad input of classes', () => {
  it.each(Object.entries(methods))('%s', async (_name, { call, bad }) => {
    for (const [what, value] of bad) await expectRefusal(() => call(value), what);
  });

  it('leaves everything working', async () => {
    const learning = new CleanLearning(cleaning);
    await expectRefusal(() => learning.fit(points, [0, 1]), 'too few labels');
    await learning.fit(points, labels);
    expect((await learning.predict(points)).length).toBe(6);
    const made = await lab();
    await expectRefusal(() => made.findIssues({ predProbs: predProbs.slice(1) }), 'too few rows');
    await made.findIssues({ predProbs });
    expect(made.getIssues('label').rowCount).toBe(6);
  });
});
