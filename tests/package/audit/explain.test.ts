// What an audit says of a row: of each type why the row is flagged, or that it is not.
import { type AuditReport, audit } from 'assayer';
import { beforeAll, describe, expect, it } from 'vitest';

const wrong = 40;
const copy = 90;
const far = 61;
/** Two kinds apart by size; a wrong label, a copy of row 11, a row far from all. */
const lines = Array.from({ length: 90 }, (_, i) => {
  const isBig = i % 2 === 1;
  const size = (isBig ? 8 : 2) + ((i * 37) % 50) / 40;
  return `${i === far ? 900 : size.toFixed(3)},${(size + ((i * 17) % 31) / 20).toFixed(3)},${isBig !== (i === wrong) ? 'big' : 'small'}`;
});
lines.push(lines[11]!);

describe('explain', () => {
  let report: AuditReport;
  const reason = (row: number, type: string) => {
    const { issues, passed } = report.explain(row);
    return [
      issues.find((entry) => entry.type === type)?.reason ?? null,
      passed.find((entry) => entry.type === type)?.reason ?? null,
    ];
  };
  beforeAll(async () => {
    report = await audit(`width,height,kind\n${lines.join('\n')}\n`, { label: 'kind' });
  });

  it('says why a row is flagged', () => {
    expect(reason(wrong, 'label')).toEqual([
      expect.stringMatching(/^Labelled “big”, but models .* give “small” [\d.]+% and “big” [\d.]+%\.$/),
      null,
    ]);
    expect(reason(far, 'outlier')).toEqual([expect.stringMatching(/^Unlike the other rows, .*width = “900”/), null]);
    expect(reason(copy, 'near_duplicate')).toEqual(['An exact copy of row 11.', null]);
  });

  it('says of an ordinary row that nothing is wrong with it', () => {
    expect(report.explain(2).issues).toEqual([]);
    expect(reason(2, 'label')).toEqual([
      null,
      expect.stringMatching(/^The label “small” fits: models give it [\d.]+%\.$/),
    ]);
    expect(reason(2, 'outlier')).toEqual([
      null,
      expect.stringMatching(/^Not far from other rows \(quality 0\.\d+ of 1\)/),
    ]);
    expect(reason(2, 'near_duplicate')).toEqual([null, expect.stringMatching(/^No other row repeats it/)]);
    expect(reason(2, 'class_imbalance')).toEqual([null, 'Its class “small” has enough rows.']);
    expect(reason(2, 'underperforming_group')[1]).toMatch(/^It belongs to no group/);
    expect(reason(2, 'null')).toEqual([null, 'No value is missing.']);
  });

  it('has the probabilities, neighbours and cells of the row', () => {
    const { probabilities, neighbors, duplicates, values, givenLabel, predictedLabel } = report.explain(wrong);
    expect([givenLabel, predictedLabel]).toEqual(['big', 'small']);
    expect(probabilities.map(({ label }) => label)).toEqual(['small', 'big']);
    expect(probabilities[0]!.probability + probabilities[1]!.probability).toBeCloseTo(1, 9);
    expect(neighbors.filter(({ label }) => label === 'small').length).toBeGreaterThan(neighbors.length / 2);
    expect(duplicates).toEqual([]);
    expect(values.kind).toBe('big');
  });
});
