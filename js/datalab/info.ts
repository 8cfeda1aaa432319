import { type ClassName, type CoreColumn, columnValues, Table, tableFromCore } from '../table.ts';

/**
 * Info of a check as a user sees it: typed arrays, plain arrays, matrices, `Table`s, class names instead of ids. Keys
 * keep the reference's spelling.
 */
export function plainInfo(info: unknown, classNames: readonly ClassName[]): unknown {
  if (info === null || typeof info !== 'object' || ArrayBuffer.isView(info) || info instanceof Table) return info;
  if (Array.isArray(info)) return info.map((value) => plainInfo(value, classNames));
  if (isColumn(info)) return columnValues(info, classNames);
  if ('table' in info && Array.isArray(info.table)) return tableFromCore(info.table as CoreColumn[], classNames);
  if ('data' in info && 'rows' in info) return info;
  if ('class' in info && typeof info.class === 'number') return classNames[info.class] ?? null;
  return Object.fromEntries(Object.entries(info).map(([key, value]) => [key, plainInfo(value, classNames)]));
}

function isColumn(value: object): value is CoreColumn {
  return 'kind' in value && 'values' in value;
}
