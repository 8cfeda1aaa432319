import { AssayerError } from '../errors.ts';
import { ColumnBuilder } from './column-builder.ts';
import type { RawTable, ReadOptions, SourceInfo } from './raw-table.ts';
import { Slices } from './slices.ts';

/** Read a Parquet file, one group of rows after the other. */
export async function readParquet(
  content: Uint8Array | Blob,
  source: SourceInfo,
  options: ReadOptions,
  place: string,
): Promise<RawTable> {
  const [{ parquetMetadataAsync, parquetRead, parquetSchema }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  const slices = new Slices('read', options);
  const file = {
    byteLength: content instanceof Blob ? content.size : content.length,
    slice: (start: number, end?: number) => sliceBuffer(content, start, end),
  };
  try {
    const metadata = await parquetMetadataAsync(file);
    const names = parquetSchema(metadata).children.map(({ element }) => element.name);
    const missing = new Set(options.na);
    const builders = new Map(names.map((name) => [name, new ColumnBuilder(missing)]));
    const total = Number(metadata.num_rows);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      const parts: { columnName: string; columnData: ArrayLike<unknown>; rowStart: number }[] = [];
      await parquetRead({ file, metadata, compressors, rowStart, rowEnd, onChunk: (part) => void parts.push(part) });
      parts.sort((a, b) => a.rowStart - b.rowStart);
      for (const { columnName, columnData } of parts) {
        const builder = builders.get(columnName)!;
        for (let i = 0; i < columnData.length; i++) {
          builder.push(columnData[i]);
          if (i % 256 === 0 && slices.isDue()) await slices.pause(rowStart / total, columnName);
        }
      }
      rowStart = rowEnd;
    }
    const columns = [...builders].map(([name, builder]) => builder.done(name));
    return { columns, rowCount: total, source, warnings: [] };
  } catch (cause) {
    if (cause === options.signal?.reason || cause instanceof AssayerError) throw cause;
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new AssayerError(
      'invalid_input',
      `${place}: expected a whole Parquet file, got one that cannot be read: ${text}`,
      {
        cause,
      },
    );
  }
}

async function sliceBuffer(content: Uint8Array | Blob, start: number, end?: number): Promise<ArrayBuffer> {
  if (content instanceof Blob) return content.slice(start, end).arrayBuffer();
  return Uint8Array.prototype.slice.call(content, start, end).buffer as ArrayBuffer; // of Buffer, `slice` is no copy
}
