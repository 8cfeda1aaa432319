import { useMemo } from 'preact/hooks';
import { amount, count, score, share, t } from '../../strings/index.ts';
import { setFilter, showView } from '../actions.ts';
import { Bar } from '../parts/bar.tsx';
import { FactsTable } from '../parts/facts-table.tsx';
import { issueColumns, rowsThatPass } from '../rows.ts';
import { type Slice, slicesOf } from '../slices.ts';
import { type Audited, noFilter } from '../state.ts';

interface Condition {
  text: string;
  precision: number;
  recall: number;
}

/** Where models are weak and findings gather, in the words of the columns. */
export function GroupsView({ audited }: { audited: Audited }) {
  return (
    <div class="groups">
      <WeakGroup audited={audited} />
      <Slices audited={audited} />
    </div>
  );
}

function WeakGroup({ audited: { report } }: { audited: Audited }) {
  const issue = issueColumns(report).find(({ type }) => type === 'underperforming_group');
  const info = issue ? report.lab.getInfo('underperforming_group') : {};
  const conditions = (info.conditions as Condition[] | undefined) ?? [];
  const show = () => {
    setFilter({ ...noFilter, issue: 'underperforming_group' });
    showView('rows');
  };
  return (
    <section class="card" aria-labelledby="weak-title">
      <h2 id="weak-title">{t.groups.weak}</h2>
      {!issue?.count ? (
        <p>{t.groups.noWeak}</p>
      ) : (
        <>
          <p>{t.groups.weakIn(t.rows(issue.count), score(issue.summaryScore))}</p>
          {conditions.length > 0 && (
            <FactsTable
              label={t.groups.conditions}
              headings={[{ words: t.groups.condition }, { words: t.groups.covers }, { words: t.groups.fits }]}
              lines={conditions.map(({ text, precision, recall }) => ({
                key: text,
                cells: [
                  <span translate={false}>{text}</span>,
                  <span class="with-bar">
                    {share(recall)} <Bar value={recall} />
                  </span>,
                  <span class="with-bar">
                    {share(precision)} <Bar value={precision} />
                  </span>,
                ],
              }))}
            />
          )}
          <button type="button" onClick={show}>
            {t.groups.showGroup} <span aria-hidden="true">→</span>
          </button>
        </>
      )}
    </section>
  );
}

function nameOf({ column, value }: Slice): string {
  const words = typeof value === 'string' ? value : t.groups.between(amount(value[0]), amount(value[1]));
  return t.groups.slice(column, words);
}

function Slices({ audited: { report, schema } }: { audited: Audited }) {
  const slices = useMemo(() => slicesOf(report, schema), [report, schema]);
  const flagged = useMemo(() => rowsThatPass(report, schema, noFilter).length, [report, schema]);
  const show = (slice: Slice) => {
    setFilter({ ...noFilter, picked: new Set(slice.rows), pickedName: nameOf(slice) });
    showView('rows');
  };
  return (
    <section class="card" aria-labelledby="slices-title">
      <h2 id="slices-title">{t.groups.slices}</h2>
      {slices.length === 0 ? (
        <p>{t.groups.noSlices}</p>
      ) : (
        <>
          <p class="fine">{t.groups.slicesHelp(share(flagged / Math.max(1, report.rowCount)))}</p>
          <FactsTable
            label={t.groups.slices}
            headings={[
              { words: t.groups.value },
              { words: t.groups.rows, isNumber: true },
              { words: t.groups.flagged },
              { words: t.groups.times, isNumber: true },
            ]}
            lines={slices.map((slice) => ({
              key: nameOf(slice),
              cells: [
                <button type="button" class="link" translate={false} onClick={() => show(slice)}>
                  {nameOf(slice)}
                </button>,
                count(slice.rows.length),
                <span class="with-bar">
                  {count(slice.flagged)} <Bar value={slice.flagged / slice.rows.length} tone="bad" />
                </span>,
                t.groups.ratio(amount(Math.round(slice.ratio * 10) / 10)),
              ],
            }))}
          />
        </>
      )}
    </section>
  );
}
