// Result tables as Arrow: what another reader finds in the bytes.
import { tableFromIPC } from '@uwdata/flechette';
import { Datalab } from 'assayer';
import { describe, expect, it } from 'vitest';

async function lab(labels: string[]): Promise<Datalab> {
  const made = await Datalab.create({ labels });
  const features = labels.map((_, i) => (i === 1 ? [0, 0] : [Math.floor(i / 3), (i * 7) % 11]));
  await made.findIssues({
    features: [[0, 0], ...features.slice(1)],
    issueTypes: ['near_duplicate', 'class_imbalance'],
  });
  return made;
}
const labels = Array.from({ length: 30 }, (_, i) => (i % 10 === 9 ? 'rare' : 'usual'));

describe('toArrow', () => {
  it('keeps names, types and values of every kind of column', async () => {
    const made = await lab(labels);
    for (const table of [made.getIssues('near_duplicate'), made.getIssues('class_imbalance'), made.getIssueSummary()]) {
      const read = tableFromIPC(await table.toArrow());
      expect(read.numRows).toBe(table.rowCount);
      expect(read.names).toEqual(table.columnNames);
      for (const name of table.columnNames) {
        const values = Array.from(read.getChild(name), (value) =>
          ArrayBuffer.isView(value) || Array.isArray(value) ? Array.from(value as number[]) : value,
        );
        expect(values, name).toEqual(Array.from(table.column(name)));
      }
    }
  });
});
