// Which issue types there are for a task, and which run by default with what is given, as in the reference.
import { Datalab, type FindIssuesOptions } from 'assayer';
import { describe, expect, it } from 'vitest';
import { goldenJson } from './golden-case.ts';

interface Expected {
  list_possible_issue_types: string[];
  list_default_issue_types: string[];
  attempted_by_default: Record<string, string[]>;
}
const expected = goldenJson<Record<'classification' | 'regression' | 'multilabel', Expected>>('which-types-run.json');
const n = 30;
const ids = Array.from({ length: n }, (_, i) => i);
const labels = {
  classification: ids.map((i) => i % 2),
  regression: ids.map(Math.sqrt),
  multilabel: ids.map((i) => [i % 2]),
};
const features = ids.map((i) => [Math.sin(i), Math.cos(3 * i)]);
const knnGraph = {
  rows: n,
  neighbors: 1,
  indices: Int32Array.from(ids, (i) => (i + 1) % n),
  distances: new Float64Array(n).fill(1),
};

describe.each(['classification', 'regression', 'multilabel'] as const)('%s', (task) => {
  const { list_possible_issue_types, list_default_issue_types, attempted_by_default } = expected[task];

  it('lists the reference’s types', () => {
    expect(Datalab.listPossibleIssueTypes(task)).toEqual(expect.arrayContaining(list_possible_issue_types));
    expect(Datalab.listDefaultIssueTypes(task)).toEqual(list_default_issue_types);
  });

  it.each(Object.entries(attempted_by_default))('attempts the same with %s', async (given, types) => {
    const predProbs = task === 'regression' ? ids.map(Math.sqrt) : ids.map(() => [0.5, 0.5]);
    const options = {
      ...(given.includes('features') ? { features } : {}),
      ...(given.includes('pred_probs') ? { predProbs } : {}),
      ...(given.includes('knn_graph') ? { knnGraph } : {}),
    } as FindIssuesOptions;
    const lab = await Datalab.create({ task, labels: labels[task] as number[] });
    await lab.findIssues(options);
    const attempted = [...lab.state.results, ...lab.failures].map(({ type }) => type);
    expect(attempted.sort()).toEqual([...types].sort());
  });
});
