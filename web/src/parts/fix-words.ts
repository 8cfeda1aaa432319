import type { Fix } from 'assayer/worker';
import { t } from '../../strings/index.ts';

type Words = Pick<typeof t.fix, 'relabel' | 'drop' | 'fill' | 'mark' | 'merge'>;

function inWords(words: Words, fix: Fix, to: unknown): string {
  switch (fix.kind) {
    case 'relabel':
      return words.relabel(String(fix.from), String(to));
    case 'merge':
      return words.merge(Number(fix.to));
    case 'fill':
      return words.fill(fix.column ?? '', String(fix.to));
    case 'mark':
      return words.mark(fix.column ?? '');
    case 'drop':
      return words.drop;
  }
}

/** What a fix does, in a few words beside its kind; `to` where the visitor chose another label. */
export function describeFix(fix: Fix, to: unknown = fix.to): string {
  return inWords(t.fix, fix, to);
}

/** What a fix does, as a sentence of its own. */
export function fixSentence(fix: Fix): string {
  return inWords(t.fix.sentences, fix, fix.to);
}
