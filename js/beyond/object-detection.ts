import { runJob } from '../core.ts';
import { describe, reject } from '../errors.ts';
import { toLabelIds } from '../matrix.ts';
import { readOptions } from '../options.ts';
import type { RunOptions } from '../types.ts';

interface CoreBoxes {
  boxes: Float64Array;
  labels: Int32Array;
  probabilities: Float64Array;
  offsets: Int32Array;
}

declare module '../core-module.ts' {
  interface CoreModule {
    objectDetectionBoxScores(labels: CoreBoxes, predictions: CoreBoxes, numClasses: number, options: object): JobHandle;
    objectDetectionScores(labels: CoreBoxes, predictions: CoreBoxes, numClasses: number, options: object): JobHandle;
    objectDetectionIssues(labels: CoreBoxes, predictions: CoreBoxes, numClasses: number, options: object): JobHandle;
    objectDetectionSummary(labels: CoreBoxes, predictions: CoreBoxes, numClasses: number): JobHandle;
  }
}

/** What was annotated in one image. */
export interface ImageLabels {
  /** One `[x1, y1, x2, y2]` in pixels for each object. */
  bboxes: ArrayLike<number>[];
  /** The class id 0..K-1 of each object. */
  labels: ArrayLike<number>;
}

/** What a detector found in one image: for each of K classes a list of `[x1, y1, x2, y2, probability]`. */
export type ImagePredictions = ArrayLike<number>[][];

export interface ObjectDetectionOptions extends RunOptions {
  /** Predictions above it say where a labelled object is; default 0.5. */
  lowProbability?: number;
  /** Predictions above it say what is there; default 0.95. */
  highProbability?: number;
  /** Of the softmin over an image's boxes, > 0; default 0.1. */
  temperature?: number;
  /** Take two labels of different classes on one object for a swap; default true. */
  overlappingLabelCheck?: boolean;
  /** How much each kind of error counts; >= 0, summing to 1; a kind that is left out counts 0. Default 1/3 each. */
  weights?: { overlooked?: number; badlyLocated?: number; swapped?: number };
  /**
   * Length of each image's diagonal in pixels: distances are then measured in hundredths of it. Default: in pixels, so
   * that scores depend on the size of the images.
   */
  imageDiagonals?: ArrayLike<number>;
}

const optionKinds = {
  lowProbability: 'number',
  highProbability: 'number',
  temperature: 'number',
  overlappingLabelCheck: 'boolean',
  weights: 'any',
  imageDiagonals: 'numbers',
} as const;
const weightKinds = { overlooked: 'number', badlyLocated: 'number', swapped: 'number' } as const;

function expectImages(list: unknown, name: string): void {
  if (!Array.isArray(list)) reject(name, 'an array with one entry for each image', describe(list));
}

function hasNumbers(box: ArrayLike<unknown> | undefined, count: number): boolean {
  return box?.length === count && Array.from(box).every((value) => typeof value === 'number');
}

function flattenLabels(images: ImageLabels[]): CoreBoxes {
  expectImages(images, 'labels');
  const boxes: number[] = [];
  const labels: number[] = [];
  const offsets = [0];
  images.forEach((image, i) => {
    if (!Array.isArray(image?.bboxes)) reject(`labels[${i}]`, '{ bboxes, labels }', describe(image));
    if (image.labels?.length !== image.bboxes.length) {
      reject(`labels[${i}].labels`, `one for each box (${image.bboxes.length})`, describe(image.labels?.length));
    }
    image.bboxes.forEach((box, b) => {
      if (!hasNumbers(box, 4)) reject(`labels[${i}].bboxes[${b}]`, 'x1, y1, x2, y2', describe(box));
      boxes.push(box[0]!, box[1]!, box[2]!, box[3]!);
    });
    labels.push(...toLabelIds(image.labels, `labels[${i}].labels`));
    offsets.push(labels.length);
  });
  return {
    boxes: Float64Array.from(boxes),
    labels: Int32Array.from(labels),
    probabilities: new Float64Array(0),
    offsets: Int32Array.from(offsets),
  };
}

