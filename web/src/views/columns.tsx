import type { ColumnProfile, ColumnSchema, Leak } from 'assayer/worker';
import { amount, count, share, t } from '../../strings/index.ts';
import { Bar } from '../parts/bar.tsx';
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
  if (kind === 'numeric' && profile && profile.quantiles.length === 5) {
    const [low, , middle, , high] = profile.quantiles;
    return t.columnsView.range(amount(low!), amount(middle!), amount(high!));
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
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wide tables scroll by keyboard too */}
      <div class="scroll" tabIndex={0} role="group" aria-label={t.columnsView.title}>
        <table class="small-table wide columns-table">
          <thead>
            <tr>
              <th scope="col">{t.columnsView.name}</th>
              <th scope="col">{t.schema.kind}</th>
              <th scope="col">{t.schema.missing}</th>
              <th scope="col" class="number">
                {t.schema.distinct}
              </th>
              <th scope="col">{t.columnsView.values}</th>
              <th scope="col">{t.columnsView.findings}</th>
            </tr>
          </thead>
          <tbody>
            {report.schema.map((column, at) => {
              const profile = report.profile[at];
              const leak = report.leaks.find((one) => one.column === column.name);
              const found = columnFindings(profile, leak);
              const missing = column.missing / Math.max(1, report.rowCount);
              return (
                <tr key={column.name}>
                  <th scope="row">
                    <span translate={false}>{column.name}</span>{' '}
                    {column.role === 'label' && <span class="chip strong">{t.schema.isLabel}</span>}
                    {column.role === 'ignored' && <span class="chip">{t.schema.leftOut}</span>}
                  </th>
                  <td>
                    {t.schema.kinds[column.kind]}
                    {column.reason.phrase && (
                      <span class="fine block" translate={false}>
                        {column.reason.phrase}
                      </span>
                    )}
                  </td>
                  <td>
                    <span class="with-bar">
                      {share(missing)} <Bar value={missing} tone="bad" />
                    </span>
                  </td>
                  <td class="number">{count(column.distinct)}</td>
                  <td class="sketch-cell">
                    <ValuesSketch schema={schema} column={at} worst={worst} />
                    <span class="fine block">{values(column, profile)}</span>
                  </td>
                  <td>
                    {found.length ? (
                      <ul class="plain">
                        {found.map((one) => (
                          <li key={one}>{one}</li>
                        ))}
                      </ul>
                    ) : (
                      <span class="fine">{t.columnsView.none}</span>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <MissingMap audited={audited} />
    </section>
  );
}
