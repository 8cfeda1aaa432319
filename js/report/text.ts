import { builtInChecks, customCheck } from '../datalab/checks.ts';
import type { Datalab, ReportOptions } from '../datalab/datalab.ts';
import { reject } from '../errors.ts';
import { Table } from '../table.ts';
import { additionalInformation, nullNotes } from './text-info.ts';
import { textTable } from './text-table.ts';

/** The report of a Datalab as the reference prints it; texts that explain are our own. */
export function reportText(lab: Datalab, options: ReportOptions = {}): string {
  const { numExamples = 5, verbosity = 1, includeDescription = true, showSummaryScore, showAllIssues } = options;
  if (!Number.isInteger(numExamples) || numExamples < 0) reject('numExamples', 'a whole number from 0', numExamples);
  if (!Number.isInteger(verbosity) || verbosity < 0 || verbosity > 4)
    reject('verbosity', 'a whole number from 0 to 4', verbosity);
  if (!lab.state.results.length) {
    return 'Please specify some `issueTypes` in findIssues() to see a report.\n\n';
  }
  const results = [...lab.state.results].sort((a, b) => b.numIssues - a.numIssues);
  const listed = results.filter((result) => showAllIssues || result.numIssues > 0);
  if (!listed.length) {
    const hint = '\nTry re-running Datalab.report() with `showSummaryScore: true` and `showAllIssues: true`.\n';
    return `No issues found in the data. Good job!\n${showSummaryScore ? '' : hint}`;
  }
  const parts = [header(lab, listed, showSummaryScore ?? false)];
  parts.push(
    listed.map((result) => block(lab, result.type, { numExamples, verbosity, includeDescription })).join('\n\n\n'),
  );
  return `${parts.join('\n\n\n')}`;
}

function header(
  lab: Datalab,
  listed: { type: string; numIssues: number; summaryScore: number }[],
  scores: boolean,
): string {
  const classes = lab.classNames.length ? `, num_classes: ${lab.classNames.length}` : '';
  const table = new Table(listed.length, [
    ['issue_type', listed.map((result) => result.type)],
    ...(scores ? [['score', Float64Array.from(listed, (result) => result.summaryScore)] as const] : []),
    ['num_issues', Int32Array.from(listed, (result) => result.numIssues)],
  ]);
  const note = '\n(Note: A lower score indicates a more severe issue across all examples in the dataset.)\n';
  return `Dataset Information: num_examples: ${lab.rowCount}${classes}

Here is a summary of various issues found in your data:

${textTable(table)}
${scores ? note : ''}
See which examples in your dataset exhibit each issue via: \`lab.getIssues(<ISSUE_NAME>)\`

Data indices corresponding to top examples of each issue are shown below.
`;
}

function block(
  lab: Datalab,
  type: string,
  options: { numExamples: number; verbosity: number; includeDescription: boolean },
): string {
  const result = lab.state.results.find((candidate) => candidate.type === type)!;
  const description = descriptionOf(type, options.verbosity);
  const rows = lowest(result.scores, options.numExamples);
  const about = options.includeDescription && description ? `About this issue:\n\t${description}\n\n` : '';
  const body = `${titleLine(type)}

${about}Number of examples with this issue: ${result.numIssues}
Overall dataset quality in terms of this issue: ${result.summaryScore.toFixed(4)}

Examples representing most severe instances of this issue:
${textTable(lab.getIssues(type), rows)}
`;
  return body + (type === 'null' ? nullNotes(result) : '') + additionalInformation(lab, type, options.verbosity);
}

function descriptionOf(type: string, verbosity: number): string {
  const check = builtInChecks().find((candidate) => candidate.type === type) ?? customCheck(type);
  const description = check?.description ?? '';
  return verbosity === 0 ? description.split('\n\n')[0]! : description;
}

/** ` <type> issues ` centred in 60 columns. */
function titleLine(type: string): string {
  const title = ` ${type} issues `;
  const left = Math.max(0, Math.floor((60 - title.length) / 2));
  return '-'.repeat(left) + title + '-'.repeat(Math.max(0, 60 - title.length - left));
}

/** Numbers of the rows with the lowest scores, ascending by score, then by row. */
export function lowest(scores: Float64Array, count: number): Int32Array {
  const order = Int32Array.from(scores, (_, i) => i);
  order.sort((a, b) => scores[a]! - scores[b]! || a - b);
  return order.slice(0, count);
}
