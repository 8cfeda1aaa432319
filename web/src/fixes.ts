// The visitor's decisions about the suggested fixes, with undo.
import { signal } from '@preact/signals';
import type { AuditReport, Fix } from 'assayer/worker';
import { asProblem, audit, writeFixed } from './engine.ts';
import {
  type Audited,
  type Decision,
  type Decisions,
  decisions,
  future,
  type KeepRule,
  keepRule,
  past,
  problem,
} from './state.ts';

function replace(next: Decisions): void {
  past.value = [...past.value, decisions.value];
  future.value = [];
  decisions.value = next;
}

/** Accept or reject a fix; null opens it again. */
export function decide(fix: Fix, decision: Decision | null): void {
  const next = new Map(decisions.value);
  if (decision) next.set(fix, decision);
  else next.delete(fix);
  replace(next);
}

/** Accept many; what was decided before stays. Undone in one step. */
export function acceptAll(fixes: readonly Fix[]): void {
  decideAll(
    fixes.filter((fix) => !decisions.value.has(fix)),
    { state: 'accepted' },
  );
}

/** Decide on many, or open them again with null. Undone in one step. */
export function decideAll(fixes: readonly Fix[], decision: Decision | null): void {
  const next = new Map(decisions.value);
  for (const fix of fixes) {
    if (decision) next.set(fix, decision);
    else next.delete(fix);
  }
  replace(next);
}

export function undo(): void {
  const before = past.value.at(-1);
  if (!before) return;
  future.value = [decisions.value, ...future.value];
  past.value = past.value.slice(0, -1);
  decisions.value = before;
}

export function redo(): void {
  const [next, ...rest] = future.value;
  if (!next) return;
  past.value = [...past.value, decisions.value];
  future.value = rest;
  decisions.value = next;
}

/** Tells a fix from all others of the same table. */
export const fixKey = ({ row, kind, to }: Fix) => `${row} ${kind} ${String(to)}`;

/** What the report suggests under the visitor's rule for copies; a fix stays the same object whatever the rule. */
export function suggestedFixes(report: AuditReport): Fix[] {
  const usual = report.fixes();
  const keep = keepRule.value;
  if (keep === 'first') return usual;
  const known = ofRule.get(report);
  if (known?.keep === keep) return known.fixes;
  const before = new Map([...usual, ...(known?.fixes ?? [])].map((fix) => [fixKey(fix), fix]));
  const fixes = report.fixes({ keep }).map((fix) => before.get(fixKey(fix)) ?? fix);
  ofRule.set(report, { keep, fixes });
  return fixes;
}
const ofRule = new WeakMap<AuditReport, { keep: KeepRule; fixes: Fix[] }>();

/** Fixes as the visitor accepted them, with edited labels, in the order of the report. */
export function acceptedFixes(report: AuditReport, decided: Decisions): Fix[] {
  return suggestedFixes(report).flatMap((fix) => {
    const decision = decided.get(fix);
    if (decision?.state !== 'accepted') return [];
    return [decision.to === undefined ? fix : { ...fix, to: decision.to }];
  });
}

/** The visitor's file with the accepted fixes; what is untouched keeps its bytes. */
export function cleanedFile({ report, schema }: Audited, escapeFormulas: boolean): Promise<Blob> {
  return writeFixed(schema.table, acceptedFixes(report, decisions.value), { escapeFormulas });
}

/** What an audit of the cleaned table found. */
export interface Effect {
  of: Decisions;
  after: AuditReport;
}

export const effectOfFixes = signal<Effect | null>(null);
export const auditingAgain = signal<number | null>(null);

/** Audit the table with the accepted fixes, as it was audited before. */
export async function auditAgain(audited: Audited): Promise<void> {
  const of = decisions.value;
  auditingAgain.value = 0;
  try {
    const { choice, file } = audited;
    const cleaned = await cleanedFile(audited, false);
    const after = await audit(new File([cleaned], file.name), {
      ...(choice.label === null ? { noLabel: true } : { label: choice.label }),
      ...(choice.task && choice.label !== null ? { task: choice.task } : {}),
      columns: choice.kinds,
      effort: choice.effort,
      onProgress: ({ fraction }) => {
        auditingAgain.value = fraction;
      },
    });
    effectOfFixes.value = { of, after };
  } catch (error) {
    problem.value = asProblem(audited.file.name, error);
  } finally {
    auditingAgain.value = null;
  }
}
