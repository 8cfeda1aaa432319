import type { AuditReport, Table } from 'assayer/worker';
import { useMemo } from 'preact/hooks';
import { count, share, t } from '../../strings/index.ts';
import { setFilter, showView } from '../actions.ts';
import { Bar } from '../parts/bar.tsx';
import { FactsTable } from '../parts/facts-table.tsx';
import { givenClasses, issueColumns, predictedClasses } from '../rows.ts';
import { type Audited, noFilter } from '../state.ts';

/** More classes than these do not fit side by side; the most confused ones are shown. */
const mostClasses = 16;

/** How many rows with each given label are predicted as each class. */
function crossTable(given: readonly string[], predicted: readonly string[]): Map<string, Map<string, number>> {
  const counts = new Map<string, Map<string, number>>();
  for (let row = 0; row < given.length; row++) {
    const line = counts.get(String(given[row])) ?? new Map<string, number>();
    counts.set(String(given[row]), line);
    const name = String(predicted[row]);
    line.set(name, (line.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Rows of each given class whose label is flagged. */
function flaggedOf(report: AuditReport, given: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  const flags = issueColumns(report).find(({ type }) => type === 'label')?.flags ?? [];
  for (let row = 0; row < given.length; row++) {
    if (flags[row]) counts.set(String(given[row]), (counts.get(String(given[row])) ?? 0) + 1);
  }
  return counts;
}

function confusedClasses(names: string[], counts: Map<string, Map<string, number>>): string[] {
  if (names.length <= mostClasses) return names;
  const wrong = new Map(names.map((name) => [name, 0]));
  for (const [given, line] of counts) {
    for (const [predicted, rows] of line) {
      if (given === predicted) continue;
      wrong.set(given, (wrong.get(given) ?? 0) + rows);
      wrong.set(predicted, (wrong.get(predicted) ?? 0) + rows);
    }
  }
  const chosen = new Set([...names].sort((a, b) => wrong.get(b)! - wrong.get(a)!).slice(0, mostClasses));
  return names.filter((name) => chosen.has(name));
}

function showRowsOf(given: string, predicted: string | null): void {
  setFilter({ ...noFilter, issue: predicted === null ? 'label' : 'all', given, predicted });
  showView('rows');
}

export function ClassesView({ audited }: { audited: Audited }) {
  const { report } = audited;
  const given = givenClasses(report);
  const predicted = predictedClasses(report);
  const counts = useMemo(() => crossTable(given, predicted), [given, predicted]);
  const flagged = useMemo(() => flaggedOf(report, given), [report, given]);
  if (!given.length) return <p class="nothing">{t.classes.none}</p>;
  const names = confusedClasses(report.classNames, counts);
  const info = report.lab.getInfo('label');
  const [overlap] = (info.overlapping_classes as Table | undefined)?.toRows([0]) ?? [];
  return (
    <div class="classes">
      <section aria-labelledby="heatmap-title">
        <h2 id="heatmap-title">{t.classes.heatmap}</h2>
        <p>
          {t.classes.heatmapHelp}{' '}
          {overlap &&
            names.length > 1 &&
            t.classes.most(String(overlap['Class Name A']), String(overlap['Class Name B']))}
        </p>
        <Heatmap names={names} counts={counts} />
      </section>
      <section aria-labelledby="quality-title">
        <h2 id="quality-title">{t.classes.quality}</h2>
        <ClassQuality table={info.classes_by_label_quality as Table} counts={counts} flagged={flagged} />
      </section>
    </div>
  );
}

function Heatmap({ names, counts }: { names: string[]; counts: Map<string, Map<string, number>> }) {
  const largest = Math.max(
    1,
    ...names.flatMap((given) =>
      names.filter((name) => name !== given).map((predicted) => counts.get(given)?.get(predicted) ?? 0),
    ),
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: wide tables scroll by keyboard too
    <div class="scroll" tabIndex={0} role="group" aria-label={t.classes.heatmap}>
      <table class="heatmap">
        <thead>
          <tr>
            <td />
            <th scope="colgroup" colSpan={names.length} class="axis">
              {t.classes.predicted}
            </th>
          </tr>
          <tr>
            <th scope="col" class="axis">
              {t.classes.given}
            </th>
            {names.map((name) => (
              <th key={name} scope="col" translate={false}>
                <span>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((given) => (
            <tr key={given}>
              <th scope="row" translate={false}>
                {given}
              </th>
              {names.map((predicted) => {
                const rows = counts.get(given)?.get(predicted) ?? 0;
                const level = given === predicted ? 'agree' : `level-${rows ? Math.ceil((rows / largest) * 4) : 0}`;
                return (
                  <td key={predicted}>
                    <button
                      type="button"
                      class={level}
                      disabled={rows === 0}
                      aria-label={t.classes.cell(given, predicted, rows)}
                      onClick={() => showRowsOf(given, predicted)}
                    >
                      {count(rows)}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ClassQuality(props: { table: Table; counts: Map<string, Map<string, number>>; flagged: Map<string, number> }) {
  const { table, counts, flagged } = props;
  return (
    <FactsTable
      label={t.classes.quality}
      headings={[
        { words: t.classes.class },
        { words: t.classes.rows, isNumber: true },
        { words: t.classes.flagged, isNumber: true },
        { words: t.classes.agree },
      ]}
      lines={table.toRows().map((row) => {
        const name = String(row['Class Name']);
        const quality = Number(row['Label Quality Score']);
        return {
          key: name,
          cells: [
            <button type="button" class="link" translate={false} onClick={() => showRowsOf(name, null)}>
              {name}
            </button>,
            count([...(counts.get(name)?.values() ?? [])].reduce((sum, value) => sum + value, 0)),
            count(flagged.get(name) ?? 0),
            <span class="with-bar">
              {share(quality)} <Bar value={quality} tone="good" />
            </span>,
          ],
        };
      })}
    />
  );
}
