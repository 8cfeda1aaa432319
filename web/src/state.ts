import { computed, signal } from '@preact/signals';
import type {
  AuditReport,
  ColumnKind,
  CompareReport,
  Fix,
  FixOptions,
  Found,
  Progress,
  SchemaData,
  Task,
} from 'assayer/worker';

/** Something that went wrong, in the words of the package. */
export interface Problem {
  /** Name of the file, or what was tried. */
  about: string;
  message: string;
  code: string;
}

/** What the visitor decided on the schema screen. */
export interface Choice {
  /** Whether label, task and kinds are as they were guessed: the report then gives the reasons of the guess. */
  isGuess: boolean;
  label: string | null;
  task: Task | null;
  kinds: Record<string, ColumnKind>;
  effort: 'fast' | 'balanced' | 'thorough';
}

/** A step of a running audit. */
export interface Step {
  name: string;
  startedAt: number;
  endedAt: number | null;
}

export type View = 'overview' | 'rows' | 'duplicates' | 'classes' | 'columns' | 'groups' | 'order' | 'fix' | 'export';

/** Everything about one audited table. */
export interface Audited {
  file: File;
  schema: SchemaData;
  choice: Choice;
  report: AuditReport;
  /** Whether the audit was stopped, so that the report holds the finished checks alone. */
  isPart?: boolean;
}

/** Where the visit is. */
export type Stage =
  | { at: 'empty' }
  | { at: 'reading'; file: File; progress: Progress | null }
  | { at: 'schema'; file: File; schema: SchemaData; choice: Choice }
  | {
      at: 'running';
      file: File;
      schema: SchemaData;
      choice: Choice;
      progress: Progress;
      steps: Step[];
      /** Checks that have finished. */
      found: readonly Found[];
      startedAt: number;
      isStopping: boolean;
    }
  | { at: 'report'; audited: Audited; view: View }
  | { at: 'pair'; files: [File, File] }
  | { at: 'comparing'; files: [File, File]; progress: Progress }
  | { at: 'compared'; files: [File, File]; report: CompareReport };

export const stage = signal<Stage>({ at: 'empty' });
export const problem = signal<Problem | null>(null);
export const isAboutOpen = signal(false);
export const areKeysOpen = signal(false);
/** When the visitor's file was opened, on the clock of resource timing; null before. */
export const openedAt = signal<number | null>(null);
export const isEngineReady = signal(false);

/** What the linked views show. */
export interface Filter {
  /** An issue type, or 'flagged' (any), or 'all' rows. */
  issue: string;
  /** Given class and predicted class, as the heatmap is clicked. */
  given: string | null;
  predicted: string | null;
  text: string;
  /** Rows picked on the map or by a value; null = no pick. */
  picked: ReadonlySet<number> | null;
  /** What the picked rows have in common, if anything. */
  pickedName: string | null;
  /** 'worst', 'file', an issue type, or 'column 3'; null = what suits the issue. */
  sort: string | null;
  isDescending: boolean;
}

export const noFilter: Filter = {
  issue: 'flagged',
  given: null,
  predicted: null,
  text: '',
  picked: null,
  pickedName: null,
  sort: null,
  isDescending: false,
};
export const filter = signal<Filter>(noFilter);
export const selectedRow = signal<number | null>(null);
/** Rows that were opened, for the marks in the table. */
export const seenRows = new Set<number>();

export function openRow(row: number): void {
  seenRows.add(row);
  selectedRow.value = row;
}

/** The audited table of the report stage. */
export const audited = computed(() => (stage.value.at === 'report' ? stage.value.audited : null));

/** The visitor's decision about a suggested fix. */
export type Decision = { state: 'accepted'; to?: unknown } | { state: 'rejected' };
export type Decisions = ReadonlyMap<Fix, Decision>;

export const decisions = signal<Decisions>(new Map());
/** Which row of a set of copies stays, as `FixOptions.keep`. */
export type KeepRule = NonNullable<FixOptions['keep']>;
export const keepRule = signal<KeepRule>('first');
export const past = signal<Decisions[]>([]);
export const future = signal<Decisions[]>([]);
