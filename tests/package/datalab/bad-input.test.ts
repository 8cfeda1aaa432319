// Bad input that the reference meets check by check, with obscure messages or with nonsense results: here each is
// refused at once by name, is the failure of the checks concerned, or has a documented better behaviour.
import { AssayerError, Datalab, type FindIssuesOptions, type KnnGraph } from 'assayer';
import { describe, expect, it } from 'vitest';

const n = 15;
const ids = Array.from({ length: n }, (_, i) => i);
const labels = ids.map((i) => 'abc'[i % 3]!);
const features = (rows = n, columns = 2) =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => Math.sin(i * 7 + j * 3)));
const predProbs = (columns = 3, rows = n) =>
  Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => (j === i % columns ? 0.6 : 0.4 / (columns - 1))),
  );
const with_ = <T>(list: T[], at: number, value: T) => list.map((item, i) => (i === at ? value : item));
const graph = (neighbors: number, rows = n): KnnGraph => ({
  indices: Int32Array.from(
    { length: rows * neighbors },
    (_, at) => (Math.floor(at / neighbors) + (at % neighbors) + 1) % rows,
  ),
  distances: Float64Array.from({ length: rows * neighbors }, (_, at) => 0.1 + (at % neighbors)),
  rows,
  neighbors,
});

/** Refused at once: nothing runs, nothing is half-written. */
const refused: [what: string, options: FindIssuesOptions, message: RegExp][] = [
  ['features of one dimension', { features: ids as never }, /^features: expected rows .*got 15 numbers/],
  ['features of three dimensions', { features: features().map((row) => row.map((v) => [v])) as never }, /^features/],
  ['features of other length', { features: features(20) }, /^features: expected 15 rows.*got 20/],
  ['features of text', { features: [['a', 'b'], ...features().slice(1)] as never }, /^features.*number.*"a"/],
  ['features with rows of unequal length', { features: with_(features(), 3, [1]) }, /^features.*2.*1/],
  ['predProbs of one dimension', { predProbs: ids.map(() => 0.5) as never }, /^predProbs: expected rows/],
  ['predProbs of other length', { predProbs: predProbs(3, 12) }, /^predProbs: expected 15 rows.*got 12/],
  ['predProbs with too few columns', { predProbs: predProbs(2) }, /^predProbs: expected 15 x 3.*got 15 x 2/],
  ['predProbs that are no array', { predProbs: 'none' as never }, /^predProbs: expected .*"none"/],
  ['a dense graph', { knnGraph: features(n, n) as never }, /^knnGraph/],
  ['a graph of other length', { knnGraph: graph(4, 12) }, /^knnGraph.*15.*12/],
  ['a graph with rows of unequal length', { knnGraph: { ...graph(4), indices: new Int32Array(50) } }, /^knnGraph/],
  [
    'a graph whose examples are their own neighbours',
    { knnGraph: { ...graph(4), indices: Int32Array.from({ length: n * 4 }, (_, at) => Math.floor(at / 4)) } },
    /^knnGraph.*(itself|own)/,
  ],
  [
    'a graph that points outside',
    { knnGraph: { ...graph(4), indices: new Int32Array(n * 4).fill(99) } },
    /^knnGraph.*99/,
  ],
  [
    'a graph with NaN',
    { knnGraph: { ...graph(4), distances: new Float64Array(n * 4).fill(Number.NaN) } },
    /^knnGraph.*NaN/,
  ],
  [
    'an unknown metric',
    { features: features(), issueTypes: { outlier: { metric: 'euclid', k: 3 } } },
    /metric.*euclid/,
  ],
  ['an unknown issue type', { features: features(), issueTypes: ['labels'] as never }, /^issueTypes.*labels/],
  [
    'an unknown parameter',
    { features: features(), issueTypes: { outlier: { treshold: 0.1 } as never } },
    /outlier.*treshold/,
  ],
  ['an unknown option', { feature: features() } as never, /feature/],
  ['null for parameters', { features: features(), issueTypes: { outlier: null } as never }, /outlier/],
];

/** The checks concerned fail as data, by name and with the reason; all others run. */
const failing: [what: string, options: FindIssuesOptions, types: string[], message: RegExp][] = [
  [
    'features with NaN',
    { features: with_(features(), 4, [Number.NaN, 1]) },
    ['label', 'near_duplicate', 'non_iid', 'outlier'],
    /^features\[4, 0\]: expected .*got NaN$/,
  ],
  [
    'predProbs outside 0..1',
    { predProbs: with_(predProbs(), 2, [1.5, -0.5, 0]) },
    ['label', 'outlier'],
    /^predProbs\[2, 0\]: expected .*got 1.5$/,
  ],
  [
    'predProbs with NaN',
    { predProbs: with_(predProbs(), 2, [Number.NaN, 0, 1]) },
    ['label', 'outlier'],
    /^predProbs\[2, 0\]: expected .*got NaN$/,
  ],
  [
    'a threshold outside 0..1',
    { features: features(), issueTypes: { outlier: { threshold: 2 } } },
    ['outlier'],
    /threshold/,
  ],
  ['predProbs with too many columns', { predProbs: predProbs(4) }, ['label'], /3.*4/],
  [
    'predProbs whose rows do not sum to 1',
    { predProbs: with_(predProbs(), 2, [0.9, 0.9, 0.9]) },
    ['label'],
    /sum|row 2/,
  ],
  [
    'k as large as the data',
    { features: features(), issueTypes: { outlier: { k: 15 }, near_duplicate: { k: 20 } } as never },
    ['near_duplicate', 'outlier'],
    /k.*1[45]|k.*20/,
  ],
];

