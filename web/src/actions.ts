import type { AuditReport, Progress, SchemaData } from 'assayer/worker';
import { asProblem, audit, compare, inferSchema } from './engine.ts';
import { type KeptWork, restoreDecisions } from './kept-work.ts';
import { stopLayout } from './layout.ts';
import { sampleOf } from './sample.ts';
import type { Audited, Choice, Stage, Step, View } from './state.ts';
import * as state from './state.ts';

let running: AbortController | undefined;
let stop: (() => void) | undefined;

function go(stage: Stage): void {
  running?.abort();
  running = undefined;
  state.problem.value = null;
  state.stage.value = stage;
}

/** Back to the start; what was found is forgotten. */
export function startOver(): void {
  forgetReport();
  go({ at: 'empty' });
}

function forgetReport(): void {
  stopLayout();
  state.filter.value = state.noFilter;
  state.selectedRow.value = null;
  state.decisions.value = new Map();
  state.keepRule.value = 'first';
  state.past.value = [];
  state.future.value = [];
  state.seenRows.clear();
}

function fail(about: string, error: unknown, stage: Stage): void {
  state.stage.value = stage;
  state.problem.value = asProblem(about, error);
}

/** One file is audited; two can be compared. */
export function openFiles(files: readonly File[]): void {
  const [first, second] = files;
  if (!first) return;
  if (second) go({ at: 'pair', files: [first, second] });
  else void openFile(first);
}

/** Read a file and look at its columns. */
export async function openFile(file: File, overrides: Partial<Choice> = {}): Promise<void> {
  forgetReport();
  go({ at: 'reading', file, progress: null });
  state.openedAt.value = performance.now();
  const controller = new AbortController();
  running = controller;
  try {
    const schema = await inferSchema(file, {
      ...readingOptions(overrides),
      signal: controller.signal,
      onProgress(progress) {
        if (running === controller) state.stage.value = { at: 'reading', file, progress };
      },
    });
    if (running !== controller) return;
    running = undefined;
    state.stage.value = { at: 'schema', file, schema, choice: { ...choiceOf(schema), ...overrides } };
  } catch (error) {
    if (running === controller) fail(file.name, error, { at: 'empty' });
  }
}

/** Go on with a random sample of a long table. */
export async function openFromSample(file: File, schema: SchemaData): Promise<void> {
  try {
    await openFile(await sampleOf(file, schema));
  } catch (error) {
    state.problem.value = asProblem(file.name, error);
  }
}

function choiceOf(schema: SchemaData): Choice {
  return { isGuess: true, label: schema.labelColumn, task: schema.task, kinds: {}, effort: 'balanced' };
}

function readingOptions({ isGuess, label, task, kinds }: Partial<Choice>) {
  if (isGuess) return {};
  return {
    ...(label ? { label } : label === null ? { noLabel: true } : {}),
    ...(task && label ? { task } : {}),
    ...(kinds && Object.keys(kinds).length ? { columns: kinds } : {}),
  };
}

/** Look at the columns again, with what the visitor changed. */
export async function changeChoice(file: File, schema: SchemaData, choice: Choice): Promise<void> {
  state.problem.value = null;
  state.stage.value = { at: 'schema', file, schema, choice };
  try {
    const again = await inferSchema(file, readingOptions(choice));
    const now = state.stage.value;
    if (now.at !== 'schema' || now.choice !== choice) return;
    const task = choice.label === null ? null : (choice.task ?? again.task);
    state.stage.value = { at: 'schema', file, schema: again, choice: { ...choice, task } };
  } catch (error) {
    const now = state.stage.value;
    if (now.at === 'schema' && now.choice === choice) state.problem.value = asProblem(file.name, error);
  }
}

/** Audit the table as the visitor confirmed it. */
export async function runAudit(file: File, schema: SchemaData, choice: Choice): Promise<void> {
  forgetReport();
  const startedAt = performance.now();
  const progress: Progress = { step: 'read', fraction: 0, message: '' };
  let now: Extract<Stage, { at: 'running' }> = {
    ...{ at: 'running', file, schema, choice, startedAt, progress },
    ...{ steps: [], found: [], isStopping: false },
  };
  go(now);
  const controller = new AbortController();
  running = controller;
  const show = (change: Partial<typeof now>) => {
    now = { ...now, ...change, isStopping: controller.signal.aborted };
    if (running === controller) state.stage.value = now;
  };
  stop = () => {
    controller.abort();
    show({});
  };
  let kept: AuditReport | undefined;
  try {
    const report = await audit(file, {
      ...readingOptions(choice),
      effort: choice.effort,
      signal: controller.signal,
      onProgress: (progress) => show({ progress, steps: withStep(now.steps, progress.step) }),
      onFound: (one) => show({ found: [...now.found, one] }),
      onStopped(report) {
        kept = report;
      },
    });
    if (running !== controller) return;
    running = undefined;
    showReport({ file, schema, choice, report });
  } catch (error) {
    if (running !== controller) return;
    running = undefined;
    if (kept) showReport({ file, schema, choice, report: kept, isPart: true });
    else if (controller.signal.aborted) go({ at: 'schema', file, schema, choice });
    else fail(file.name, error, { at: 'schema', file, schema, choice });
  }
}

function withStep(steps: Step[], name: string): Step[] {
  if (steps.at(-1)?.name === name) return steps;
  const now = performance.now();
  const ended = steps.map((step) => (step.endedAt === null ? { ...step, endedAt: now } : step));
  return [...ended.filter((step) => step.name !== name), { name, startedAt: now, endedAt: null }];
}

/** Audit kept work again, and go on where it was left. */
export async function goOnWith(work: KeptWork): Promise<void> {
  const { file, choice } = work;
  await openFile(file, choice);
  const opened = state.stage.value;
  if (opened.at !== 'schema' || opened.file !== file) return; // it could not be read, or something else was opened
  await runAudit(file, opened.schema, choice);
  const done = state.audited.value;
  if (done?.file === file) restoreDecisions(done, work);
}

/** Stop the work: what has finished is kept, else the page is where it started. */
export function cancel(): void {
  if (state.stage.value.at === 'running') stop?.();
  else startOver();
}

export function showReport(found: Audited): void {
  // The audit read the file again: of a long table one copy is enough.
  const audited = { ...found, schema: { ...found.schema, table: found.report.table } };
  state.stage.value = { at: 'report', audited, view: 'overview' };
}

export function showView(view: View): void {
  const now = state.stage.value;
  if (now.at === 'report') state.stage.value = { ...now, view };
}

/** Change what the linked views show. */
export function setFilter(change: Partial<state.Filter>): void {
  state.filter.value = { ...state.filter.value, ...change };
}

/** Set two files side by side: drift, rows that both have, and what the checks find in each. */
export async function compareFiles(files: [File, File]): Promise<void> {
  const controller = new AbortController();
  go({ at: 'comparing', files, progress: { step: 'read', fraction: 0, message: '' } });
  running = controller;
  state.openedAt.value ??= performance.now();
  try {
    const report = await compare(files[0], files[1], {
      signal: controller.signal,
      onProgress(progress) {
        if (running === controller) state.stage.value = { at: 'comparing', files, progress };
      },
    });
    if (running !== controller) return;
    running = undefined;
    state.stage.value = { at: 'compared', files, report };
  } catch (error) {
    if (running === controller) fail(files.map((file) => file.name).join(', '), error, { at: 'empty' });
  }
}
