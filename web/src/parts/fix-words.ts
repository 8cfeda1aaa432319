import type { Fix } from 'assayer/worker';
import { t } from '../../strings/index.ts';

/** What a fix does, in a few words; `to` where the visitor chose another label. */
export function describeFix(fix: Fix, to: unknown = fix.to): string {
  switch (fix.kind) {
    case 'relabel':
      return t.fix.relabel(String(fix.from), String(to));
    case 'merge':
      return t.fix.merge(Number(fix.to));
    case 'fill':
      return t.fix.fill(fix.column ?? '', String(fix.to));
    case 'mark':
      return t.fix.mark(fix.column ?? '');
    case 'drop':
      return t.fix.drop;
  }
}
