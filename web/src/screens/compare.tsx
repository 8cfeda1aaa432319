import type { ColumnDrift, CompareReport } from 'assayer/worker';
import { amount, dateAndTime, fileSize, score, share, t } from '../../strings/index.ts';
import { cancel, compareFiles, openFile, openFiles, startOver } from '../actions.ts';
import { Bar } from '../parts/bar.tsx';
import { download, nameBeside } from '../parts/download.ts';
import { FactsTable } from '../parts/facts-table.tsx';
import type { Stage } from '../state.ts';
import { ProgressBar } from './running.tsx';

export function PairScreen({ stage: { files } }: { stage: Extract<Stage, { at: 'pair' }> }) {
  const [first, second] = files;
  return (
    <div class="pair">
      <h1 tabIndex={-1}>{t.compare.question}</h1>
      <ol class="pair-files">
        {files.map((file, at) => (
          <li key={`${at} ${file.name}`} class="card">
            <p class="kicker">{at ? t.compare.after : t.compare.before}</p>
            <h2 translate={false}>{file.name}</h2>
            <p class="fine">{t.compare.facts(fileSize(file.size), dateAndTime(file.lastModified))}</p>
            <button type="button" aria-label={t.compare.onlyNamed(file.name)} onClick={() => openFile(file)}>
              {t.compare.only}
            </button>
          </li>
        ))}
      </ol>
      <p class="fine">{t.compare.directionHelp}</p>
      <p class="work-actions">
        <button type="button" class="main" onClick={() => compareFiles(files)}>
          {t.compare.compare}
        </button>
        <button type="button" onClick={() => openFiles([second, first])}>
          {t.compare.swap}
        </button>
        <button type="button" class="quiet" onClick={startOver}>
          {t.back}
        </button>
      </p>
    </div>
  );
}

export function ComparingScreen({ stage }: { stage: Extract<Stage, { at: 'comparing' }> }) {
  return (
    <div class="work">
      <h1 tabIndex={-1}>{t.compare.running}</h1>
      <ProgressBar label={t.compare.running} fraction={stage.progress.fraction} />
      <button type="button" onClick={cancel}>
        {t.cancel}
      </button>
    </div>
  );
}

