import {
  findObjectDetectionLabelIssues,
  getObjectDetectionBoxScores,
  getObjectDetectionLabelQualityScores,
  type ImageLabels,
  type ImagePredictions,
  issuesFromScores,
  summarizeObjectDetection,
} from 'assayer';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../golden.ts';

// In image 0 a badly located box and an object without label, in image 1 a wrong class.
const labels: ImageLabels[] = [
  {
    bboxes: [
      [0, 0, 10, 10],
      [20, 20, 30, 30],
    ],
    labels: [0, 1],
  },
  { bboxes: [[0, 0, 10, 10]], labels: [0] },
];
const predictions: ImagePredictions[] = [
  [
    [[0, 0, 10, 8, 0.99]],
    [
      [20, 20, 30, 30, 0.97],
      [50, 50, 60, 60, 0.99],
    ],
  ],
  [[], [[0, 0, 10, 9, 0.98]]],
];

describe('objects in images', () => {
  it("gives the reference's scores of images and boxes", async () => {
    expectClose(await getObjectDetectionLabelQualityScores(labels, predictions), [0.10607, 0.456093], 5e-7);
    const scores = await getObjectDetectionBoxScores(labels, predictions);
    expectClose(scores.overlooked[0]!, [Number.NaN, Number.NaN, 0.1 * Math.exp(-3 * Math.SQRT2)]);
    expectClose(scores.badlyLocated[0]!, [0.72 + 0.1 * Math.exp(-0.1), 1]);
    expectClose(scores.swapped[1]!, [0.094877], 5e-7);
  });

  it("flags the reference's images, and says which boxes", async () => {
    const issues = await findObjectDetectionLabelIssues(labels, predictions);
    expect([...issues.mask]).toEqual([1, 0]);
    expect([...issues.indices]).toEqual([0]);
    expect([...issues.overlooked[0]!]).toEqual([0, 0, 1]);
    expect([...(await issuesFromScores(issues.scores, 0.2, 'at_most'))]).toEqual([0]);
  });

  it('weighs the kinds of error; what is left out does not count', async () => {
    const options = { weights: { swapped: 1 } };
    const scores = await getObjectDetectionLabelQualityScores(labels, predictions, options);
    expectClose(scores, [0.994293, 0.094877], 1e-6);
  });

  it('takes a class that no prediction has, and images without boxes', async () => {
    const given = [
      { bboxes: [[0, 0, 1, 1]], labels: [2] },
      { bboxes: [], labels: [] },
    ];
    const found: ImagePredictions[] = [
      [[], []],
      [[], []],
    ];
    expect([...(await getObjectDetectionLabelQualityScores(given, found))]).toEqual([1, 1]);
    expect([...(await findObjectDetectionLabelIssues(given, found)).mask]).toEqual([0, 0]);
  });

  it('summarizes', async () => {
    const summary = await summarizeObjectDetection(labels, predictions);
    expect([...summary.labelsPerImage]).toEqual([2, 1]);
    expect([...summary.predictionAreas[0]!]).toEqual([80, 100, 100]);
    expectClose(summary.precision, [0.7, 1 / 3]);
    expectClose(summary.recall, [0.35, 1]);
  });

  it('names what it refuses, and works afterwards', async () => {
    const refused = (promise: Promise<unknown>, message: RegExp) =>
      expect(promise).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringMatching(message) });
    const find = findObjectDetectionLabelIssues;
    await refused(find(labels, predictions.slice(1)), /^predictions: /);
    await refused(find([], []), /^labels: /);
    await refused(find([{ bboxes: [[0, 0, 10]], labels: [0] }], [[[]]]), /^labels\[0\]\.bboxes\[0\]: /);
    await refused(find([{ bboxes: [[0, 0, 1, 1]], labels: [] }], [[[]]]), /^labels\[0\]\.labels: /);
    await refused(find([{ bboxes: [[9, 0, 1, 1]], labels: [0] }], [[[]]]), /^labels\.boxes\[0\]: /);
    await refused(find([{ bboxes: [], labels: [] }], [[[[0, 0, 1, 1]]]]), /^predictions\[0\]\[0\]: /);
    await refused(find([{ bboxes: [], labels: [] }], [[[[0, 0, 1, 1, 2]]]]), /^predictions\.probabilities\[0\]: /);
    await refused(find(labels, predictions, { weights: { swapped: 0.5 } }), /^weights: /);
    await refused(find(labels, predictions, { alpha: 1 } as object), /^alpha: /);
    await expect(find(labels, predictions)).resolves.toBeDefined();
  });
});