/** In the order image, class, box. */
function flattenPredictions(images: ImagePredictions[]): CoreBoxes & { numClasses: number } {
  expectImages(images, 'predictions');
  const boxes: number[] = [];
  const labels: number[] = [];
  const probabilities: number[] = [];
  const offsets = [0];
  const numClasses = images[0]?.length ?? 0;
  images.forEach((image, i) => {
    if (image?.length !== numClasses) {
      reject(`predictions[${i}]`, `a list for each class (${numClasses}, as in the first image)`, describe(image));
    }
    image.forEach((found, k) => {
      if (!Array.isArray(found)) reject(`predictions[${i}][${k}]`, 'a list of boxes', describe(found));
      for (const box of found) {
        if (!hasNumbers(box, 5)) reject(`predictions[${i}][${k}]`, 'x1, y1, x2, y2, probability', describe(box));
        boxes.push(box[0]!, box[1]!, box[2]!, box[3]!);
        probabilities.push(box[4]!);
        labels.push(k);
      }
    });
    offsets.push(labels.length);
  });
  return {
    boxes: Float64Array.from(boxes),
    labels: Int32Array.from(labels),
    probabilities: Float64Array.from(probabilities),
    offsets: Int32Array.from(offsets),
    numClasses,
  };
}

function prepare(labels: ImageLabels[], predictions: ImagePredictions[], options: ObjectDetectionOptions) {
  const { settings, run } = readOptions(options, optionKinds);
  if (options.weights !== undefined) settings.weights = readOptions(options.weights, weightKinds).settings;
  const given = flattenLabels(labels);
  if (options.imageDiagonals?.length === 0) reject('imageDiagonals', `one for each image (${labels.length})`, 'none');
  const found = flattenPredictions(predictions);
  let numClasses = found.numClasses; // a class that is never predicted may still be labelled
  for (const label of given.labels) numClasses = Math.max(numClasses, label + 1);
  return { given, found, numClasses, settings, run };
}

/** A list for each image, from one list for all. */
function split<Values extends Float64Array | Uint8Array>(values: Values, offsets: Int32Array): Values[] {
  return Array.from(
    { length: offsets.length - 1 },
    (_, i) => values.slice(offsets[i], offsets[i + 1]) as unknown as Values,
  );
}

/**
 * Score the labels of every image by the three ways in which they go wrong: overlooked objects, badly located boxes and
 * swapped classes (ObjectLab, Tkachenko et al. 2023).
 *
 * @returns a score in [0, 1] for each image, low is suspicious; 1 for an image without boxes.
 * @throws {AssayerError} `invalid_input` where boxes are inside out or not finite, ids or probabilities out of range, or
 * the numbers of images differ.
 *
 * @example
 * const labels = [{ bboxes: [[0, 0, 10, 10]], labels: [0] }];
 * const predictions = [[[[0, 0, 10, 9, 0.98]], []]]; // two classes, one box of the first
 * const scores = await getObjectDetectionLabelQualityScores(labels, predictions);
 */
export async function getObjectDetectionLabelQualityScores(
  labels: ImageLabels[],
  predictions: ImagePredictions[],
  options: ObjectDetectionOptions = {},
): Promise<Float64Array> {
  const { given, found, numClasses, settings, run } = prepare(labels, predictions, options);
  return runJob((core) => core.objectDetectionScores(given, found, numClasses, settings), run);
}

/** Scores of single boxes in [0, 1], low is suspicious; one array for each image. */
export interface BoxScores {
  /** Of each predicted box (by class, then in the order given): an object without label; NaN where that is no question. */
  overlooked: Float64Array[];
  /** Of each labelled box: it is off. */
  badlyLocated: Float64Array[];
  /** Of each labelled box: its class is wrong. */
  swapped: Float64Array[];
}

