import type { AuditReport } from '../audit/audit-report.ts';
import { percent } from '../percent.ts';
import { annotatorsInWords, overview, type RenderOptions, rowsInWords } from './overview.ts';

/** The report of an audit as Markdown. Names and values of the data are escaped. */
export function auditMarkdown(report: AuditReport, options: RenderOptions = {}): string {
  const seen = overview(report, options);
  const label = seen.label
    ? `Label: **${escaped(seen.label.name)}** (${seen.label.task}; ${escaped(seen.label.reason)}).`
    : 'No label column.';
  const parts = [
    '# Data audit',
    `${rowsInWords(seen)}, ${seen.columnCount} columns. ${label}`,
    table(
      ['Issue', 'Rows', 'Share', 'Score'],
      seen.issues.map(({ type, numIssues, share, score }) => [
        `\`${type}\``,
        String(numIssues),
        percent(share),
        score.toFixed(4),
      ]),
    ),
    'A score of 1 is fine; lower is worse.',
    ...seen.leaks.map(
      ({ column, agreement }) =>
        `**${escaped(column)}** gives the label away in ${percent(agreement)} of the rows and was left out of the models.`,
    ),
    ...annotatorsInWords(seen).map((line) => `- ${escaped(line)}`),
    ...seen.issues
      .filter((issue) => issue.examples.length)
      .flatMap(({ title, description, examples }) => [
        `## ${escaped(title)}`,
        escaped(description),
        table(
          ['Row', 'Score', 'Why'],
          examples.map(({ row, score, reason }) => [String(row), score.toFixed(4), escaped(reason)]),
        ),
      ]),
    ...seen.failures.map(({ type, message }) => `Not checked: \`${type}\` (${escaped(message)})`),
    ...seen.warnings.map((message) => `Note: ${escaped(message)}`),
  ];
  return `${parts.join('\n\n')}\n`;
}

function table(header: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|#!~]/g, (mark) => `\\${mark}`).replace(/\s*\n\s*/g, ' ');
}
