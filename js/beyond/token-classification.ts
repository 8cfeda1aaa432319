import type { FilterBy } from '../confident-learning/label-issues.ts';
import type { ScoreMethod } from '../confident-learning/label-quality.ts';
import { callCore, runJob } from '../core.ts';
import { describe, reject } from '../errors.ts';
import { toLabelIds, toMatrix } from '../matrix.ts';
import { expectClassNames, readOptions, toNumbers } from '../options.ts';
import { Table } from '../table.ts';
import type { LabelIds, Matrix, MatrixInput, RunOptions } from '../types.ts';

declare module '../core-module.ts' {
  interface CoreModule {
    tokenIssues(offsets: Int32Array, labels: Int32Array, predProbs: Matrix, options: object): JobHandle;
    tokenScores(offsets: Int32Array, labels: Int32Array, predProbs: Matrix, options: object): JobHandle;
    tokenIssuesFromScores(offsets: Int32Array, scores: Float64Array, threshold: number): Int32Array;
    commonTokenIssues(
      places: Int32Array,
      offsets: Int32Array,
      words: Int32Array,
      labels: Int32Array | null,
      predProbs: Matrix | null,
      exclude: Int32Array,
    ): { words: Int32Array; givenLabels: Int32Array; predictedLabels: Int32Array; counts: Int32Array };
    mergeProbabilities(predProbs: Matrix, newClasses: Int32Array): Matrix;
  }
}

/** A token: number of its sentence, and its place there. */
export type TokenPlace = [sentence: number, token: number];
/** A list of words for each sentence. */
export type Sentences = ArrayLike<string>[];

export interface TokenFilterOptions extends RunOptions {
  /** How issues are picked; default `prune_by_noise_rate`. See `findLabelIssues`. */
  filterBy?: FilterBy;
  /** Order of the result; default `self_confidence`. */
  rankBy?: ScoreMethod;
  /** Rank by probabilities shifted by the class thresholds; default false. */
  adjustPredProbs?: boolean;
  /** Part of the estimated issues to flag, in [0, 1]; default 1. Prune filters only. */
  fracNoise?: number;
  /** How many tokens of each class to leave alone; default 1. Prune filters only. */
  minExamplesPerClass?: number;
  /** For each class how many tokens to flag, instead of estimates. Prune filters only. */
  numToRemovePerClass?: ArrayLike<number>;
  /** K x K counts (row: given, column: true), instead of estimates. */
  confidentJoint?: MatrixInput;
}

function offsetsOf(sentences: ArrayLike<{ length: number }>, name: string): Int32Array {
  if (sentences === null || typeof sentences !== 'object' || typeof sentences.length !== 'number') {
    reject(name, 'an array with one entry for each sentence', describe(sentences));
  }
  const offsets = new Int32Array(sentences.length + 1);
  for (let i = 0; i < sentences.length; i++) {
    const sentence = sentences[i] as { length: number } | null | undefined;
    if (typeof sentence?.length !== 'number') reject(`${name}[${i}]`, 'one entry for each token', describe(sentence));
    offsets[i + 1] = offsets[i]! + sentence.length;
  }
  return offsets;
}

/** All tokens one after the other. */
function flatten(labels: LabelIds[], predProbs: MatrixInput[]) {
  const offsets = offsetsOf(labels, 'labels');
  const numTokens = offsets[labels.length]!;
  if (!Array.isArray(predProbs) || predProbs.length !== labels.length) {
    reject('predProbs', `a matrix for each sentence (${labels.length})`, describe(predProbs));
  }
  const ids = new Int32Array(numTokens);
  let columns = 0;
  let data = new Float64Array(0);
  labels.forEach((sentence, i) => {
    ids.set(toLabelIds(sentence, `labels[${i}]`), offsets[i]);
    if (sentence.length === 0) return;
    const matrix = toMatrix(predProbs[i]!, `predProbs[${i}]`);
    if (matrix.rows !== sentence.length) {
      reject(`predProbs[${i}]`, `a row for each token (${sentence.length})`, matrix.rows);
    }
    if (data.length === 0) {
      columns = matrix.columns;
      data = new Float64Array(numTokens * columns);
    }
    if (matrix.columns !== columns) reject(`predProbs[${i}]`, `${columns} classes as before`, matrix.columns);
    data.set(matrix.data, offsets[i]! * columns);
  });
  return { offsets, ids, matrix: { data, rows: numTokens, columns } satisfies Matrix };
}

