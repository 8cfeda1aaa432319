import type { AuditReport } from '../audit/audit-report.ts';
import { percent } from '../percent.ts';
import { annotatorsInWords, overview } from '../report/overview.ts';
import { padded, type Terminal, visible } from './terminal.ts';

/** What else the first screen says beside the report. */
export interface ScreenOptions {
  /** As it was given on the command line. */
  file: string;
  /** Worst rows shown of each issue type. */
  top: number;
  redact: boolean;
}

/** The first screen of an audit: what was read, what is wrong with it, and what to do next. */
export function auditScreen(report: AuditReport, terminal: Terminal, { file, top, redact }: ScreenOptions): string {
  const { bold, dim, red, yellow, green } = terminal.colors;
  const seen = overview(report, { numExamples: Math.max(top, 1), redact });
  const width = Math.min(Math.max(terminal.width, 60), 120);
  const lines = report.data.table.source.lines;
  const place = (row: number) => (lines ? `row ${row}, line ${lines[row]}` : `row ${row}`);

  const rows =
    seen.sampledFrom === undefined
      ? count(seen.rowCount, 'row')
      : `a sample of ${count(seen.rowCount, 'row')} out of ${seen.sampledFrom}`;
  const head = [`${bold(visible(file))}  ${rows}, ${count(seen.columnCount, 'column')}`];
  if (seen.label) {
    const kind = seen.label.task === 'regression' ? 'numbers' : count(seen.label.classes, 'class', 'classes');
    head.push(`label   ${bold(visible(seen.label.name))} (${seen.label.task}, ${kind}; ${visible(seen.label.reason)})`);
  } else {
    head.push('label   none: only checks that need no labels were run');
  }
  const columns = seen.columns.map(({ name, kind, role, missing, reason }) => {
    const notes = [
      role === 'label' ? 'label' : '',
      role === 'ignored' ? `left out: ${reason}` : '',
      missing ? `${missing} missing` : '',
    ].filter(Boolean);
    return `  ${padded(name, 28)}  ${padded(kind, 12)}  ${dim(padded(notes.join('; '), width - 48).trimEnd())}`.trimEnd();
  });
  const more = columns.length > 24 ? columns.splice(20).length : 0;
  if (more) columns.push(dim(`  … and ${more} more columns`));
  for (const { column, agreement } of seen.leaks) {
    columns.push(yellow(`  ! ${visible(column)} gives the label away in ${percent(agreement)} of the rows; left out`));
  }

  const annotators = annotatorsInWords(seen).map((line) => `  ${visible(line)}`);
  const paint = (n: number) => (n ? red : green);
  const issues = seen.issues.map(({ type, numIssues, share, score, examples: [worst] }) => {
    const example = worst ? `  row ${worst.row}${worst.reason ? `: ${worst.reason}` : ''}` : '';
    const numbers = `${String(numIssues).padStart(6)}  ${percent(share).padStart(7)}  ${score.toFixed(4)}`;
    return `  ${padded(type, 22)} ${paint(numIssues)(numbers)}${dim(padded(visible(example), width - 49).trimEnd())}`;
  });
  const blocks = [
    head.join('\n'),
    columns.join('\n'),
    ...(annotators.length ? [[dim('  annotators'), ...annotators].join('\n')] : []),
    [dim(`  ${padded('issue', 22)}   rows    share   score  worst example`), ...issues].join('\n'),
  ];
  for (const { title, examples } of top > 0 ? seen.issues : []) {
    if (!examples.length) continue;
    const rows = examples.map(({ row, score, reason }) =>
      `  ${place(row)}  ${score.toFixed(4)}  ${visible(reason)}`.trimEnd(),
    );
    blocks.push([bold(title), ...rows].join('\n'));
  }
  const notes = [
    ...seen.failures.map(({ type, message }) => yellow(`not checked: ${type} (${visible(message)})`)),
    ...seen.warnings.map((message) => dim(`note: ${visible(message)}`)),
  ];
  if (notes.length) blocks.push(notes.join('\n'));
  return `${blocks.join('\n\n')}\n`;
}

/** The commands that show or fix what was found. */
export function nextSteps(
  report: AuditReport,
  file: string,
  labels: { label?: string; annotators?: string[] },
): string {
  const name = file === '-' ? 'FILE' : quoted(file);
  const label = labels.label === undefined ? [] : ['--label', labels.label];
  const annotators = labels.annotators ? ['--annotators', ...labels.annotators] : [];
  const audit = ['assayer audit', name, ...[...label, ...annotators].map(quoted)].join(' ');
  const steps: [string, string][] = [[`${audit} --html report.html`, 'the whole report']];
  const fixes = report.fixes().length;
  if (fixes) {
    steps.push([`${audit} --json report.json`, `the report with ${count(fixes, 'suggested fix', 'suggested fixes')}`]);
    steps.push([`assayer fix ${name} --from report.json`, 'to apply them']);
  }
  const width = Math.max(...steps.map(([command]) => command.length));
  return `next:\n${steps.map(([command, what]) => `  ${command.padEnd(width)}   ${what}\n`).join('')}`;
}

function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
