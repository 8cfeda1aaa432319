import { readFile } from 'node:fs/promises';
import { audit } from '../audit/audit.ts';
import { csvCell } from '../ingest/csv-record.ts';
import { cellText } from '../ingest/raw-table.ts';
import { readTable } from '../ingest/read-table.ts';
import { CommandError, exitCodes } from './exit.ts';
import { writeOutput } from './files.ts';
import { ProgressLine } from './progress-line.ts';
import { auditScreen, count, nextSteps } from './screen.ts';
import type { Terminal } from './terminal.ts';

interface Sample {
  file: string;
  label: string;
  /** A column of numbers to spoil. */
  amount: string;
}

const samples: Record<string, Sample> = {
  flowers: { file: 'iris.csv', label: 'species', amount: 'petal_length' },
  penguins: { file: 'penguins_raw.csv', label: 'Species', amount: 'Body Mass (g)' },
  titanic: { file: 'titanic.csv', label: 'Survived', amount: 'Fare' },
  weather: { file: 'weather.csv', label: 'weather', amount: 'temp_max' },
};

export const demoNames = Object.keys(samples);

/** Rows with planted faults, as numbers of the file that is written. */
interface Planted {
  label: number[];
  outlier: number[];
  near_duplicate: number[];
}

/** Write a sample with planted faults, audit it, and say which of them were found. */
export async function demoCommand(
  name: string,
  flags: { out?: string },
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const sample = samples[name];
  if (!sample) throw new CommandError(`demo: expected one of ${demoNames.join(', ')}, got "${name}"`);
  const path = flags.out ?? `assayer-demo-${name}.csv`;
  const bytes = new Uint8Array(await readFile(new URL(`./samples/${sample.file}`, import.meta.url)));
  const { text, planted } = await plant(bytes, sample);
  await writeOutput(terminal, path, text);
  if (path === '-') return exitCodes.done;
  const progress = new ProgressLine(terminal);
  const report = await audit(text, { label: sample.label, signal, onProgress: progress.show }).finally(() =>
    progress.clear(),
  );
  terminal.out(auditScreen(report, terminal, { file: path, top: 3, redact: false }));
  const lines = Object.entries(planted).map(([type, rows]) => {
    const flagged = report.issues(type).column(`is_${type}_issue`);
    const found = rows.filter((row: number) => flagged[row]).length;
    return `  ${type.padEnd(16)} ${found} of ${count(rows.length, 'row')} found (${rows.join(', ')})`;
  });
  terminal.out(`\nplanted:\n${lines.join('\n')}\n\n${nextSteps(report, path, sample)}`);
  return exitCodes.done;
}

/** About one label in forty swapped, two amounts blown up, two rows copied to the end. */
async function plant(bytes: Uint8Array, { label, amount }: Sample): Promise<{ text: string; planted: Planted }> {
  const table = await readTable(bytes);
  const names = table.columns.map((column) => column.name);
  const rows = Array.from({ length: table.rowCount }, (_, row) =>
    table.columns.map((column) => cellText(column, row) ?? ''),
  );
  const labelAt = names.indexOf(label);
  const amountAt = names.indexOf(amount);
  const classes = [...new Set(rows.map((row) => row[labelAt]!))];
  const step = 37;
  const planted: Planted = { label: [], outlier: [], near_duplicate: [] };
  for (let row = 11; row < rows.length; row += step) {
    const next = classes.indexOf(rows[row]![labelAt]!) + 1;
    rows[row]![labelAt] = classes[next % classes.length]!;
    planted.label.push(row);
  }
  for (const row of [19, 19 + 2 * step]) {
    rows[row]![amountAt] = String(Number(rows[row]![amountAt] || 1) * 1000);
    planted.outlier.push(row);
  }
  for (const row of [5, 5 + step]) {
    planted.near_duplicate.push(row, rows.length);
    rows.push([...rows[row]!]);
  }
  const text = [names, ...rows].map((row) => `${row.map((cell) => csvCell(cell, ',')).join(',')}\n`).join('');
  return { text, planted };
}
