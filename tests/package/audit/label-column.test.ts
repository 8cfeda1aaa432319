// Label columns of which nothing can be learnt: the error says what is wrong with them.
import { type AuditOptions, audit } from 'assayer';
import { describe, expect, it } from 'vitest';

const table = (label: (row: number) => unknown) =>
  `a,b,kind\n${Array.from({ length: 40 }, (_, i) => `${(i * 7) % 11},${(i * 5) % 13},${label(i)}`).join('\n')}\n`;

describe('a label column', () => {
  it.each<[what: string, label: (row: number) => unknown, options: AuditOptions, message: RegExp]>([
    ['of names', (i) => `name${i}x`, {}, /"kind": expected classes that several rows have, got 40 different ones/],
    [
      'of numbers, as classes',
      (i) => i * 1.5,
      { task: 'classification' },
      /"kind": expected classes that several rows/,
    ],
    [
      'of text, as numbers',
      (i) => `c${i % 4}`,
      { task: 'regression' },
      /expected a number in every row .*got "c0" in row 0/,
    ],
    ['with a gap', (i) => (i === 3 ? '' : 'ab'[i % 2]), {}, /expected a label in every row, got 1 missing \(row 3\)/],
    ['of one class', () => 'x', {}, /expected a column with two values or more, got one value only/],
    ['of nothing', () => '', {}, /expected a column with values, got an empty one/],
  ])('%s is refused with the reason', async (_what, label, options, message) => {
    await expect(audit(table(label), { label: 'kind', ...options })).rejects.toThrow(message);
  });

  it('of different numbers is a regression', async () => {
    expect(
      (
        await audit(
          table((i) => i * 1.5),
          { label: 'kind' },
        )
      ).task,
    ).toBe('regression');
  });
});
