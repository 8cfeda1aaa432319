import type { ComponentChild } from 'preact';
import { useEffect } from 'preact/hooks';
import { count, seconds, t } from '../../strings/index.ts';
import { runAudit, showView } from '../actions.ts';
import { suggestedFixes } from '../fixes.ts';
import { issueColumns } from '../rows.ts';
import { type Audited, openRow, type Stage, selectedRow, type View } from '../state.ts';
import { ClassesView } from '../views/classes.tsx';
import { ColumnsView } from '../views/columns.tsx';
import { DuplicatesView } from '../views/duplicates.tsx';
import { ExportView } from '../views/export.tsx';
import { Filters } from '../views/filters.tsx';
import { FixView } from '../views/fix.tsx';
import { GroupsView } from '../views/groups.tsx';
import { RowsMap } from '../views/map.tsx';
import { OrderView } from '../views/order.tsx';
import { Overview } from '../views/overview.tsx';
import { RowDetail } from '../views/row-detail.tsx';
import { RowsTable } from '../views/rows-table.tsx';

const views: View[] = ['overview', 'rows', 'duplicates', 'classes', 'columns', 'groups', 'order', 'fix', 'export'];

/** Number beside a view's name, where it has one. */
function badgeOf(view: View, { report }: Audited): number | null {
  if (view === 'fix') return suggestedFixes(report).length;
  if (view === 'duplicates') return issueColumns(report).find(({ type }) => type === 'near_duplicate')?.count ?? null;
  return null;
}

function render(view: View, audited: Audited): ComponentChild {
  switch (view) {
    case 'overview':
      return <Overview audited={audited} />;
    case 'rows':
      return <RowsView audited={audited} />;
    case 'duplicates':
      return <DuplicatesView audited={audited} />;
    case 'classes':
      return <ClassesView audited={audited} />;
    case 'columns':
      return <ColumnsView audited={audited} />;
    case 'groups':
      return <GroupsView audited={audited} />;
    case 'order':
      return <OrderView audited={audited} />;
    case 'fix':
      return <FixView audited={audited} />;
    case 'export':
      return <ExportView audited={audited} />;
  }
}

function RowsView({ audited }: { audited: Audited }) {
  return (
    <>
      <Filters audited={audited} />
      <div class="linked">
        <RowsTable audited={audited} />
        <RowsMap audited={audited} />
      </div>
    </>
  );
}

export function ReportScreen({ stage }: { stage: Extract<Stage, { at: 'report' }> }) {
  const { audited, view } = stage;
  const { file, report, schema } = audited;
  useEffect(() => {
    document.getElementById(`view-${view}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [view]);
  return (
    <div class="report">
      <header class="report-head">
        <h1 tabIndex={-1}>
          <span>{t.report.title(file.name)}</span>
        </h1>
        <p>
          {t.report.summary(report.rowCount, schema.columns.length, seconds(report.run.milliseconds))}
          <span class="chip strong">
            {report.labelColumn === null ? t.report.noLabel : t.report.label(report.labelColumn)}
          </span>
        </p>
      </header>
      {audited.isPart && (
        <p class="card notice part" role="status">
          {t.report.part}{' '}
          <button type="button" onClick={() => runAudit(file, schema, audited.choice)}>
            {t.report.runWhole}
          </button>
        </p>
      )}
      <nav class="views" aria-label={t.report.viewsLabel}>
        {views.map((one) => {
          const badge = badgeOf(one, audited);
          return (
            <button
              key={one}
              id={`view-${one}`}
              type="button"
              aria-current={one === view ? 'page' : undefined}
              onClick={() => showView(one)}
            >
              {t.report.views[one]}
              {badge !== null && <span class="badge">{count(badge)}</span>}
            </button>
          );
        })}
      </nav>
      <div class={`view view-${view}`}>{render(view, audited)}</div>
      {selectedRow.value !== null && (
        <RowDetail
          audited={audited}
          row={selectedRow.value}
          onOpen={openRow}
          onClose={() => (selectedRow.value = null)}
        />
      )}
    </div>
  );
}
