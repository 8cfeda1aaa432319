// Whatever small input a Datalab gets, it answers, and works afterwards.
import { Datalab } from 'assayer';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const value = fc.oneof(
  { weight: 20, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, Number.NaN, Number.POSITIVE_INFINITY, 1e300) },
);
const input = fc.integer({ min: 1, max: 40 }).chain((rows) =>
  fc.record({
    task: fc.constantFrom('classification' as const, 'regression' as const, 'multilabel' as const),
    labels: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: rows, maxLength: rows }),
    features: fc.option(fc.array(fc.tuple(value, value, value), { minLength: rows, maxLength: rows })),
    weights: fc.option(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: rows, maxLength: rows })),
    isNamed: fc.boolean(),
  }),
);

it('answers 500 random inputs of all tasks, and works afterwards', async () => {
  await fc.assert(
    fc.asyncProperty(input, async ({ task, labels, features, weights, isNamed }) => {
      const lab = await Datalab.create({ task, labels: task === 'multilabel' ? labels.map((id) => [id]) : labels });
      const width = lab.classNames.length;
      const predProbs = weights?.map((p) =>
        width < 2 ? [1] : Array.from({ length: width }, (_, j) => (j ? (1 - p) / (width - 1) : p)),
      );
      await lab.findIssues({
        ...(features ? { features } : {}),
        ...(predProbs ? { predProbs: task === 'regression' ? weights! : predProbs } : {}),
        ...(isNamed ? { issueTypes: Datalab.listPossibleIssueTypes(task) } : {}),
      });
      if (lab.state.results.length) {
        for (const score of lab.getIssueSummary().column('score') as Float64Array) {
          expect(score >= 0 && score <= 1).toBe(true);
        }
        lab.report();
      }
      expect((await Datalab.load(lab.save())).toString()).toBe(lab.toString());
    }),
    { numRuns: 500, seed: 5 },
  );
  const lab = await Datalab.create({ labels: ['a', 'a', 'b'] });
  await lab.findIssues();
  expect(lab.getIssueSummary('class_imbalance').rowCount).toBe(1);
}, 60_000);