async function attempt(
  options: FindIssuesOptions,
  given: unknown[] = labels,
): Promise<{ lab: Datalab; error?: unknown }> {
  const lab = await Datalab.create({ labels: given as string[] });
  try {
    await lab.findIssues(options);
    return { lab };
  } catch (error) {
    return { lab, error };
  }
}

describe('is refused by name, and the Datalab works afterwards', () => {
  it.each(refused)('%s', async (_what, options, message) => {
    const { lab, error } = await attempt(options);
    expect(error).toBeInstanceOf(AssayerError);
    expect((error as AssayerError).message).toMatch(message);
    expect(lab.state.results).toEqual([]);
    await lab.findIssues({ features: features(), issueTypes: { outlier: { k: 3 } } });
    expect(lab.getIssues('outlier').rowCount).toBe(n);
  });
});

describe('fails in the checks concerned, with the reason; the others run', () => {
  it.each(failing)('%s', async (_what, options, types, message) => {
    const { lab, error } = await attempt(options);
    expect(error).toBeUndefined();
    expect(lab.failures.map(({ type }) => type)).toEqual(expect.arrayContaining(types));
    for (const { type, message: reason } of lab.failures) if (types.includes(type)) expect(reason).toMatch(message);
  });
});

describe('of other sizes, tasks and inputs', () => {
  const findIn = async (options: Parameters<typeof Datalab.create>[0], find: FindIssuesOptions) => {
    const made = await Datalab.create(options);
    const error = await made.findIssues(find).then(
      () => undefined,
      (caught: unknown) => caught,
    );
    return { made, error };
  };

  it('uses as many neighbours as there are where there are few examples', async () => {
    for (const size of [2, 5, 10, 11]) {
      const { made, error } = await findIn({ labels: labels.slice(0, size) }, { features: features(size) });
      expect(error).toBeUndefined();
      for (const { message } of made.failures) expect(message).toMatch(/^[\w. ]+: expected .+, got .+/);
      expect(made.getIssues('null').rowCount).toBe(size);
    }
  });

  it('refuses no examples at all', async () => {
    await expect(Datalab.create({ labels: [] })).rejects.toThrow(/expected at least one row, got 0/);
  });

  it('judges all but the labels where there is one class', async () => {
    const { made } = await findIn({ labels: labels.map(() => 'a') }, { features: features(), predProbs: predProbs(1) });
    expect(made.failures.map(({ type }) => type)).toContain('label');
    expect(made.getIssues('outlier').rowCount).toBe(n);
  });

  it('refuses predictions of a regression that are not one number for each example', async () => {
    const given = { task: 'regression', labels: ids.map(Math.sqrt) } as const;
    for (const wrong of [ids.slice(1), predProbs(2)]) {
      const { error } = await findIn(given, { predProbs: wrong as number[] });
      expect(error).toBeInstanceOf(AssayerError);
      expect((error as Error).message).toMatch(/^predProbs: expected/);
    }
  });

  it.each(['regression', 'multilabel'] as const)('refuses types that are not of a %s', async (task) => {
    const given = task === 'regression' ? ids.map(Math.sqrt) : ids.map((i) => [`c${i % 2}`]);
    for (const type of ['class_imbalance', 'underperforming_group']) {
      const { error } = await findIn(
        { task, labels: given as string[][] },
        { features: features(), issueTypes: [type] },
      );
      expect((error as Error).message).toMatch(new RegExp(`^issueTypes: .*${type}`));
    }
  });

  it('refuses a matrix of 0 and 1 as lists of classes, and takes lists that are none', async () => {
    const matrix = ids.map((i) => [i % 2, 1, 0]);
    await expect(Datalab.create({ task: 'multilabel', labels: matrix as never })).rejects.toThrow(
      'labels: expected lists of classes, such as [0, 2] for [1, 0, 1], got a matrix of 0 and 1 (3 in each row)',
    );
    for (const rows of [ids.map((i) => (i % 2 ? [0, 1] : [1, 0])), ids.map((i) => (i % 3 ? [0, 1] : [1]))]) {
      const made = await Datalab.create({ task: 'multilabel', labels: rows as never });
      expect(made.classNames).toEqual(['0', '1']);
    }
  });

  it('speaks of arguments and parameters by their names in JavaScript', async () => {
    const lacking = await findIn({ labels }, { issueTypes: ['data_valuation'] });
    expect(lacking.made.failures[0]!.message).toContain('or a knnGraph with at least');
    const unknown = await findIn({ labels }, { features: features(), issueTypes: { outlier: { nope: 1 } } });
    expect((unknown.error as Error).message).toMatch(
      /parameters among k, metric, .*scalingFactor.* got the unknown nope/,
    );
  });

  it('says that a metric beside a graph changes nothing', async () => {
    const given = { knnGraph: graph(4), issueTypes: { outlier: { metric: 'euclidean' }, near_duplicate: {} } };
    const { made } = await findIn({ labels }, given);
    expect(made.warnings).toEqual([
      { type: 'outlier', message: 'A metric was given beside knnGraph: distances are those of the graph.' },
    ]);
  });

  it('says what a type lacks that was asked for by name', async () => {
    const types = ['outlier', 'null', 'label', 'near_duplicate'];
    const { made } = await findIn({ labels }, { issueTypes: types });
    expect(made.failures.map(({ type }) => type)).toEqual(expect.arrayContaining(types));
    for (const { message } of made.failures) expect(message).toMatch(/expected .+, got/);
  });

  it('uses a graph with fewer neighbours than it would have looked for', async () => {
    const { made, error } = await findIn({ labels }, { knnGraph: graph(4), issueTypes: ['outlier', 'near_duplicate'] });
    expect([error, made.failures]).toEqual([undefined, []]);
    expect(made.getIssues('outlier').rowCount).toBe(n);
  });
});
