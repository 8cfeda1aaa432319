import { count, t } from '../../strings/index.ts';
import { setFilter } from '../actions.ts';
import { issueColumns, shownRows } from '../rows.ts';
import { type Audited, filter, noFilter } from '../state.ts';

/** What the map and the table show; a filter set in one view holds in all. */
export function Filters({ audited }: { audited: Audited }) {
  const { report, schema } = audited;
  const now = filter.value;
  const types = issueColumns(report).filter((issue) => issue.count > 0);
  const chips: [string, () => void][] = [];
  if (now.given !== null) chips.push([t.filters.given(now.given), () => setFilter({ given: null })]);
  if (now.predicted !== null) chips.push([t.filters.predicted(now.predicted), () => setFilter({ predicted: null })]);
  if (now.picked) {
    const what =
      now.pickedName === null ? t.filters.picked(now.picked.size) : t.filters.pickedAs(now.pickedName, now.picked.size);
    chips.push([what, () => setFilter({ picked: null, pickedName: null })]);
  }
  const isFiltered = chips.length > 0 || now.text !== '' || now.issue !== noFilter.issue || now.sort !== null;
  return (
    <search class="filters" aria-label={t.filters.label}>
      <label>
        <span>{t.filters.issue}</span>
        <select value={now.issue} onChange={(event) => setFilter({ issue: event.currentTarget.value })}>
          <option value="flagged">{t.filters.flagged}</option>
          <option value="all">{t.filters.all}</option>
          {types.map(({ type, count: found }) => (
            <option key={type} value={type}>
              {`${t.issue(type).title} (${count(found)})`}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t.filters.search}</span>
        <input type="search" value={now.text} onInput={(event) => setFilter({ text: event.currentTarget.value })} />
      </label>
      <label>
        <span>{t.filters.sort}</span>
        <select
          value={now.sort ?? ''}
          onChange={(event) => setFilter({ sort: event.currentTarget.value || null, isDescending: false })}
        >
          <option value="">{t.filters.sortUsual}</option>
          <option value="worst">{t.filters.sortWorst}</option>
          <option value="file">{t.filters.sortFile}</option>
          {issueColumns(report).map(({ type }) => (
            <option key={type} value={type}>
              {t.filters.sortScore(t.issue(type).title)}
            </option>
          ))}
          {schema.columns.map(({ name }, at) => (
            <option key={name} value={`column ${at}`}>
              {t.filters.sortColumn(name)}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        class="icon"
        aria-pressed={now.isDescending}
        aria-label={t.filters.turn}
        title={t.filters.turn}
        onClick={() => setFilter({ isDescending: !now.isDescending })}
      >
        <span aria-hidden="true">{now.isDescending ? '↓' : '↑'}</span>
      </button>
      {chips.map(([what, remove]) => (
        <button key={what} type="button" class="chip" aria-label={t.filters.remove(what)} onClick={remove}>
          {what} <span aria-hidden="true">×</span>
        </button>
      ))}
      {isFiltered && (
        <button type="button" class="quiet" onClick={() => (filter.value = noFilter)}>
          {t.filters.clear}
        </button>
      )}
      <p class="filter-count" role="status">
        {t.filters.count(shownRows.value.length, report.rowCount)}
      </p>
    </search>
  );
}
