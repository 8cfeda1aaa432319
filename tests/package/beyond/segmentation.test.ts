import {
  commonSegmentationLabelIssues,
  filterSegmentationIssuesByClass,
  findSegmentationLabelIssues,
  getSegmentationLabelQualityScores,
  type SegmentedImage,
} from 'assayer';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../golden.ts';

/** Two classes, left and right half; the pixels of `wrong` are labelled as the other one. */
function halves(height: number, width: number, wrong: number[]): SegmentedImage {
  const size = height * width;
  const labels = new Int32Array(size);
  const predProbs = new Float32Array(2 * size);
  for (let pixel = 0; pixel < size; pixel++) {
    const truth = pixel % width < width / 2 ? 0 : 1;
    labels[pixel] = wrong.includes(pixel) ? 1 - truth : truth;
    predProbs[truth * size + pixel] = 0.875;
    predProbs[(1 - truth) * size + pixel] = 0.125;
  }
  return { height, width, labels, predProbs };
}

describe('pixels of images', () => {
  const images = [halves(20, 30, [3, 47, 599]), halves(10, 16, [9])];

  it('scores an image by its worst pixels', async () => {
    const predProbs = Float64Array.of(0.9, 0.8, 0.2, 0.9, 0.1, 0.2, 0.8, 0.1);
    const image = { height: 2, width: 2, labels: [0, 0, 1, 1], predProbs };
    const { imageScores, pixelScores } = await getSegmentationLabelQualityScores([image]);
    expectClose(imageScores, [0.101542], 5e-7);
    expectClose(pixelScores[0]!, [0.9, 0.8, 0.8, 0.1]);
  });

  it('finds the wrong pixels in images of several sizes, and shows progress', async () => {
    const fractions: number[] = [];
    const issues = await findSegmentationLabelIssues(images, { onProgress: (p) => fractions.push(p.fraction) });
    const flagged = issues.map((flags) => [...flags.keys()].filter((pixel) => flags[pixel]));
    expect(flagged).toEqual([[3, 47, 599], [9]]);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    const { imageScores } = await getSegmentationLabelQualityScores(images, { method: 'num_pixel_issues' });
    expectClose(imageScores, [1 - 3 / 600, 1 - 1 / 160]);
  });

  it('judges blocks by the commonest label of their pixels', async () => {
    const block = halves(4, 8, [0, 1, 8, 9, 31]); // a block of four, and a single pixel
    const issues = await findSegmentationLabelIssues([block], { downsample: 2 });
    expect([...issues[0]!.keys()].filter((pixel) => issues[0]![pixel])).toEqual([0, 1, 8, 9]);
  });

  it('says which classes are taken for which', async () => {
    const issues = await findSegmentationLabelIssues(images);
    const table = await commonSegmentationLabelIssues(issues, images, { classNames: ['road', 'car'] });
    expect(table.toRows()).toEqual([
      { given_label: 'road', predicted_label: 'car', num_pixel_issues: 3 },
      { given_label: 'car', predicted_label: 'road', num_pixel_issues: 1 },
    ]);
    expect((await commonSegmentationLabelIssues(issues, images, { exclude: [0] })).rowCount).toBe(1);
    expect(await filterSegmentationIssuesByClass([0], issues, images)).toEqual(issues);
  });

  it('names what it refuses, and works afterwards', async () => {
    const refused = (promise: Promise<unknown>, message: RegExp) =>
      expect(promise).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringMatching(message) });
    const image = images[0]!;
    await refused(findSegmentationLabelIssues([]), /^images: /);
    await refused(findSegmentationLabelIssues([{ ...image, height: 0 }]), /^images\[0\]: /);
    await refused(findSegmentationLabelIssues([{ ...image, labels: [0] }]), /^labels: /);
    await refused(findSegmentationLabelIssues([{ ...image, height: 21 }]), /^images\[0\]\.predProbs: /);
    await refused(
      findSegmentationLabelIssues([{ ...image, predProbs: image.predProbs.map(() => 2) }]),
      /^predProbs\[0, 0\]: /,
    );
    await refused(findSegmentationLabelIssues([image], { downsample: 7 }), /^downsample: /);
    await refused(findSegmentationLabelIssues([image], { batchSize: 7 } as object), /^batchSize: /);
    await refused(getSegmentationLabelQualityScores([image], { temperature: 0 }), /^temperature: /);
    await expect(findSegmentationLabelIssues(images)).resolves.toHaveLength(2);
    const controller = new AbortController();
    controller.abort();
    await expect(findSegmentationLabelIssues(images, { signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
