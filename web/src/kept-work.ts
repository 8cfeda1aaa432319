// Work that the visitor asked to keep on this device: the file, what was confirmed, and the decisions about the fixes.
// Nothing else of the page stores anything. The audit itself is not kept: the same file gives the same findings again.
import { effect, signal } from '@preact/signals';
import type { Fix } from 'assayer/worker';
import { deleteDB, type IDBPDatabase, openDB } from 'idb';
import { asProblem } from './engine.ts';
import { fixKey, suggestedFixes } from './fixes.ts';
import {
  type Audited,
  audited,
  type Choice,
  type Decision,
  type Decisions,
  decisions,
  type KeepRule,
  keepRule,
  problem,
} from './state.ts';

/** What is kept. Decisions are told by what a fix does: the fixes themselves are made anew. */
export interface KeptWork {
  file: File;
  choice: Choice;
  keep: KeepRule;
  decisions: [string, Decision][];
  /** Milliseconds since 1970. */
  keptAt: number;
}

/** What was found on the device when the page was opened, or kept since; null: nothing. */
export const keptWork = signal<KeptWork | null>(null);
/** The audited table whose work is kept. */
const keptOf = signal<Audited | null>(null);
export const isKept = (of: Audited) => keptOf.value === of;

const databaseName = 'assayer-kept-work';
const store = 'work';

async function withDatabase<Result>(use: (database: IDBPDatabase) => Promise<Result>): Promise<Result> {
  const database = await openDB(databaseName, 1, { upgrade: (fresh) => void fresh.createObjectStore(store) });
  try {
    return await use(database);
  } finally {
    database.close();
  }
}

/** Look for kept work, without leaving anything where there is none. */
export async function findKeptWork(): Promise<void> {
  try {
    const databases = await indexedDB.databases();
    if (!databases.some(({ name }) => name === databaseName)) return;
    keptWork.value = ((await withDatabase((database) => database.get(store, 'last'))) as KeptWork | undefined) ?? null;
  } catch {
    // storage is closed to this page (a private window, a policy): then there is nothing to go on with
  }
}

/** Keep the work from here on; every decision is added. */
export async function keepWork(of: Audited): Promise<void> {
  keptOf.value = of;
  await save(of);
}

async function save(of: Audited): Promise<void> {
  const work: KeptWork = {
    file: of.file,
    choice: of.choice,
    keep: keepRule.value,
    decisions: [...decisions.value].map(([fix, decision]) => [fixKey(fix), decision]),
    keptAt: Date.now(),
  };
  try {
    await withDatabase((database) => database.put(store, work, 'last'));
    keptWork.value = work;
  } catch (error) {
    keptOf.value = null;
    problem.value = asProblem(of.file.name, error);
  }
}

/** Leave nothing of it on the device. */
export async function forgetWork(): Promise<void> {
  keptOf.value = null;
  keptWork.value = null;
  await deleteDB(databaseName);
}

/** The decisions of kept work on a table that was audited again; those about fixes that are gone are dropped. */
export function restoreDecisions(of: Audited, work: KeptWork): void {
  keepRule.value = work.keep;
  const fixes = new Map<string, Fix>(suggestedFixes(of.report).map((fix) => [fixKey(fix), fix]));
  const restored = work.decisions.flatMap(([key, decision]): [Fix, Decision][] => {
    const fix = fixes.get(key);
    return fix ? [[fix, decision]] : [];
  });
  decisions.value = new Map(restored);
  keptOf.value = of;
}

/** Follow the decisions about the table whose work is kept. */
export function followDecisions(): () => void {
  let before: [Decisions, KeepRule] | undefined;
  return effect(() => {
    const now: [Decisions, KeepRule] = [decisions.value, keepRule.value];
    const of = keptOf.value;
    const isChanged = before && (before[0] !== now[0] || before[1] !== now[1]);
    before = now;
    if (of && isChanged && audited.peek() === of) void save(of);
  });
}
