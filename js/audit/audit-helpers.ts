import { guard, loadCore, runJob } from '../core.ts';
import type { CoreModule, JobHandle } from '../core-module.ts';
import type { CoreTableColumn } from '../ingest/core-table.ts';
import { threadsFor } from '../pool/helpers.ts';
import type { RemoteWorker } from '../remote/remote-worker.ts';
import type { RunOptions } from '../types.ts';

/** A helper of the core: does parts of an audit that runs elsewhere. */
interface CoreAuditHelper {
  prepare(): JobHandle;
  work(unit: unknown): JobHandle;
  delete(): void;
}

declare module '../core-module.ts' {
  interface CoreModule {
    AuditHelper: new (columns: CoreTableColumn[], rows: number, options: object) => CoreAuditHelper;
  }
}

/** The table of an audit, and what it has to know of its options, as the core takes them. */
export interface AuditInput {
  columns: CoreTableColumn[];
  rowCount: number;
  options: object;
}

/** With fewer cells for each a worker takes longer to start than it saves. */
const leastCellsOfHelper = 10_000;
/** Every helper has its own copy of the table, in several forms. */
const mostBytesOfCopies = 2 ** 30;
const bytesPerCell = 60;

/** How many workers are to help with an audit. */
export function helpersForAudit(rows: number, columns: number): number {
  const cells = rows * columns;
  const fitting = Math.floor(mostBytesOfCopies / (cells * bytesPerCell));
  return Math.min(threadsFor(1 + Math.floor(cells / leastCellsOfHelper)) - 1, fitting);
}

/** Hands parts of an audit to helpers that are idle, and what came of them to the audit. */
export class AuditHelpers {
  readonly #core: CoreModule;
  #idle: RemoteWorker[] = [];
  #job: JobHandle | undefined;
  #isOver = false;
  #wake = () => {};

  constructor(core: CoreModule, helpers: RemoteWorker[], input: AuditInput, signal?: AbortSignal) {
    this.#core = core;
    signal?.addEventListener('abort', () => this.#wake(), { once: true });
    for (const helper of helpers) {
      helper.call('prepareAuditHelper', [input, {}]).then(
        () => this.#take(helper),
        () => {}, // the audit does without it
      );
    }
  }

  /** After a step of the audit: whoever is idle gets a part. */
  feed(job: JobHandle): void {
    this.#job = job;
    for (const helper of this.#idle.splice(0)) this.#take(helper);
  }

  /** Resolved when a helper brought something, or failed to, or the signal stops it all. */
  untilFed = (): Promise<void> => new Promise((resolve) => (this.#wake = resolve));

  /** The audit is over: its job must not be touched any more. */
  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  #take(helper: RemoteWorker): void {
    const job = this.#job;
    if (this.#isOver) return;
    const taken = job?.takeUnit();
    if (!job || !taken) {
      this.#idle.push(helper);
      return;
    }
    const bring = (result: unknown) => {
      if (this.#isOver) return;
      guard(this.#core, () => job.deliver(taken.id, result));
      this.#wake();
    };
    helper.call('auditUnit', [taken.unit, {}]).then(
      (result) => {
        bring(result);
        this.#take(helper);
      },
      () => bring(undefined),
    );
  }
}

let prepared: CoreAuditHelper | undefined;

/** In a worker: get ready to do parts of an audit. */
export async function prepareAuditHelper({ columns, rowCount, options }: AuditInput, run: RunOptions): Promise<void> {
  const core = await loadCore();
  const helper = guard(core, () => new core.AuditHelper(columns, rowCount, options));
  await runJob((_) => helper.prepare(), run);
  prepared = helper;
}

/** In a worker that is ready: one part. */
export function auditUnit(unit: unknown, run: RunOptions): Promise<unknown> {
  return runJob((_) => prepared!.work(unit), run);
}
