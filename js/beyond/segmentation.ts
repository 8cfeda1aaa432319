import { callCore, guard, loadCore, runJob } from '../core.ts';
import type { JobHandle } from '../core-module.ts';
import { describe, reject } from '../errors.ts';
import { toLabelIds } from '../matrix.ts';
import { expectClassNames, readOptions } from '../options.ts';
import { Table } from '../table.ts';
import type { Matrix, RunOptions } from '../types.ts';

interface CoreIssueFinder {
  learn(labels: Int32Array, predProbs: Matrix, height: number, width: number): JobHandle;
  judge(labels: Int32Array, predProbs: Matrix, height: number, width: number): JobHandle;
  findIssues(): Uint8Array[];
  delete(): void;
}

declare module '../core-module.ts' {
  interface CoreModule {
    segmentationScores(
      labels: Int32Array,
      predProbs: Matrix,
      height: number,
      width: number,
      temperature: number,
    ): JobHandle;
    SegmentationIssueFinder: new (numClasses: number, downsample: number) => CoreIssueFinder;
    countSegmentationIssues(
      labels: Int32Array,
      predProbs: Matrix,
      height: number,
      width: number,
      issues: Uint8Array,
    ): Matrix;
    filterSegmentationByClass(
      labels: Int32Array,
      predProbs: Matrix,
      height: number,
      width: number,
      issues: Uint8Array,
      classes: Int32Array,
    ): Uint8Array;
  }
}

/** One image whose every pixel has a label. Images of one call may differ in size, not in their classes. */
export interface SegmentedImage {
  height: number;
  width: number;
  /** The class id 0..K-1 of each pixel, row by row. */
  labels: ArrayLike<number>;
  /** K planes one after the other, each with the probability of one class at each pixel, row by row; out of sample. */
  predProbs: Float64Array | Float32Array;
}

interface CoreImage {
  labels: Int32Array;
  predProbs: Matrix;
  height: number;
  width: number;
}

function toImage(image: SegmentedImage, i: number): CoreImage {
  const name = `images[${i}]`;
  const { height, width, predProbs } = image ?? {};
  if (!(Number.isInteger(height) && Number.isInteger(width) && height > 0 && width > 0)) {
    reject(name, 'a height and a width in pixels', `${describe(height)} x ${describe(width)}`);
  }
  const columns = height * width;
  if (!(predProbs instanceof Float64Array || predProbs instanceof Float32Array)) {
    reject(`${name}.predProbs`, 'a Float64Array or Float32Array', describe(predProbs));
  }
  if (predProbs.length === 0 || predProbs.length % columns !== 0) {
    reject(`${name}.predProbs`, `a plane of ${columns} numbers for each class`, predProbs.length);
  }
  const labels = toLabelIds(image.labels, `${name}.labels`);
  return { labels, predProbs: { data: predProbs, rows: predProbs.length / columns, columns }, height, width };
}

/** Whether these are images of the same classes. */
function expectImages(images: SegmentedImage[]): void {
  if (!Array.isArray(images) || images.length === 0) reject('images', 'at least one image', describe(images));
  const numClasses = toImage(images[0]!, 0).predProbs.rows;
  images.forEach((image, i) => {
    const { rows } = toImage(image, i).predProbs;
    if (rows !== numClasses) reject(`images[${i}].predProbs`, `${numClasses} classes as in the first image`, rows);
  });
}

function expectFlags(issues: Uint8Array[], images: SegmentedImage[]): void {
  if (!Array.isArray(issues) || issues.length !== images.length) {
    reject('issues', `flags for each of ${images.length} images`, describe(issues));
  }
  issues.forEach((flags, i) => {
    const { height, width } = images[i]!;
    if (flags?.length !== height * width) reject(`issues[${i}]`, `${height * width} flags`, describe(flags));
  });
}

