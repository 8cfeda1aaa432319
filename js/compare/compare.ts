import type { DataInput } from '../ingest/read-table.ts';
import type { CompareOptions } from './compare-data.ts';
import { CompareReport } from './compare-report.ts';
import { runCompare } from './run-compare.ts';

/**
 * Compare two tables of the same kind, such as training and serving data or yesterday's export and today's: drift of
 * each column with its effect size, new and lost columns and categories, rows that both have, and how the share of each
 * issue type changed.
 *
 * @throws AssayerError `invalid_input` where a table cannot be read or they have no column in common.
 * @example
 * const report = await compare(lastMonth, thisMonth, { label: 'churned' });
 * if (report.drift.largest > 0.2) console.log(report.toText());
 */
export async function compare(
  oldData: DataInput,
  newData: DataInput,
  options: CompareOptions = {},
): Promise<CompareReport> {
  return new CompareReport(await runCompare(oldData, newData, options));
}
