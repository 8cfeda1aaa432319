import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { count, score, t } from '../../strings/index.ts';
import { setFilter } from '../actions.ts';
import { IssueChips } from '../parts/chips.tsx';
import { useGridWindow } from '../parts/grid-window.ts';
import { cellOf, givenClasses, judgementOf, predictedClasses, shownRows } from '../rows.ts';
import { type Audited, filter, openRow, seenRows, selectedRow } from '../state.ts';
import { isNarrow } from '../theme.ts';

const rowHeights = { wide: 36, narrow: 92 };
const headHeight = 36;
const mostCells = 40;
const mostTold = 5;

/** The rows that pass the filter, with what was found in them; only those on the screen are in the document. */
export function RowsTable({ audited }: { audited: Audited }) {
  const { report, schema } = audited;
  const rows = shownRows.value;
  const narrow = isNarrow.value;
  const rowHeight = narrow ? rowHeights.narrow : rowHeights.wide;
  const head = narrow ? 0 : headHeight;
  const { view, window, reveal, viewHeight } = useGridWindow(rows.length, rowHeight, head);
  const active = useSignal(0);
  const given = givenClasses(report);
  const predicted = predictedClasses(report);
  const columns = schema.columns.map(({ name }, at) => ({ name, at })).slice(0, mostCells);
  const hasClasses = predicted.length > 0;
  // on a phone a row is told by its first features
  const told = schema.columns.flatMap(({ role }, column) => (role === 'feature' ? [column] : [])).slice(0, mostTold);
  const at = Math.min(active.value, Math.max(0, rows.length - 1));

  useEffect(() => {
    active.value = 0;
    if (view.current) view.current.scrollTop = 0;
  }, [rows]);

  const move = (to: number) => {
    active.value = Math.min(rows.length - 1, Math.max(0, to));
    reveal(active.value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(viewHeight / rowHeight) - 1);
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.length - 1,
    };
    if (event.key in moves) move(moves[event.key]!);
    else if ((event.key === 'Enter' || event.key === ' ') && rows.length) openRow(rows[at]!);
    else return;
    event.preventDefault();
  };

  if (!rows.length) return <p class="nothing">{t.table.none}</p>;
  return (
    <div
      ref={view}
      class="grid"
      role="grid"
      tabIndex={0}
      aria-label={t.table.label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length + (hasClasses ? 5 : 3)}
      aria-activedescendant={`grid-row-${at}`}
      onKeyDown={onKeyDown}
    >
      <div class="grid-head" role="row" aria-rowindex={1}>
        <SortHeader class="cell-row" sort="file" name={t.table.row} />
        <SortHeader class="cell-score" sort="worst" name={t.table.score} />
        <span role="columnheader" class="cell-found">
          {t.table.found}
        </span>
        {hasClasses && (
          <>
            <span role="columnheader" class="cell-class">
              {t.table.label_}
            </span>
            <span role="columnheader" class="cell-class">
              {t.table.suggested}
            </span>
          </>
        )}
        {columns.map(({ name, at: column }) => (
          <SortHeader key={name} class="cell" sort={`column ${column}`} name={name} isData />
        ))}
      </div>
      <div class="grid-body" role="presentation" style={{ height: `${window.height}px` }}>
        <div class="grid-rows" role="presentation" style={{ transform: `translateY(${window.offset}px)` }}>
          {Array.from({ length: window.end - window.first }, (_, offset) => {
            const index = window.first + offset;
            const row = rows[index]!;
            const { types, worst } = judgementOf(report, row);
            const disagree = hasClasses && types.includes('label');
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
              <div
                key={row}
                id={`grid-row-${index}`}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={index === at}
                class={`grid-row ${selectedRow.value === row ? 'open' : ''} ${seenRows.has(row) ? 'seen' : ''}`}
                style={{ height: `${rowHeight}px` }}
                onClick={() => {
                  active.value = index;
                  openRow(row);
                }}
              >
                <span role="gridcell" class="cell-row">
                  {count(row)}
                </span>
                <span role="gridcell" class="cell-score">
                  {score(worst)}
                </span>
                <span role="gridcell" class="cell-found">
                  <IssueChips types={types} />
                </span>
                {narrow ? (
                  <span role="gridcell" class="cell-summary" translate={false}>
                    {disagree && <span class="suggested block">{t.table.disagree(given[row]!, predicted[row]!)}</span>}
                    <span class="cells-line">
                      {told.map((column) => cellOf(schema, column, row) ?? '–').join(' · ')}
                    </span>
                  </span>
                ) : (
                  <>
                    {hasClasses && (
                      <>
                        <span role="gridcell" class="cell-class" translate={false}>
                          {given[row]}
                        </span>
                        <span
                          role="gridcell"
                          class={`cell-class ${disagree ? 'suggested' : 'faint'}`}
                          translate={false}
                        >
                          {predicted[row]}
                        </span>
                      </>
                    )}
                    {columns.map(({ name, at: column }) => {
                      const cell = cellOf(schema, column, row);
                      return (
                        <span
                          key={name}
                          role="gridcell"
                          class={`cell ${cell === null ? 'missing' : ''}`}
                          translate={false}
                        >
                          {cell ?? t.missing}
                        </span>
                      );
                    })}
                  </>
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Press a heading to sort by it, again to turn the order round. By keyboard the filter's "Sort by" does the same. */
function SortHeader(props: { class: string; sort: string; name: string; isData?: boolean }) {
  const { sort, isDescending } = filter.value;
  const isSorted = sort === props.sort;
  return (
    <span
      role="columnheader"
      class={props.class}
      translate={!props.isData}
      aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        tabIndex={-1}
        onClick={() => setFilter({ sort: props.sort, isDescending: isSorted && !isDescending })}
      >
        {props.name}
        <span aria-hidden="true">{isSorted ? (isDescending ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </span>
  );
}