/** The progress of one image's part of the work. */
function part(options: RunOptions, step: string, from: number, size: number): RunOptions {
  const { onProgress, signal } = options;
  if (!onProgress) return { signal };
  return {
    signal,
    onProgress: ({ fraction }) => onProgress({ step, fraction: from + size * fraction, message: '' }),
  };
}

export interface SegmentationScoreOptions extends RunOptions {
  /**
   * `softmin` (default): the image is about as good as its worst pixels; `num_pixel_issues`: the share of its pixels
   * that `findSegmentationLabelIssues` does not flag.
   */
  method?: 'softmin' | 'num_pixel_issues';
  /** Of the softmin, > 0; default 0.1. */
  temperature?: number;
  /** See `findSegmentationLabelIssues`; for `num_pixel_issues`. */
  downsample?: number;
}

export interface SegmentationScores {
  /** One score in [0, 1] for each image, low is suspicious. */
  imageScores: Float64Array;
  /** For each image the probability of each pixel's label. */
  pixelScores: Float64Array[];
}

/**
 * Score the labels of images pixel by pixel (Lad and Mueller 2023). One image at a time is in the core's memory.
 *
 * @throws {AssayerError} `invalid_input` where labels or probabilities are out of range, or shapes do not fit.
 *
 * @example
 * const predProbs = Float64Array.of(0.9, 0.8, 0.2, 0.9, 0.1, 0.2, 0.8, 0.1); // two classes, 2 x 2 pixels
 * const { imageScores } = await getSegmentationLabelQualityScores([
 *   { height: 2, width: 2, labels: [0, 0, 1, 1], predProbs },
 * ]); // 0.1015: the last pixel is labelled 1 with probability 0.1
 */
export async function getSegmentationLabelQualityScores(
  images: SegmentedImage[],
  options: SegmentationScoreOptions = {},
): Promise<SegmentationScores> {
  readOptions(options, { method: 'text', temperature: 'number', downsample: 'integer' });
  expectImages(images);
  const { method = 'softmin', temperature = 0.1, downsample } = options;
  if (method !== 'softmin' && method !== 'num_pixel_issues') {
    reject('method', 'softmin or num_pixel_issues', describe(method));
  }
  const share = (method === 'softmin' ? 1 : 0.4) / images.length;
  const imageScores = new Float64Array(images.length);
  const pixelScores: Float64Array[] = [];
  for (const [i, image] of images.entries()) {
    const { labels, predProbs, height, width } = toImage(image, i);
    const scores = await runJob<{ image: number; pixels: Float64Array }>(
      (core) => core.segmentationScores(labels, predProbs, height, width, temperature),
      part(options, 'scores', i * share, share),
    );
    imageScores[i] = scores.image;
    pixelScores.push(scores.pixels);
  }
  if (method === 'num_pixel_issues') {
    const { onProgress, signal } = options;
    const rest = part({ onProgress, signal }, 'issues', 0.4, 0.6);
    const issues = await findSegmentationLabelIssues(images, { downsample, ...rest });
    issues.forEach((flags, i) => {
      imageScores[i] = 1 - flags.reduce((sum, flag) => sum + flag, 0) / flags.length;
    });
  }
  return { imageScores, pixelScores };
}

export interface SegmentationFilterOptions extends RunOptions {
  /**
   * Judge blocks of so many pixels in height and width instead of single ones; default 1. Faster, and blind to smaller
   * errors. Height and width of every image must be multiples of it.
   */
  downsample?: number;
}

/**
 * Find the pixels whose label is probably wrong; the pixels of all images are judged together. One image at a time is in
 * the core's memory, and 9 bytes for each pixel.
 *
 * @returns for each image a flag for each pixel, row by row.
 *
 * @example
 * const issues = await findSegmentationLabelIssues(images, { downsample: 4 });
 * const share = issues[0].reduce((sum, flag) => sum + flag, 0) / issues[0].length;
 */