/**
 * The scores of the single boxes.
 *
 * @example
 * const { swapped } = await getObjectDetectionBoxScores(labels, predictions);
 * swapped[7]; // the objects labelled in image 7
 */
export async function getObjectDetectionBoxScores(
  labels: ImageLabels[],
  predictions: ImagePredictions[],
  options: ObjectDetectionOptions = {},
): Promise<BoxScores> {
  const { given, found, numClasses, settings, run } = prepare(labels, predictions, options);
  const scores = await runJob<{ overlooked: Float64Array; badlyLocated: Float64Array; swapped: Float64Array }>(
    (core) => core.objectDetectionBoxScores(given, found, numClasses, settings),
    run,
  );
  return {
    overlooked: split(scores.overlooked, found.offsets),
    badlyLocated: split(scores.badlyLocated, given.offsets),
    swapped: split(scores.swapped, given.offsets),
  };
}

export interface ObjectDetectionIssues {
  /** 1 for each image with an issue. */
  mask: Uint8Array;
  /** These images, worst first. */
  indices: Int32Array;
  /** The score of each image. */
  scores: Float64Array;
  /** For each image 1 for each predicted box that lacks its label. */
  overlooked: Uint8Array[];
  /** For each image 1 for each labelled box that is off. */
  badlyLocated: Uint8Array[];
  /** For each image 1 for each labelled box of a wrong class. */
  swapped: Uint8Array[];
}

/**
 * Find the images with wrong labels: a box is an issue where its score is low for how precise the detector is in its
 * class.
 *
 * @example
 * const { indices } = await findObjectDetectionLabelIssues(labels, predictions);
 */
export async function findObjectDetectionLabelIssues(
  labels: ImageLabels[],
  predictions: ImagePredictions[],
  options: ObjectDetectionOptions = {},
): Promise<ObjectDetectionIssues> {
  const { given, found, numClasses, settings, run } = prepare(labels, predictions, options);
  const issues = await runJob<{
    mask: Uint8Array;
    indices: Int32Array;
    scores: Float64Array;
    overlooked: Uint8Array;
    badlyLocated: Uint8Array;
    swapped: Uint8Array;
  }>((core) => core.objectDetectionIssues(given, found, numClasses, settings), run);
  return {
    ...issues,
    overlooked: split(issues.overlooked, found.offsets),
    badlyLocated: split(issues.badlyLocated, given.offsets),
    swapped: split(issues.swapped, given.offsets),
  };
}

export interface ObjectDetectionSummary {
  /** Number of boxes in each image. */
  labelsPerImage: Int32Array;
  predictionsPerImage: Int32Array;
  /** Area of each box in square pixels; one array for each image. */
  labelAreas: Float64Array[];
  predictionAreas: Float64Array[];
  /** Share of each class in all boxes. */
  labelShares: Float64Array;
  predictionShares: Float64Array;
  /** Of each class, from hits and misses at the IoU thresholds 0.5, 0.55, ..., 0.95 together. */
  precision: Float64Array;
  recall: Float64Array;
  f1: Float64Array;
}

/**
 * What object detection data hold, and how well the detector does.
 *
 * @example
 * const { labelsPerImage, recall } = await summarizeObjectDetection(labels, predictions);
 */
export async function summarizeObjectDetection(
  labels: ImageLabels[],
  predictions: ImagePredictions[],
  options: RunOptions = {},
): Promise<ObjectDetectionSummary> {
  const { given, found, numClasses, run } = prepare(labels, predictions, options);
  const summary = await runJob<
    Omit<ObjectDetectionSummary, 'labelAreas' | 'predictionAreas'> & {
      labelAreas: Float64Array;
      predictionAreas: Float64Array;
    }
  >((core) => core.objectDetectionSummary(given, found, numClasses), run);
  return {
    ...summary,
    labelAreas: split(summary.labelAreas, given.offsets),
    predictionAreas: split(summary.predictionAreas, found.offsets),
  };
}