function toPlaces(pairs: Int32Array): TokenPlace[] {
  return Array.from({ length: pairs.length / 2 }, (_, i) => [pairs[2 * i]!, pairs[2 * i + 1]!]);
}

/**
 * Find the tokens whose label is probably wrong, worst first. All tokens of all sentences are judged together.
 *
 * @param labels for each sentence the class id 0..K-1 of each token.
 * @param predProbs for each sentence a matrix with the out-of-sample probabilities of each token.
 * @throws {AssayerError} `invalid_input` where labels or probabilities are out of range, or shapes do not fit.
 *
 * @example
 * const issues = await findTokenLabelIssues([[0, 1], [0]], [[[0.9, 0.1], [0.2, 0.8]], [[0.1, 0.9]]],
 *   { filterBy: 'predicted_neq_given' }); // [[1, 0]]
 */
export async function findTokenLabelIssues(
  labels: LabelIds[],
  predProbs: MatrixInput[],
  options: TokenFilterOptions = {},
): Promise<TokenPlace[]> {
  const { settings, run } = readOptions(options, {
    filterBy: 'text',
    rankBy: 'text',
    adjustPredProbs: 'boolean',
    fracNoise: 'number',
    minExamplesPerClass: 'integer',
    numToRemovePerClass: 'numbers',
    confidentJoint: 'matrix',
  });
  const { offsets, ids, matrix } = flatten(labels, predProbs);
  return toPlaces(await runJob<Int32Array>((core) => core.tokenIssues(offsets, ids, matrix, settings), run));
}

export interface TokenScoreOptions extends RunOptions {
  /** Of each token; default `self_confidence`. */
  tokenScoreMethod?: ScoreMethod;
  /** Of a sentence: its worst token (`min`, the default), or `softmin`, which lets all doubtful tokens count. */
  sentenceScoreMethod?: 'min' | 'softmin';
  /** Of the softmin, >= 0; default 0.05. 0: the minimum; Infinity: the mean. */
  temperature?: number;
}

export interface TokenScores {
  /** One score in [0, 1] for each sentence, low is suspicious; 1 for a sentence without tokens. */
  sentenceScores: Float64Array;
  /** For each sentence one score for each token. */
  tokenScores: Float64Array[];
}

/**
 * Score all tokens, and sentences by their worst tokens.
 *
 * @example
 * const { sentenceScores } = await getTokenLabelQualityScores([[0, 1, 0]], [[[0.9, 0.1], [0.3, 0.7], [0.95, 0.05]]]);
 * // 0.7
 */
export async function getTokenLabelQualityScores(
  labels: LabelIds[],
  predProbs: MatrixInput[],
  options: TokenScoreOptions = {},
): Promise<TokenScores> {
  const { settings, run } = readOptions(options, {
    tokenScoreMethod: 'text',
    sentenceScoreMethod: 'text',
    temperature: 'number',
  });
  const { sentenceScoreMethod = 'min', temperature = 0.05 } = options;
  if (sentenceScoreMethod !== 'min' && sentenceScoreMethod !== 'softmin') {
    reject('sentenceScoreMethod', 'min or softmin', describe(sentenceScoreMethod));
  }
  const { offsets, ids, matrix } = flatten(labels, predProbs);
  settings.temperature = sentenceScoreMethod === 'min' ? 0 : temperature;
  const scores = await runJob<{ sentences: Float64Array; tokens: Float64Array }>(
    (core) => core.tokenScores(offsets, ids, matrix, settings),
    run,
  );
  return {
    sentenceScores: scores.sentences,
    tokenScores: labels.map((_, i) => scores.tokens.slice(offsets[i], offsets[i + 1])),
  };
}

