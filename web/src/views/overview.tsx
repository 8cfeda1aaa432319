import type { AuditReport, SchemaData } from 'assayer/worker';
import { useMemo } from 'preact/hooks';
import { count, score, share, t } from '../../strings/index.ts';
import { setFilter, showView } from '../actions.ts';
import { suggestedFixes } from '../fixes.ts';
import { Bar } from '../parts/bar.tsx';
import { IssueChips } from '../parts/chips.tsx';
import { type IssueColumns, isAboutRows, issueColumns, rowsThatPass } from '../rows.ts';
import { type Audited, noFilter, openRow, type View } from '../state.ts';
import { columnFindings } from './columns.tsx';

/** The view in which an issue type is best looked at. */
function viewOf(type: string): View {
  return type === 'near_duplicate'
    ? 'duplicates'
    : type === 'non_iid'
      ? 'order'
      : type === 'underperforming_group'
        ? 'groups'
        : 'rows';
}

function IssueCard({ issue, rows }: { issue: IssueColumns; rows: number }) {
  const { title, meaning, matters } = t.issue(issue.type);
  const show = () => {
    setFilter({ ...noFilter, issue: issue.type });
    showView(viewOf(issue.type));
  };
  return (
    <li class={`card issue-card issue-${issue.type}`}>
      <h2 class="small">{title}</h2>
      <p class="big">
        <strong>{count(issue.count)}</strong> <span>{t.report.ofRows(share(issue.count / rows))}</span>
      </p>
      <Bar value={issue.count / rows} tone="bad" />
      <p>{meaning}</p>
      <details>
        <summary>{t.report.whyMatters}</summary>
        <p>{matters}</p>
        <p class="fine">{t.report.quality(score(issue.summaryScore))}</p>
      </details>
      <button type="button" aria-label={t.report.showRows(t.report.flagged(issue.count), title)} onClick={show}>
        {t.report.flagged(issue.count)} <span aria-hidden="true">→</span>
      </button>
    </li>
  );
}

const mostWorst = 8;

/** The worst rows of every kind of finding in turn, so that no kind fills the list. */
function worstOfEach(report: AuditReport, schema: SchemaData): number[] {
  const lists = issueColumns(report)
    .filter(({ type, count: flagged }) => flagged > 0 && isAboutRows(type))
    .map(({ type }) => rowsThatPass(report, schema, { ...noFilter, issue: type }));
  const rows = new Set<number>();
  const told = new Set<number>(); // copies of a row that is listed say nothing new
  for (let at = 0; at < report.rowCount && lists.some((list) => at < list.length); at++) {
    for (const list of lists) {
      const row = list[at];
      if (row === undefined || rows.has(row) || told.has(row)) continue;
      rows.add(row);
      for (const copy of report.explain(row).duplicates) told.add(copy);
      if (rows.size === mostWorst) return [...rows];
    }
  }
  return [...rows];
}

/** The rows that are most certainly wrong, each with its reason; a row opens why. */
function WorstRows({ audited: { report, schema } }: { audited: Audited }) {
  const rows = useMemo(() => worstOfEach(report, schema), [report, schema]);
  if (!rows.length) return null;
  return (
    <section class="card worst" aria-labelledby="worst-title">
      <h2 id="worst-title">{t.report.worst}</h2>
      <ol>
        {rows.map((row) => {
          const [first] = report.explain(row).issues;
          return (
            <li key={row}>
              <button type="button" class="link" aria-label={t.report.worstOpen(row)} onClick={() => openRow(row)}>
                {t.row(row)}
              </button>
              <span class="worst-why">
                {first && <IssueChips types={[first.type]} />} <span translate={false}>{first?.reason}</span>
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function NextSteps({ audited: { report } }: { audited: Audited }) {
  const fixes = suggestedFixes(report).length;
  return (
    <section class="card next" aria-labelledby="next-title">
      <h2 id="next-title">{t.report.next}</h2>
      {fixes > 0 && (
        <button type="button" class="main" onClick={() => showView('fix')}>
          {t.report.nextFix(fixes)} <span aria-hidden="true">→</span>
        </button>
      )}
      <button type="button" onClick={() => showView('rows')}>
        {t.report.nextRows}
      </button>
      <button type="button" onClick={() => showView('export')}>
        {t.report.nextTake}
      </button>
    </section>
  );
}

const mostColumns = 5;

/** Columns about which there is something to say. */
function OddColumns({ audited: { report } }: { audited: Audited }) {
  const odd = report.schema.flatMap(({ name, missing }, at) => {
    const part = missing / Math.max(1, report.rowCount);
    const leak = report.leaks.find(({ column }) => column === name);
    const found = columnFindings(report.profile[at], leak);
    if (part > 0.05) found.unshift(t.columnsView.missingPart(share(part)));
    return found.length ? [{ name, found }] : [];
  });
  if (!odd.length) return null;
  return (
    <section class="card odd-columns" aria-labelledby="odd-columns-title">
      <h2 id="odd-columns-title">{t.report.columnsTitle}</h2>
      <ul>
        {odd.slice(0, mostColumns).map(({ name, found }) => (
          <li key={name}>
            <strong translate={false}>{name}</strong> <span>{found[0]}</span>
          </li>
        ))}
      </ul>
      <button type="button" class="link" onClick={() => showView('columns')}>
        {t.report.columnsAll}
      </button>
    </section>
  );
}

export function Overview({ audited }: { audited: Audited }) {
  const { report, schema } = audited;
  const types = issueColumns(report);
  const found = types.filter((issue) => issue.count > 0);
  const clean = types.filter((issue) => issue.count === 0);
  const flagged = rowsThatPass(report, schema, noFilter).length;
  return (
    <>
      <p class="verdict">{flagged ? t.report.found(flagged) : t.report.nothing}</p>
      <ul class="issue-cards">
        {found.map((issue) => (
          <IssueCard key={issue.type} issue={issue} rows={report.rowCount} />
        ))}
      </ul>
      <div class="overview-parts">
        <WorstRows audited={audited} />
        <div class="overview-side">
          <NextSteps audited={audited} />
          <OddColumns audited={audited} />
        </div>
      </div>
      {clean.length > 0 && (
        <details class="card clean">
          <summary>{t.report.clean(clean.length)}</summary>
          <ul>
            {clean.map(({ type, summaryScore }) => (
              <li key={type}>
                <strong>{t.issue(type).title}</strong> {t.issue(type).meaning}{' '}
                <span class="fine">{t.report.quality(score(summaryScore))}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {report.leaks.length > 0 && (
        <section class="card notice">
          <h2>{t.report.leaksTitle}</h2>
          <ul>
            {report.leaks.map(({ column, agreement, reason }) => (
              <li key={column}>
                {t.report.leak(column, share(agreement))} <span translate={false}>({reason.phrase})</span>
              </li>
            ))}
          </ul>
          <p class="fine">{t.report.leaksHelp}</p>
        </section>
      )}
      {report.failures.length > 0 && (
        <section class="card notice">
          <h2>{t.report.failed}</h2>
          <ul>
            {report.failures.map(({ type, message }) => (
              <li key={type}>
                <strong>{t.issue(type).title}</strong> <span translate={false}>{message}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {report.warnings.length > 0 && (
        <section class="card notice">
          <h2>{t.report.warnings}</h2>
          <ul translate={false}>
            {report.warnings.map(({ message }) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
