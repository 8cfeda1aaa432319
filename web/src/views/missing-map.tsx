import type { SchemaData } from 'assayer/worker';
import { useMemo } from 'preact/hooks';
import { share, t } from '../../strings/index.ts';
import type { Audited } from '../state.ts';

const mostStretches = 80;
const mostColumns = 40;
const mostPairs = 5;

/** Where cells are missing: by column and stretch of the file, and together. */
interface Missing {
  /** Columns with missing cells, most first. */
  columns: { name: string; at: number; share: number; stretches: number[] }[];
  pairs: { a: string; b: string; rows: number }[];
}

function isMissing(schema: SchemaData, column: number): (row: number) => boolean {
  const { codes, numbers } = schema.table.columns[column]!;
  return codes ? (row) => codes[row]! < 0 : (row) => Number.isNaN(numbers![row]!);
}

function missingOf({ schema, report }: Audited): Missing {
  const rows = report.rowCount;
  const parts = Math.min(mostStretches, rows);
  const columns = report.schema
    .map(({ name, missing }, at) => ({ name, at, share: missing / Math.max(1, rows), stretches: [] as number[] }))
    .filter((column) => column.share > 0)
    .sort((a, b) => b.share - a.share)
    .slice(0, mostColumns);
  for (const column of columns) {
    const test = isMissing(schema, column.at);
    for (let part = 0; part < parts; part++) {
      const [from, to] = [Math.floor((part * rows) / parts), Math.floor(((part + 1) * rows) / parts)];
      let found = 0;
      for (let row = from; row < to; row++) if (test(row)) found++;
      column.stretches.push(found / Math.max(1, to - from));
    }
  }
  return { columns, pairs: pairsOf(schema, columns.slice(0, 12), rows) };
}

/** Columns that are missing in the same rows clearly more often than by chance. */
function pairsOf(schema: SchemaData, columns: Missing['columns'], rows: number): Missing['pairs'] {
  const pairs: Missing['pairs'] = [];
  columns.forEach((a, at) => {
    const isA = isMissing(schema, a.at);
    for (const b of columns.slice(at + 1)) {
      const isB = isMissing(schema, b.at);
      let both = 0;
      for (let row = 0; row < rows; row++) if (isA(row) && isB(row)) both++;
      if (both > 1.2 * a.share * b.share * rows && both > 2) pairs.push({ a: a.name, b: b.name, rows: both });
    }
  });
  return pairs.sort((x, y) => y.rows - x.rows).slice(0, mostPairs);
}

/** Missing cells as a picture, a column each, and in words. */
export function MissingMap({ audited }: { audited: Audited }) {
  const { columns, pairs } = useMemo(() => missingOf(audited), [audited]);
  return (
    <section class="card missing-map" aria-labelledby="missing-title">
      <h2 id="missing-title">{t.columnsView.missingTitle}</h2>
      {columns.length === 0 ? (
        <p>{t.columnsView.noMissing}</p>
      ) : (
        <>
          <p class="fine">{t.columnsView.missingHelp}</p>
          <div class="missing-parts">
            <svg
              role="img"
              aria-label={t.columnsView.missingPicture(columns.length)}
              viewBox={`0 0 ${columns.length * 10} ${mostStretches}`}
              preserveAspectRatio="none"
            >
              {columns.map(({ name, stretches }, column) =>
                stretches.map((part, at) => (
                  <rect
                    key={`${name} ${at}`}
                    x={column * 10 + 0.5}
                    width={9}
                    y={(at * mostStretches) / stretches.length}
                    height={mostStretches / stretches.length}
                    class={`missing-${Math.ceil(part * 4)}`}
                  />
                )),
              )}
            </svg>
            <ol>
              {columns.map(({ name, share: part }) => (
                <li key={name}>{t.columnsView.alone(name, share(part))}</li>
              ))}
            </ol>
          </div>
          {pairs.length > 0 && (
            <ul class="plain">
              {pairs.map(({ a, b, rows }) => (
                <li key={`${a} ${b}`}>{t.columnsView.together(a, b, rows)}</li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}
