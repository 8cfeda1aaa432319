import type { AuditReport, ColumnProfile, ColumnSchema, Leak } from 'assayer/worker';
import { amount, count, day, share, t } from '../../strings/index.ts';
import { Bar } from '../parts/bar.tsx';
import { FactsTable } from '../parts/facts-table.tsx';
import { ValuesSketch } from '../parts/values-sketch.tsx';
import { worstScores } from '../rows.ts';
import type { Audited } from '../state.ts';
import { MissingMap } from './missing-map.tsx';

/** What is odd in a column, in words. */
export function columnFindings(profile: ColumnProfile | undefined, leak: Leak | undefined): string[] {
  const found: string[] = [];
  if (leak) found.push(t.columnsView.leak(share(leak.agreement)));
  if (!profile) return found;
  if (profile.isConstant) found.push(t.columnsView.constant);
  if (profile.isMixed) found.push(t.columnsView.mixed);
  if (profile.numbersAsText) found.push(t.columnsView.numbersAsText);
  for (const { spellings } of profile.spellingVariants.slice(0, 3)) {
    found.push(t.columnsView.spellings(spellings.map((one) => `“${one}”`).join(', ')));
  }
  const spellings = profile.missingSpellings.filter(({ value }) => value !== '');
  if (spellings.length) {
    found.push(t.columnsView.missingSpellings(spellings.map(({ value }) => `“${value}”`).join(', ')));
  }
  return found;
}

function values({ kind }: ColumnSchema, profile: ColumnProfile | undefined): string {
  const inWords = kind === 'numeric' ? amount : kind === 'datetime' ? day : null;
  if (inWords && profile?.quantiles.length === 5) {
    const [low, , middle, , high] = profile.quantiles;
    return t.columnsView.range(inWords(low!), inWords(middle!), inWords(high!));
  }
  if (kind === 'identifier') return t.columnsView.eachOnce;
  return (profile?.topValues ?? [])
    .slice(0, 3)
    .map(({ value, count: rows }) =>
      t.columnsView.top(value.length > 30 ? `${value.slice(0, 30)}…` : value, count(rows)),
    )
    .join(', ');
}

export function ColumnsView({ audited }: { audited: Audited }) {
  const { report, schema } = audited;
  const worst = worstScores(report);
  return (
    <section class="columns-view" aria-labelledby="columns-view-title">
      <h2 id="columns-view-title">{t.columnsView.title}</h2>
      <p class="fine">{t.columnsView.marked}</p>
      <FactsTable
        label={t.columnsView.title}
        headings={[
          { words: t.columnsView.name },
          { words: t.schema.kind },
          { words: t.schema.missing },
          { words: t.schema.distinct, isNumber: true },
          { words: t.columnsView.values },
          { words: t.columnsView.findings },
        ]}
        lines={report.schema.map((column, at) => ({
          key: column.name,
          cells: [
            <ColumnName column={column} />,
            <ColumnKindWords column={column} />,
            <Share value={column.missing / Math.max(1, report.rowCount)} />,
            count(column.distinct),
            <>
              <ValuesSketch schema={schema} column={at} worst={worst} />
              <span class="fine block">{values(column, report.profile[at])}</span>
            </>,
            <Findings found={columnFindings(report.profile[at], leakOf(report, column))} />,
          ],
        }))}
      />
      <MissingMap audited={audited} />
    </section>
  );
}

const leakOf = (report: AuditReport, { name }: ColumnSchema) => report.leaks.find(({ column }) => column === name);

function ColumnName({ column: { name, role } }: { column: ColumnSchema }) {
  return (
    <>
      <span translate={false}>{name}</span> {role === 'label' && <span class="chip strong">{t.schema.isLabel}</span>}
      {role === 'ignored' && <span class="chip">{t.schema.leftOut}</span>}
    </>
  );
}

function ColumnKindWords({ column: { kind, reason } }: { column: ColumnSchema }) {
  return (
    <>
      {t.schema.kinds[kind]}
      {reason.phrase && (
        <span class="fine block" translate={false}>
          {reason.phrase}
        </span>
      )}
    </>
  );
}

function Share({ value }: { value: number }) {
  return (
    <span class="with-bar">
      {share(value)} <Bar value={value} tone="bad" />
    </span>
  );
}

function Findings({ found }: { found: string[] }) {
  if (!found.length) return <span class="fine">{t.columnsView.none}</span>;
  return (
    <ul class="plain">
      {found.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  );
}