/**
 * The tokens with a score below a threshold, lowest first. (For sentences see `issuesFromScores`.)
 *
 * @param threshold in [0, 1]; default 0.1.
 *
 * @example
 * await tokenIssuesFromScores([[0.9, 0.05], [0.01]]); // [[1, 0], [0, 1]]
 */
export async function tokenIssuesFromScores(tokenScores: ArrayLike<number>[], threshold = 0.1): Promise<TokenPlace[]> {
  const offsets = offsetsOf(tokenScores, 'tokenScores');
  const flat = new Float64Array(offsets[tokenScores.length]!);
  tokenScores.forEach((scores, i) => {
    flat.set(toNumbers(scores, `tokenScores[${i}]`), offsets[i]);
  });
  return toPlaces(await callCore((core) => core.tokenIssuesFromScores(offsets, flat, threshold)));
}

function expectPlaces(issues: TokenPlace[]): void {
  if (!Array.isArray(issues)) reject('issues', 'an array of [sentence, token]', describe(issues));
  issues.forEach((place, i) => {
    if (!isPair(place)) reject(`issues[${i}]`, '[sentence, token], two whole numbers', describe(place));
  });
}

function isPair(pair: unknown): pair is [number, number] {
  return Array.isArray(pair) && pair.length === 2 && pair.every(Number.isSafeInteger);
}

function expectWords(words: ArrayLike<string>, name: string): void {
  if (words === null || typeof words !== 'object' || typeof words.length !== 'number') {
    reject(name, 'an array of words', describe(words));
  }
  for (let t = 0; t < words.length; t++) {
    if (typeof words[t] !== 'string') reject(`${name}[${t}]`, 'a word', describe(words[t]));
  }
}

function expectTokens(issues: TokenPlace[], tokens: Sentences): void {
  expectPlaces(issues);
  if (!Array.isArray(tokens)) reject('tokens', 'an array with a list of words for each sentence', describe(tokens));
  tokens.forEach((words, i) => {
    expectWords(words, `tokens[${i}]`);
  });
  issues.forEach(([sentence, token], i) => {
    if (tokens[sentence]?.[token] === undefined)
      reject(`issues[${i}]`, 'a token of the sentences', `${sentence}, ${token}`);
  });
}

export interface CommonTokenIssueOptions {
  /** With `predProbs`: count each pair of given and predicted label for itself. */
  labels?: LabelIds[];
  predProbs?: MatrixInput[];
  /** Names of the classes, for the table. */
  classNames?: ArrayLike<string>;
  /** Pairs of given and predicted class id that do not count; with `labels` and `predProbs`. */
  exclude?: [given: number, predicted: number][];
}

/**
 * Which words are labelled wrongly most often, and how.
 *
 * @returns token, given_label, predicted_label, num_label_issues, the commonest first; without `labels` and `predProbs`
 * token and num_label_issues.
 *
 * @example
 * const table = await commonTokenLabelIssues(issues, tokens, { labels, predProbs, classNames: ['O', 'PER', 'LOC'] });
 */