export function ComparedScreen({ stage: { files, report } }: { stage: Extract<Stage, { at: 'compared' }> }) {
  const [old, now] = files;
  return (
    <div class="compared">
      <h1 tabIndex={-1}>{t.compare.title(old.name, now.name)}</h1>
      <p class="verdict">{verdict(report)}</p>
      <p class="compare-files">
        {files.map((file, at) => (
          <button key={`${at} ${file.name}`} type="button" onClick={() => openFile(file)}>
            {t.compare.open(file.name)} <span class="fine">{t.rows((at ? report.new : report.old).rowCount)}</span>
          </button>
        ))}
        <button type="button" onClick={() => compareFiles([now, old])}>
          {t.compare.swap}
        </button>
        <button type="button" onClick={() => saveComparison(report)}>
          {t.compare.save}
        </button>
      </p>
      <Drift report={report} />
      <div class="compare-parts">
        <Leaks report={report} />
        <Quality report={report} />
      </div>
      {report.notes.length > 0 && (
        <ul class="card notice" translate={false}>
          {report.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function verdict({ drift, newColumns, lostColumns, leaks }: CompareReport): string {
  const parts = [t.compare.drifted(drift.drifted, drift.compared)];
  if (newColumns.length) parts.push(t.compare.newColumns(newColumns.join(', ')));
  if (lostColumns.length) parts.push(t.compare.lostColumns(lostColumns.join(', ')));
  if (leaks.newRows.length) parts.push(t.compare.repeats(leaks.newRows.length));
  return parts.join(' ');
}

function saveComparison(report: CompareReport): void {
  const name = nameBeside(report.new.name ?? 'table', 'comparison.json');
  download(name, `${JSON.stringify(report.toJSON(), null, 2)}\n`, 'application/json');
}

const byDrift = (a: ColumnDrift, b: ColumnDrift) => Number(b.isCompared) - Number(a.isCompared) || b.drift - a.drift;

function Drift({ report }: { report: CompareReport }) {
  return (
    <section aria-labelledby="compare-drift">
      <h2 id="compare-drift">{t.compare.columns}</h2>
      <p class="fine">{t.compare.driftHelp}</p>
      <FactsTable
        label={t.compare.columns}
        headings={[
          { words: t.compare.column },
          { words: t.schema.kind },
          { words: t.compare.drift },
          { words: t.compare.what },
          { words: t.compare.missing, isNumber: true },
        ]}
        lines={[...report.columns].sort(byDrift).map((column) => ({
          key: column.name,
          cells: [
            <>
              <span translate={false}>{column.name}</span>{' '}
              {column.isDrift && <span class="chip issue-label">{t.compare.isDrift}</span>}
            </>,
            t.schema.kinds[column.kind],
            column.isCompared ? (
              <span class="with-bar">
                {score(column.drift)} <Bar value={column.drift} tone={column.isDrift ? 'bad' : 'plain'} />
              </span>
            ) : (
              <span class="fine">{t.compare.notCompared}</span>
            ),
            <WhatChanged column={column} report={report} />,
            fromTo(
              share(column.oldMissing / Math.max(1, report.old.rowCount)),
              share(column.newMissing / Math.max(1, report.new.rowCount)),
              column.oldMissing + column.newMissing,
            ),
          ],
        }))}
      />
    </section>
  );
}

/** A pair of figures; nothing is said twice. */
function fromTo(before: string, after: string, total: number): string {
  if (total === 0) return t.compare.none;
  return before === after ? before : t.compare.fromTo(before, after);
}

const mostShifts = 3;

/** The largest change of a column in words: means of numbers, values that came, went, or changed their share. */
function WhatChanged({ column, report }: { column: ColumnDrift; report: CompareReport }) {
  const words: string[] = [];
  if (column.kind === 'numeric' && column.oldMean !== null && column.newMean !== null) {
    const [before, after] = [amount(column.oldMean), amount(column.newMean)];
    if (before !== after) words.push(t.compare.mean(before, after));
  }
  const list = (shifts: ColumnDrift['newLevels']) => shifts.slice(0, mostShifts).map(({ value }) => `“${value}”`);
  if (column.newLevels.length) words.push(t.compare.newValues(list(column.newLevels).join(', ')));
  if (column.lostLevels.length) words.push(t.compare.lostValues(list(column.lostLevels).join(', ')));
  const [move] = column.largestMoves;
  if (move && column.isDrift) {
    const part = (rows: number, all: number) => share(rows / Math.max(1, all));
    words.push(
      t.compare.move(move.value, part(move.oldRows, report.old.rowCount), part(move.newRows, report.new.rowCount)),
    );
  }
  if (!words.length && column.isCompared) return <span class="fine">{t.compare.same}</span>;
  return (
    <ul class="plain">
      {words.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  );
}

const mostLeaks = 6;

function Leaks({ report: { leaks, new: now } }: { report: CompareReport }) {
  const conflicts = leaks.sameLabel.reduce((sum, same) => sum + (same ? 0 : 1), 0);
  return (
    <section class="card" aria-labelledby="compare-leaks">
      <h2 id="compare-leaks">{t.compare.leaks}</h2>
      <p>
        {leaks.newRows.length
          ? t.compare.leaked(leaks.newRows.length, share(leaks.newRows.length / Math.max(1, now.rowCount)))
          : t.compare.noLeaks}
      </p>
      {conflicts > 0 && <p>{t.compare.conflicts(conflicts)}</p>}
      <ul class="plain">
        {Array.from(leaks.newRows.subarray(0, mostLeaks), (row, at) => (
          <li key={row}>{t.compare.leak(row, leaks.oldRows[at]!, leaks.isExact[at] === 1)}</li>
        ))}
      </ul>
    </section>
  );
}

function Quality({ report: { quality } }: { report: CompareReport }) {
  return (
    <section class="card" aria-labelledby="compare-findings">
      <h2 id="compare-findings">{t.compare.checks}</h2>
      <FactsTable
        label={t.compare.checks}
        headings={[
          { words: t.compare.check },
          { words: t.compare.before, isNumber: true },
          { words: t.compare.after, isNumber: true },
          { words: t.compare.change, isNumber: true },
        ]}
        lines={quality.map(({ type, oldShare, newShare, change }) => ({
          key: type,
          cells: [
            t.issue(type).title,
            oldShare ? share(oldShare) : t.compare.none,
            newShare ? share(newShare) : t.compare.none,
            <span class={change > 0.0005 ? 'differs' : ''}>{changeInWords(change)}</span>,
          ],
        }))}
      />
    </section>
  );
}

function changeInWords(difference: number): string {
  if (Math.abs(difference) < 0.0005) return t.compare.same;
  return `${difference > 0 ? '+' : '−'}${share(Math.abs(difference))}`;
}
