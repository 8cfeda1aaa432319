import {
  commonTokenLabelIssues,
  displayTokenIssues,
  filterByToken,
  findTokenLabelIssues,
  getSentence,
  getTokenLabelQualityScores,
  issuesFromScores,
  mergeProbs,
  type TokenFilterOptions,
  type TokenPlace,
  type TokenScoreOptions,
  tokenIssuesFromScores,
} from 'assayer';
import { describe, expect, it } from 'vitest';
import { expectClose, readGolden } from '../golden.ts';

interface Golden {
  tokens: string[][];
  labels: number[][];
  pred_probs: number[][][];
  find_label_issues: Record<string, TokenPlace[]>;
  get_label_quality_scores: Record<string, [number[], number[][]]>;
  issues_from_scores: Record<string, TokenPlace[]> & { 'sentences_only,threshold=0.3': number[] };
  common_label_issues: { columns: string[]; rows: unknown[][] };
  'filter_by_token(beta)': TokenPlace[];
}

const golden = readGolden<Golden>('confident-learning/token_classification.json');
const { tokens, labels, pred_probs: predProbs } = golden;

describe('tokens', () => {
  it.each(Object.keys(golden.find_label_issues))("finds the reference's tokens: %s", async (key) => {
    const options = (
      key.startsWith('filter_by=') ? { filterBy: key.slice('filter_by='.length) } : { rankBy: key }
    ) as TokenFilterOptions;
    expect(await findTokenLabelIssues(labels, predProbs, options)).toEqual(golden.find_label_issues[key]);
  });

  it.each(Object.keys(golden.get_label_quality_scores))("gives the reference's scores: %s", async (key) => {
    const given = Object.fromEntries(key.split(',').map((part) => part.split('=')));
    const options: TokenScoreOptions = { tokenScoreMethod: given.token, sentenceScoreMethod: given.sentence };
    if (given.temperature) options.temperature = Number(given.temperature);
    const { sentenceScores, tokenScores } = await getTokenLabelQualityScores(labels, predProbs, options);
    const [sentences, byToken] = golden.get_label_quality_scores[key]!;
    expectClose(sentenceScores, sentences);
    expect(tokenScores.length).toBe(byToken.length);
    byToken.forEach((scores, i) => {
      expectClose(tokenScores[i]!, scores);
    });
  });

  it("picks the reference's tokens and sentences by score", async () => {
    const { sentenceScores, tokenScores } = await getTokenLabelQualityScores(labels, predProbs);
    const expected = golden.issues_from_scores;
    expect(await tokenIssuesFromScores(tokenScores)).toEqual(expected['threshold=0.1']);
    expect(await tokenIssuesFromScores(tokenScores, 0.4)).toEqual(expected['threshold=0.4']);
    expect([...(await issuesFromScores(sentenceScores, 0.3))]).toEqual(expected['sentences_only,threshold=0.3']);
  });

  it('picks all sentences where all are below', async () => {
    expect([...(await issuesFromScores([0.2, 0.1], 1))]).toEqual([1, 0]);
  });

  it("counts the reference's common issues", async () => {
    const issues = await findTokenLabelIssues(labels, predProbs);
    const table = await commonTokenLabelIssues(issues, tokens, { labels, predProbs, classNames: ['A', 'B', 'C'] });
    const { columns, rows } = golden.common_label_issues;
    expect(table.columnNames).toEqual(columns);
    const sorted = (list: unknown[][]) => list.map((row) => JSON.stringify(row)).sort();
    const actual = table.toRows().map((row) => columns.map((name) => row[name]));
    expect(sorted(actual)).toEqual(sorted(rows));
    expect(Array.from(table.column('num_label_issues'))).toEqual(rows.map((row) => row[3]));
    const words = await commonTokenLabelIssues(issues, tokens);
    expect(words.columnNames).toEqual(['token', 'num_label_issues']);
    expect(filterByToken('BETA', issues, tokens)).toEqual(golden['filter_by_token(beta)']);
  });

  it('leaves out excluded pairs', async () => {
    const issues: TokenPlace[] = [[0, 0]];
    const only = { labels: [[0]], predProbs: [[[0.1, 0.9]]] };
    expect((await commonTokenLabelIssues(issues, [['a']], only)).rowCount).toBe(1);
    expect((await commonTokenLabelIssues(issues, [['a']], { ...only, exclude: [[0, 1]] })).rowCount).toBe(0);
  });

  it('writes sentences as people do', () => {
    expect(getSentence(['Hello', ',', 'world', '!'])).toBe('Hello, world!');
    expect(getSentence(['a', '(', 'b', ')', '-', 'c'])).toBe('a (b) - c');
    expect(displayTokenIssues([[0, 1]], [['in', 'may', '.']])).toEqual(['Sentence 0, token 1: in [may].']);
  });

  it('merges classes', async () => {
    expectClose((await mergeProbs([[0.5, 0.3, 0.2]], [0, 0, 1])).data, [0.8, 0.2]);
    expectClose((await mergeProbs([[0.5, 0.3, 0.2]], [0, 1, -1])).data, [0.625, 0.375]);
  });

  it('takes sentences without tokens', async () => {
    const { sentenceScores, tokenScores } = await getTokenLabelQualityScores([[], [0]], [[], [[0.9, 0.1]]]);
    expectClose(sentenceScores, [1, 0.9]);
    expect(tokenScores[0]!.length).toBe(0);
  });

  it('names what it refuses, and works afterwards', async () => {
    const refused = (promise: Promise<unknown>, message: RegExp) =>
      expect(promise).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringMatching(message) });
    await refused(findTokenLabelIssues([[0, 1]], [[[0.5, 0.5]]]), /^predProbs\[0\]: expected a row for each token/);
    await refused(findTokenLabelIssues([[0]], []), /^predProbs: /);
    await refused(findTokenLabelIssues([[2]], [[[0.5, 0.5]]]), /^labels\[0\]: /);
    await refused(findTokenLabelIssues([[0], [0]], [[[0.5, 0.5]], [[1]]]), /^predProbs\[1\]: /);
    await refused(getTokenLabelQualityScores([[0]], [[[0.5, Number.NaN]]]), /^predProbs\[0/);
    await refused(getTokenLabelQualityScores([[0]], [[[0.5, 0.5]]], { sentence: 'min' } as object), /^sentence: /);
    await refused(issuesFromScores([0.5], 2), /^threshold: /);
    await refused(commonTokenLabelIssues([[0, 5]], [['a']]), /^issues\[0\]: /);
    await expect(findTokenLabelIssues([[0], [1]], [[[0.9, 0.1]], [[0.2, 0.8]]])).resolves.toEqual([]);
  });
});