export async function commonTokenLabelIssues(
  issues: TokenPlace[],
  tokens: Sentences,
  options: CommonTokenIssueOptions = {},
): Promise<Table> {
  readOptions(options, { labels: 'any', predProbs: 'any', classNames: 'any', exclude: 'any' });
  const { labels, predProbs, classNames, exclude = [] } = options;
  expectTokens(issues, tokens);
  if (!Array.isArray(exclude) || !exclude.every(isPair)) {
    reject('exclude', 'pairs of given and predicted class id', describe(exclude));
  }
  if ((labels === undefined) !== (predProbs === undefined)) {
    reject(labels ? 'predProbs' : 'labels', 'both labels and predProbs, or neither', 'one of them');
  }
  const offsets = offsetsOf(tokens, 'tokens');
  const vocabulary = new Map<string, number>();
  const words = new Int32Array(offsets[tokens.length]!);
  tokens.forEach((sentence, i) => {
    for (let t = 0; t < sentence.length; t++) {
      const word = sentence[t]!;
      if (!vocabulary.has(word)) vocabulary.set(word, vocabulary.size);
      words[offsets[i]! + t] = vocabulary.get(word)!;
    }
  });
  const byLabel = labels && predProbs ? flatten(labels, predProbs) : null;
  if (byLabel) expectClassNames(classNames, byLabel.matrix.columns);
  else if (exclude.length) reject('exclude', 'labels and predProbs to tell pairs by', 'none');
  const common = await callCore((core) =>
    core.commonTokenIssues(
      Int32Array.from(issues.flat()),
      offsets,
      words,
      byLabel?.ids ?? null,
      byLabel?.matrix ?? null,
      Int32Array.from(exclude.flat()),
    ),
  );
  const names = [...vocabulary.keys()];
  const className = (id: number) => (classNames ? classNames[id]! : id);
  const columns: [string, ArrayLike<unknown>][] = [['token', Array.from(common.words, (word) => names[word]!)]];
  if (byLabel) {
    columns.push(
      ['given_label', Array.from(common.givenLabels, className)],
      ['predicted_label', Array.from(common.predictedLabels, className)],
    );
  }
  columns.push(['num_label_issues', common.counts]);
  return new Table(common.words.length, columns);
}

/**
 * The issues that fall on one word, whatever its case.
 *
 * @example
 * filterByToken('may', [[0, 1], [3, 0]], tokens);
 */
export function filterByToken(token: string, issues: TokenPlace[], tokens: Sentences): TokenPlace[] {
  if (typeof token !== 'string') reject('token', 'a word', describe(token));
  expectTokens(issues, tokens);
  const wanted = token.toLowerCase();
  return issues.filter(([sentence, place]) => tokens[sentence]?.[place]?.toLowerCase() === wanted);
}

/**
 * The words of a sentence as text: with blanks between them, but none before punctuation.
 *
 * @example
 * getSentence(['Hello', ',', 'world', '!']); // Hello, world!
 */
export function getSentence(words: ArrayLike<string>): string {
  expectWords(words, 'words');
  let text = '';
  for (let t = 0; t < words.length; t++) {
    const word = words[t]!;
    const isClosing = /^[!"#$%&')*+,./:;<=>?@[\\\]^_`{|}~]$/.test(word);
    text += t === 0 || isClosing ? word : ` ${word}`;
  }
  return text.replaceAll(" '", "'").replaceAll('( ', '(');
}

/**
 * The issues in their sentences, as text: each word that is an issue stands between `before` and `after`.
 *
 * @example
 * displayTokenIssues([[0, 1]], [['in', 'may', '.']]); // ['Sentence 0, token 1: in [may].']
 */
export function displayTokenIssues(
  issues: TokenPlace[],
  tokens: Sentences,
  options: { top?: number; before?: string; after?: string } = {},
): string[] {
  readOptions(options, { top: 'integer', before: 'text', after: 'text' });
  const { top = 20, before = '[', after = ']' } = options;
  if (top < 0) reject('top', 'a number >= 0', top);
  expectTokens(issues, tokens);
  return issues.slice(0, top).map(([sentence, token]) => {
    const words = tokens[sentence]!;
    const marked = Array.from(words, (word, t) => (t === token ? `${before}${word}${after}` : word));
    return `Sentence ${sentence}, token ${token}: ${getSentence(marked)}`;
  });
}

/**
 * Probabilities of merged classes: column c is added to column `newClasses[c]`; -1 drops it, and the rows are then
 * divided by what is left of them.
 *
 * @example
 * await mergeProbs([[0.5, 0.3, 0.2]], [0, 0, 1]); // 0.8, 0.2
 */
export async function mergeProbs(predProbs: MatrixInput, newClasses: ArrayLike<number>): Promise<Matrix> {
  const matrix = toMatrix(predProbs, 'predProbs');
  const classes = toLabelIds(newClasses, 'newClasses');
  return callCore((core) => core.mergeProbabilities(matrix, classes));
}
