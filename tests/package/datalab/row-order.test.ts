// What a Datalab finds does not depend on where the rows stand, except for non_iid, which is about just that,
// and for models that assayer trains on folds.
import { Datalab, type FindIssuesOptions, type KnnGraph, knnGraph } from 'assayer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

type Task = 'classification' | 'regression' | 'multilabel';

interface Example {
  label: unknown;
  features: number[];
  prediction: number[];
}

const names = { classification: 'abc', regression: undefined, multilabel: undefined };

/** Distances that are all different: which of equally near neighbours is taken may depend on the order. */
function examplesOf(task: Task, count: number, seed: number): Example[] {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: count }, () => ({
    features: [random(), random(), random()],
    prediction: [random(), random(), random()],
    label:
      task === 'classification'
        ? names[task][Math.floor(random() * 3)]
        : task === 'regression'
          ? random()
          : [0, 1, 2].filter((id) => id === 0 || random() < 0.4),
  }));
}

function given(task: Task, examples: Example[], inputs: string): FindIssuesOptions {
  const total = (row: number[]) => row.reduce((sum, p) => sum + p, 0);
  const predProbs =
    task === 'regression'
      ? examples.map(({ prediction }) => prediction[0]!)
      : examples.map(({ prediction }) =>
          task === 'multilabel' ? prediction : prediction.map((p) => p / total(prediction)),
        );
  return {
    ...(inputs.includes('features') ? { features: examples.map(({ features }) => features) } : {}),
    ...(inputs.includes('predProbs') ? { predProbs: predProbs as number[][] } : {}),
  };
}

/** The graph of the same examples in another order. */
function reordered(graph: KnnGraph, order: number[]): KnnGraph {
  const place = new Int32Array(order.length);
  order.forEach((from, to) => {
    place[from] = to;
  });
  const { rows, neighbors } = graph;
  const indices = new Int32Array(rows * neighbors);
  const distances = new Float64Array(rows * neighbors);
  order.forEach((from, to) => {
    for (let m = 0; m < neighbors; m++) {
      indices[to * neighbors + m] = place[graph.indices[from * neighbors + m]!]!;
      distances[to * neighbors + m] = graph.distances[from * neighbors + m]!;
    }
  });
  return { rows, neighbors, indices, distances };
}

async function audited(task: Task, examples: Example[], options: FindIssuesOptions): Promise<Datalab> {
  const lab = await Datalab.create({ task, labels: examples.map(({ label }) => label) as string[] });
  // Without predictions, labels of a regression are judged by models of folds, and those are cut by place.
  const isByFolds = task === 'regression' && !options.predProbs;
  const types = Datalab.listPossibleIssueTypes(task).filter(
    (type) => type !== 'non_iid' && !(isByFolds && type === 'label'),
  );
  await lab.findIssues({ ...options, issueTypes: types });
  return lab;
}

function expectSame(lab: Datalab, other: Datalab, order: number[], hasTiedVotes: boolean): void {
  expect(other.failures.map(({ type }) => type)).toEqual(lab.failures.map(({ type }) => type));
  for (const { type, numIssues } of lab.state.results) {
    const [a, b] = [lab.getIssues(type), other.getIssues(type)];
    const scores = a.column(`${type}_score`) as Float64Array;
    const others = b.column(`${type}_score`) as Float64Array;
    order.forEach((from, to) => {
      expect(others[to], `${type} score`).toBeCloseTo(scores[from]!, 8);
    });
    if (hasTiedVotes && type === 'label') continue;
    expect(other.state.results.find((result) => result.type === type)?.numIssues, type).toBe(numIssues);
    const [flags, otherFlags] = [a.column(`is_${type}_issue`), b.column(`is_${type}_issue`)];
    expect(order.map((_, to) => otherFlags[to])).toEqual(order.map((from) => flags[from]));
  }
}

describe.each(['classification', 'regression', 'multilabel'] as const)('%s', (task) => {
  it.each(['features', 'predProbs', 'features and predProbs', 'knnGraph and predProbs'])(
    'gives each row the same from %s, wherever it stands',
    async (inputs) => {
      const tables = fc.record({ count: fc.integer({ min: 30, max: 60 }), seed: fc.integer({ min: 0, max: 1e6 }) });
      const orders = tables.chain(({ count, seed }) =>
        fc.record({
          seed: fc.constant(seed),
          order: fc.shuffledSubarray([...Array(count).keys()], { minLength: count }),
        }),
      );
      await fc.assert(
        fc.asyncProperty(orders, async ({ seed, order }) => {
          const rows = examplesOf(task, order.length, seed);
          const options = given(task, rows, inputs);
          // Of labels with equally many votes of their neighbours as many as the joint says are flagged: the first ones.
          const hasTiedVotes = task === 'classification' && inputs === 'features';
          const moved = order.map((from) => rows[from]!);
          const movedOptions = given(task, moved, inputs);
          if (inputs.includes('knnGraph')) {
            const graph = await knnGraph(rows.map(({ features }) => features));
            options.knnGraph = graph;
            movedOptions.knnGraph = reordered(graph, order);
          }
          expectSame(await audited(task, rows, options), await audited(task, moved, movedOptions), order, hasTiedVotes);
        }),
        { numRuns: 12, seed: 3 },
      );
    },
  );
});
