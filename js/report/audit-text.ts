import type { AuditReport } from '../audit/audit-report.ts';
import { percent } from '../percent.ts';
import { annotatorsInWords, type Overview, overview, type RenderOptions, rowsInWords } from './overview.ts';

/** The report of an audit for terminals and logs, at most 100 columns wide. */
export function auditText(report: AuditReport, options: RenderOptions = {}): string {
  const seen = overview(report, options);
  return `${[head(seen), columns(seen), annotators(seen), findings(seen), examples(seen), notes(seen)].filter(Boolean).join('\n\n')}\n`;
}

function head(seen: Overview): string {
  const { columnCount, label } = seen;
  const lines = [`${rowsInWords(seen)}, ${columnCount} columns`];
  if (!label) lines.push('No label column: only checks that need no labels were run');
  else {
    const classes = label.task === 'regression' ? 'numbers' : `${label.classes} classes`;
    lines.push(`Label: ${label.name} (${label.task}, ${classes}; ${label.reason})`);
  }
  return lines.join('\n');
}

function columns({ columns: all, leaks }: Overview): string {
  const lines = all
    .filter((column) => column.role !== 'label')
    .map(({ name, kind, role, missing, reason }) => {
      const notes = [role === 'ignored' ? `left out: ${reason}` : '', missing ? `${missing} missing` : ''];
      return `  ${shorten(name, 28).padEnd(28)}  ${kind.padEnd(12)}${notes.filter(Boolean).join('; ')}`.trimEnd();
    });
  const shown = lines.length > 24 ? [...lines.slice(0, 20), `  … and ${lines.length - 20} more`] : lines;
  const warned = leaks.map(
    ({ column, agreement }) => `  ! ${column} gives the label away in ${percent(agreement)} of the rows`,
  );
  return ['Columns', ...shown, ...warned].join('\n');
}

function annotators(seen: Overview): string {
  const lines = annotatorsInWords(seen).map((line) => `  ${line}`);
  return lines.length ? ['Annotators', ...lines].join('\n') : '';
}

function findings({ issues, rowCount, total }: Overview): string {
  const lines = issues.map(({ type, numIssues, share, score, examples: [worst] }) => {
    const count = `${numIssues}`.padStart(7);
    const where = worst ? `  worst: row ${worst.row}` : '';
    return `  ${type.padEnd(22)}${count}  ${percent(share).padStart(8)}   score ${score.toFixed(4)}${where}`;
  });
  return [`Issues: ${total} in ${rowCount} rows (score: 1 = fine)`, ...lines].join('\n');
}

function examples({ issues }: Overview): string {
  return issues
    .filter((issue) => issue.examples.length)
    .map(({ title, examples: worst }) =>
      [title, ...worst.map(({ row, score, reason }) => `  row ${row}  ${score.toFixed(4)}  ${reason}`.trimEnd())].join(
        '\n',
      ),
    )
    .join('\n\n');
}

function notes({ failures, warnings }: Overview): string {
  return [
    ...failures.map(({ type, message }) => `Not checked: ${type} (${message})`),
    ...warnings.map((message) => `Note: ${message}`),
  ].join('\n');
}

function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