export async function findSegmentationLabelIssues(
  images: SegmentedImage[],
  options: SegmentationFilterOptions = {},
): Promise<Uint8Array[]> {
  readOptions(options, { downsample: 'integer' });
  expectImages(images);
  const { downsample = 1 } = options;
  const numClasses = toImage(images[0]!, 0).predProbs.rows;
  const core = await loadCore();
  const finder = guard(core, () => new core.SegmentationIssueFinder(numClasses, downsample));
  try {
    for (const [at, pass] of (['learn', 'judge'] as const).entries()) {
      for (const [i, image] of images.entries()) {
        const { labels, predProbs, height, width } = toImage(image, i);
        const from = (at + i / images.length) / 2;
        await runJob(
          () => finder[pass](labels, predProbs, height, width),
          part(options, pass, from, 0.5 / images.length),
        );
      }
    }
    return guard(core, () => finder.findIssues());
  } finally {
    finder.delete();
  }
}

export interface CommonSegmentationIssueOptions {
  classNames?: ArrayLike<string>;
  /** Predicted classes that do not count. */
  exclude?: ArrayLike<number>;
}

/**
 * Which classes are taken for which, how often.
 *
 * @param issues what `findSegmentationLabelIssues` gave.
 * @returns given_label, predicted_label, num_pixel_issues, the commonest first.
 *
 * @example
 * const table = await commonSegmentationLabelIssues(issues, images, { classNames: ['road', 'car'] });
 */
export async function commonSegmentationLabelIssues(
  issues: Uint8Array[],
  images: SegmentedImage[],
  options: CommonSegmentationIssueOptions = {},
): Promise<Table> {
  readOptions(options, { classNames: 'any', exclude: 'any' });
  expectImages(images);
  expectFlags(issues, images);
  expectClassNames(options.classNames, toImage(images[0]!, 0).predProbs.rows);
  const excluded = new Set(toLabelIds(options.exclude ?? [], 'exclude'));
  const counts = new Map<string, { given: number; predicted: number; count: number }>();
  for (const [i, image] of images.entries()) {
    const { labels, predProbs, height, width } = toImage(image, i);
    const flags = Uint8Array.from(issues[i]!);
    const { data, columns } = await callCore((core) =>
      core.countSegmentationIssues(labels, predProbs, height, width, flags),
    );
    data.forEach((count, place) => {
      const given = Math.floor(place / columns);
      const predicted = place % columns;
      if (count === 0 || excluded.has(predicted)) return;
      const key = `${given} ${predicted}`;
      const entry = counts.get(key) ?? { given, predicted, count: 0 };
      entry.count += count;
      counts.set(key, entry);
    });
  }
  const rows = [...counts.values()].sort((a, b) => b.count - a.count || a.given - b.given || a.predicted - b.predicted);
  const name = (id: number) => (options.classNames ? options.classNames[id]! : id);
  return new Table(rows.length, [
    ['given_label', rows.map((row) => name(row.given))],
    ['predicted_label', rows.map((row) => name(row.predicted))],
    ['num_pixel_issues', Int32Array.from(rows, (row) => row.count)],
  ]);
}

/**
 * The flagged pixels whose label or most probable class is one of some classes.
 *
 * @example
 * const carIssues = await filterSegmentationIssuesByClass([1], issues, images);
 */
export async function filterSegmentationIssuesByClass(
  classes: ArrayLike<number>,
  issues: Uint8Array[],
  images: SegmentedImage[],
): Promise<Uint8Array[]> {
  expectImages(images);
  expectFlags(issues, images);
  const ids = toLabelIds(classes, 'classes');
  const kept: Uint8Array[] = [];
  for (const [i, image] of images.entries()) {
    const { labels, predProbs, height, width } = toImage(image, i);
    const flags = Uint8Array.from(issues[i]!);
    kept.push(await callCore((core) => core.filterSegmentationByClass(labels, predProbs, height, width, flags, ids)));
  }
  return kept;
}
