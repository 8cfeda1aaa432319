import { useSignal } from '@preact/signals';
import type { AuditReport, Fix, SchemaData } from 'assayer/worker';
import { useMemo } from 'preact/hooks';
import { count, t } from '../../strings/index.ts';
import { decideAll, suggestedFixes } from '../fixes.ts';
import { cellOf, issueColumns } from '../rows.ts';
import { type Audited, type Decision, decisions, openRow } from '../state.ts';

const page = 20;
const mostRows = 8;

type Kind = 'conflict' | 'exact' | 'near';

interface Group {
  rows: number[];
  kind: Kind;
}

/** Rows that repeat each other, those with different labels first. */
function groupsOf(report: AuditReport, schema: SchemaData): Group[] {
  const issue = issueColumns(report).find(({ type }) => type === 'near_duplicate');
  if (!issue?.count) return [];
  const sets = report.issues('near_duplicate').column('near_duplicate_sets') as number[][];
  const seen = new Set<number>();
  const groups: Group[] = [];
  const label = schema.columns.findIndex(({ name }) => name === report.labelColumn);
  for (let row = 0; row < report.rowCount; row++) {
    if (!issue.flags[row] || seen.has(row)) continue;
    const rows = [row, ...sets[row]!.filter((other) => other !== row && !seen.has(other))].sort((a, b) => a - b);
    for (const one of rows) seen.add(one);
    if (rows.length < 2) continue;
    const isConflict = label >= 0 && new Set(rows.map((one) => cellOf(schema, label, one))).size > 1;
    const isExact = rows.every((one) => issue.scores[one] === 0);
    groups.push({ rows, kind: isConflict ? 'conflict' : isExact ? 'exact' : 'near' });
  }
  const order: Kind[] = ['conflict', 'exact', 'near'];
  return groups.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

export function DuplicatesView({ audited }: { audited: Audited }) {
  const { report, schema } = audited;
  const groups = useMemo(() => groupsOf(report, schema), [report, schema]);
  const shown = useSignal(page);
  return (
    <section aria-labelledby="duplicates-title">
      <h2 id="duplicates-title">{t.duplicates.title}</h2>
      {groups.length === 0 ? (
        <p class="nothing">{t.duplicates.none}</p>
      ) : (
        <p>
          {t.duplicates.count(groups.length)}. {t.duplicates.help}
        </p>
      )}
      <ul class="duplicate-groups">
        {groups.slice(0, shown.value).map((group) => (
          <DuplicateGroup key={group.rows[0]} audited={audited} group={group} />
        ))}
      </ul>
      {groups.length > shown.value && (
        <button type="button" onClick={() => (shown.value += page)}>
          {t.duplicates.more(Math.min(page, groups.length - shown.value))}
        </button>
      )}
    </section>
  );
}

/** What shall become of a group: one row stays, or all do; pressed again, it is open. */
function KeepButtons({ merges }: { merges: Fix[] }) {
  const isAll = (state: Decision['state']) => merges.every((fix) => decisions.value.get(fix)?.state === state);
  const choices: [Decision['state'], string][] = [
    ['accepted', t.duplicates.keep],
    ['rejected', t.duplicates.keepAll],
  ];
  return (
    <>
      {choices.map(([state, words]) => (
        <button
          key={state}
          type="button"
          aria-pressed={isAll(state)}
          onClick={() => decideAll(merges, isAll(state) ? null : { state })}
        >
          {words}
        </button>
      ))}
    </>
  );
}

/** The rows of a group below each other: equal cells faint, differing ones marked. */
function DuplicateGroup({ audited, group }: { audited: Audited; group: Group }) {
  const { report, schema } = audited;
  const rows = group.rows.slice(0, mostRows);
  const differs = schema.columns.map((_, column) => new Set(rows.map((row) => cellOf(schema, column, row))).size > 1);
  const merges = suggestedFixes(report).filter((fix) => fix.kind === 'merge' && group.rows.includes(fix.row));
  return (
    <li class={`card group-${group.kind}`}>
      <div class="group-head">
        <h3>{t.duplicates[group.kind]}</h3>
        <span class="fine">{t.duplicates.group(group.rows.length)}</span>
        <span class="spacer" />
        {merges.length > 0 && <KeepButtons merges={merges} />}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wide tables scroll by keyboard too */}
      <div class="scroll" tabIndex={0} role="group" aria-label={t.duplicates[group.kind]}>
        <table class="side-by-side">
          <thead>
            <tr>
              <th scope="col">{t.table.row}</th>
              {schema.columns.map(({ name }) => (
                <th key={name} scope="col" translate={false}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row}>
                <th scope="row">
                  <button type="button" class="link" aria-label={t.row(row)} onClick={() => openRow(row)}>
                    {count(row)}
                  </button>
                </th>
                {schema.columns.map(({ name }, column) => (
                  <td key={name} class={differs[column] ? 'differs' : 'equal'} translate={false}>
                    {cellOf(schema, column, row) ?? '–'}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </li>
  );
}
