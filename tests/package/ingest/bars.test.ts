import { inferSchema } from 'assayer';
import { expect, it } from 'vitest';

const records = [0.5, 1.5, 2.5, 9.5].map((amount) => ({ amount, name: amount > 2 ? 'b' : 'a' }));

it('tells the bar of each cell in a histogram, however a file writes its numbers', async () => {
  const csv = `amount;name\n${records.map(({ amount, name }) => `${String(amount).replace('.', ',')};${name}`).join('\n')}`;
  const { columns, histogramBars, table } = await inferSchema(csv, { noLabel: true, columns: { amount: 'numeric' } });
  expect(histogramBars).toBe(16);
  expect(table.columns[0]!.distinct).toEqual(['0,5', '1,5', '2,5', '9,5']);
  expect(columns[0]!.bars).toEqual(Uint8Array.of(0, 1, 3, 15));
  expect(columns[1]!.bars).toBeUndefined();
});

it('tells the bar of each row where the data were numbers', async () => {
  const { columns, table } = await inferSchema(records, { noLabel: true, columns: { amount: 'numeric' } });
  const { codes } = table.columns[0]!;
  const bars = records.map((_, row) => columns[0]!.bars![codes ? codes[row]! : row]);
  expect(bars).toEqual([0, 1, 3, 15]);
});
