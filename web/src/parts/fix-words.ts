import type { Fix } from 'assayer/worker';
import { t } from '../../strings.ts';

/** What a fix does, in a few words; `to` where the visitor chose another label. */
export function describeFix(fix: Fix, to: unknown = fix.to): string {
  if (fix.kind === 'relabel') return t.fix.relabel(String(fix.from), String(to));
  return fix.kind === 'merge' ? t.fix.merge(Number(fix.to)) : t.fix.drop;
}
