import { audit } from 'assayer';
import { describe, expect, it } from 'vitest';

describe('missing cells', () => {
  it('counts words for "no amount" in columns of numbers as the schema does, and levels not', async () => {
    const lines = ['width,height,note,kind'];
    for (let i = 0; i < 60; i++) {
      const gap = i % 20 === 7;
      const width = gap ? '-' : `${(i * 7) % 31}.5`;
      const height = gap ? 'unknown' : `${(i * 11) % 37}.25`;
      lines.push(`${width},${height},${i % 3 ? 'none' : 'some'},${i % 2 ? 'a' : 'b'}`);
    }
    const report = await audit(lines.join('\n'), { label: 'kind' });
    expect(report.schema.map(({ name, missing }) => [name, missing])).toEqual([
      ['width', 3],
      ['height', 3],
      ['note', 0],
      ['kind', 0],
    ]);
    const scores = report.issues('null').column('null_score');
    expect(scores[7]).toBeCloseTo(1 / 3);
    expect(scores[8]).toBe(1);
  });
});
