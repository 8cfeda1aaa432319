// The text report, line by line, as the reference prints it.
import { describe, expect, it } from 'vitest';
import { audited, camelCase, goldenCases, goldenText, hasGolden, refused } from '../datalab/golden-case.ts';

/** Where it is other on purpose, or by luck. */
const other: Record<string, string> = {
  config_label_features_k: 'two rows with tied votes are flagged by luck in the reference (see golden.test.ts)',
  duplicates_many: 'of 15 equal rows the reference’s 10 neighbours show only some; assayer lists them all',
  duplicates_cosine: 'distances of 0 come out as 1e-16 in the reference',
  regression_features: 'the reference’s folds are random',
  edge_float_labels: 'labels are printed as they were given (1.5), not as a column of reals (1.50)',
};

/** The columns by which the rows of a block are ordered. */
const scoreOf = (row: string) => row.trim().split(/\s+/)[2];

/**
 * Lines without those that explain in words (assayer's words are its own) and without the rows that the reference's
 * unstable sort put in by luck: of rows with equal scores the order does not count, of the last score in a list
 * not even which rows they are.
 */
function comparable(text: string): string[] {
  const kept: string[] = [];
  let isAbout = false;
  let rows: string[] | undefined;
  const flush = () => {
    if (!rows) return;
    const last = scoreOf(rows.at(-1) ?? '');
    kept.push(...rows.map((row) => (scoreOf(row) === last ? `a row of score ${last}` : row.trim())).sort());
    rows = undefined;
  };
  const lines = text.split('\n').map((line) => line.trimEnd());
  lines.forEach((line, at) => {
    if (lines[at - 2]?.startsWith('Examples representing')) rows = [];
    if (line === '') flush();
    if (line === 'About this issue:') isAbout = true;
    if (line.startsWith('Number of examples with this issue')) isAbout = false;
    if (isAbout || line === '' || /^Learn about each issue|^See which examples|^Try re-running/.test(line)) return;
    if (rows) rows.push(line);
    else kept.push(line.trimStart().replace(/\d\.\d{9,}/, (digits) => Number(digits).toFixed(9)));
  });
  flush();
  return kept;
}

/** Blocks of types with equally many issues stand in any order in the reference. */
function blocks(lines: string[]): string[][] {
  const found: string[][] = [[]];
  for (const line of lines) {
    if (/^-+ \w+ issues -+$/.test(line)) found.push([]);
    found.at(-1)!.push(line);
  }
  return [[...found[0]!].sort(), ...found.slice(1).sort((a, b) => (a[0]! < b[0]! ? -1 : 1))];
}

const cases = goldenCases().filter(({ name }) => hasGolden(`${name}/report.txt`) && !refused[name] && !other[name]);

describe.each(cases)('$name', (golden) => {
  const reports = { 'report.txt': golden.report_kwargs, ...golden.more_reports };
  it.each(Object.entries(reports))('prints the reference’s %s', async (file, options) => {
    const lab = await audited(golden);
    const [ours, theirs] = [lab.report(camelCase(options) as object), goldenText(`${golden.name}/${file}`)];
    expect(blocks(comparable(ours))).toEqual(blocks(comparable(theirs)));
  });
});

it('orders types by their number of issues', async () => {
  const golden = cases.find(({ name }) => name === 'tutorial')!;
  const types = (text: string) => [...text.matchAll(/^-+ (\w+) issues -+$/gm)].map(([, type]) => type);
  expect(types((await audited(golden)).report())).toEqual(types(goldenText('tutorial/report.txt')));
});
