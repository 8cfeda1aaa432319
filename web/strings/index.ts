// Every word of the page, in one catalogue. What the package says (reasons, errors, descriptions) comes from the package.

import { findings } from './findings.ts';
import { frame } from './frame.ts';
import { opening } from './opening.ts';
import { outcome } from './outcome.ts';

export { amount, count, dateAndTime, day, duration, fileSize, score, seconds, share } from './numbers.ts';

const english = { ...frame, ...opening, ...findings, ...outcome };

type Strings = typeof english;

/** Every text in brackets and with accents, longer by a third: shows what is not in the catalogue and what does not fit. */
function pseudo(text: string): string {
  if (!/[a-z]/i.test(text)) return text;
  const accents: Record<string, string> = {
    a: 'á',
    e: 'é',
    i: 'í',
    o: 'ó',
    u: 'ú',
    A: 'Á',
    E: 'É',
    I: 'Í',
    O: 'Ó',
    U: 'Ú',
  };
  return `⟦${text.replace(/[aeiouAEIOU]/g, (letter) => accents[letter]!)}${'·'.repeat(Math.ceil(text.length / 3))}⟧`;
}

function inPseudo<T>(value: T): T {
  if (typeof value === 'string') return pseudo(value) as T;
  if (typeof value === 'function') return ((...args: unknown[]) => inPseudo(value(...args))) as T;
  if (Array.isArray(value)) return value.map(inPseudo) as T;
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inPseudo(member)])) as T;
  }
  return value;
}

const isPseudo = typeof location !== 'undefined' && new URLSearchParams(location.search).get('locale') === 'pseudo';

export const t: Strings = isPseudo ? inPseudo(english) : english;
