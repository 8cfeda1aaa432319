import type { ColumnSchema, Reason } from '../audit/audit-data.ts';
import { Table } from '../table.ts';
import type {
  ColumnDrift,
  CompareData,
  ComparedTable,
  LeakedRows,
  OverallDrift,
  QualityChange,
} from './compare-data.ts';
import { type CompareRenderOptions, compareMarkdown, compareText } from './compare-text.ts';

/** A comparison for programs. */
export interface CompareJSON extends Omit<CompareData, 'leaks' | 'run'> {
  schemaVersion: 1;
  assayer: CompareData['run'];
  leaks: Pick<LeakedRows, 'nearSearched' | 'oldRepeats'> & {
    rows: { newRow: number; oldRow: number; isExact: boolean; sameLabel: boolean }[];
  };
}

/** What changed from one table to another. Everything is here: nothing is computed or loaded later. */
export class CompareReport {
  readonly #data: CompareData;

  /** @internal */
  constructor(data: CompareData) {
    this.#data = data;
  }

  /** Name, size and warnings of each table. */
  get old(): ComparedTable {
    return this.#data.old;
  }
  get new(): ComparedTable {
    return this.#data.new;
  }
  /** Name of the label column of both, null without labels. */
  get labelColumn(): string | null {
    return this.#data.labelColumn;
  }
  /** Why it is taken for the label. */
  get labelReason(): Reason {
    return this.#data.labelReason;
  }
  /** What the columns that both have are taken for, and why. */
  get schema(): ColumnSchema[] {
    return this.#data.schema;
  }
  /** Drift of each column that both have, in the order of the old table. */
  get columns(): ColumnDrift[] {
    return this.#data.columns;
  }
  /** Names of columns that only the new table has, and only the old one. */
  get newColumns(): string[] {
    return this.#data.newColumns;
  }
  get lostColumns(): string[] {
    return this.#data.lostColumns;
  }
  /** Drift of the whole. */
  get drift(): OverallDrift {
    return this.#data.drift;
  }
  /** Rows of the new table that the old one has too. */
  get leaks(): LeakedRows {
    return this.#data.leaks;
  }
  /** How the share of each issue type changed; empty without audits. */
  get quality(): QualityChange[] {
    return this.#data.quality;
  }
  /** What could not be done, and why. */
  get notes(): string[] {
    return this.#data.notes;
  }
  get run(): CompareData['run'] {
    return this.#data.run;
  }

  /** A row for each column that both have, those that drifted most first. */
  get summary(): Table {
    const columns = byDrift(this.columns);
    const pick = (name: keyof ColumnDrift) => columns.map((column) => column[name]);
    return new Table(columns.length, [
      ['column', pick('name')],
      ['kind', pick('kind')],
      ['drift', Float64Array.from(pick('drift') as number[])],
      ['is_drift', pick('isDrift')],
      ['p_value', Float64Array.from(pick('pValue') as number[])],
      ['adjusted_p_value', Float64Array.from(pick('adjustedPValue') as number[])],
      ['missing_change', Float64Array.from(pick('missingChange') as number[])],
    ]);
  }

  /** The comparison for a terminal or a log. */
  toText(options: CompareRenderOptions = {}): string {
    return compareText(this, options);
  }
  /** The comparison for a pull request or a wiki; names and values of the data are escaped. */
  toMarkdown(options: CompareRenderOptions = {}): string {
    return compareMarkdown(this, options);
  }
  /** The comparison for programs. */
  toJSON({ redact = false }: CompareRenderOptions = {}): CompareJSON {
    const { leaks, run, columns, ...rest } = this.#data;
    const { newRows, oldRows, isExact, sameLabel, nearSearched, oldRepeats } = leaks;
    return {
      schemaVersion: 1,
      assayer: run,
      ...rest,
      columns: redact ? columns.map(withoutValues) : columns,
      leaks: {
        nearSearched,
        oldRepeats,
        rows: Array.from(newRows, (newRow, at) => ({
          newRow,
          oldRow: oldRows[at]!,
          isExact: isExact[at] === 1,
          sameLabel: sameLabel[at] === 1,
        })),
      },
    };
  }
}

/** Those that drifted most first; those that are not compared last. */
export function byDrift(columns: ColumnDrift[]): ColumnDrift[] {
  return [...columns].sort((a, b) => Number(b.isCompared) - Number(a.isCompared) || b.drift - a.drift);
}

function withoutValues(column: ColumnDrift): ColumnDrift {
  const hide = (shifts: ColumnDrift['newLevels']) => shifts.map((shift) => ({ ...shift, value: '' }));
  return {
    ...column,
    newLevels: hide(column.newLevels),
    lostLevels: hide(column.lostLevels),
    largestMoves: hide(column.largestMoves),
  };
}
