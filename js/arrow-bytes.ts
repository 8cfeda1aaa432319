import type { Table } from './table.ts';

type Arrow = typeof import('@uwdata/flechette');
type DataType = Parameters<Arrow['list']>[0];

/** The table as an Arrow stream (IPC). The encoder is loaded when it is first needed. */
export async function arrowBytes(table: Table): Promise<Uint8Array> {
  const arrow = await import('@uwdata/flechette');
  const columns: Record<string, ArrayLike<unknown>> = {};
  const types: Record<string, DataType> = {};
  for (const name of table.columnNames) {
    columns[name] = table.column(name);
    types[name] = typeOf(arrow, columns[name]);
  }
  const bytes = arrow.tableToIPC(arrow.tableFromArrays(columns as never, { types } as never), { format: 'stream' });
  if (!bytes) throw new Error('the encoder of Arrow gave nothing');
  return bytes;
}

function typeOf(arrow: Arrow, values: ArrayLike<unknown>): DataType {
  if (values instanceof Float64Array) return arrow.float64();
  if (values instanceof Int32Array) return arrow.int32();
  const cells = Array.from(values);
  return cells.some(Array.isArray) ? arrow.list(typeOfCells(arrow, cells.flat())) : typeOfCells(arrow, cells);
}

function typeOfCells(arrow: Arrow, cells: unknown[]): DataType {
  const given = cells.filter((cell) => cell !== null && cell !== undefined);
  if (given.length && given.every((cell) => typeof cell === 'boolean')) return arrow.bool();
  if (given.length && given.every((cell) => typeof cell === 'number')) {
    const isWhole = given.every((cell) => Number.isInteger(cell) && Math.abs(cell as number) < 2 ** 31);
    return isWhole ? arrow.int32() : arrow.float64();
  }
  return arrow.utf8();
}
